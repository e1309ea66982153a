"""Nobody answers the telephone: words that were written wait, who cannot be told is called on."""

from domain.consultation.case import Contact, Slot
from tests.chat.callers import calls
from tests.chat.hours import to_evening, to_morning
from tests.chat.scenes import asks
from tests.chat.test_harm import taken
from tests.chat.town import Resident, Town

ANY_TIME = {"contact": Contact.PHONE, "phone": "+77015550102", "slot": Slot.ANY}


async def in_vain(operator: Resident) -> None:
    """One more call to № 1 that nobody took."""
    await operator.says("/desk")
    await operator.sees("Ваши открытые заявки: 1")
    await operator.presses("Мои заявки")
    await operator.sees("Мои заявки", "№ 1")
    await operator.presses("№ 1")
    await operator.sees("Заявка № 1", "Не дозвонились")
    await operator.presses("📞 Не дозвонились")


async def test_what_was_written_between_the_calls_still_waits(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, _ = await taken(town, **ANY_TIME)
    for count in (1, 2):
        await in_vain(dinara)
        await dinara.sees(f"не дозвонились, звонок {count} из 3")
    town.clock.jump(minutes=1)
    await sergei.says("Я на работе, не могу взять трубку. Приставы завтра придут, что делать?")
    await dinara.sees("№ 1 · Сергей", "Приставы завтра придут")
    await in_vain(dinara)
    await dinara.sees("не дозвонились, звонок 3", "ещё нужно ответить")
    told = await sergei.sees("юрист звонил вам три раза", "Ваши сообщения у юриста")
    assert "задайте вопрос" not in told["text"]
    await dinara.says("/desk")
    await dinara.sees("Ждут вашего ответа: 1")
    town.clock.jump(hours=4, minutes=2)
    await dinara.sees("№ 1 · Сергей Ким", "ждёт вашего ответа", "вернётся в очередь")


async def test_in_kazakh_without_words_it_is_for_the_citizen_to_write(town: Town) -> None:
    aigul, marat = town.aigul, town.marat
    to_morning(town)
    await town.employ(marat)
    await marat.says("/language")
    await marat.presses("Қазақша")
    await aigul.chooses("Қазақша")
    await asks(town, aigul, "Көмектесіңіз", **ANY_TIME)
    await marat.presses("№ 1 өтінішті алу")
    await marat.sees("№ 1 · Айгүл", "Көмектесіңіз")
    for count in (1, 2, 3):
        await marat.says("/desk")
        await marat.sees("Сіздегі ашық өтініштер: 1")
        await marat.presses("Өтініштерім")
        await marat.sees("Өтініштерім", "№ 1")
        await marat.presses("№ 1")
        await marat.sees("№ 1", "Жауап бермеді")
        await marat.presses("📞 Жауап бермеді")
        await marat.sees(f"қоңырау: {count}")
    await aigul.sees("нөміріне үш рет қоңырау шалды", "Сұрағыңызды жазсаңыз да болады")
    await marat.says("/desk")
    desk = await marat.sees("Сіздегі ашық өтініштер: 1")
    assert "Жауабыңызды күтіп отыр" not in desk["text"]


async def test_a_caller_is_called_another_day_and_then_decided_about(town: Town) -> None:
    dinara = town.dinara
    to_morning(town)
    await town.employ(dinara)
    await calls(dinara, take=True)
    await dinara.sees("Только по телефону", "Закрыть заявку")
    for count in (1, 2):
        await in_vain(dinara)
        await dinara.sees(f"не дозвонились, звонок {count} из 6")
    await in_vain(dinara)
    await dinara.sees("звонок 3 из 6", "в следующий рабочий день: бот напомнит")
    to_evening(town)
    await dinara.sees("ваша смена завершена")
    await dinara.presses("Оставить себе")
    to_morning(town)
    await dinara.says("/desk")
    await dinara.presses("Начать смену")
    await dinara.sees("Вы на смене")
    due = await dinara.sees("Пора позвонить: № 1 · Сергей Петрович", "Звонков без ответа: 3")
    await dinara.presses("📞 Не дозвонились", on=due)
    await dinara.sees("звонок 4 из 6")
    await in_vain(dinara)
    await dinara.sees("звонок 5 из 6")
    await in_vain(dinara)
    await dinara.sees("звонок 6", "Решите", "Закрыть заявку", "Вернуть в очередь")
    await dinara.says("/desk")
    await dinara.sees("Ждут вашего ответа: 1")
    town.clock.jump(hours=6)
    await dinara.sees("на звонки никто не ответил", "Решите", "Закрыть заявку")
    await dinara.presses("Закрыть заявку")
    await dinara.sees("№ 1", "Чем закончилось?", "Не дозвонились")
