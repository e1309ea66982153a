"""Puts domain and storage together: the only place of `bot`, besides `bot.app` and `bot.cli`, that
knows `storage`.
"""
