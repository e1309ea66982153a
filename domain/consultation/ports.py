"""What the services of consultation need to have kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.consultation.case import Case, Contact, Topic
from domain.consultation.content import CaseMessage, Content, Copy, Incoming


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What a request starts with."""

    citizen_id: int
    topic: Topic
    contact: Contact
    phone: str | None
    previous_id: int | None
    created_at: int


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

    async def take(self, case_id: int, operator_id: int, now: int) -> bool:
        """Whether the case was still waiting and is now this operator's. Race-safe."""
        ...

    async def take_next(self, operator_id: int, now: int) -> int | None:
        """The case that waited longest and is now this operator's. Race-safe."""
        ...

    async def close(self, case_id: int, operator_id: int, outcome: str, now: int) -> bool: ...

    async def cancel(self, case_id: int, now: int) -> bool: ...

    async def give_back(self, case_id: int, operator_id: int) -> bool:
        """Whether the case was this operator's and now waits again, at its old place."""
        ...

    async def rate(self, case_id: int, stars: int, now: int) -> bool:
        """Whether this was the first rating of the case."""
        ...

    async def waiting(self, limit: int) -> list[Case]:
        """The queue, the longest waiting first."""
        ...

    async def waiting_count(self, before: Case | None = None) -> int:
        """How many wait, all in all or in front of a case."""
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

    def start_shift(self, person_id: int, now: int) -> None: ...

    def end_shift(self, person_id: int) -> None: ...
