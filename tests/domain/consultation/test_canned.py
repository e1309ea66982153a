"""Canned replies: what may be part of one, filling in, and who may do what with them."""

from dataclasses import replace
from typing import Any

import pytest

from domain.consultation.canned import (
    FILLED_LIMIT,
    VALUE_LIMIT,
    Draft,
    Wording,
    folded,
    searched,
)
from domain.consultation.canned_keeping import (
    TEXT_LIMIT,
    TITLE_LIMIT,
    Field,
    check_keeper,
    check_whole,
    given,
    without,
)
from domain.consultation.content import CAPTION_ROOM, Content, File, Kind
from domain.errors import NotAllowed, NotValid, Stale
from domain.people.model import Language, Role
from tests.domain.course.examples import person

PHOTO = File(kind=Kind.PHOTO, file_id="photo")


def text(words: str) -> Content:
    return Content(kind=Kind.TEXT, html=words, length=len(words))


def draft(words: str, **changes: Any) -> Draft:
    return replace(Draft(case_id=1, reply_id=2, text=words), **changes)


def test_a_draft_asks_for_one_blank_after_the_other() -> None:
    begun = draft("<b>[сумма]</b> до [дата], снова [сумма]")
    assert begun.blank == "сумма"
    with pytest.raises(Stale):
        begun.content()
    half = begun.with_value("  5 < 6 ")
    assert half.blank == "дата"
    whole = half.with_value("[пятница]")
    assert whole.blank is None
    content = whole.content()
    assert content.html == "<b>5 &lt; 6</b> до [пятница], снова 5 &lt; 6"
    assert (content.kind, content.length) == (Kind.TEXT, len("5 < 6 до [пятница], снова 5 < 6"))
    assert not content.needs_own_header
    with pytest.raises(Stale):
        whole.with_value("ещё")


def test_a_file_goes_with_its_caption() -> None:
    content = draft("Вот <i>образец</i>", file=PHOTO).content()
    assert (content.kind, content.file_id, content.length) == (Kind.PHOTO, "photo", 11)


@pytest.mark.parametrize("words", ["", " \n "])
def test_a_blank_is_not_left_empty(words: str) -> None:
    with pytest.raises(NotValid, match="canned_value_empty"):
        draft("[дата]").with_value(words)


def test_a_value_has_its_limit() -> None:
    assert draft("[a]").with_value("x" * VALUE_LIMIT).html == "x" * VALUE_LIMIT
    with pytest.raises(NotValid, match="canned_value_long"):
        draft("[a]").with_value("x" * (VALUE_LIMIT + 1))


@pytest.mark.parametrize(("file", "room"), [(None, FILLED_LIMIT), (PHOTO, CAPTION_ROOM)])
def test_what_is_filled_in_has_to_fit(file: File | None, room: int) -> None:
    begun = draft("[a]" + "д" * (room - 100), file=file)
    whole = begun.with_value("&" * 100)
    assert whole.content().length == room
    assert not whole.content().needs_own_header
    with pytest.raises(NotValid, match="canned_value_long"):
        begun.with_value("x" * 101)


def test_searching_knows_no_large_letters_and_no_markup() -> None:
    assert folded("  ҚАРЫЗ   Ещё ") == "қарыз еще"
    assert searched("Сот", "<b>Шағым</b> &amp; «ӨТІНІШ»") == "сот шағым & «өтініш»"


def test_parts_are_kept_as_they_were_written() -> None:
    whole = given(Wording(), Field.TITLE, text("  Письмо\nв банк "))
    whole = given(whole, Field.KK, text("<b>[сома]</b>"))
    whole = given(whole, Field.RU, text("[сумма] & [дата]".replace("&", "&amp;")))
    whole = given(whole, Field.FILE, Content(kind=Kind.PHOTO, file_id="photo", html="подпись"))
    assert whole == Wording(
        title="Письмо в банк", kk="<b>[сома]</b>", ru="[сумма] &amp; [дата]", file=PHOTO
    )
    assert whole.text(Language.KK) == "<b>[сома]</b>"
    assert without(whole, Field.KK).text(Language.KK) is None
    assert without(whole, Field.FILE).file is None


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        (Field.TITLE, text("  "), "canned_no_words"),
        (Field.TITLE, text("т" * (TITLE_LIMIT + 1)), "canned_title_long"),
        (Field.TITLE, Content(kind=Kind.PHOTO, file_id="p"), "canned_no_words"),
        (Field.KK, Content(kind=Kind.VOICE, file_id="v"), "canned_no_words"),
        (Field.KK, Content(kind=Kind.PHOTO, file_id="p", html="Мәтін"), "canned_no_words"),
        (Field.RU, text("<b> </b>"), "canned_no_words"),
        (Field.RU, text("т" * (TEXT_LIMIT + 1)), "canned_text_long"),
        (Field.RU, text("до [дата"), "canned_brackets"),
        (Field.FILE, text("файл"), "canned_no_file"),
        (Field.FILE, Content(kind=Kind.VIDEO, file_id="v"), "canned_no_file"),
        (Field.FILE, Content(kind=Kind.OTHER), "canned_no_file"),
    ],
)
def test_what_cannot_be_a_part_is_refused(part: Field, content: Content, reason: str) -> None:
    with pytest.raises(NotValid, match=reason):
        given(Wording(title="Т", ru="Т"), part, content)


def test_markup_does_not_count_as_length() -> None:
    long = "<b>" + "т" * TEXT_LIMIT + "</b>"
    assert given(Wording(), Field.KK, text(long)).kk == long


def test_a_caption_has_less_room_whichever_came_first() -> None:
    long = "т" * (CAPTION_ROOM + 1)
    with pytest.raises(NotValid, match="canned_caption_long"):
        given(Wording(ru=long), Field.FILE, Content(kind=Kind.DOCUMENT, file_id="d"))
    with pytest.raises(NotValid, match="canned_caption_long"):
        given(Wording(file=PHOTO), Field.KK, text(long))


def test_one_language_has_to_be_there() -> None:
    check_whole(Wording(title="Т", kk="Т"))
    with pytest.raises(NotValid, match="canned_no_text"):
        check_whole(without(Wording(title="Т", ru="Т"), Field.RU))


@pytest.mark.parametrize("role", [None, *Role])
def test_supervisors_keep_them(role: Role | None) -> None:
    if role in {Role.OWNER, Role.SUPERVISOR}:
        check_keeper(person().with_role(role))
        return
    with pytest.raises(NotAllowed):
        check_keeper(person().with_role(role))
