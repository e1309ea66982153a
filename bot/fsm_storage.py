"""aiogram's FSM storage over the bot's own database.

Inside an update it works on the update's transaction: the unit of work binds it, hands over the
row it has loaded anyway, and every change goes out with the commit. Elsewhere (jobs, tests) each
call is a transaction of its own. It imports nothing of `storage`: what it needs is named here.
"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

Address = tuple[int, int, int, int, str, str]
"""bot_id, chat_id, user_id, thread_id (0: none), business_connection_id ("": none), destiny."""

Content = tuple[str | None, str]
"""The state, and the data as JSON text."""

EMPTY = "{}"

Tx = TypeVar("Tx")


class StateRows(Protocol[Tx]):
    """The rows this storage stands on; `storage.fsm.FsmRows` is one."""

    async def read(self, address: Address) -> Content:
        """What is committed."""
        ...

    async def read_in(self, reader: Tx, address: Address) -> Content:
        """What an open transaction sees."""
        ...

    def save_in(self, tx: Tx, address: Address, state: str | None, data: str) -> None:
        """Write in an open transaction, at the latest with its commit."""
        ...

    def changing(self, address: Address) -> AbstractAsyncContextManager[tuple[Tx, Content]]:
        """A transaction of its own around reading and writing one row."""
        ...


@dataclass(slots=True)
class _Row:
    state: str | None
    data: str
    changed: bool = False


@dataclass(slots=True)
class _Bound(Generic[Tx]):
    """The conversation rows of the update at work, as they will be after its commit."""

    owner: object
    tx: Tx
    rows: dict[Address, _Row] = field(default_factory=dict)
    open: bool = True


_bound: ContextVar[_Bound[Any] | None] = ContextVar("fsm_bound", default=None)


def address_of(key: StorageKey) -> Address:
    """All six fields of the key: leaving one out would mix two conversations."""
    return (
        key.bot_id,
        key.chat_id,
        key.user_id,
        key.thread_id or 0,
        key.business_connection_id or "",
        key.destiny,
    )


class DatabaseStorage(BaseStorage, Generic[Tx]):
    """States and data of conversations; survives a restart."""

    def __init__(self, rows: StateRows[Tx]) -> None:
        """`rows`: where they are kept."""
        self._rows = rows

    @contextmanager
    def bound(
        self,
        tx: Tx,
        key: StorageKey | None,
        state: str | None = None,
        data: str | None = None,
    ) -> Iterator[None]:
        """Work on the transaction `tx` until the block ends; the commit has to come after it.

        `state` and `data` are the row of `key` as `tx` sees it (both None: there is no row), so
        that reading it costs nothing. A key that was changed several times is written once, at
        the end; a block that ends in an exception writes nothing.
        """
        bound = _Bound(self, tx)
        if key is not None:
            bound.rows[address_of(key)] = _Row(state, data or EMPTY)
        token = _bound.set(bound)
        try:
            yield
            for address, row in bound.rows.items():
                if row.changed:
                    self._rows.save_in(tx, address, row.state, row.data)
        finally:
            bound.open = False
            _bound.reset(token)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Set the state; None clears it."""
        name = state.state if isinstance(state, State) else state
        async with self._changing(key) as row:
            row.state = name

    async def get_state(self, key: StorageKey) -> str | None:
        """The state, None if there is none."""
        return (await self._read(key))[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace the data."""
        text = _dump(data)
        async with self._changing(key) as row:
            row.data = text

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """A copy of the data: changing it changes nothing."""
        return _load((await self._read(key))[1])

    async def update_data(self, key: StorageKey, data: Mapping[str, Any]) -> dict[str, Any]:
        """Merge into the data and return the whole; nothing gets between reading and writing."""
        async with self._changing(key) as row:
            merged = {**_load(row.data), **data}
            row.data = _dump(merged)
        return _load(row.data)

    async def close(self) -> None:
        """Nothing: the database belongs to the program, and handlers may still be at work."""

    def _current(self) -> _Bound[Tx] | None:
        bound = _bound.get()
        return bound if bound is not None and bound.open and bound.owner is self else None

    async def _read(self, key: StorageKey) -> Content:
        bound = self._current()
        if bound is None:
            return await self._rows.read(address_of(key))
        row = await self._row_of(bound, address_of(key))
        return row.state, row.data

    @asynccontextmanager
    async def _changing(self, key: StorageKey) -> AsyncIterator[_Row]:
        """Gives the row to be changed, without an await in between, and sees it written."""
        bound, address = self._current(), address_of(key)
        if bound is not None:
            row = await self._row_of(bound, address)
            yield row
            row.changed = True
            return
        async with self._rows.changing(address) as (tx, (state, data)):
            row = _Row(state, data)
            yield row
            self._rows.save_in(tx, address, row.state, row.data)

    async def _row_of(self, bound: _Bound[Tx], address: Address) -> _Row:
        if address not in bound.rows:
            state, data = await self._rows.read_in(bound.tx, address)
            # Another task of the update may have loaded, and changed, it in the meantime.
            bound.rows.setdefault(address, _Row(state, data))
        return bound.rows[address]


def _dump(data: Mapping[str, Any]) -> str:
    if not isinstance(data, dict):
        raise DataNotDictLikeError(f"data must be a dict, not {type(data).__name__}")
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _load(text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(text)
    return data
