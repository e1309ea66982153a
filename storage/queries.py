"""Loads the named statements of `storage/queries/*.sql` for one engine.

aiosql reads the files and turns `:name` into what the driver understands. A statement that must
differ between the engines stands again, under the same name, in `queries/sqlite/` or
`queries/postgres/`, and wins there. The engines execute the texts themselves: a whole list of
statements has to fit into one crossing, which aiosql's one-call-per-query functions do not offer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from aiosql.adapters.asyncpg import AsyncPGAdapter
from aiosql.adapters.sqlite3 import SQLite3Adapter
from aiosql.query_loader import QueryLoader

from storage.engine import Value

Dialect = Literal["sqlite", "postgres"]

FOLDER = Path(__file__).parent / "queries"


@dataclass(frozen=True, slots=True)
class Statement:
    """One named statement, ready for its engine."""

    name: str
    sql: str
    parameters: tuple[str, ...]
    names: frozenset[str]
    reason: str
    """The sentence above it in the file."""
    source: Path

    def check(self, values: Mapping[str, Value]) -> None:
        """Refuse missing and surplus values: one engine would ignore them, the other would not."""
        if values.keys() == self.names:
            return
        missing = ", ".join(sorted(self.names - values.keys())) or "none"
        surplus = ", ".join(sorted(values.keys() - self.names)) or "none"
        raise TypeError(f"query {self.name}: values missing: {missing}; not asked for: {surplus}")


Statements = Mapping[str, Statement]


def load_statements(dialect: Dialect, folder: Path = FOLDER) -> dict[str, Statement]:
    """Every statement of this engine by its name; a name that stands twice is an error."""
    shared = _load_folder(folder, dialect)
    own = _load_folder(folder / dialect, dialect)
    return {**shared, **own}


def _load_folder(folder: Path, dialect: Dialect) -> dict[str, Statement]:
    statements: dict[str, Statement] = {}
    for path in sorted(folder.glob("*.sql")):
        for statement in _load_file(path, dialect):
            if other := statements.get(statement.name):
                raise ValueError(
                    f"query {statement.name} stands in {other.source.name} and in {path.name}"
                )
            statements[statement.name] = statement
    return statements


def _load_file(path: Path, dialect: Dialect) -> Iterator[Statement]:
    kind: Any = SQLite3Adapter if dialect == "sqlite" else AsyncPGAdapter
    adapter = kind()
    loader = QueryLoader(adapter, None, attribute=None, mandatory_parameters=False)
    for datum in loader.load_query_data_from_file(path, encoding="utf-8"):
        if dialect == "postgres":
            parameters = tuple(adapter.var_sorted[datum.query_name])
        else:
            found = datum.signature.parameters if datum.signature else {}
            parameters = tuple(name for name in found if name != "self")
        yield Statement(
            name=datum.query_name,
            sql=datum.sql,
            parameters=parameters,
            names=frozenset(parameters),
            reason=datum.doc_comments,
            source=path,
        )
