"""Words that went to the wrong person once: the screen did not show what the bot went by."""

import asyncio
import time
from typing import Any

import pytest

from bot.wiring.upkeep import Upkeep
from storage import open_database
from storage.desk import NoteTable
from tests.chat.canned import GREETING, keeps, opens
from tests.chat.scenes import asks
from tests.chat.test_addressee import choose, heard_of, two_cases, writes_to_the_first
from tests.chat.test_harm import taken
from tests.chat.town import PATIENCE, Resident, Town
from tests.databases import on_their_way


def card_of(operator: Resident, number: str) -> dict[str, Any]:
    return next(m for m in operator.handle.messages if f"Заявка {number} ·" in m.get("text", ""))


async def test_a_press_above_news_of_another_case_settles_only_what_was_asked(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    await dinara.says("Здравствуйте, это юрист")
    asked = await dinara.sees("Кому это отправить?")
    await sergei.says("Мне подписывать признание долга?")
    await dinara.sees("подписывать признание")
    await dinara.presses("№ 1 · Айгүл", on=asked)
    await aigul.sees("это юрист")
    await dinara.says("Да, подписывайте")
    await dinara.sees("Кому это отправить?", "№ 1 · Айгүл", "№ 2 · Сергей")
    assert heard_of("Да, подписывайте", aigul, sergei) == []


async def has_got_all(town: Town, person: Resident) -> None:
    """Nothing is on its way to them any more."""
    deadline = time.monotonic() + PATIENCE
    while await on_their_way(town.database_url, person.id):
        assert time.monotonic() < deadline, "something does not arrive"
        await asyncio.sleep(0.02)


async def test_a_press_with_nothing_below_it_is_for_what_follows_too(town_on_both: Town) -> None:
    aigul, sergei, dinara = await two_cases(town_on_both)
    await dinara.sees("№ 2 · Сергей Ким\n", "Я Сергей")
    await has_got_all(town_on_both, dinara)
    await dinara.says("Здравствуйте, это юрист")
    await dinara.sees("Кому это отправить?")
    await dinara.presses("№ 1 · Айгүл")
    await aigul.sees("это юрист")
    await dinara.says("Пришлите договор")
    await dinara.sees("Отправлено: № 1 · Айгүл")
    await aigul.sees("Пришлите договор")
    assert heard_of("договор", sergei) == []


async def test_of_two_questions_the_upper_one_says_nothing_of_what_follows(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    await dinara.says("Для Айгүл")
    upper = await dinara.sees("Кому это отправить?")
    await dinara.says("Сергей, ваш ИИН принят")
    lower = await dinara.sees("Кому это отправить?")
    assert lower["message_id"] != upper["message_id"]
    await dinara.presses("№ 1 · Айгүл", on=upper)
    await aigul.sees("Для Айгүл")
    await dinara.says("и приходите завтра с паспортом")
    await dinara.sees("Кому это отправить?")
    assert heard_of("паспортом", aigul, sergei) == []


async def test_a_question_above_another_card_says_nothing_of_what_follows(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    await dinara.says("Здравствуйте, это юрист")
    asked = await dinara.sees("Кому это отправить?")
    await dinara.says("/desk")
    await dinara.presses("Мои заявки")
    listed = await dinara.sees("Мои заявки", "№ 2 · Сергей")
    await dinara.presses("№ 2 · Сергей", on=listed)
    await dinara.sees("Заявка № 2", "Сергей Ким")
    await dinara.presses("№ 1 · Айгүл", on=asked)
    await aigul.sees("это юрист")
    await dinara.says("Ваш долг 5 000 000")
    await dinara.sees("Кому это отправить?")
    assert heard_of("5 000 000", aigul, sergei) == []


async def test_a_canned_reply_sent_above_news_says_nothing_of_what_follows(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    await keeps(town, GREETING)
    await opens(dinara)
    await dinara.presses("Сәлемдесу")
    await dinara.sees("Ваш вопрос у меня")
    await sergei.says("Мне подписывать признание долга?")
    await dinara.sees("подписывать признание")
    await dinara.presses("Отправить")
    await aigul.sees("Ваш вопрос у меня")
    await dinara.says("Да, подписывайте")
    await dinara.sees("Кому это отправить?")
    assert heard_of("Да, подписывайте", aigul, sergei) == []


@pytest.mark.parametrize(
    ("button", "done"),
    [("📝 Заметка", "не видит"), ("Вернуть в очередь", "снова в очереди")],
)
async def test_words_below_news_of_another_case_are_no_note(
    town: Town, button: str, done: str
) -> None:
    _, sergei, dinara = await two_cases(town)
    await dinara.presses(button, on=card_of(dinara, "№ 1"))
    await dinara.sees("№ 1 · Айгүл")
    await sergei.says("Пристав у двери, открывать?")
    await dinara.sees("открывать?")
    await dinara.says("Сергей, не открывайте, ИИН не называйте")
    await dinara.sees("Ничего не сохранено и не отправлено", "по другой заявке")
    again = await dinara.sees("№ 1 · Айгүл")
    assert "reply_markup" in again, "the question stands at the bottom once more"
    await dinara.says("Просит перезвонить")
    await dinara.sees("№ 1", done)
    assert await notes_of(town, 1) == ["Просит перезвонить"]


async def notes_of(town: Town, number: int) -> list[str]:
    database = await open_database(town.database_url)
    try:
        async with database.transaction() as (tx, _):
            return [note.words for note in await NoteTable(tx).notes_of(number)]
    finally:
        await database.close()


async def test_words_below_news_of_another_case_are_no_note_to_a_colleague(town: Town) -> None:
    await writes_to_the_first(town)
    aigul, dinara, marat = town.aigul, town.dinara, town.marat
    await dinara.presses("Передать коллеге", on=card_of(dinara, "№ 2"))
    await dinara.presses("Марат")
    await dinara.sees("Сергей Ким → Марат")
    await aigul.says("Пристав у двери, открывать?")
    await dinara.sees("открывать?")
    await dinara.says("Айгүл, ИИН не называйте")
    await dinara.sees("Ничего не сохранено и не отправлено")
    await dinara.sees("Сергей Ким → Марат")
    assert heard_of("ИИН", marat) == []
    await dinara.says("Скандалит")
    await marat.sees("Скандалит")


async def test_words_below_news_of_another_case_move_nothing_to_another_topic(town: Town) -> None:
    _, sergei, dinara = await two_cases(town)
    await dinara.presses("Передать коллеге", on=card_of(dinara, "№ 1"))
    await dinara.presses("В очередь другой темы")
    await dinara.presses("Бумага из суда")
    await dinara.sees("№ 1", "Бумага из суда")
    await sergei.says("Пристав у двери, открывать?")
    await dinara.sees("открывать?")
    await dinara.says("Сергей, ИИН не называйте")
    await dinara.sees("Ничего не сохранено и не отправлено")
    await dinara.sees("№ 1", "Бумага из суда")
    await dinara.says("Это повестка")
    await dinara.sees("снова в очереди, с другой темой")
    assert await notes_of(town, 1) == ["Это повестка"]


async def test_a_note_stands_when_the_same_person_writes_meanwhile(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await dinara.presses("📝 Заметка")
    await dinara.sees("Заметка", "№ 1")
    await sergei.says("И ещё вот что")
    await dinara.sees("И ещё вот что")
    await dinara.says("Говорит сбивчиво")
    await dinara.sees("№ 1", "не видит")
    assert await notes_of(town, 1) == ["Говорит сбивчиво"]


async def looks_at_a_case_of_another(town: Town) -> None:
    """Ерлан has a lawyer himself (№ 2), and looks at № 1, which is Динара's."""
    await taken(town)
    erlan, marat = town.erlan, town.marat
    await asks(town, erlan, "Маған кеңес керек")
    await marat.presses("Взять № 2")
    await marat.sees("№ 2 · Ерлан", "Маған кеңес керек")
    await erlan.says("/desk")
    await erlan.presses("Өтініш іздеу")
    await erlan.says("1")
    await erlan.presses("№ 1")
    await erlan.sees("Өтініш № 1")


async def test_a_supervisors_words_below_a_card_are_not_for_their_own_lawyer(town: Town) -> None:
    await looks_at_a_case_of_another(town)
    erlan, marat = town.erlan, town.marat
    await erlan.says("Сергей Кимге тез жауап беріңіз, ИИН 880101")
    await erlan.sees("кімге жіберейін?", "Өз заңгеріме, № 2")
    assert heard_of("880101", marat) == []
    await erlan.presses("Жібермеу")
    await erlan.sees("Ешкімге жіберілген жоқ")
    assert heard_of("880101", marat) == []


async def test_asked_a_supervisor_can_write_to_their_own_lawyer(town: Town) -> None:
    await looks_at_a_case_of_another(town)
    erlan, marat = town.erlan, town.marat
    await erlan.says("Қарызым 300 000")
    await erlan.presses("Өз заңгеріме, № 2")
    await erlan.sees("Өз өтінішіңізге жіберілді: № 2")
    await marat.sees("№ 2 · Ерлан", "Қарызым 300 000")
    await erlan.says("Тағы бірі бар")
    await marat.sees("№ 2 · Ерлан", "Тағы бірі бар")
    await erlan.says("/desk")
    await erlan.says("Мынау кімге?")
    await erlan.sees("кімге жіберейін?")
    assert heard_of("Мынау кімге?", marat) == []


async def test_words_that_waited_too_long_are_not_said_to_be_sent(town: Town) -> None:
    _, sergei, dinara = await two_cases(town)
    await dinara.says("Сергей, суд 27-го в 10:00")
    asked = await dinara.sees("Кому это отправить?")
    town.clock.jump(hours=26)
    database = await open_database(town.database_url)
    await Upkeep(database).clean_up(int(town.clock.now()))
    await database.close()
    await dinara.presses("№ 2 · Сергей", on=asked)
    await dinara.is_told("никому не отправлено")
    assert heard_of("суд 27-го", sergei) == []


async def test_words_that_were_sent_are_said_to_be_sent(town: Town) -> None:
    _, sergei, dinara = await two_cases(town)
    await dinara.says("Сергей, суд 27-го в 10:00")
    asked = await dinara.sees("Кому это отправить?")
    await dinara.presses("№ 2 · Сергей", on=asked)
    await sergei.sees("суд 27-го")
    await dinara.handle.forge(asked["message_id"], press_of(asked, "№ 1"))
    await dinara.is_told("Это сообщение уже отправлено")


def press_of(message: dict[str, Any], label: str) -> str:
    """What a press on that button carries."""
    rows = message["reply_markup"]["inline_keyboard"]
    return next(str(b["callback_data"]) for row in rows for b in row if label in b["text"])


async def test_after_choosing_the_one_who_wrote_words_go_on_to_them(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    await choose(dinara, "№ 2 · Сергей")
    await aigul.says("А мне?")
    await dinara.sees("А мне?")
    await dinara.says("Вам тоже")
    asked = await dinara.sees("Кому это отправить?")
    await dinara.presses("№ 1 · Айгүл", on=asked)
    await aigul.sees("Вам тоже")
    await dinara.says("Приходите")
    await aigul.sees("Приходите")
    assert heard_of("Приходите", sergei) == []
