"""Keeping the canned replies: supervisors write, change and delete them."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final, Protocol

from domain.consultation.blanks import check_blanks, visible
from domain.consultation.canned import CannedReply, Wording
from domain.consultation.content import CAPTION_ROOM, Content, File, Kind
from domain.consultation.roles import check_desk, supervises
from domain.errors import NotAllowed, NotFound, NotValid
from domain.people.model import Person

TITLE_LIMIT: Final = 60
TEXT_LIMIT: Final = 1500

PAGE: Final = 8
"""Replies on one page of the list."""

LAST_PAGE = 1000
"""A forged button shall not make the database count further."""

FILES: Final = frozenset({Kind.PHOTO, Kind.DOCUMENT})


class Field(StrEnum):
    """The parts of a canned reply, in the order in which they are asked."""

    TITLE = "title"
    KK = "kk"
    RU = "ru"
    FILE = "file"


class KeptRows(Protocol):
    """Where canned replies are kept."""

    async def reply(self, reply_id: int) -> CannedReply | None: ...

    async def page(self, offset: int, limit: int) -> Sequence[CannedReply]:
        """In the order of their titles."""
        ...

    async def add(self, wording: Wording, by: int, now: int) -> int:
        """The number of the new one."""
        ...

    async def change(self, reply_id: int, wording: Wording, by: int, now: int) -> bool:
        """Whether it was there."""
        ...

    async def delete(self, reply_id: int) -> bool:
        """Whether it was there."""
        ...


def given(wording: Wording, part: Field, content: Content) -> Wording:
    """With one part as it was written or sent; raises NotValid with what is wrong with it."""
    if part is Field.FILE:
        return _checked(replace(wording, file=_file(content)))
    if content.kind is not Kind.TEXT:
        raise NotValid("canned_no_words")
    words = visible(content.html).strip()
    if not words:
        raise NotValid("canned_no_words")
    if part is Field.TITLE:
        return replace(wording, title=_title(words))
    check_blanks(content.html)
    text = content.html.strip()
    return _checked(replace(wording, kk=text) if part is Field.KK else replace(wording, ru=text))


def without(wording: Wording, part: Field) -> Wording:
    """Without one part; raises NotValid when it cannot do without."""
    if part is Field.TITLE:
        raise NotValid("canned_no_words")
    if part is Field.FILE:
        return replace(wording, file=None)
    return replace(wording, kk=None) if part is Field.KK else replace(wording, ru=None)


def check_whole(wording: Wording) -> None:
    """Raise NotValid for a reply without a text in any language."""
    if wording.kk is None and wording.ru is None:
        raise NotValid("canned_no_text")


def _title(words: str) -> str:
    title = " ".join(words.split())
    if len(title) > TITLE_LIMIT:
        raise NotValid("canned_title_long")
    return title


def _file(content: Content) -> File:
    if content.kind not in FILES or content.file_id is None:
        raise NotValid("canned_no_file")
    return File(kind=content.kind, file_id=content.file_id)


def _checked(wording: Wording) -> Wording:
    """Beside a file the text is its caption, which has less room."""
    texts = [visible(text) for text in (wording.kk, wording.ru) if text is not None]
    longest = max((len(text) for text in texts), default=0)
    if longest > TEXT_LIMIT:
        raise NotValid("canned_text_long")
    if wording.file is not None and longest > CAPTION_ROOM:
        raise NotValid("canned_caption_long")
    return wording


def check_keeper(person: Person) -> None:
    """Raise NotAllowed unless the person supervises the desk at this moment."""
    check_desk(person)
    if not supervises(person):
        raise NotAllowed("canned")


class CannedKeeping:
    """What a supervisor does with canned replies."""

    def __init__(self, rows: KeptRows) -> None:
        """`rows`: of the running transaction."""
        self._rows = rows

    async def page(self, person: Person, page: int) -> tuple[Sequence[CannedReply], bool]:
        """A page of the list, and whether another one follows."""
        check_keeper(person)
        found = await self._rows.page(min(page, LAST_PAGE) * PAGE, PAGE + 1)
        return found[:PAGE], len(found) > PAGE

    async def reply(self, person: Person, reply_id: int) -> CannedReply:
        """One of them; raises NotFound."""
        check_keeper(person)
        reply = await self._rows.reply(reply_id)
        if reply is None:
            raise NotFound("canned")
        return reply

    async def may_ask(self, person: Person, reply_id: int) -> None:
        """Raise unless a part of this reply can be asked for; 0 is a new one."""
        if reply_id:
            await self.reply(person, reply_id)
        else:
            check_keeper(person)

    def step(
        self, person: Person, wording: Wording, part: Field, content: Content | None
    ) -> Wording:
        """A new reply with one part more, or without it. A text is missed when both were asked."""
        check_keeper(person)
        wording = without(wording, part) if content is None else given(wording, part, content)
        if part is Field.RU:
            check_whole(wording)
        return wording

    async def add(self, person: Person, wording: Wording, now: int) -> CannedReply:
        """Keep a new one."""
        check_keeper(person)
        check_whole(wording)
        return CannedReply(id=await self._rows.add(wording, person.id, now), wording=wording)

    async def change(
        self, person: Person, reply_id: int, part: Field, content: Content | None, now: int
    ) -> CannedReply:
        """Another title, text or file; None goes without."""
        reply = await self.reply(person, reply_id)
        old = reply.wording
        wording = without(old, part) if content is None else given(old, part, content)
        check_whole(wording)
        if not await self._rows.change(reply.id, wording, person.id, now):
            raise NotFound("canned")
        return replace(reply, wording=wording)

    async def delete(self, person: Person, reply_id: int) -> None:
        """Nobody can choose it any more; what was sent stays. Raises NotFound."""
        check_keeper(person)
        if not await self._rows.delete(reply_id):
            raise NotFound("canned")
