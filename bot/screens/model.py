"""What a handler returns and the courier sends; no Telegram object appears above the courier.

Texts are `Markup`: HTML whose parameters were escaped when they were put in (markupsafe), so that
escaping happens at one place, `bot.i18n.Texts`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from domain.consultation.content import File

Style = Literal["primary", "danger", "success"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a message: exactly one of `data`, `url`, `copy` says what it does."""

    text: str
    data: str | None = None  # packed callback data
    url: str | None = None
    copy: str | None = None  # copied to the clipboard: telephone numbers
    style: Style | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactKeyboard:
    """A reply keyboard with Telegram's own contact button, and a way back."""

    share: str
    cancel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveKeyboard:
    """Takes the reply keyboard away."""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One message: its words and its buttons."""

    text: Markup
    rows: Rows = ()
    keyboard: ContactKeyboard | RemoveKeyboard | None = None  # instead of rows; needs `Say`
    protect: bool = False
    silent: bool = False
    effect: str | None = None
    secret: bool = (
        False  # never kept with the record of its update: it is shown once or not at all
    )
    file: File | None = None  # a photo or a document above the words, which are its caption


@dataclass(frozen=True, slots=True)
class Show:
    """Navigation: edits the message whose button was pressed, or becomes a new message."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Say:
    """Something happened: always a new message, because an edit rings no bell."""

    screen: Screen
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Toast:
    """The small answer to a press; with `alert` as a window that has to be closed."""

    text: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class React:
    """A reaction on the message that came, as a receipt."""

    emoji: str


@dataclass(frozen=True, slots=True)
class StripButtons:
    """Take the buttons off the message that was pressed: it has had its effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that is still to be drawn: it takes a second, which no transaction waits for."""

    name: str  # of the file
    draw: Callable[[], bytes]  # runs in a thread


@dataclass(frozen=True, slots=True)
class Draw:
    """A photo as a new message, drawn after the commit; `instead` is said when there is none.

    It is not kept with the record of its update: whoever misses it presses again.
    """

    picture: Picture
    screen: Screen  # the words are the caption
    instead: Screen


Kept = Show | Say | Toast | React | StripButtons
"""What can be said again when an update comes a second time."""

Reply = Kept | Draw
Replies = Reply | Sequence[Reply] | None
"""What a handler may return; None: nothing to show (the press is answered all the same)."""
