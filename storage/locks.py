"""Names for PostgreSQL's advisory locks: any text becomes a number that every worker agrees on."""

from hashlib import blake2b


def lock_number(*parts: object) -> int:
    """A signed 64-bit number, the same in every process and release, as Python's `hash` is not."""
    text = ":".join(str(part) for part in parts)
    digest = blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def person_lock(bot_id: int, person: int) -> int:
    """Held by whatever acts for one person, so that their updates stay in order across workers.

    `person` is a Telegram number of a user or, where nobody is behind the update, of a chat.
    """
    return lock_number("person", bot_id, person)
