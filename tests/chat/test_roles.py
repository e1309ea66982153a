"""Roles are checked on every action; invitations work once."""

import asyncio
import logging

import aiohttp
import pytest

from tests.chat.scenes import asks
from tests.chat.test_whole_conversation import ask_lawyer
from tests.chat.town import Resident, Town, buttons, eventually


async def test_a_citizen_who_sends_desk_is_refused_and_it_is_logged(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    await town.sergei.chooses("Русский")
    with caplog.at_level(logging.WARNING):
        await town.sergei.says("/desk")
        await town.sergei.sees("Это только для сотрудников")
        await town.sergei.says("/admin")
        await town.sergei.sees("Это только для сотрудников")
    assert "refused (desk)" in caplog.text
    assert "refused (admin)" in caplog.text
    assert "Сергей" not in caplog.text


@pytest.mark.parametrize("data", ["ta1:1", "ta1:0", "qu2:0", "mi1", "sh1:1", "ca1:1", "cl1:1"])
async def test_a_forged_button_is_refused(town: Town, data: str) -> None:
    aigul, sergei = town.aigul, town.sergei
    await aigul.chooses("Русский")
    await ask_lawyer(aigul, "Помогите")
    await sergei.chooses("Русский")
    home = await sergei.sees("Главная")
    await sergei.handle.forge(home["message_id"], data)
    await sergei.is_told("Это только для сотрудников")


@pytest.mark.parametrize("data", ["ad1", "in2:operator", "in2:supervisor"])
async def test_an_operator_is_no_owner(town: Town, data: str) -> None:
    await town.employ(town.dinara)
    desk = await town.dinara.sees("Вы на смене")
    await town.dinara.handle.forge(desk["message_id"], data)
    await town.dinara.is_told("Это только для владельца")


async def test_an_invitation_works_once(town: Town) -> None:
    await town.erlan.chooses("Қазақша")
    link = await town.invitation()
    await town.dinara.handle.open(link)
    await town.dinara.sees("Добро пожаловать", "оператор")
    await town.erlan.sees("Динара Омарова", "оператор")
    await town.marat.chooses("Русский")
    await town.marat.handle.open(link)
    await town.marat.sees("Приглашение не действует")
    await town.marat.says("/desk")
    await town.marat.sees("Это только для сотрудников")


async def test_a_refused_stranger_has_no_number_in_the_log(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    await town.erlan.chooses("Қазақша")
    link = await town.invitation()
    await town.dinara.handle.open(link)
    await town.dinara.sees("Добро пожаловать")
    with caplog.at_level(logging.WARNING):
        await town.marat.handle.open(link)  # his first words: nobody knows him yet
        await town.marat.sees("Бұл шақыру жарамайды")
        await town.sergei.chooses("Русский")
        await town.sergei.handle.open(link)
        await town.sergei.sees("Приглашение не действует")
    refused = [line for line in caplog.text.splitlines() if "refused (invitation)" in line]
    assert len(refused) == 2
    assert refused[0].endswith("to a new person")
    assert refused[1].endswith("to person 3")


async def test_a_double_press_makes_one_invitation(town: Town) -> None:
    await town.erlan.chooses("Қазақша")
    await town.erlan.says("/admin")
    staff = await town.erlan.sees("Оператор шақыру")
    data = next(
        row[0]["callback_data"]
        for row in staff["reply_markup"]["inline_keyboard"]
        if row[0]["text"] == "Оператор шақыру"
    )
    await town.erlan.handle.forge(staff["message_id"], data)
    await town.erlan.handle.forge(staff["message_id"], data)
    await town.erlan.is_told("Сілтеме жаңа ғана жасалды")
    assert sum("https://t.me/" in text for text in town.erlan.heard()) == 1
    town.clock.jump(seconds=4)
    await town.erlan.handle.forge(staff["message_id"], data)
    await eventually(lambda: sum("https://t.me/" in text for text in town.erlan.heard()) == 2)


async def test_an_invitation_expires_after_a_day(town: Town) -> None:
    await town.erlan.chooses("Қазақша")
    link = await town.invitation()
    town.clock.jump(hours=24, minutes=1)
    await town.marat.chooses("Русский")
    await town.marat.handle.open(link)
    await town.marat.sees("Приглашение не действует")


async def test_an_invitation_is_worth_the_role_of_whoever_made_it(town_on_both: Town) -> None:
    town = town_on_both
    await town.erlan.chooses("Қазақша")
    link = await town.invitation()
    town.owners = frozenset({town.marat.id})
    await town.restart_bot()
    await town.dinara.chooses("Русский")
    await town.dinara.handle.open(link)
    await town.dinara.sees("Приглашение не действует")
    await town.dinara.says("/desk")
    await town.dinara.sees("Это только для сотрудников")


async def test_nobody_else_acts_on_a_case(town: Town) -> None:
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    desk = await marat.sees("Новая заявка № 1")
    for data in ("ca1:1", "cl1:1"):
        await marat.handle.forge(desk["message_id"], data)
        await marat.is_told("Это не ваша заявка")
    await town.aigul.chooses("Қазақша")
    home = await town.aigul.sees("Басты бет")
    await town.aigul.handle.forge(home["message_id"], "cc1:1:1")
    await town.aigul.is_told("Бұл енді жоқ")
    await town.aigul.handle.forge(home["message_id"], "ra1:1:5")
    assert not any("отменил" in text for text in dinara.heard())


async def test_each_role_sees_its_own_menu_in_its_language(town: Town) -> None:
    await town.sergei.chooses("Русский")
    await town.employ(town.dinara)

    citizen = await commands_of(town, town.sergei)
    while citizen.get("lawyer") != "Написать юристу":  # the menu follows through the outbox
        await asyncio.sleep(0.05)
        citizen = await commands_of(town, town.sergei)
    assert "desk" not in citizen
    operator = await commands_of(town, town.dinara)
    while "desk" not in operator:
        await asyncio.sleep(0.05)
        operator = await commands_of(town, town.dinara)
    assert operator["desk"] == "Рабочий кабинет"
    assert not {"admin", "board"} & operator.keys()


async def test_who_joins_before_choosing_a_language_is_led_to_the_desk(town: Town) -> None:
    await town.erlan.chooses("Қазақша")
    link = await town.invitation()
    await town.dinara.handle.open(link)
    await town.dinara.sees("Добро пожаловать")
    await town.dinara.presses("Русский")
    about = await town.dinara.sees("Қарызсыз қоғам помогает")
    await town.dinara.presses("Рабочий кабинет", on=about)
    await town.dinara.sees("Вы не на смене")


async def test_forged_buttons_about_others_are_refused_and_logged(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    aigul, sergei = town.aigul, town.sergei
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Помогите")
    await aigul.chooses("Русский")
    home = await aigul.sees("Главная")
    for number, data in enumerate(("cs2:1:abc", "cc1:1:1", "cc1:1:0", "ra1:1:5"), 1):
        await aigul.handle.forge(home["message_id"], data)
        await eventually(lambda n=number: len(refusals(caplog)) == n)
    assert not any("Отменить заявку" in text for text in aigul.heard())


async def test_an_invited_supervisor_sees_the_board_and_is_told_what_it_is(town: Town) -> None:
    erlan, dinara = town.erlan, town.dinara
    await erlan.chooses("Қазақша")
    await erlan.says("/admin")
    await erlan.presses("Супервайзер шақыру")
    asked = await erlan.sees("Бір супервайзерге арналған шақыру", "https://t.me/")
    assert "24" in asked["text"]
    await dinara.chooses("Русский")
    town.clock.jump(seconds=4)  # sooner it would be a double press
    await dinara.handle.open(await town.invitation("Супервайзер шақыру"))
    await dinara.sees("Ваша роль: супервайзер", "На табло видно", "начните смену")
    await erlan.sees("Динара Омарова", "супервайзер")
    await dinara.says("/help")
    await dinara.sees("/desk", "/board")
    await dinara.says("/board")
    await dinara.sees("Табло", "Операторы")
    await dinara.says("/admin")
    await dinara.sees("Это только для владельца")
    menu = await commands_of(town, dinara)
    while "board" not in menu:  # the menu follows through the outbox
        await asyncio.sleep(0.05)
        menu = await commands_of(town, dinara)
    assert menu["board"] == "Табло"
    assert "admin" not in menu


async def test_an_invitation_changes_an_operator_at_work_and_back(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.handle.open(await town.invitation("Супервайзер шақыру"))
    await dinara.sees("Ваша роль: супервайзер", "Смена продолжается")
    await dinara.says("/desk")
    await dinara.sees("Вы на смене", "Ваши открытые заявки: 1", "Табло")
    await dinara.replies(words, "Отвечаю")
    await sergei.sees("Отвечаю")

    await dinara.handle.open(await town.invitation())
    await dinara.sees("Ваша роль: оператор", "Смена продолжается")
    await dinara.says("/board")
    await dinara.sees("Это только для супервайзеров")
    await dinara.says("/desk")
    desk = await dinara.sees("Вы на смене", "Ваши открытые заявки: 1")
    assert not any("Табло" in label for label in buttons(desk))


async def test_an_invitation_to_ones_own_role_stays_good_for_another(town: Town) -> None:
    await town.employ(town.dinara)
    link = await town.invitation()
    await town.dinara.handle.open(link)
    await town.dinara.sees("Вы уже в команде")
    await town.marat.chooses("Русский")
    await town.marat.handle.open(link)
    await town.marat.sees("Ваша роль: оператор")


async def test_no_invitation_changes_an_owner(town: Town) -> None:
    erlan = town.erlan
    await erlan.chooses("Қазақша")
    link = await town.invitation("Супервайзер шақыру")
    await erlan.handle.open(link)
    await erlan.sees("Сіз командадасыз")
    await erlan.says("/admin")
    listed = await erlan.sees("Ерлан · ", "Супервайзер шақыру")
    for role in ("owner", "admin", "editor", "x"):
        await erlan.handle.forge(listed["message_id"], f"in2:{role}")
    await eventually(
        lambda: sum("Бұл жарамайды" in (one.text or "") for one in erlan.handle.answers) == 4
    )


async def commands_of(town: Town, person: Resident) -> dict[str, str]:
    """The menu of commands as the person's app shows it."""
    async with aiohttp.ClientSession() as session:
        answer = await session.get(f"{town.box.url}/sandbox/people/{person.id}/commands")
        listed = (await answer.json())["commands"]
    return {entry["command"]: entry["description"] for entry in listed}


def refusals(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if "refused" in r.getMessage()]
