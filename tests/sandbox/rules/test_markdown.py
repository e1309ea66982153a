"""parse_mode=Markdown, the old one."""

from __future__ import annotations

from typing import Any

from sandbox.rules.text import read_text


def parsed(text: str) -> tuple[str, list[dict[str, Any]]]:
    result = read_text(text, "Markdown")
    return result.text, [entity.as_dict() for entity in result.entities]


def entity(kind: str, offset: int, length: int, **more: object) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def test_no_end_of_an_entity(refused: Any) -> None:
    assert refused(read_text, "қ *x", "Markdown") == (
        "can't parse entities: Can't find end of the entity starting at byte offset 3"
    )


def test_no_end_of_a_block_of_code(refused: Any) -> None:
    assert refused(read_text, "```\nx``", "Markdown") == (
        "can't parse entities: Can't find end of the entity starting at byte offset 0"
    )


def test_marks() -> None:
    assert parsed("*b* _i_ `c` ```\np```") == (
        "b i c p",
        [entity("bold", 0, 1), entity("italic", 2, 1), entity("code", 4, 1), entity("pre", 6, 1)],
    )


def test_code_with_a_language() -> None:
    assert parsed("```py\nx```")[1] == [entity("pre", 0, 1, language="py")]


def test_links() -> None:
    assert parsed("[x](a.kz) [b.kz] [n](http://localhost)") == (
        "x b.kz n",
        [
            entity("text_link", 0, 1, url="http://a.kz/"),
            entity("text_link", 2, 4, url="http://b.kz/"),
        ],
    )


def test_an_address_without_an_end_takes_the_rest() -> None:
    assert parsed("[x](a.kz")[1] == [entity("text_link", 0, 1, url="http://a.kz/")]


def test_escapes_and_empty_entities() -> None:
    assert parsed(r"\*x\* ** []") == ("*x*", [])


def test_no_other_character_is_reserved() -> None:
    assert parsed("1. a-b (c)!") == ("1. a-b (c)!", [])
