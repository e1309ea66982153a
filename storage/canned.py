"""Rows of canned replies as the domain knows them."""

from collections.abc import Sequence

from domain.consultation.canned import CannedReply, Wording, searched
from domain.consultation.content import File, Kind
from domain.people.model import Language
from storage.engine import Row, Transaction, Value
from storage.patterns import literally

WORDS = ("one", "two", "three", "four")
"""Words of a search that are looked at: whoever writes four has found it."""


class CannedTable:
    """Implements the ports of `domain.consultation.canned` and `canned_keeping`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    async def reply(self, reply_id: int) -> CannedReply | None:
        """The reply, or None."""
        row = await self._tx.one("canned_by_id", id=reply_id)
        return _reply_of(row) if row else None

    async def page(self, offset: int, limit: int) -> Sequence[CannedReply]:
        """By their titles."""
        rows = await self._tx.all("canned_page", offset=offset, limit=limit)
        return [_reply_of(row) for row in rows]

    async def offered(
        self, language: Language, words: Sequence[str], since: int, limit: int
    ) -> Sequence[CannedReply]:
        """Those that contain all the words, the most used first."""
        patterns = dict.fromkeys(WORDS, "%")
        patterns |= {
            name: f"%{literally(word)}%" for name, word in zip(WORDS, words, strict=False)
        }
        rows = await self._tx.all(
            "canned_offered", language=language.value, since=since, limit=limit, **patterns
        )
        return [_reply_of(row) for row in rows]

    async def used(self, reply_id: int, day: int, forget: int) -> None:
        """Count it, unless the reply is gone."""
        if await self._tx.run("use_canned", id=reply_id) == 1:
            self._tx.later("count_canned_use", id=reply_id, day=day)
            self._tx.later("forget_canned_uses", id=reply_id, forget=forget)

    async def add(self, wording: Wording, by: int, now: int) -> int:
        """The number of the new one."""
        row = await self._tx.one("add_canned", by_id=by, now=now, **_values(wording))
        assert row is not None, "an insert without a condition gives its row"
        return int(row["id"])

    async def change(self, reply_id: int, wording: Wording, by: int, now: int) -> bool:
        """Whether it was there."""
        values = _values(wording)
        return await self._tx.run("change_canned", id=reply_id, by_id=by, now=now, **values) == 1

    async def delete(self, reply_id: int) -> bool:
        """Whether it was there."""
        return await self._tx.run("delete_canned", id=reply_id) == 1


def _reply_of(row: Row) -> CannedReply:
    kind = row["file_kind"]
    return CannedReply(
        id=row["id"],
        wording=Wording(
            title=row["title"],
            kk=row["text_kk"],
            ru=row["text_ru"],
            file=File(kind=Kind(kind), file_id=row["file_id"]) if kind else None,
        ),
        uses=row["uses"],
    )


def _values(wording: Wording) -> dict[str, Value]:
    title, kk, ru, file = wording.title, wording.kk, wording.ru, wording.file
    return {
        "title": title,
        "text_kk": kk,
        "text_ru": ru,
        "file_kind": file.kind.value if file else None,
        "file_id": file.file_id if file else None,
        "search_kk": None if kk is None else searched(title, kk),
        "search_ru": None if ru is None else searched(title, ru),
    }
