"""What can go wrong below the domain.

StorageError                 the base: the statement failed, nothing of the transaction was kept
├── StorageUnavailable       the database cannot work now; the same work may succeed later
│   ├── StorageBusy          another writer held it too long
│   ├── StorageFull          no room on the disk, or the file reached its limit
│   └── StorageLost          the connection broke or the server is away
├── Conflict                 a unique, foreign key or check rule of the schema refused the row
└── SchemaError              the schema is not the one this program knows
    ├── SchemaTooNew         made by a newer release
    └── SchemaTooOld         `python -m bot migrate` has to run first
"""


class StorageError(Exception):
    """The statement failed and nothing of the transaction was kept."""


class StorageUnavailable(StorageError):
    """The database cannot work now; the same work may succeed later."""


class StorageBusy(StorageUnavailable):
    """Another writer held the database for too long."""


class StorageFull(StorageUnavailable):
    """There is no room left to write: free disk space."""


class StorageLost(StorageUnavailable):
    """The connection to the database is gone: check that its server runs."""


class Conflict(StorageError):
    """A rule of the schema (unique, foreign key, check) refused the row."""

    def __init__(self, rule: str) -> None:
        """`rule`: the name of the constraint or index, as far as the engine tells it."""
        super().__init__(rule)
        self.rule = rule


class SchemaError(StorageError):
    """The database's schema is not the one this program knows."""


class SchemaTooNew(SchemaError):
    """The database was made by a newer release: start that one, or restore a backup."""


class SchemaTooOld(SchemaError):
    """The database is older than this program: run `python -m bot migrate`."""
