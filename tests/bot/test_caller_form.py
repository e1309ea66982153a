"""A caller's form by its buttons: every topic, at most seven taps, and everything fits."""

import gettext

import pytest

from bot.callbacks_callers import CallerTapCD
from bot.caller_forms import CallerDraft
from bot.caller_taps import after
from bot.forms import Step
from bot.guidance import Emergency, Guidance, load_guidance
from bot.i18n import Texts, almaty_day, texts
from bot.lessons import load
from bot.screens import caller_form as screens
from bot.screens.model import Button, Screen
from domain.consultation.case import Contact
from domain.consultation.triage import Topic
from domain.errors import Stale
from domain.people.model import Language

PLAIN = Texts(Language.KK, gettext.NullTranslations())
NOW = 1_795_420_800
TAPS = 7
BESIDE = 2
"""The language before the questions, and sending after them."""


@pytest.fixture(scope="module")
def guidance() -> Guidance:
    lessons = load()
    return load_guidance(lessons.figures, {lesson.slug for lesson in lessons.curriculum})


def a_form(language: Language = Language.KK) -> CallerDraft:
    return CallerDraft(
        form=NOW,
        phone="+77015550102",
        name="Гүлнар Серікбайқызы",
        language=language,
        touched_at=NOW,
    )


def shown(words: Texts, guidance: Guidance, form: CallerDraft) -> Screen:
    step = form.draft.next_step
    day = almaty_day(NOW)
    return screens.step(words, guidance, form.form, form.caller, form.draft, step, day)


def taps(screen: Screen) -> list[str]:
    buttons = [button for row in screen.rows for button in row]
    return [tap for button in buttons if (tap := _tap(button)) is not None]


def _tap(button: Button) -> str | None:
    assert button.data is not None, "nothing is copied here"
    assert len(button.data.encode()) <= 64
    return CallerTapCD.unpack(button.data).tap if button.data.startswith("pt1|") else None


@pytest.mark.parametrize("reader", list(Language))
@pytest.mark.parametrize("caller", list(Language))
@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_in_seven_taps(
    guidance: Guidance, topic: Topic, caller: Language, reader: Language
) -> None:
    words, form = texts(reader), a_form(caller)
    form = after(form, f"to1:{topic.value}", NOW).form
    pressed = 1
    while form.draft.next_step is not Step.CONFIRM:
        screen = shown(words, guidance, form)
        assert len(screen.text.striptags()) <= 4096
        assert "Гүлнар" in screen.text
        assert screen.protect
        onward = [tap for tap in taps(screen) if not tap.startswith("fo1")]
        form = after(form, onward[0], NOW).form
        pressed += 1
    assert pressed + BESIDE <= TAPS
    request = form.request()
    assert (request.contact, request.phone) == (Contact.PHONE, "+77015550102")
    last = shown(words, guidance, form)
    assert [len(row) for row in last.rows][:2] == [1, 1]


@pytest.mark.parametrize("kind", list(Emergency))
@pytest.mark.parametrize("caller", list(Language))
def test_an_emergency_is_read_out_in_the_callers_language(
    guidance: Guidance, kind: Emergency, caller: Language
) -> None:
    form, day = a_form(caller), almaty_day(NOW)
    screen = screens.emergency(PLAIN, guidance, form.form, form.caller, kind, day)
    assert guidance.emergency(kind).words(caller, day).title in screen.text
    assert len(screen.text.striptags()) <= 4096


@pytest.mark.parametrize(
    "tap", ["", "su1", "to1", "pn1:1", "dy1:-1", "dy1:x", "fo1", "co1:chat", "ch1", "x" * 40]
)
def test_what_is_no_button_of_the_form_is_refused_or_changes_nothing(tap: str) -> None:
    form = after(a_form(), "to1:court", NOW).form
    try:
        pressed = after(form, tap, NOW)
    except Stale:
        return
    assert pressed.form == form


@pytest.mark.parametrize("tap", ["ch1:threats", "si1:nothing", "sk1:contact", "dy1:2", "fo1:sent"])
def test_an_answer_to_another_question_is_none(tap: str) -> None:
    form = after(a_form(), "to1:other", NOW).form
    assert after(form, tap, NOW).form.draft == form.draft


def test_nobody_is_asked_whether_they_want_a_chat(guidance: Guidance) -> None:
    form = after(a_form(), "to1:other", NOW).form
    for tap in ("sk1:words", "sk1:situation"):
        form = after(form, tap, NOW).form
    assert not any(tap.startswith("co1") for tap in taps(shown(PLAIN, guidance, form)))
    with pytest.raises(Stale):
        form.request()
