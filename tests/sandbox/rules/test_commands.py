"""Bot commands, scopes, languages, and which list a person sees."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rules.commands import (
    Scope,
    read_commands,
    read_language_code,
    read_scope,
    visible_commands,
)


def command(name: str = "help", description: str = "Көмек") -> dict[str, str]:
    return {"command": name, "description": description}


def test_a_list_of_commands() -> None:
    assert read_commands([command("/help", " Көмек\t"), command("desk")]) == [
        command("help"),
        command("desk"),
    ]


@pytest.mark.parametrize("raw", [None, "", "[]"])
def test_a_missing_list_is_an_empty_one(raw: object) -> None:
    assert read_commands(raw) == []


def test_no_json(refused: Any) -> None:
    assert refused(read_commands, "[") == "can't parse commands JSON object"


def test_no_array(refused: Any) -> None:
    assert refused(read_commands, "{}") == "expected an Array of BotCommand"


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("help", "expected an Object"),
        ({"description": "x"}, 'Can\'t find field "command"'),
        ({"command": "x"}, 'Can\'t find field "description"'),
        ({"command": None, "description": "x"}, 'Field "command" must be of type String'),
    ],
)
def test_a_wrong_element(refused: Any, element: object, words: str) -> None:
    assert refused(read_commands, [element]) == f"can't parse BotCommand: {words}"


@pytest.mark.parametrize("name", ["", " ", "/"])
def test_an_empty_command(refused: Any, name: str) -> None:
    assert refused(read_commands, [command(name)]) == "command must be non-empty"


def test_a_command_of_33_characters(refused: Any) -> None:
    assert refused(read_commands, [command("x" * 33)]) == "command length must not exceed 32"


def test_an_empty_description(refused: Any) -> None:
    words = refused(read_commands, [command(description=" \n")])
    assert words == "command description must be non-empty"


def test_a_description_of_257_characters(refused: Any) -> None:
    assert read_commands([command(description="қ" * 256)])
    words = refused(read_commands, [command(description="қ" * 257)])
    assert words == "command description length must not exceed 256"


@pytest.mark.parametrize("name", ["Help", "көмек", "a-b", "a b"])
def test_a_command_with_a_wrong_character(refused: Any, name: str) -> None:
    assert refused(read_commands, [command(name)]) == "BOT_COMMAND_INVALID"


def test_half_a_character(refused: Any) -> None:
    assert refused(read_commands, [command("\ud800")]) == "command must be encoded in UTF-8"
    words = refused(read_commands, [command(description="\ud800")])
    assert words == "command description must be encoded in UTF-8"


def test_more_than_100_commands(refused: Any) -> None:
    commands = [command(f"c{number}", "x") for number in range(101)]
    assert len(read_commands(commands[:100])) == 100
    assert refused(read_commands, commands) == "BOT_COMMANDS_TOO_MUCH"


def test_fewer_commands_with_long_descriptions(refused: Any) -> None:
    commands = [command(f"c{number}", "x" * 256) for number in range(40)]
    assert refused(read_commands, commands) == "BOT_COMMANDS_TOO_MUCH"


@pytest.mark.parametrize(
    ("raw", "scope"),
    [
        (None, Scope()),
        ('{"type": "default"}', Scope()),
        ({"type": "all_private_chats"}, Scope("all_private_chats")),
        ({"type": "chat", "chat_id": 1001}, Scope("chat", 1001)),
        ({"type": "chat", "chat_id": "1001"}, Scope("chat", 1001)),
        ({"type": "chat", "chat_id": "@egov"}, Scope("chat", "@egov")),
        ({"type": "chat_administrators", "chat_id": -5}, Scope("chat_administrators", -5)),
        ({"type": "chat_member", "chat_id": -5, "user_id": 7}, Scope("chat_member", -5, 7)),
    ],
)
def test_scopes(raw: object, scope: Scope) -> None:
    assert read_scope(raw) == scope
    assert read_scope(scope.as_dict()) == scope


def test_a_scope_that_is_not_json(refused: Any) -> None:
    assert refused(read_scope, "{") == "can't parse BotCommandScope JSON object"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("[]", "BotCommandScope must be an Object"),
        ("{}", 'Can\'t find field "type"'),
        ({"type": "world"}, "Unsupported type specified"),
        ({"type": "chat"}, 'Can\'t find field "chat_id"'),
        ({"type": "chat", "chat_id": ""}, "Empty chat_id specified"),
        ({"type": "chat_member", "chat_id": -5}, 'Can\'t find field "user_id"'),
        ({"type": "chat_member", "chat_id": -5, "user_id": 0}, "Invalid user_id specified"),
    ],
)
def test_a_wrong_scope(refused: Any, raw: object, words: str) -> None:
    assert refused(read_scope, raw) == f"can't parse BotCommandScope: {words}"


def test_language_codes(refused: Any) -> None:
    assert (read_language_code(None), read_language_code(""), read_language_code("kk")) == (
        "",
        "",
        "kk",
    )
    for wrong in ("KK", "kaz", "k", "kk-KZ", "қк"):
        assert refused(read_language_code, wrong) == "invalid language code specified"


def test_the_narrowest_scope_wins_and_in_it_her_language() -> None:
    order = [
        (Scope("chat", 1001), "kk"),
        (Scope("chat", 1001), ""),
        (Scope("all_private_chats"), "kk"),
        (Scope("all_private_chats"), ""),
        (Scope(), "kk"),
        (Scope(), ""),
    ]
    lists = {key: [command(f"c{place}")] for place, key in enumerate(order)}
    for place in range(len(order)):
        assert visible_commands(lists, chat_id=1001, language_code="kk-KZ") == [
            command(f"c{place}")
        ]
        del lists[order[place]]
    assert visible_commands(lists, chat_id=1001, language_code="kk") == []


def test_lists_of_others_are_not_seen() -> None:
    lists = {
        (Scope("chat", 1002), ""): [command("desk")],
        (Scope("all_group_chats"), ""): [command("group")],
        (Scope(), "ru"): [command("ru")],
    }
    assert visible_commands(lists, chat_id=1001, language_code="kk") == []
