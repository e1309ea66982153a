"""Commands, names and descriptions, menu button, getChat, getChatMember."""

import pytest

KK = [{"command": "start", "description": "Басынан бастау"}]
RU = [{"command": "start", "description": "Начать сначала"}]


async def test_commands_by_scope_and_language(api, aigul, box):
    await api.ok("setMyCommands", commands=RU)
    await api.ok("setMyCommands", commands=KK, language_code="kk")
    desk = [{"command": "desk", "description": "Үстел"}]
    scope = {"type": "chat", "chat_id": aigul.id}
    await api.ok("setMyCommands", commands=desk, scope=scope)
    assert await api.ok("getMyCommands") == RU
    assert await api.ok("getMyCommands", language_code="kk") == KK
    assert await api.ok("getMyCommands", language_code="uz") == []
    assert await api.ok("getMyCommands", scope=scope) == desk
    await api.ok("deleteMyCommands", scope=scope)
    assert await api.ok("getMyCommands", scope=scope) == []


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x", "description": ""}]}, ""),
        ({"commands": KK, "language_code": "kaz"}, ""),
        ({"commands": KK, "scope": {"type": "pigeon"}}, ""),
        ({"commands": KK, "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        (
            {"commands": KK, "scope": {"type": "chat_member", "chat_id": 5, "user_id": 6}},
            "the sandbox does not model parameter scope.chat_member",
        ),
    ],
)
async def test_command_refusals(api, parameters, description):
    answer = await api.refused("setMyCommands", **parameters)
    assert answer.startswith("400 Bad Request: ")
    assert answer.endswith(description)


@pytest.mark.parametrize(
    ("thing", "field", "limit", "default"),
    [
        ("Name", "name", 64, "Қарызсыз қоғам"),
        ("Description", "description", 512, ""),
        ("ShortDescription", "short_description", 120, ""),
    ],
)
async def test_names_and_descriptions(api, thing, field, limit, default):
    assert await api.ok(f"getMy{thing}") == {field: default}
    await api.ok(f"setMy{thing}", **{field: "по-русски"})
    await api.ok(f"setMy{thing}", **{field: "қазақша", "language_code": "kk"})
    assert await api.ok(f"getMy{thing}") == {field: "по-русски"}
    assert await api.ok(f"getMy{thing}", language_code="kk") == {field: "қазақша"}
    assert await api.ok(f"getMy{thing}", language_code="de") == {field: "по-русски"}
    await api.ok(f"setMy{thing}", language_code="kk")
    assert await api.ok(f"getMy{thing}", language_code="kk") == {field: "по-русски"}
    answer = await api.refused(f"setMy{thing}", **{field: "x" * (limit + 1)})
    assert answer.endswith("is too long")


async def test_menu_button(api, aigul):
    assert await api.ok("getChatMenuButton", chat_id=aigul.id) == {"type": "commands"}
    await api.ok("setChatMenuButton", chat_id=aigul.id, menu_button={"type": "commands"})
    await api.ok("setChatMenuButton", menu_button={"type": "default"})
    await api.ok("setChatMenuButton")
    assert await api.ok("getChatMenuButton") == {"type": "commands"}
    web_app = {"type": "web_app", "text": "x", "web_app": {"url": "https://example.com"}}
    for wrong in (web_app, {"type": "x"}, "[]", "{"):
        assert (await api.refused("setChatMenuButton", menu_button=wrong)).startswith("400 ")
    answer = await api.refused("setChatMenuButton", chat_id="@x")
    assert answer == "400 Bad Request: invalid chat_id specified"
    assert await api.refused("getChatMenuButton", chat_id=5) == "400 Bad Request: user not found"


async def test_get_chat(api, box):
    person = box.person(
        "Айгүл", last_name="Сәрсенова", username="aigul", language_code="kk", started=True
    )
    info = await api.ok("getChat", chat_id=person.id)
    assert info["type"] == "private"
    assert info["last_name"] == "Сәрсенова"
    assert info["active_usernames"] == ["aigul"]
    assert await api.refused("getChat", chat_id=5) == "400 Bad Request: chat not found"
    await person.deactivate()
    assert (await api.ok("getChat", chat_id=person.id))["first_name"] == ""


async def test_get_chat_member(api, aigul, box):
    async def status(user_id: int) -> str:
        return (await api.ok("getChatMember", chat_id=aigul.id, user_id=user_id))["status"]

    other = box.person("Сергей", started=True)
    assert await status(aigul.id) == "member"
    assert await status(other.id) == "left"
    assert await status(42) == "member"
    await aigul.block()
    assert await status(42) == "kicked"


@pytest.mark.parametrize(
    ("user_id", "description"), [(0, "invalid user_id specified"), (7, "PARTICIPANT_ID_INVALID")]
)
async def test_get_chat_member_refusals(api, aigul, user_id, description):
    answer = await api.refused("getChatMember", chat_id=aigul.id, user_id=user_id)
    assert answer == f"400 Bad Request: {description}"
