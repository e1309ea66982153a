"""HTTP into the bot: the webhook of Telegram, health and metrics."""
