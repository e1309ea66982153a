"""The catalogs are complete, alike in their placeholders and markup, and current."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
LANGUAGES = ("kk", "ru")
KEYWORDS = {"t": None, "plain": None, "n": (1, 2)}

SUFFIX_AFTER_PLACEHOLDER = re.compile(r"\}[-–]?[а-яёәіңғүұқөһ]", re.IGNORECASE)
TAG = re.compile(r"</?[a-z]+>")


def catalog(language: str) -> Catalog:
    path = ROOT / f"bot/locales/{language}/LC_MESSAGES/bot.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extracted() -> set[str]:
    """Every text the code asks for."""
    found = extract_from_dir(
        ROOT / "bot", method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=()
    )
    return {message[0] if isinstance(message, tuple) else message for _, _, message, *_ in found}


def messages(language: str) -> list[Message]:
    return [message for message in catalog(language) if message.id]


def one(form: str | tuple[str, ...]) -> str:
    return form[0] if isinstance(form, tuple | list) else form


def forms(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_and_none_is_left_over(language: str) -> None:
    assert {one(message.id) for message in messages(language)} == extracted()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    for message in messages(language):
        assert not message.fuzzy, message.id
        assert all(forms(message)), message.id
    expected = {"kk": 2, "ru": 3}[language]
    assert all(len(forms(m)) == expected for m in messages(language) if m.pluralizable)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_markup_are_the_same(language: str) -> None:
    for message in messages(language):
        for form in forms(message):
            assert placeholders(form) == placeholders(one(message.id)), message.id
            assert sorted(TAG.findall(form)) == sorted(TAG.findall(one(message.id))), message.id


def test_no_kazakh_suffix_is_glued_to_a_placeholder() -> None:
    for message in messages("kk"):
        for form in forms(message):
            assert not SUFFIX_AFTER_PLACEHOLDER.search(form), form


def test_a_kazakh_noun_stays_singular_after_a_number() -> None:
    for message in messages("kk"):
        if message.pluralizable:
            assert len(set(forms(message))) == 1, message.id
