"""Somebody wants to be called in the afternoon: the operator is told when it is time."""

from domain.consultation.case import Contact, Slot
from tests.chat.hours import to_morning
from tests.chat.scenes import asks
from tests.chat.town import Town

BY_PHONE = {"contact": Contact.PHONE, "phone": "+77015550102", "slot": Slot.AFTERNOON}


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
