"""The supervisor's board: what it shows, to whom, and moving a request to another operator."""

from domain.consultation.triage import Level, Reason, Urgency
from tests.chat.hours import to_morning
from tests.chat.scenes import asks
from tests.chat.town import Town


async def test_the_board_shows_who_waits_and_who_has_what_in_kazakh(town_on_both: Town) -> None:
    town = town_on_both
    aigul, sergei, dinara, erlan = town.aigul, town.sergei, town.dinara, town.erlan
    morning = to_morning(town)
    await town.employ(dinara)
    for person in (aigul, sergei):
        await person.chooses("Русский")
    urgent = Urgency(level=Level.TODAY, reason=Reason.CRISIS)
    await asks(town, aigul, "Көмектесіңіз", promised_by=morning + 300)
    await asks(town, sergei, "Помогите", urgency=urgent)
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Айгүл", "Көмектесіңіз")
    await aigul.sees("Вашу заявку № 1 взял юрист")

    town.clock.jump(minutes=7)
    await erlan.says("/board")
    board = await erlan.sees("Жалпы көрініс", "Кезекте: 1", "Бүгін: 1 · ең ұзағы 7 мин")
    assert "Динара Омарова · ауысымда: ашық 1" in board["text"]
    assert "жауап күтіп тұрғаны 1" in board["text"]
    assert "Айгүл" not in board["text"]

    await dinara.says("Здравствуйте!")
    await aigul.sees("Здравствуйте!")
    await erlan.presses("Жаңарту", on=board)
    board = await erlan.sees("алғашқы жауапқа дейін 7 мин")
    assert "жауап күтіп тұрғаны" not in board["text"]


async def test_a_supervisor_moves_a_request_from_one_operator_to_another(town: Town) -> None:
    sergei, dinara, marat, erlan = town.sergei, town.dinara, town.marat, town.erlan
    to_morning(town)
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.replies(words, "Пришлите договор")
    await sergei.sees("Пришлите договор")

    await erlan.says("/desk")
    await erlan.presses("Жалпы көрініс")
    await erlan.presses("Басқа операторға беру")
    await erlan.sees("Кімнің өтінішін басқаға бересіз?", "Кезек · 0", "Динара Омарова · 1")
    await erlan.presses("Динара Омарова · 1")
    await erlan.sees("Қай өтініш?", "№ 1 · Кезек бойынша")
    await erlan.presses("№ 1 · Кезек бойынша")
    asked = await erlan.sees("№ 1 қазір мына операторда: Динара Омарова.", "Марат Әлиев · 0/8")
    await erlan.presses("Марат Әлиев", on=asked)
    await erlan.sees("№ 1 енді мына операторда: Марат Әлиев.")

    await marat.sees("Заявка № 1", "Сергей Ким")
    await marat.sees("№ 1 · Сергей", "Помогите")
    await dinara.sees("№ 1", "Марат Әлиев")
    await sergei.sees("Марат Әлиев", "№ 1")
    await sergei.says("Вот договор")
    await marat.sees("Вот договор")
    assert not any("Вот договор" in text for text in dinara.heard())


async def test_a_waiting_request_is_given_to_an_operator(town: Town) -> None:
    sergei, dinara, erlan = town.sergei, town.dinara, town.erlan
    to_morning(town)
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await erlan.says("/board")
    await erlan.presses("Басқа операторға беру")
    await erlan.presses("Кезек · 1")
    await erlan.presses("№ 1 · Кезек бойынша")
    asked = await erlan.sees("№ 1 кезекте тұр.", "Динара Омарова · 0/8")
    await erlan.presses("Динара Омарова", on=asked)
    await erlan.sees("№ 1 енді мына операторда: Динара Омарова.")
    await dinara.sees("Заявка № 1", "Сергей Ким")
    await erlan.handle.forge(asked["message_id"], "bt1:1:0:2")
    await erlan.is_told("жағдай өзгерді")


async def test_the_board_is_not_for_operators_nor_citizens(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    to_morning(town)
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    card = await dinara.sees("Заявка № 1", "Сергей Ким")
    await dinara.says("/board")
    await dinara.sees("только для супервайзеров")
    for data in ("bo1", "bs1:0", "bl1:0:0", "bm1:1:0", "bt1:1:2:3"):
        dinara.handle.answers.clear()
        await dinara.handle.forge(card["message_id"], data)
        await dinara.is_told("только для супервайзеров")
    await sergei.says("/board")
    await sergei.sees("только для сотрудников")
