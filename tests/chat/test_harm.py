"""Ways in which somebody was hurt at the desk once: each is acted out again."""

import asyncio

from domain.consultation.triage import Level, Reason, Urgency
from sandbox import samples
from sandbox.faults import Fault
from tests.chat.hours import to_evening, to_morning
from tests.chat.scenes import asks, begins_closing
from tests.chat.test_addressee import choose, heard_of, two_cases
from tests.chat.town import Resident, Town, eventually

URGENT = Urgency(level=Level.TODAY, reason=Reason.THREATS)


async def taken(town: Town, **changes: object) -> tuple[Resident, Resident, dict[str, object]]:
    """Динара has № 1 of Сергей; his words as she got them."""
    sergei, dinara = town.sergei, town.dinara
    to_morning(town)
    await town.employ(dinara, town.marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите", **changes)
    await dinara.presses("Взять № 1")
    return sergei, dinara, await dinara.sees("№ 1 · Сергей", "Помогите")


async def test_the_second_half_of_a_note_is_asked_about(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await dinara.presses("📝 Заметка")
    await dinara.sees("Заметка", "№ 1")
    await dinara.says("Он был пьян")
    await dinara.sees("№ 1", "не видит")
    await dinara.says("Думаю, он врёт про долг")
    await dinara.sees("Кому это отправить?")
    assert heard_of("врёт", sergei) == []


async def test_after_a_refused_press_typed_words_are_asked_about(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    card = next(m for m in dinara.handle.messages if "Заявка № 1 ·" in m.get("text", ""))
    await aigul.says("/lawyer")
    await aigul.presses("Отменить заявку")
    await aigul.presses("Да, отменить")
    await dinara.sees("№ 1", "отменил")
    await choose(dinara, "№ 2 · Сергей")
    await dinara.presses("Закрыть заявку", on=card)
    await eventually(lambda: len(dinara.handle.answers) > 0)
    await dinara.says("Итог: банк согласился")
    await dinara.sees("Кому это отправить?")
    assert heard_of("банк согласился", aigul, sergei) == []


async def test_what_is_still_on_its_way_has_not_been_seen(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    card = next(m for m in dinara.handle.messages if "Заявка № 2 ·" in m.get("text", ""))
    reaction = len(aigul.handle.messages)
    await aigul.handle.send_album([samples.PHOTO, samples.PHOTO], caption="вот бумага суда")
    await eventually(lambda: any(m.get("reactions") for m in aigul.handle.messages[reaction:]))
    await dinara.presses("✉️ Написать", on=card)
    await dinara.sees("Вы пишете: № 2 · Сергей")
    await dinara.sees("вот бумага суда")
    await dinara.says("Это повестка, приходите завтра")
    await dinara.sees("Кому это отправить?")
    assert heard_of("повестка", aigul, sergei) == []


async def test_an_answer_that_never_arrived_is_told_as_such(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, words = await taken(town)
    await eventually(lambda: any("взял юрист" in text for text in sergei.heard()))
    town.box.faults.add(Fault(kind="400", method="sendMessage", chat_id=sergei.id, times=1))
    await dinara.replies(words, "Подайте возражение до пятницы")
    await dinara.sees("НЕ доставлено")
    await dinara.says("/desk")
    await dinara.sees("Ждут вашего ответа: 1")
    await dinara.presses("Мои заявки")
    await dinara.presses("№ 1 · Сергей")
    await dinara.presses("Передать коллеге")
    await dinara.presses("Марат Әлиев")
    await dinara.presses("Передать без заметки")
    await town.marat.sees("ответ, написанный раньше, человеку НЕ доставлен", "Подайте возражение")
    assert heard_of("возражение", sergei) == []


async def test_pinning_a_message_says_nothing_to_anybody(town: Town) -> None:
    sergei, dinara, words = await taken(town)
    await eventually(lambda: any("взял юрист" in text for text in sergei.heard()))
    before = len(sergei.heard()), len(dinara.heard())
    await dinara.handle.pin(int(str(words["message_id"])))
    own = next(m for m in sergei.handle.messages if not m["out"])
    await sergei.handle.pin(own["message_id"])
    await dinara.says("/desk")
    await dinara.sees("Ждут вашего ответа: 1")
    assert (len(sergei.heard()), len(dinara.heard())) == (before[0], before[1] + 1)


async def test_a_change_after_the_answer_rings(town_on_both: Town) -> None:
    sergei, dinara, _ = await taken(town_on_both, urgency=URGENT)
    said = await sergei.says("Спасибо")
    words = await dinara.sees("Спасибо")
    await dinara.replies(words, "Пожалуйста")
    await sergei.sees("Пожалуйста")
    await sergei.handle.edit(said["message_id"], "Они ломают дверь, что делать?")
    again = await dinara.sees("№ 1 · Сергей", "изменено", "ломают дверь")
    assert again["message_id"] != words["message_id"], "a new message, because an edit is silent"
    await dinara.says("/desk")
    await dinara.sees("Ждут вашего ответа: 1")


async def test_a_file_that_telegram_chokes_on_does_not_silence_the_others(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    fault = Fault(kind="500", method="sendDocument", chat_id=dinara.id, times=0)
    town.box.faults.add(fault)
    await aigul.handle.send_document(b"x", "договор.pdf")
    await eventually(lambda: any(call.method == "sendDocument" for call in town.box.calls))
    await sergei.says("Меня бьёт муж, помогите")
    for _ in range(40):
        town.clock.jump(seconds=10)
        if heard_of("бьёт муж", dinara):
            break
        await asyncio.sleep(0.2)
    assert heard_of("бьёт муж", dinara)


async def test_words_after_the_loss_of_all_cases_are_not_the_operators_own(town: Town) -> None:
    _, dinara, _ = await taken(town)
    marat = town.marat
    await asks(town, dinara, "Мне нужен совет")
    await marat.presses("Взять № 2")
    await marat.sees("№ 2 · Динара", "Мне нужен совет")
    await dinara.says("/desk")
    await dinara.presses("Мои заявки")
    await dinara.presses("№ 1 · Сергей")
    await dinara.presses("Вернуть в очередь")
    await dinara.presses("Вернуть без заметки")
    await dinara.sees("снова в очереди")
    for words in ("Сергей, ваш ИИН 880101", "и ещё про Сергея Кима"):
        await dinara.says(words)
        await dinara.sees("Ничего не отправлено")
    assert heard_of("ИИН", marat) == heard_of("Сергея Кима", marat) == []
    await dinara.says("/lawyer")
    await dinara.sees("№ 2")
    await dinara.says("А это моё")
    await marat.sees("№ 2 · Динара", "А это моё")


async def test_ending_the_shift_by_hand_asks_about_open_cases(town: Town) -> None:
    _, dinara, _ = await taken(town)
    await dinara.says("/desk")
    await dinara.presses("Закончить смену")
    await dinara.sees("Смена закончена", "№ 1 · Сергей", "Вернуть все в очередь (1)")
    await dinara.presses("Вернуть все в очередь (1)")
    await town.marat.sees("Новая заявка № 1")


async def test_an_absent_operators_unanswered_case_is_told_to_those_at_work(town: Town) -> None:
    _, dinara, _ = await taken(town, urgency=URGENT)
    await dinara.says("/desk")
    await dinara.presses("Закончить смену")
    await dinara.presses("Оставить себе")
    town.clock.jump(minutes=16)
    await town.marat.sees("№ 1", "не на смене", "Взять на себя № 1")


async def test_who_begins_a_shift_hears_of_what_came_at_night(town: Town) -> None:
    sergei, dinara, words = await taken(town, urgency=URGENT)
    await dinara.replies(words, "Здравствуйте")
    await sergei.sees("Здравствуйте")
    to_evening(town)
    await dinara.sees("ваша смена завершена")
    await dinara.presses("Оставить себе")
    await sergei.says("Они у двери")
    await dinara.sees("Они у двери")
    to_morning(town)
    town.clock.jump(minutes=-58)
    await town.erlan.sees("Назар аударыңыз", "№\u00a01")
    await town.marat.says("/desk")
    await town.marat.presses("Начать смену")
    await town.marat.sees("№ 1", "не на смене", "Взять на себя № 1")


async def test_a_word_after_the_summary_stops_the_closing_once(town_on_both: Town) -> None:
    sergei, dinara, _ = await taken(town_on_both)
    await begins_closing(dinara)
    await dinara.says("Готово, долг списан.")
    sure = await dinara.sees("Закрыть № 1")
    await sergei.says("Стойте, ко мне пришёл пристав!")
    await dinara.sees("пристав")
    await dinara.presses("Закрыть № 1", on=sure)
    again = await dinara.sees("Заявка не закрыта", "Готово, долг списан.", "Закрыть № 1")
    assert not any("закрыта" in text for text in sergei.heard())
    await dinara.presses("Закрыть № 1", on=again)
    await sergei.sees("№ 1 закрыта", "Готово, долг списан.")


async def test_a_forgotten_form_takes_no_answer_for_itself(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await dinara.presses("Вернуть в очередь")
    await dinara.sees("Вернуть")
    town.clock.jump(minutes=31)
    await sergei.says("Пристав пришёл, что делать?")
    await dinara.sees("Пристав пришёл")
    await dinara.says("Не подписывайте")
    await dinara.sees("Кому это отправить?")
    assert not any("снова в очереди" in text for text in dinara.heard())


async def test_an_answer_bears_the_name_of_who_wrote_it(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await dinara.handle.send_album([samples.PHOTO, samples.PHOTO], caption="Образец заявления")
    await dinara.presses("Вернуть в очередь")
    await dinara.presses("Вернуть без заметки")
    await dinara.sees("снова в очереди")
    await sergei.sees("Образец заявления", "Динара Омарова")


async def test_what_was_taken_in_time_and_returned_broke_no_promise(town: Town) -> None:
    now = int(town.clock.now())
    sergei, dinara, words = await taken(town, promised_by=now + 3600)
    await dinara.replies(words, "Здравствуйте")
    await sergei.sees("Здравствуйте")
    town.clock.jump(hours=2)
    await dinara.presses("Вернуть в очередь")
    await dinara.presses("Вернуть без заметки")
    await sergei.sees("другой юрист")
    town.clock.jump(minutes=2)
    await dinara.says("/desk")
    await dinara.sees("В очереди: 1")
    assert not any("дольше" in text for text in sergei.heard())


async def test_ones_own_request_is_not_offered_to_oneself(town: Town) -> None:
    dinara, marat = town.dinara, town.marat
    to_morning(town)
    await town.employ(dinara, marat)
    await asks(town, dinara, "Мне самой нужен совет")
    await marat.presses("Взять № 1")
    await marat.presses("Вернуть в очередь")
    await marat.presses("Вернуть без заметки")
    await dinara.sees("другой юрист")
    await dinara.says("/desk")
    await dinara.presses("Очередь")
    await dinara.sees("Очередь пуста")
    await marat.says("/desk")
    await marat.presses("Очередь")
    await marat.presses("Взять № 1")
    await marat.sees("Мне самой нужен совет")


async def test_a_reopened_case_waits_since_then(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await begins_closing(dinara)
    await dinara.says("Готово.")
    await dinara.presses("Закрыть № 1")
    await sergei.sees("№ 1 закрыта")
    town.clock.jump(days=5)
    await sergei.presses("5 ⭐")
    await sergei.presses("Не решено: открыть снова")
    await sergei.sees("№ 1", "в очереди")
    await dinara.says("/desk")
    await dinara.presses("Очередь")
    await dinara.sees("№ 1 ·", "ждёт 0 мин")
    await dinara.presses("Взять № 1")
    await dinara.sees("Открыта снова. Прежний итог: Дана консультация")
