"""Everything that speaks Telegram or HTTP."""
