"""How updates reach the bot: the queue, getUpdates and the webhook."""
