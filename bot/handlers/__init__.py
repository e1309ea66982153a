"""Handlers: read the update, make one service call, return screens. They never send."""
