"""A strict stand-in for Telegram's Bot API server, with a chat page. See README.md here."""
