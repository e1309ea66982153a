"""The schema's revisions, known by the names of their files.

Alembic costs a third of a second to import: a normal start only compares two names.
"""

from pathlib import Path

from storage.errors import SchemaTooNew, SchemaTooOld

FOLDER = Path(__file__).parent / "migrations" / "versions"


def known_revisions(folder: Path = FOLDER) -> list[str]:
    """Oldest first: `20261122_120000_0001_ground_floor.py` holds `0001_ground_floor`."""
    files = sorted(folder.glob("[0-9]*.py"))
    return [file.stem.split("_", 2)[2] for file in files]


def check_revision(found: str | None) -> None:
    """Refuse a schema that is not exactly the one this program was written for."""
    known = known_revisions()
    if found == known[-1]:
        return
    if found is None:
        raise SchemaTooOld("the database is empty: run `python -m bot migrate` first")
    if found in known:
        raise SchemaTooOld(
            f"the database is at {found}, this program needs {known[-1]}:"
            " run `python -m bot migrate` first"
        )
    raise SchemaTooNew(
        f"the database is at {found}, which this release does not know:"
        " start the newer release, or restore a backup"
    )
