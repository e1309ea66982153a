"""Somebody wants to be called in the afternoon: the operator is told when it is time."""

import asyncio
import time

from domain.consultation.case import Contact, Slot
from storage import open_database
from storage.cases import CaseTable
from tests.chat.hours import to_evening, to_morning
from tests.chat.scenes import asks
from tests.chat.test_harm import taken
from tests.chat.town import PATIENCE, Resident, Town, eventually

BY_PHONE = {"contact": Contact.PHONE, "phone": "+77015550102", "slot": Slot.AFTERNOON}
IN_THE_MORNING = {**BY_PHONE, "slot": Slot.MORNING}


async def test_the_operator_is_told_when_the_hour_has_come(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara = town.sergei, town.dinara
    to_morning(town)
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите", **BY_PHONE)
    await dinara.presses("Взять № 1")
    await dinara.sees("Заявка № 1", "15:00–18:00")
    town.clock.jump(hours=4)
    assert not any("Пора позвонить" in text for text in dinara.heard())
    town.clock.jump(hours=1, minutes=2)
    notice = await dinara.sees("Пора позвонить: № 1 · Сергей Ким", "+7\u00a0701\u00a0555")
    await dinara.presses("📞 Не дозвонились", on=notice)
    await dinara.sees("не дозвонились, звонок 1 из 3")
    town.clock.jump(hours=2, minutes=1)
    again = await dinara.sees("Пора позвонить: № 1", "Звонков без ответа: 1")
    await dinara.presses("📞 Дозвонились", on=again)
    await dinara.sees("дозвонились, отмечено")


async def test_in_kazakh_and_words_typed_below_it_are_asked_about(town: Town) -> None:
    aigul, sergei, marat = town.aigul, town.sergei, town.marat
    to_morning(town)
    await town.employ(marat)
    await marat.says("/language")
    await marat.presses("Қазақша")
    await aigul.chooses("Қазақша")
    await sergei.chooses("Русский")
    await asks(town, aigul, "Көмектесіңіз", **BY_PHONE)
    await marat.presses("№ 1 өтінішті алу")
    await marat.sees("Көмектесіңіз")
    await asks(town, sergei, "Помогите")
    await marat.presses("№ 2 өтінішті алу")
    await marat.sees("Помогите")
    words = await marat.sees("№ 2 · Сергей", "Помогите")
    await marat.replies(words, "Здравствуйте!")
    await sergei.sees("Здравствуйте!")
    town.clock.jump(hours=5, minutes=2)
    await marat.sees("Қоңырау шалатын уақыт болды: № 1 · Айгүл")
    await marat.says("Пришлите договор")
    await marat.sees("кімге жіберейін?")
    assert not any("договор" in text for text in [*aigul.heard(), *sergei.heard()])


def times_told(operator: Resident) -> int:
    return sum("Пора позвонить: № 1" in text for text in operator.heard())


async def test_a_line_in_the_chat_is_no_call(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, _ = await taken(town, **BY_PHONE)
    town.clock.jump(hours=5, minutes=2)
    await dinara.sees("Пора позвонить: № 1")
    await dinara.says("Сейчас занята, позвоню чуть позже")
    await sergei.sees("позвоню чуть позже")
    await dinara.says("/desk")
    await dinara.sees("Ждут вашего ответа: 1")
    town.clock.jump(hours=2, minutes=1)
    await eventually(lambda: times_told(dinara) == 2)


async def call_is_owed(town: Town, number: int) -> None:
    """The watch, which looks once a minute, has seen that the call is due."""
    database = await open_database(town.database_url)
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            async with database.transaction() as (tx, _):
                if await CaseTable(tx).call_is_due(number):
                    return
            await asyncio.sleep(0.05)
    finally:
        await database.close()
    raise AssertionError("nobody saw it")


async def test_a_call_of_somebody_off_shift_is_told_to_those_at_work(town_on_both: Town) -> None:
    town = town_on_both
    to_morning(town)
    town.clock.jump(hours=3)  # 13:00: the call is for tomorrow
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите", **IN_THE_MORNING)
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.replies(words, "Позвоню вам завтра утром")
    await sergei.sees("Позвоню вам завтра")
    to_evening(town)
    await dinara.sees("ваша смена завершена")
    await marat.sees("ваша смена завершена")
    await dinara.presses("Оставить себе")
    to_morning(town)
    await marat.says("/desk")
    await marat.presses("Начать смену")
    await marat.sees("Вы на смене")
    await call_is_owed(town, 1)
    town.clock.jump(minutes=17)
    await marat.sees("№ 1", "не на смене", "Взять на себя № 1")
