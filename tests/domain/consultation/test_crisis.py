"""A cry for help is heard however it is written; ordinary words about debts are not one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.content import Content, Incoming, Kind
from domain.consultation.crisis import heard, is_cry_for_help
from domain.consultation.triage import Facts, Situation, Topic


def said(words: str) -> Incoming:
    content = Content(kind=Kind.TEXT, html=words, length=len(words))
    return Incoming(chat_id=1, message_id=1, media_group=None, content=content)


@pytest.mark.parametrize(
    "words",
    [
        "Не хочу жить",
        "я больше так <b>не хочу</b> жить!!!",
        "Мне уже жить не хочется",
        "сил нет, нет больше сил так жить",
        "покончу с собой",
        "хоть вешайся от этих звонков",
        "Я УБЬЮ СЕБЯ",
        "лучше уж умереть",
        "Өмір сүргім келмейді",
        "омир сургим келмейди",
        "менің өлгім келеді",
        "өлгiм келедi",
        "не хочуууу житььь",
        "олгим келип тур",
        "өзімді-өзім өлтірем",
        "озиме кол жумсаймын",
        "Өлсем екен деймін",
    ],
)
def test_it_is_heard(words: str) -> None:
    assert is_cry_for_help(said(words))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Не хочу жить в долг",
        "Отец умер, долг перешёл мне",
        "Если я умру, кто платит кредит?",
        "Мен өліп қалсам, қарызым кімге өтеді?",
        "Как жить дальше с долгами?",
        "Әкем өлді, несиесі қалды",
        "Хочу узнать о банкротстве",
        "Телефон асылып қалды",
        "Жить негде, выселяют",
        "&lt;b&gt; 12 345",
    ],
)
def test_other_words_are_other_words(words: str) -> None:
    assert not is_cry_for_help(said(words))


def lines(name: str) -> list[str]:
    return (Path(__file__).parent / name).read_text("utf-8").splitlines()


def test_many_ways_to_say_it_are_heard() -> None:
    assert [words for words in lines("cries.txt") if not is_cry_for_help(said(words))] == []


def test_questions_about_debts_and_the_law_are_not() -> None:
    assert [words for words in lines("no_cries.txt") if is_cry_for_help(said(words))] == []


def test_what_was_told_by_a_button_stays() -> None:
    cry = said("не хочу жить")
    plain = Facts(topic=Topic.OTHER, situation=Situation.VULNERABLE)
    assert heard(plain, [said("привет"), cry]).situation is Situation.CRISIS
    danger = Facts(topic=Topic.OTHER, situation=Situation.DANGER)
    assert heard(danger, [cry]) is danger
    assert heard(plain, [said("привет")]) is plain


@given(st.text(max_size=4096))
def test_nothing_that_is_written_breaks_it(words: str) -> None:
    is_cry_for_help(said(words))
