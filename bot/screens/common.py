"""Buttons that stand on every screen; made once for each language."""

from functools import cache

from bot.callbacks import DeskCD, HomeCD, LawyerCD
from bot.i18n import Texts
from bot.screens.model import Button


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


def desk_row(texts: Texts) -> tuple[Button, ...]:
    """The last row at the desk: its first screen and home."""
    return (Button(text=texts.plain("Desk"), data=DeskCD().pack()), home_button(texts))
