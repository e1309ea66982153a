"""The numbers of a day as text and as a picture, for those who supervise."""

import datetime as dt
from functools import partial

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks_day import DayNumbersCD, DayPictureCD
from bot.i18n import Texts, almaty_day
from bot.pictures.day import draw
from bot.screens import day_numbers as screens
from bot.screens import day_picture
from bot.screens.model import Draw, Picture, Replies, Show, Toast
from domain.consultation.day_numbers import Days
from domain.errors import Stale
from domain.people.model import Person

router = Router(name="day numbers")


@router.callback_query(DayNumbersCD.filter())
async def show_day(
    query: CallbackQuery,
    callback_data: DayNumbersCD,
    person: Person,
    texts: Texts,
    days: Days,
    now: int,
) -> Replies:
    """A day as text."""
    today = almaty_day(now)
    day = _day(callback_data.day) if callback_data.day else today
    return Show(screens.day(texts, await days.numbers(person, day, now), today))


@router.callback_query(DayPictureCD.filter())
async def draw_day(
    query: CallbackQuery,
    callback_data: DayPictureCD,
    person: Person,
    texts: Texts,
    days: Days,
    now: int,
) -> Replies:
    """A day as a picture, below the text that stands already."""
    numbers = await days.numbers(person, _day(callback_data.day), now)
    if numbers.is_empty:
        return Toast(screens.nothing_to_draw(texts), alert=True)
    chart = day_picture.chart(texts, numbers)
    return (
        Toast(texts.plain("The picture is being drawn.")),
        Draw(
            Picture(name="day.png", draw=partial(draw, chart)),
            screens.caption(texts, numbers),
            screens.not_drawn(texts, numbers),
        ),
    )


def _day(number: int) -> dt.date:
    """Raises Stale for a forged number that is no day."""
    if not 0 < number <= dt.date.max.toordinal():
        raise Stale("day")
    return dt.date.fromordinal(number)
