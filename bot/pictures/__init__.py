"""Pictures that the bot draws itself."""
