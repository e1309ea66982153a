"""Who a person is to us, and what their role lets them do."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self


class Language(StrEnum):
    """The languages of every text; chosen in the bot, never taken from the app without asking."""

    KK = "kk"
    RU = "ru"


class Role(StrEnum):
    """What a member of staff may do; a citizen has none of these."""

    OWNER = "owner"
    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    EDITOR = "editor"


DESK_ROLES = frozenset({Role.OWNER, Role.SUPERVISOR, Role.OPERATOR})
"""Who works at the desk: takes cases and answers people."""

INVITED_ROLES = frozenset({Role.SUPERVISOR, Role.OPERATOR})
"""What an owner's invitation can give, and change into each other; owners are named elsewhere."""


class Unreachable(StrEnum):
    """Why nothing can be sent to a person."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as the `people` table knows them, with their role at this moment."""

    id: int
    telegram_id: int  # also the id of their private chat
    name: str  # as Telegram shows it
    language: Language | None  # None until they have chosen
    app_language: str | None
    unreachable: Unreachable | None
    last_message_id: int  # the newest message they wrote; 0 when none
    role: Role | None
    on_shift: bool
    open_case: int | None = None  # the number of their open request as the update began

    @property
    def speaks(self) -> Language:
        """The chosen language; before the choice the app's, and Kazakh when that is neither."""
        if self.language is not None:
            return self.language
        return Language.RU if (self.app_language or "").startswith("ru") else Language.KK

    def with_role(self, role: Role | None) -> Self:
        """The same person in another role; a new role begins off shift."""
        return replace(self, role=role, on_shift=False)

    @property
    def works_at_desk(self) -> bool:
        """Whether they may take cases."""
        return self.role in DESK_ROLES
