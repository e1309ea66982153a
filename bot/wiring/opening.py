"""Opens the database for a start, or says in one sentence why it cannot be.

StartFailed    the program cannot work like this; its sentence is for the owner at the terminal
"""

import asyncio

from bot.config import Settings
from storage import Database, open_database
from storage.errors import SchemaTooNew, SchemaTooOld, StorageError


class StartFailed(Exception):
    """The program cannot work like this."""


async def open_checked(settings: Settings) -> Database:
    """The database with the schema of this release; SQLite is brought up to it."""
    url = settings.database_url
    try:
        try:
            return await open_database(url)
        except SchemaTooOld:
            if not url.startswith("sqlite"):
                raise
            from storage.migrate import migrate  # alembic is slow to import and rarely needed

            await asyncio.to_thread(migrate, url)
            return await open_database(url)
    except SchemaTooOld:
        raise StartFailed(
            "The database is older than this program: run `python -m bot migrate`, "
            "then start again."
        ) from None
    except SchemaTooNew:
        raise StartFailed(
            "The database was made by a newer release of this program: start that release, "
            "or restore a backup."
        ) from None
    except (StorageError, ValueError) as error:
        raise StartFailed(
            f"DATABASE_URL cannot be opened ({error}): check the address, and that the database "
            "is there."
        ) from None
