"""The numbers of a day as text, with the way to the days around it and to the picture."""

import datetime as dt

from markupsafe import Markup

from bot.callbacks_day import DayNumbersCD, DayPictureCD
from bot.i18n import Texts
from bot.screens.board import board_button
from bot.screens.common import counted, home_button
from bot.screens.model import Button, Rows, Screen
from bot.screens.spans import span
from bot.screens.topics import level_name, outcome_name
from domain.consultation.case import EventKind
from domain.consultation.day_numbers import DAYS_BACK, MOST, DayNumbers, LevelDay, Spread

ONE_DAY = dt.timedelta(days=1)


def day(texts: Texts, numbers: DayNumbers, today: dt.date) -> Screen:
    """Everything that is told of the day; what was not there is left out."""
    parts = [_title(texts, numbers)]
    if numbers.is_empty:
        parts.append(texts.t("Nothing happened on this day."))
        if numbers.waiting is not None:
            parts.append(_waiting(texts, numbers.waiting))
    else:
        parts += [
            _counts(texts, numbers),
            _waits(texts, numbers),
            _levels(texts, numbers),
            _outcomes(texts, numbers),
            _hours(texts, numbers),
        ]
    if numbers.cut:
        parts.append(
            texts.t("Only the first {count} events are counted.", count=texts.number(MOST))
        )
    return Screen(
        text=Markup("\n\n").join(part for part in parts if part),
        rows=_rows(texts, numbers, today),
    )


def caption(texts: Texts, numbers: DayNumbers) -> Screen:
    """Under the picture: what does not depend on seeing it."""
    return Screen(
        text=_title(texts, numbers) + "\n" + _came_and_went(texts, numbers),
        rows=(_back(texts, numbers.day),),
    )


def not_drawn(texts: Texts, numbers: DayNumbers) -> Screen:
    """In place of the picture."""
    return Screen(
        text=texts.t(
            "The picture could not be drawn. The numbers stand in the text above; "
            "try again in a minute."
        ),
        rows=(_back(texts, numbers.day),),
    )


def nothing_to_draw(texts: Texts) -> str:
    """A toast: an empty day."""
    return texts.plain("Nothing happened on this day, so there is no picture.")


def _title(texts: Texts, numbers: DayNumbers) -> Markup:
    return texts.t("<b>The day's numbers</b>\n{day}", day=texts.date(numbers.day))


def _came_and_went(texts: Texts, numbers: DayNumbers) -> Markup:
    return texts.t(
        "New: {opened} · taken: {taken} · closed: {closed}",
        opened=texts.number(numbers.counts[EventKind.OPENED]),
        taken=texts.number(numbers.counts[EventKind.TAKEN]),
        closed=texts.number(numbers.counts[EventKind.CLOSED]),
    )


def _waiting(texts: Texts, count: int) -> Markup:
    return texts.t("Waiting at this moment: {count}", count=counted(texts, count))


def _counts(texts: Texts, numbers: DayNumbers) -> Markup:
    lines = [
        _came_and_went(texts, numbers),
        texts.t("Cancelled: {count}", count=texts.number(numbers.counts[EventKind.CANCELLED])),
        texts.t("Not taken by the promised time: {count}", count=texts.number(numbers.late)),
    ]
    if numbers.waiting is not None:
        lines.append(_waiting(texts, numbers.waiting))
    if numbers.stars is not None:
        lines.append(
            texts.t(
                "Ratings: {count}, on average {stars}",
                count=texts.number(numbers.ratings),
                stars=texts.number(round(numbers.stars, 1)),
            )
        )
    return Markup("\n").join(lines)


def _waits(texts: Texts, numbers: DayNumbers) -> Markup:
    lines = []
    if numbers.waited is not None:
        lines.append(texts.t("Until taken: {spread}", spread=_spread(texts, numbers.waited)))
    if numbers.replied is not None:
        lines.append(
            texts.t("From then to the answer: {spread}", spread=_spread(texts, numbers.replied))
        )
    if not lines:
        return Markup("")
    return Markup("\n").join([texts.t("<b>Waits, in opening hours</b>"), *lines])


def _spread(texts: Texts, spread: Spread) -> Markup:
    return texts.t(
        "a half up to {median}, nine of ten up to {most}",
        median=span(texts, spread.median),
        most=span(texts, spread.most),
    )


def _levels(texts: Texts, numbers: DayNumbers) -> Markup:
    if not numbers.levels:
        return Markup("")
    lines = [_level(texts, one) for one in numbers.levels]
    return Markup("\n").join([texts.t("<b>By urgency</b>"), *lines])


def _level(texts: Texts, one: LevelDay) -> Markup:
    line = texts.t(
        "{level}: new {opened}, taken {taken}",
        level=level_name(texts, one.level),
        opened=texts.number(one.opened),
        taken=texts.number(one.taken),
    )
    if one.waited is None:
        return line
    return line + texts.t(", a half waited up to {span}", span=span(texts, one.waited.median))


def _outcomes(texts: Texts, numbers: DayNumbers) -> Markup:
    if not numbers.outcomes:
        return Markup("")
    lines = [
        texts.t("{name}: {count}", name=outcome_name(texts, code), count=texts.number(count))
        for code, count in numbers.outcomes
    ]
    return Markup("\n").join([texts.t("<b>How they ended</b>"), *lines])


def _hours(texts: Texts, numbers: DayNumbers) -> Markup:
    lines = [
        texts.t(
            "{hour}: new {opened}, closed {closed}",
            hour=f"{number:02}:00",
            opened=texts.number(hour.opened),
            closed=texts.number(hour.closed),
        )
        for number, hour in enumerate(numbers.hours)
        if hour.opened or hour.closed
    ]
    if not lines:
        return Markup("")
    block = Markup("<blockquote expandable>{}</blockquote>").format(Markup("\n").join(lines))
    return texts.t("<b>By the hour</b>") + "\n" + block


def _rows(texts: Texts, numbers: DayNumbers, today: dt.date) -> Rows:
    here = numbers.day
    rows: Rows = ()
    if not numbers.is_empty:
        rows += (
            (
                Button(
                    text=texts.plain("As a picture"),
                    data=DayPictureCD(day=here.toordinal()).pack(),
                    style="primary",
                ),
            ),
        )
    turn: tuple[Button, ...] = ()
    if (today - here).days < DAYS_BACK:
        turn += (_to(f"← {texts.short_date(here - ONE_DAY)}", here - ONE_DAY),)
    if here < today:
        turn += (_to(f"{texts.short_date(here + ONE_DAY)} →", here + ONE_DAY),)
    rows += (turn,)
    if here < today - ONE_DAY:
        rows += ((_to(texts.plain("Today"), today),),)
    return (*rows, (board_button(texts), home_button(texts)))


def _to(label: str, here: dt.date) -> Button:
    return Button(text=label, data=DayNumbersCD(day=here.toordinal()).pack())


def _back(texts: Texts, here: dt.date) -> tuple[Button, ...]:
    return (_to(texts.plain("📊 The day's numbers"), here), board_button(texts))
