"""Closing a case: how it ended, the summary, once more before it goes."""

import hashlib
from dataclasses import replace

from bot.callbacks import CaseCD, CloseSureCD, OutcomeCD, TakeCD
from bot.i18n import Texts
from bot.screens.common import desk_row, readable
from bot.screens.model import Button, Screen
from bot.screens.topics import outcome_name
from domain.consultation.case import OUTCOME_LIMIT, Case, OutcomeCode


def ask_code(texts: Texts, case: Case) -> Screen:
    """How it ended, for the programme's figures."""
    codes = tuple(
        Button(
            text=outcome_name(texts, code), data=OutcomeCD(case=case.id, code=code.value).pack()
        )
        for code in OutcomeCode
    )
    return Screen(
        text=texts.t(
            "<b>Closing № {number} · {name}</b>\n\nHow did it end?",
            number=case.id,
            name=case.citizen_name,
        ),
        rows=(*readable(codes), _keep(texts, case)),
    )


def ask_outcome(texts: Texts, case: Case, code: OutcomeCode) -> Screen:
    """The summary that the citizen will read."""
    told = {
        "number": case.id,
        "name": case.citizen_name,
        "code": outcome_name(texts, code),
        "limit": texts.number(OUTCOME_LIMIT),
    }
    text = texts.t(
        "<b>Closing № {number} · {name}</b>\n{code}\n\nWrite the summary in one message, up "
        "to {limit} characters. The person will read it: what was done, what comes next.",
        **told,
    )
    if case.citizen_chat is None:
        text = texts.t(
            "<b>Closing № {number} · {name}</b>\n{code}\n\nWrite the summary in one message, up "
            "to {limit} characters: what was done, what comes next. It is kept with the request. "
            "Nobody is told in Telegram: tell the person by phone.",
            **told,
        )
    return Screen(
        text=text,
        rows=(_keep(texts, case),),
    )


def fingerprint(outcome: str) -> str:
    """Tells one summary from another: a button closes with the words above it or not at all."""
    return hashlib.sha256(outcome.encode()).hexdigest()[:12]


def more_was_said(texts: Texts, case: Case, outcome: str, *, coming: bool) -> Screen:
    """Not closed yet: the citizen has written since the summary; `coming`: it is on its way."""
    sure = close_sure(texts, case, outcome)
    news = texts.t(
        "Not closed: the person has written more meanwhile. Read it above and answer, or close."
    )
    if coming:
        news = texts.t(
            "Not closed: the person has written more, and it is still on its way to you. Wait for "
            "it and read it first."
        )
    return replace(sure, text=news + "\n\n" + sure.text)


def close_sure(texts: Texts, case: Case, outcome: str) -> Screen:
    """The summary and its addressee, before it goes."""
    told = {"number": case.id, "name": case.citizen_name, "outcome": outcome}
    text = texts.t(
        "<b>Close № {number} · {name}?</b>\n\nThe person will read:\n"
        "<blockquote>{outcome}</blockquote>\n\nTo change it, write it again.",
        **told,
    )
    if case.citizen_chat is None:
        text = texts.t(
            "<b>Close № {number} · {name}?</b>\n\nKept with the request, nobody is told in "
            "Telegram:\n<blockquote>{outcome}</blockquote>\n\nTo change it, write it again.",
            **told,
        )
    return Screen(
        text=text,
        rows=(
            (
                Button(
                    text=texts.plain("Close № {number}", number=case.id),
                    data=CloseSureCD(case=case.id, check=fingerprint(outcome)).pack(),
                    style="primary",
                ),
            ),
            _keep(texts, case),
        ),
    )


def closed(texts: Texts, case: Case) -> Screen:
    """Closed; the next thing to do."""
    text = texts.t("№ {number} is closed, the person has been told.", number=case.id)
    if case.citizen_chat is None:
        text = texts.t("№ {number} is closed. Nobody is told in Telegram.", number=case.id)
    return Screen(
        text=text,
        rows=(
            (
                Button(
                    text=texts.plain("Take the next one"), data=TakeCD().pack(), style="primary"
                ),
            ),
            desk_row(texts),
        ),
    )


def _keep(texts: Texts, case: Case) -> tuple[Button, ...]:
    return (Button(text=texts.plain("Do not close"), data=CaseCD(case=case.id).pack()),)
