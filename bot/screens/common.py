"""Buttons that stand on every screen; made once for each language."""

from collections.abc import Callable, Sequence
from functools import cache

from bot.callbacks import DeskCD, HomeCD, LawyerCD
from bot.i18n import Texts
from bot.screens.model import Button, Rows
from domain.consultation.counting import COUNTED

HALF_ROW = 16
"""Characters of a label that a half of 360 pixels shows whole; a whole row shows some 36."""


@cache
def lawyer_button(texts: Texts) -> Button:
    """The way to a person, one tap from everywhere."""
    return Button(text=texts.plain("⚖️ I need a lawyer"), data=LawyerCD().pack())


@cache
def home_button(texts: Texts) -> Button:
    """The way back to the beginning."""
    return Button(text=texts.plain("🏠 Home"), data=HomeCD().pack())


@cache
def bottom_row(texts: Texts) -> tuple[Button, ...]:
    """The fixed last row: lawyer and home."""
    return (lawyer_button(texts), home_button(texts))


def readable(buttons: Sequence[Button]) -> Rows:
    """In their order; two share a row only where neither is cut off on a small phone."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        beside = rows[-1] if rows else ()
        if len(beside) == 1 and max(len(one.text) for one in (*beside, button)) <= HALF_ROW:
            rows[-1] = (*beside, button)
        else:
            rows.append((button,))
    return tuple(rows)


def counted(texts: Texts, count: int) -> str:
    """A number of those who wait, of which only so much is known when there are very many."""
    return texts.number(min(count, COUNTED)) + ("+" if count > COUNTED else "")


def turn_pages(page: int, to: Callable[[int], str], *, goes_on: bool) -> Rows:
    """Arrows to the pages around this one, counted from 0; `to`: the data of a page's button."""
    before = (Button(text="←", data=to(page - 1)),) if page > 0 else ()
    behind = (Button(text="→", data=to(page + 1)),) if goes_on else ()
    turn = before + behind
    return (turn,) if turn else ()


PAGE = 8
"""Buttons of a list shown at once."""


def paged(buttons: Sequence[Button], page: int, to: Callable[[int], str]) -> Rows:
    """One a row, with arrows to the pages around."""
    start = min(page, max(0, len(buttons) - 1) // PAGE) * PAGE
    rows: Rows = tuple((button,) for button in buttons[start : start + PAGE])
    return (*rows, *turn_pages(start // PAGE, to, goes_on=start + PAGE < len(buttons)))


def desk_row(texts: Texts) -> tuple[Button, ...]:
    """The last row at the desk: its first screen and home."""
    return (Button(text=texts.plain("Desk"), data=DeskCD().pack()), home_button(texts))
