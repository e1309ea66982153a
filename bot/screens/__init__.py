"""Screens: domain objects to words and buttons, in the reader's language; pure functions."""
