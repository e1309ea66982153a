"""What the services of consultation need to have kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.consultation.case import Case, Contact, OutcomeCode, Slot
from domain.consultation.content import Arrival, CaseMessage, Content, Copy, Incoming
from domain.consultation.skills import Among, Skilled, Skills
from domain.consultation.triage import Facts, Level, Urgency
from domain.people.model import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What a request starts with."""

    citizen_id: int
    language: Language
    facts: Facts
    urgency: Urgency
    contact: Contact
    phone: str | None
    previous_id: int | None
    created_at: int
    place: int  # in the queue, lower first: `urgency.place_of`
    promised_by: int | None = None
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a chat has got of the outbox: all up to `upto`, and of what came after it `later`."""

    upto: int = 0
    later: tuple[int, ...] = ()


NOTHING_SHOWN = Shown()


class Cases(Protocol):
    """The cases themselves. Moves say in their answer whether they took place."""

    async def case(self, case_id: int) -> Case | None: ...

    async def open_case_of(self, citizen_id: int) -> Case | None: ...

    async def hold_open_case_of(self, citizen_id: int) -> Case | None:
        """The open case, which nobody else moves before the running transaction ends."""
        ...

    async def last_closed_of(self, citizen_id: int) -> Case | None: ...

    async def add(self, new: NewCase) -> int | None:
        """The number of the new case; None when the citizen has an open one already."""
        ...

    def speak(self, citizen_id: int, language: Language) -> None:
        """The citizen's open case goes on in this language."""
        ...

    async def take(self, case_id: int, operator_id: int, now: int) -> bool:
        """Whether the case was still waiting and is now this operator's. Race-safe.

        Nobody gets more than their capacity of open cases, nor their own request.
        """
        ...

    async def take_next(
        self, operator_id: int, now: int, among: Among | None = None
    ) -> int | None:
        """The first case of the queue, or among some of it, that is now this operator's; as
        `take`. Race-safe. Of what is everybody's, the ten of each level that are so for longest.
        """
        ...

    async def open_cases_of(self, operator_id: int) -> tuple[int, int]:
        """How many open cases an operator has, and how many they may have."""
        ...

    async def close(
        self, case_id: int, operator_id: int, code: OutcomeCode, outcome: str, now: int
    ) -> bool: ...

    async def cancel(self, case_id: int, now: int) -> bool: ...

    async def give_back(self, case_id: int, operator_id: int, now: int, sooner: int = 0) -> bool:
        """Whether the case was this operator's and now waits again: at its old place, or as if it
        had been sent so many seconds sooner.
        """
        ...

    async def correct(
        self, case_id: int, operator_id: int, facts: Facts, urgency: Urgency, place: int, now: int
    ) -> bool:
        """Whether the case was this operator's and now waits again with these facts: at this
        place, or its old one if that is further in front.
        """
        ...

    async def transfer(self, case_id: int, operator_id: int, to: int, now: int) -> bool:
        """Whether the case was this operator's and is now the other one's."""
        ...

    async def reopen(self, case_id: int, now: int) -> bool:
        """Whether the case was closed and now waits again. False also when its citizen has
        another open one.
        """
        ...

    def urge(self, case_id: int, facts: Facts, urgency: Urgency, place: int, now: int) -> None:
        """The case has become more urgent: it never goes back for that, and what its operator owes
        is measured from now on.
        """
        ...

    def owe(self, case_id: int, now: int) -> None:
        """The citizen has written and waits for an answer, unless they wait already."""
        ...

    def owe_again(self, case_id: int, now: int) -> None:
        """An answer did not arrive: the citizen of the open case still waits for one."""
        ...

    def answered(self, case_id: int, since: int | None = None) -> None:
        """Nobody waits for an answer in this case any more, or they wait since then only."""
        ...

    async def call_is_due(self, case_id: int) -> bool:
        """Whether it was told that the citizen is to be called, and nobody has called since."""
        ...

    async def rate(self, case_id: int, stars: int, now: int) -> bool:
        """Whether this was the first rating of the case."""
        ...

    async def comment(self, case_id: int, words: str) -> bool:
        """Whether it is kept: only beside a rating."""
        ...

    def promise(self, case_id: int, by: int) -> None:
        """Keep by when the citizen was told to expect somebody."""
        ...

    async def cases_of(self, citizen_id: int, limit: int) -> list[Case]:
        """A citizen's requests, the newest first."""
        ...

    async def open_case_of_caller(self, phone: str) -> Case | None:
        """An open case by telephone with this number, of somebody who is not in Telegram."""
        ...

    def pair(self, one: int, other: int) -> None:
        """Two open cases with one number: whoever takes either is to learn of the other."""
        ...

    async def first_takes(self, since: int, limit: int) -> list[tuple[int, int]]:
        """When cases were sent and when they were taken for the first time, the newest first."""
        ...

    async def waiting(self, limit: int, skip: int = 0) -> list[Case]:
        """The queue in its order, without so many at its head."""
        ...

    async def waiting_count(self, before: Case | None = None) -> int:
        """How many wait, all in all or in front of a case; counted as `counting` says."""
        ...

    async def waiting_by_level(self) -> dict[Level, tuple[int, int]]:
        """How many wait with each level that anybody waits with, counted as `counting` says, and
        since when the first.
        """
        ...

    async def abandoned(self, operator_id: int, limit: int) -> list[int]:
        """Taken cases whose citizen waits and whose operator is off shift, if that was told; not
        the operator's own request.
        """
        ...

    async def taken_by(self, operator_id: int) -> list[Case]: ...


class Messages(Protocol):
    """The messages of cases and where they are shown."""

    async def add_message(
        self, case_id: int, author_id: int, incoming: Incoming, now: int, *, by_operator: bool
    ) -> int | None:
        """The id of the new message; None when this very message is kept already."""
        ...

    async def message(self, case_message_id: int) -> CaseMessage | None: ...

    async def parts_to_carry(self, message: CaseMessage, chat_id: int) -> list[CaseMessage]:
        """The parts of the message's album that the chat has not got yet, in order."""
        ...

    async def messages_of(self, case_id: int) -> list[CaseMessage]: ...

    async def message_at(self, chat_id: int, message_id: int) -> CaseMessage | None:
        """The case message that was written as this message of this chat."""
        ...

    async def case_of_group(self, chat_id: int, media_group: str) -> int | None:
        """The case that the first parts of an album went to."""
        ...

    def change(self, case_message_id: int, content: Content, now: int) -> None: ...

    async def copies_of(self, case_message_id: int) -> list[Copy]: ...

    def add_copy(self, copy: Copy) -> None: ...

    async def copy_at(self, chat_id: int, message_id: int) -> Copy | None: ...

    def loosen_copies(self, case_id: int, chat_id: int) -> None:
        """What a chat has got of a case so far leads to the case, and shows its messages no more:
        they are brought there anew.
        """
        ...

    async def is_on_its_way(self, case_message_id: int, chat_id: int) -> bool:
        """Whether the message is still to be brought to the chat."""
        ...

    async def arrivals(self, case: Case) -> Mapping[int, Arrival]:
        """Of each answer of the case, by its id, whether the citizen has it."""
        ...

    async def shown(self, chat_id: int) -> Shown:
        """What has ended of all that was put into the outbox for a chat."""
        ...

    async def on_their_way(self, chat_id: int, case_id: int) -> list[CaseMessage]:
        """What was written or changed in a case and has not reached the chat yet; not what was
        given up.
        """
        ...

    async def unanswered_since(self, case_id: int) -> int | None:
        """When the first of the words that the citizen waits with was written; not the request
        itself, which wants a call where a call was asked for.
        """
        ...

    async def came_since(self, chat_id: int, shown: Shown) -> set[int | None]:
        """About which cases there is something else for the chat, arrived or on its way; None:
        about no certain case.

        News of a case that waits says nothing of a person and does not count.
        """
        ...


class Held(Protocol):
    """What an operator wrote without saying to whom."""

    def hold(self, operator_id: int, incoming: Incoming, now: int) -> None: ...

    async def change_held(self, chat_id: int, message_id: int, content: Content) -> bool:
        """Whether it is there; then it has the new content."""
        ...

    async def group_is_held(self, chat_id: int, media_group: str) -> bool: ...

    async def release(self, operator_id: int, chat_id: int, message_id: int) -> list[Incoming]:
        """Take out the message, with the other parts of its album; empty when it is not there."""
        ...


class Shifts(Protocol):
    """Who is at work."""

    async def operator_chats_on_shift(self) -> Sequence[int]: ...

    async def skilled_on_shift(self) -> Sequence[Skilled]:
        """The same, with what they are offered."""
        ...

    async def skills_of(self, person_id: int) -> Skills: ...

    def start_shift(self, person_id: int, now: int) -> None: ...

    def end_shift(self, person_id: int) -> None: ...
