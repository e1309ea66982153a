"""When somebody will take a request, as far as can be said."""

import datetime as dt

from markupsafe import Markup

from bot.i18n import ALMATY, Texts, almaty_day
from bot.screens.common import counted
from domain.consultation.expectation import Expectation
from domain.consultation.requests import Standing


def place(texts: Texts, before: int) -> Markup:
    """How many stand in front."""
    if before == 0:
        return texts.t("You are the first in the queue.")
    return texts.t("Before you in the queue: {count}", count=counted(texts, before))


def waiting(texts: Texts, view: Standing, now: int | None) -> Markup:
    """The place, and a time where one can be named; without `now` no day is called «today»."""
    when = _when(texts, view.expectation, now) if view.expectation else None
    lines = [place(texts, view.before), when]
    return Markup("\n").join(line for line in lines if line is not None)


def _when(texts: Texts, expected: Expectation, now: int | None) -> Markup | None:
    if expected.opens_at is not None:
        return texts.t(
            "Nobody is at work now. The next working day: {day}, from {time}.",
            day=texts.date(almaty_day(expected.opens_at)),
            time=texts.time(_moment(expected.opens_at)),
        )
    if expected.earliest is None or expected.latest is None:
        return None
    first, last = almaty_day(expected.earliest), almaty_day(expected.latest)
    if first != last:
        return texts.t(
            "A lawyer may take it between these days: {first} – {last}.",
            first=texts.date(first),
            last=texts.date(last),
        )
    hours = {
        "earliest": texts.time(_moment(expected.earliest)),
        "latest": texts.time(_moment(expected.latest)),
    }
    if now is not None and first == almaty_day(now):
        return texts.t("A lawyer may take it today, {earliest}–{latest}.", **hours)
    return texts.t(
        "A lawyer may take it on this day: {day}, {earliest}–{latest}.",
        day=texts.date(first),
        **hours,
    )


def _moment(instant: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(instant, ALMATY)
