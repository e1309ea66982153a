"""Spans of time as people say them."""

import datetime as dt

from markupsafe import Markup

from bot.i18n import ALMATY, Texts, almaty_day


def moment(texts: Texts, at: int, now: int) -> Markup:
    """An hour of today, or another day with its hour."""
    time = texts.time(dt.datetime.fromtimestamp(at, ALMATY))
    if almaty_day(at) == almaty_day(now):
        return Markup("{}").format(time)
    return Markup("{}, {}").format(texts.date(almaty_day(at)), time)


def span(texts: Texts, seconds: int) -> Markup:
    """Minutes of the last hour, hours of the last two days, then days."""
    minutes, hours = max(seconds, 0) // 60, max(seconds, 0) // 3600
    if hours < 1:
        return texts.t("{count} min", count=minutes)
    if hours < 48:
        return texts.t("{count} h", count=hours)
    return texts.t("{count} d", count=texts.number(hours // 24))
