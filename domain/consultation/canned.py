"""Canned replies: what they are, and how an operator sends one.

A chosen reply becomes a draft that keeps what the reply said at that moment. It is filled in,
shown with its addressee, and goes the way of every answer: what supervisors change or delete
meanwhile changes neither the draft nor what was sent.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol, Self

from domain.consultation.answering import Answering
from domain.consultation.blanks import blanks, filled, visible
from domain.consultation.case import Case, CaseState, check_assignee, check_chat
from domain.consultation.content import CAPTION_ROOM, Content, File, Incoming, Kind
from domain.consultation.ports import Cases
from domain.consultation.roles import check_desk
from domain.errors import NotFound, NotValid, Stale
from domain.people.model import Language, Person

VALUE_LIMIT: Final = 300
"""Characters of what is filled into one blank."""

FILLED_LIMIT: Final = 3400
"""Characters of a text with everything filled in: the preview has the addressee above it."""

OFFERED: Final = 8
"""Replies shown at once; whoever looks for another one types words of it."""

LATELY_DAYS: Final = 30
"""Uses of so many days decide what stands first."""

DAY_SECONDS: Final = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a canned reply consists of; a text that is None is missing in that language."""

    title: str = ""
    kk: str | None = None
    ru: str | None = None
    file: File | None = None

    def text(self, language: Language) -> str | None:
        """The text in a language, with Telegram's markup."""
        return self.kk if language is Language.KK else self.ru


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedReply:
    """A canned reply as the database keeps it."""

    id: int
    wording: Wording
    uses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A chosen reply on its way to the citizen of one case."""

    case_id: int
    reply_id: int
    text: str  # as it was when it was chosen
    file: File | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def blank(self) -> str | None:
        """What has to be filled in next."""
        return next((blank for blank in blanks(self.text) if blank not in self.values), None)

    def with_value(self, words: str) -> Self:
        """With the next blank filled in. Raises NotValid when the words are none or too many,
        Stale when nothing is to be filled in.
        """
        blank, value = self.blank, words.strip()
        if blank is None:
            raise Stale("canned_old")
        if not value:
            raise NotValid("canned_value_empty")
        more = replace(self, values={**self.values, blank: value})
        room = FILLED_LIMIT if self.file is None else CAPTION_ROOM
        if len(value) > VALUE_LIMIT or len(visible(more.html)) > room:
            raise NotValid("canned_value_long")
        return more

    @property
    def html(self) -> str:
        """The words as far as they are filled in."""
        return filled(self.text, self.values)

    def content(self) -> Content:
        """The message that goes to the citizen; raises Stale while anything is to be filled in."""
        if self.blank is not None:
            raise Stale("canned_old")
        return Content(
            kind=Kind.TEXT if self.file is None else self.file.kind,
            html=self.html,
            length=len(visible(self.html)),
            file_id=None if self.file is None else self.file.file_id,
        )


class CannedRows(Protocol):
    """Where canned replies are looked up."""

    async def reply(self, reply_id: int) -> CannedReply | None: ...

    async def offered(
        self, language: Language, words: Sequence[str], since: int, limit: int
    ) -> Sequence[CannedReply]:
        """Those in a language whose folded title and text contain all the words, the most used
        since that day first.
        """
        ...

    async def used(self, reply_id: int, day: int, forget: int) -> None:
        """Count a use on a day; those before the day `forget` are of no interest any more. A reply
        that was deleted meanwhile is nothing to count.
        """
        ...


def folded(words: str) -> str:
    """The words as they are compared: large and small letters, «е» and «ё» are the same."""
    plain = unicodedata.normalize("NFKC", words).casefold().replace("ё", "е")
    return " ".join(plain.split())


def searched(title: str, text: str) -> str:
    """What is searched of a reply in one language."""
    return folded(f"{title} {visible(text)}")


class Canned:
    """Finds, chooses and sends them; the case is checked anew at each step."""

    def __init__(self, cases: Cases, answering: Answering, rows: CannedRows) -> None:
        """All of the running transaction."""
        self._cases = cases
        self._answering = answering
        self._rows = rows

    async def case(self, operator: Person, case_id: int) -> Case:
        """A taken case of the operator's own; raises NotAllowed, NotFound or Stale."""
        check_desk(operator)
        case = await self._cases.case(case_id)
        if case is None:
            raise NotFound("case")
        check_assignee(case, operator.id)
        if case.state is not CaseState.TAKEN:
            raise Stale(case.state)
        check_chat(case)
        return case

    async def offered(
        self, operator: Person, case_id: int, now: int
    ) -> tuple[Case, Sequence[CannedReply]]:
        """The replies in the citizen's language that are used most."""
        case = await self.case(operator, case_id)
        return case, await self._offered(case, (), now)

    async def found(
        self, operator: Person, case_id: int, words: str, now: int
    ) -> tuple[Case, Sequence[CannedReply]]:
        """Those of them that contain all the words; raises NotValid without words."""
        case = await self.case(operator, case_id)
        wanted = folded(words).split()
        if not wanted:
            raise NotValid("canned_search_empty")
        return case, await self._offered(case, wanted, now)

    async def _offered(self, case: Case, words: Sequence[str], now: int) -> Sequence[CannedReply]:
        since = now // DAY_SECONDS - LATELY_DAYS
        return await self._rows.offered(case.language, words, since, OFFERED)

    async def choose(self, operator: Person, case_id: int, reply_id: int) -> tuple[Case, Draft]:
        """A reply for the citizen of this case; Stale when there is none in their language."""
        case = await self.case(operator, case_id)
        reply = await self._rows.reply(reply_id)
        text = reply.wording.text(case.language) if reply else None
        if reply is None or text is None:
            raise Stale("canned_gone")
        file = reply.wording.file
        return case, Draft(case_id=case.id, reply_id=reply.id, text=text, file=file)

    async def send(
        self, operator: Person, draft: Draft, chat_id: int, message_id: int, now: int
    ) -> Case:
        """Send the draft as an answer that was written where its preview stands.

        Raises Stale when this very preview was sent before, and as `Answering.answer`.
        """
        case = await self.case(operator, draft.case_id)
        incoming = Incoming(
            chat_id=chat_id, message_id=message_id, media_group=None, content=draft.content()
        )
        if not await self._answering.answer(operator, case, incoming, now):
            raise Stale("canned_sent")
        today = now // DAY_SECONDS
        await self._rows.used(draft.reply_id, today, forget=today - LATELY_DAYS)
        return case
