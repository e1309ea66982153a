"""«Did you call us?»: requests by telephone that may be this person's. Numbers and initials only,
until they have said so.
"""

from collections.abc import Sequence

from markupsafe import Markup

from bot.callbacks import HistoryCD
from bot.callbacks_callers import LinkCD
from bot.i18n import Texts
from bot.screens.common import bottom_row
from bot.screens.model import Button, Rows, Screen
from domain.consultation.case import Case
from domain.consultation.linking import Offer


def offer(texts: Texts, found: Offer) -> Screen:
    """The question; of an open request beside their own only that it is there."""
    lines = []
    rows: Rows = (bottom_row(texts),)
    if found.numbers:
        lines.append(
            texts.n(
                "Did you call us? With your number there is a request by phone of {initials}: "
                "{numbers}.",
                "Did you call us? With your number there are requests by phone of {initials}: "
                "{numbers}.",
                len(found.numbers),
                initials=initials(found.name),
                numbers=_numbers(found.numbers),
            )
        )
        rows = (_answers(texts, found.numbers[0]),)
    if found.left is not None:
        lines.append(
            texts.t(
                "There is also an open request by phone with your number: № {number}. You have "
                "an open request here, so nothing changes now. When one of them has ended, share "
                "your number once more.",
                number=found.left,
            )
        )
    return Screen(text=Markup("\n\n").join(lines), rows=rows)


def initials(name: str) -> str:
    """Enough to tell the people of one telephone apart, and no more."""
    return " ".join(f"{word[0].upper()}." for word in name.split()[:2])


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(f"№\u00a0{number}" for number in numbers)


def _answers(texts: Texts, number: int) -> tuple[Button, ...]:
    return (
        Button(
            text=texts.plain("Yes, it was me"),
            data=LinkCD(case=number, yes=True).pack(),
            style="primary",
        ),
        Button(text=texts.plain("No"), data=LinkCD(case=number, yes=False).pack()),
    )


def linked(texts: Texts, cases: Sequence[Case], *, began: bool) -> Screen:
    """They are theirs now; `began`: something stands unsent in their own form."""
    numbers = _numbers([case.id for case in cases])
    lines = [texts.t("Now among your requests: {numbers}.", numbers=numbers)]
    open_case = next((case for case in cases if case.is_open), None)
    if open_case is not None:
        lines.append(texts.t("Anything you write or send here is added to the request."))
        if began:
            lines.append(
                texts.t(
                    "What you have begun to write in the form was not sent. If the lawyer should "
                    "know it, write it here."
                )
            )
    else:
        lines.append(texts.t("It has ended. You can read how, and ask again at any time."))
    rows: Rows = tuple(
        (
            Button(
                text=texts.plain("Request № {number}", number=case.id),
                data=HistoryCD(case=case.id).pack(),
            ),
        )
        for case in cases[:5]
    )
    return Screen(text=Markup("\n\n").join(lines), rows=(*rows, bottom_row(texts)))


def declined(texts: Texts) -> Screen:
    """Not theirs; nothing of it was shown."""
    return Screen(text=texts.t("All right, nothing was changed."), rows=(bottom_row(texts),))
