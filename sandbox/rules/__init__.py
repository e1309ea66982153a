"""What Telegram's server accepts and how it refuses: pure functions without I/O.

Every refusal is an `ApiError` with the exact text of the real server and the mark of its source.
"""
