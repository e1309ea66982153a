"""The pages of the guidance themselves: short, sure, soft, and with numbers from one file."""

import datetime as dt
import re
from itertools import product

import pytest

from bot.callbacks import LessonCD
from bot.guidance import FOLDER, Emergency, Page, ahead_of, behind
from bot.guidance.check import TOPIC, check
from bot.guidance.phones import PHONES, SURE, read_phones
from bot.i18n import texts
from bot.lessons import FOLDER as LESSONS
from bot.lessons import load
from bot.lessons.check import figures_in
from bot.lessons.figures import Confidence
from bot.lessons.source import SourceFile
from bot.lessons.template import tag_faults, visible
from bot.screens import guidance as screens
from domain.consultation.triage import Situation, Topic
from domain.people.model import Language
from tests.guidance.example import TODAY, guidance

GUIDANCE = guidance()
LESSONS_READ = load()
PAGES: dict[str, Page] = {f"topics/{topic}": GUIDANCE.of(topic) for topic in Topic} | {
    f"emergencies/{kind}": GUIDANCE.emergency(kind) for kind in Emergency
}
NUMBERS = {phone.number for phone in read_phones(FOLDER / PHONES, []).values()}
BOTH = list(Language)
EVERY = list(product(PAGES, BOTH))

FORBIDDEN = {
    Language.KK: (
        "тоқтатыңыз", "төлемеңіз", "төлемді тоқтат", "сізге сай", "құқығыңыз бар", "кешіріледі",
        "кепілдік береміз", "міндетті түрде", "қайтарыла", "сөзсіз",
    ),
    Language.RU: (
        "не платите", "перестаньте платить", "прекратите платить", "вам подходит", "вам положен",
        "вы имеете право", "долг спишут", "спишем", "гарантир", "обязательно вернут",
        "деньги вернут",
    ),
}  # fmt: skip
SOFT = {Language.KK: re.compile("әдетте|Әдетте"), Language.RU: re.compile("[Оо]бычн")}


def unfolded(markup: str) -> str:
    """What is seen before the sources are opened."""
    return markup.partition("<blockquote")[0].strip()


def whole(markup: str) -> bool:
    """No tag but links that Telegram would refuse or an editor may not use."""
    linkless = re.sub(r'<a href="https://[^"]+">|</a>', "", markup)
    return not list(tag_faults(linkless))


def test_the_guidance_passes_its_own_check() -> None:
    assert [str(problem) for problem in check(LESSONS, TODAY)] == []


@pytest.mark.parametrize(("topic", "language"), list(product(Topic, BOTH)))
def test_every_topic_fits_a_small_screen(topic: Topic, language: Language) -> None:
    text = str(screens.situation(texts(language), GUIDANCE, topic, TODAY))
    assert visible(unfolded(text)) <= 600
    assert visible(text) <= 1500
    assert whole(text)
    assert 3 <= unfolded(text).count("\n• ") <= 5
    assert text.endswith("</blockquote>")
    assert texts(language).date(TODAY) in text


@pytest.mark.parametrize(("topic", "language"), list(product(Topic, BOTH)))
def test_every_topic_fits_also_when_its_figures_are_of_last_year(
    topic: Topic, language: Language
) -> None:
    assert GUIDANCE.of(topic).words(language, dt.date(2027, 1, 1)).length <= TOPIC


@pytest.mark.parametrize(("kind", "language"), list(product(Emergency, BOTH)))
def test_every_emergency_is_short_and_has_numbers(kind: Emergency, language: Language) -> None:
    screen = screens.emergency(texts(language), GUIDANCE, kind, TODAY)
    text = str(screen.text)
    assert visible(unfolded(text)) <= 600
    assert visible(text) <= 1500
    assert whole(text)
    copies = [button.copy for row in screen.rows[:-1] for button in row]
    assert copies
    assert set(copies) <= NUMBERS
    assert all(f"<b>{number}</b>" in text for number in copies)
    assert [button.text for button in screen.rows[-1]] == [
        texts(language).plain("⚖️ I need a lawyer"),
        texts(language).plain("🏠 Home"),
    ]
    assert len(screen.rows) <= 6


def test_each_emergency_names_whom_to_call() -> None:
    def called(kind: Emergency) -> set[str]:
        return {phone.key for phone in GUIDANCE.emergency(kind).phones}

    assert "police" in called(Emergency.FRAUD)
    assert {"police", "regulator"} <= called(Emergency.THREATS)
    assert {"ambulance", "rescue", "family"} <= called(Emergency.CRISIS)
    assert {"police", "rescue", "family"} <= called(Emergency.DANGER)


def test_only_numbers_that_were_verified() -> None:
    assert sorted(NUMBERS) == ["+77273382244", "102", "103", "111", "112", "1459"]
    for phone in SourceFile.read(FOLDER / PHONES).data.values():
        assert Confidence(phone["confidence"]) in SURE


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_no_number_is_hidden_in_the_words(name: str, language: Language) -> None:
    words = PAGES[name].words(language, TODAY)
    shown = f"{words.title} {words.text}"
    assert not re.search(r"(?<![\d–:])1\d{2,3}(?!\d)|\+7|8[ (]7\d\d", shown)


def test_the_numbers_of_the_lessons_are_the_same_ones() -> None:
    figures = LESSONS_READ.figures
    rows = [row for key in figures for row in figures.rows(key) if row.unit == "phone"]
    assert rows
    assert {row.value for row in rows} <= NUMBERS


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_nobody_is_promised_anything_or_told_to_stop_paying(name: str, language: Language) -> None:
    words = PAGES[name].words(language, TODAY)
    shown = f"{words.title} {words.text}".lower()
    assert not [phrase for phrase in FORBIDDEN[language] if phrase in shown]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_what_only_the_news_say_is_said_softly(name: str, language: Language) -> None:
    page = PAGES[name]
    figures = page.figures
    sure = {source.confidence for source in page.form.sources}
    sure |= {figures.on(key, TODAY).confidence for key in figures_in(page)}
    assert not sure & {Confidence.BACKGROUND, Confidence.CONFLICT}
    if Confidence.NEWS in sure:
        assert SOFT[language].search(page.words(language, TODAY).text)


@pytest.mark.parametrize("topic", Topic)
def test_the_lesson_about_a_topic(topic: Topic) -> None:
    rows = screens.lesson_rows(texts(Language.RU), GUIDANCE, topic)
    data = [button.data for row in rows for button in row]
    taught = topic in {Topic.OVERDUE, Topic.LENDER}
    assert data == ([LessonCD(lesson="first-30-days").pack()] if taught else [])


def test_a_full_number_is_grouped_and_copied_as_it_is_dialled() -> None:
    text = screens.situation(texts(Language.KK), GUIDANCE, Topic.LENDER, TODAY)
    rows = screens.phone_rows(texts(Language.KK), GUIDANCE, Topic.LENDER, TODAY)
    assert "<b>+7\u00a0727\u00a0338\u00a022\u00a044</b>" in text
    assert [row[0].copy for row in rows] == ["+77273382244", "1459"]
    assert [row[0].text for row in rows] == [
        "📞 +7\u00a0727\u00a0338\u00a022\u00a044",
        "📞 1459 · Қаржы нарығы агенттігі",
    ]


def test_a_topic_without_numbers_has_no_buttons() -> None:
    assert screens.phone_rows(texts(Language.KK), GUIDANCE, Topic.COURT, TODAY) == ()


def test_official_pages_are_linked_and_others_only_named() -> None:
    text = screens.emergency(texts(Language.RU), GUIDANCE, Emergency.DANGER, TODAY).text
    assert '<a href="https://egov.kz/' in text
    assert "vlast.kz" not in text


def test_figures_come_from_the_file_of_their_day() -> None:
    page = GUIDANCE.of(Topic.BANKRUPTCY)
    assert "6\u00a0920\u00a0000\u00a0₸." in page.words(Language.RU, TODAY).text
    later = page.words(Language.RU, dt.date(2027, 1, 1)).text
    assert "6\u00a0920\u00a0000\u00a0₸ (2026)" in later
    notary = GUIDANCE.of(Topic.NOTARY)
    assert "10\u00a0жұмыс күні" in notary.words(Language.KK, TODAY).text
    assert "10\u00a0рабочих дней" in notary.words(Language.RU, TODAY).text


def test_a_page_is_worded_once_a_day() -> None:
    page = GUIDANCE.of(Topic.OTHER)
    first = page.words(Language.KK, TODAY)
    assert page.words(Language.KK, TODAY) is first
    assert page.words(Language.KK, TODAY + dt.timedelta(days=1)) is not first


def test_what_comes_before_any_question() -> None:
    shown = {topic: ahead_of(topic) for topic in Topic if ahead_of(topic)}
    assert shown == {Topic.FRAUD: Emergency.FRAUD, Topic.COLLECTORS: Emergency.THREATS}
    told = {situation: behind(situation) for situation in Situation if behind(situation)}
    assert told == {
        Situation.CRISIS: Emergency.CRISIS,
        Situation.DANGER: Emergency.DANGER,
    }
    assert behind(None) is None
