"""Spans of time as people say them."""

from markupsafe import Markup

from bot.i18n import Texts


def span(texts: Texts, seconds: int) -> Markup:
    """Minutes of the last hour, hours of the last two days, then days."""
    minutes, hours = max(seconds, 0) // 60, max(seconds, 0) // 3600
    if hours < 1:
        return texts.t("{count} min", count=minutes)
    if hours < 48:
        return texts.t("{count} h", count=hours)
    return texts.t("{count} d", count=texts.number(hours // 24))
