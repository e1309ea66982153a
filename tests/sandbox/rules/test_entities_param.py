"""The `entities` parameter: every refusal, and what the server passes over in silence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.rules.text import read_caption, read_text


def parsed(text: str, *entities: object) -> list[dict[str, Any]]:
    result = read_text(text, None, json.dumps(entities))
    return [entity.as_dict() for entity in result.entities]


def written(kind: str, offset: int, length: int, **more: object) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def refuse_entity(refused: Any, text: str, entity: object) -> str:
    words: str = refused(read_text, text, None, [entity])
    return words


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        ("bold", "expected an Object"),
        ({"type": "bold", "length": 1}, 'Can\'t find field "offset"'),
        ({"type": "bold", "offset": 0}, 'Can\'t find field "length"'),
        ({"offset": 0, "length": 1}, 'Can\'t find field "type"'),
        ({"type": "", "offset": 0, "length": 1}, "Type is not specified"),
        ({"type": "bolt", "offset": 0, "length": 1}, "Unsupported type specified"),
        ({"type": "bold", "offset": [], "length": 1}, 'Field "offset" must be a Number'),
        ({"type": "bold", "offset": "x", "length": 1}, 'Field "offset" must be a valid Number'),
        ({"type": "bold", "offset": "01", "length": 1}, 'Field "offset" must be a valid Number'),
        ({"type": "bold", "offset": 1.5, "length": 1}, 'Field "offset" must be a valid Number'),
        ({"type": "bold", "offset": 2**31, "length": 1}, 'Field "offset" must be a valid Number'),
        ({"type": True, "offset": 0, "length": 1}, 'Field "type" must be of type String'),
        (written("text_link", 0, 1), 'Can\'t find field "url"'),
        (written("text_mention", 0, 1), 'Can\'t find field "user"'),
        (written("text_mention", 0, 1, user=5), 'Field "user" must be of type Object'),
        (written("custom_emoji", 0, 1), 'Can\'t find field "custom_emoji_id"'),
        (written("date_time", 0, 1), 'Can\'t find field "unix_time"'),
        (
            written("date_time", 0, 1, unix_time=5, date_time_format="q"),
            "Invalid date-time format specified",
        ),
    ],
)
def test_a_wrong_element(refused: Any, entity: object, words: str) -> None:
    assert refuse_entity(refused, "text", entity) == f"can't parse MessageEntity: {words}"


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        (
            written("text_link", 0, 1, url="localhost"),
            "entity URL 'localhost' is invalid: Wrong HTTP URL",
        ),
        (
            written("text_link", 0, 1, url="ftp://a.kz"),
            "entity URL 'ftp://a.kz' is invalid: Unsupported URL protocol",
        ),
        (
            written("text_link", 0, 1, url="\ud800"),
            "messageEntityTextUrl.url must be encoded in UTF-8",
        ),
        (
            written("pre", 0, 1, language="\ud800"),
            "messageEntityPreCode.language must be encoded in UTF-8",
        ),
        (written("text_mention", 0, 1, user={"id": 0}), "invalid user_id specified"),
        (
            written("custom_emoji", 0, 1, custom_emoji_id="0"),
            "invalid custom emoji identifier specified",
        ),
        (written("date_time", 0, 1, unix_time=0), "invalid date specified"),
        (written("bold", -1, 1), "receive an entity with incorrect offset -1"),
        (written("bold", 0, -1), "receive an entity with incorrect length -1"),
        (written("bold", 0, 1000001), "receive an entity with incorrect length 1000001"),
    ],
)
def test_an_element_wrong_in_itself(refused: Any, entity: object, words: str) -> None:
    assert refuse_entity(refused, "text", entity) == words


def test_an_entity_behind_the_text(refused: Any) -> None:
    words = refuse_entity(refused, "text", written("bold", 5, 1))
    assert words == "entity begins after the end of the text at UTF-16 offset 5"


def test_an_entity_longer_than_the_text(refused: Any) -> None:
    words = refuse_entity(refused, "text", written("bold", 2, 3))
    assert words == (
        "entity beginning at UTF-16 offset 2 ends after the end of the text at UTF-16 offset 5"
    )


def test_an_entity_that_begins_inside_an_emoji(refused: Any) -> None:
    words = refuse_entity(refused, "қ😀 text", written("bold", 2, 3))
    assert words == "entity begins in a middle of a UTF-16 symbol at byte offset 6"


def test_an_entity_that_ends_inside_an_emoji(refused: Any) -> None:
    words = refuse_entity(refused, "қ😀 text", written("bold", 0, 2))
    assert words == (
        "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 6"
    )


@pytest.mark.parametrize("raw", ["{", "5", '{"type": "bold"}', "null", None, ""])
def test_what_is_no_list_is_passed_over(raw: object) -> None:
    assert read_text("text", None, raw).entities == ()


def test_they_count_only_without_a_parse_mode() -> None:
    assert read_text("text", "HTML", [written("bold", 0, 4)]).entities == ()
    assert len(read_text("text", "None", [written("bold", 0, 4)]).entities) == 1


def test_a_caption_has_them_too() -> None:
    assert len(read_caption("text", None, [written("bold", 0, 4)]).entities) == 1


def test_all_kinds() -> None:
    text = "0123456789" * 2
    entities = [
        written("bold", 0, 1),
        written("pre", 2, 1, language="py"),
        written("code", 4, 1),
        written("text_link", 6, 1, url="https://a.kz/"),
        written("custom_emoji", 8, 1, custom_emoji_id="5"),
        written("date_time", 10, 1, unix_time=5, date_time_format="r"),
        written("expandable_blockquote", 12, 1),
    ]
    assert parsed(text, *entities) == entities


def test_numbers_may_be_strings() -> None:
    entity = {"type": "bold", "offset": "0", "length": "4"}
    assert parsed("text", entity) == [written("bold", 0, 4)]


def test_a_text_mention_keeps_the_id_of_its_person() -> None:
    entity = written("text_mention", 0, 4, user={"id": 1001, "first_name": "Айгүл"})
    assert parsed("text", entity) == [written("text_mention", 0, 4, user_id=1001)]
    link = written("text_link", 0, 4, url="tg://user?id=1001")
    assert parsed("text", link) == [written("text_mention", 0, 4, user_id=1001)]


def test_automatic_kinds_are_the_servers_own() -> None:
    assert parsed("text", written("bot_command", 0, 4), written("url", 0, 4)) == []
