"""The courier and everything else that speaks with Telegram's server; nobody else calls it."""
