"""Ways in which somebody was hurt at the desk once: each is acted out again."""

import asyncio

from domain.consultation.case import Contact, Slot
from domain.consultation.triage import Level, Reason, Urgency
from sandbox import samples
from sandbox.faults import Fault
from storage import open_database
from storage.people import person_by_chat
from tests.chat.hours import to_evening, to_morning
from tests.chat.scenes import asks, begins_closing
from tests.chat.test_addressee import choose, heard_of, two_cases
from tests.chat.test_request_form import begin, to_the_answer
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
    await town.marat.sees("Заявка № 1 снова в очереди")


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


async def test_a_cry_for_help_does_not_take_the_case_away(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    town.clock.jump(minutes=35)  # of 240: it was no case of today
    await sergei.says("Я не хочу жить")
    words = await dinara.sees("не хочу жить")
    town.clock.jump(minutes=2)
    await asyncio.sleep(2)
    assert not any("вернулась" in text for text in dinara.heard())
    await dinara.replies(words, "Я здесь, пишите мне")
    await sergei.sees("Я здесь, пишите мне")


async def test_thanks_do_not_take_a_phone_case_away(town: Town) -> None:
    by_phone = {"contact": Contact.PHONE, "phone": "+77015550102", "slot": Slot.AFTERNOON}
    days = Urgency(level=Level.DAYS, reason=Reason.TOPIC)
    sergei, dinara, _ = await taken(town, urgency=days, **by_phone)
    town.clock.jump(hours=2, minutes=30)
    await sergei.says("Спасибо, жду звонка в 15:00")
    await dinara.sees("жду звонка")
    town.clock.jump(minutes=5)
    await asyncio.sleep(2)
    assert not any("вернулась" in text for text in dinara.heard())
    town.clock.jump(minutes=57)
    await dinara.sees("ждёт вашего ответа", "Крайнее время")


async def test_what_stands_beside_a_number_is_kept(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    to_morning(town)
    await town.employ(dinara)
    await begin(sergei)
    await sergei.says("Помогите")
    await to_the_answer(sergei)
    await sergei.presses("По телефону")
    await sergei.sees("Нажмите кнопку внизу")
    await sergei.says("Не хочу жить, муж не должен знать. Мой номер 8 701 555 01 02")
    await sergei.sees("Сначала – вы", "103")
    await sergei.sees("Отправить юристу?", "Получено: 2 сообщения", "+7 701 555 01 02")
    await sergei.presses("Отправить юристу")
    await dinara.sees("Новая заявка № 1", "Сегодня")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "муж не должен знать")


async def test_a_cry_below_a_photo_at_the_question_for_the_day_is_heard(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    await sergei.says("/lawyer")
    await sergei.presses("Бумага из суда")
    await sergei.presses("Дальше без описания")
    await sergei.sees("В какой день вы получили бумагу?")
    await sergei.handle.send_photo(caption="Я не хочу жить")
    await sergei.sees("Сначала – вы", "103")
    await sergei.sees("Получено: 1 фото", "В какой день")


async def test_a_full_draft_has_room_for_a_cry(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    for number in range(30):
        await sergei.says(f"строка {number}")
    await sergei.sees("Получено: 30 сообщений")
    await sergei.says("ещё одна")
    await sergei.sees("Это не сохранено: для начала достаточно")
    await sergei.says("Я не хочу жить")
    await sergei.sees("Сначала – вы", "103")
    await sergei.sees("Получено: 31 сообщение")


async def test_a_cry_that_was_added_to_a_message_is_heard(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    said = await sergei.says("Мне плохо")
    await dinara.sees("Мне плохо")
    await sergei.handle.edit(said["message_id"], "Мне плохо, я не хочу жить")
    await sergei.sees("Сначала – вы", "103")
    await dinara.says("/desk")
    await dinara.presses("Мои заявки")
    await dinara.presses("№ 1 · Сергей")
    await dinara.sees("Сегодня", "не хочется жить")


async def test_words_for_a_citizen_do_not_become_everybodys_reply(town: Town) -> None:
    erlan, sergei = town.erlan, town.sergei
    await sergei.chooses("Русский")
    to_morning(town)
    await town.employ(town.dinara)
    await asks(town, sergei, "Помогите")
    await erlan.says("/desk")
    await erlan.presses("Келесі өтінішті алу")
    await erlan.sees("№ 1 · Сергей", "Помогите")
    await erlan.says("/desk")
    await erlan.presses("Дайын жауаптар")
    await erlan.presses("Дайын жауап қосу")
    await erlan.says("Сәлем")
    await erlan.sees("Қазақша мәтіні")
    await sergei.says("Сколько ещё ждать?")
    await erlan.sees("Сколько ещё ждать?")
    await erlan.says("Сергей, ваш ИИН 880101300123")
    await erlan.sees("Ештеңе сақталған жоқ", "өтініш бойынша хабар келді")
    await erlan.sees("Қазақша мәтіні")
    await erlan.says("Сәлеметсіз бе!")
    await erlan.sees("Орысша мәтіні")
    town.clock.jump(minutes=31)
    await erlan.says("Слова на потом")
    await erlan.sees("Мұны кімге жіберейін?")


async def test_what_comes_late_says_whose_it_is(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    fault = Fault(kind="500", method="copyMessage", chat_id=dinara.id, times=8)
    town.box.faults.add(fault)
    await aigul.handle.send_location(43.2, 76.9)
    await eventually(lambda: any(call.method == "copyMessage" for call in town.box.calls))
    await sergei.says("Я продал дом")
    for _ in range(120):
        town.clock.jump(seconds=20)
        if any("location" in m for m in dinara.handle.messages):
            break
        await asyncio.sleep(0.1)
    late = next(m for m in dinara.handle.messages if "location" in m)
    assert "№ 1 · Айгүл" in late["reply_to_message"]["text"]
    assert heard_of("Я продал дом", dinara)


async def test_an_album_with_something_newer_comes_piece_by_piece(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    for number in range(3):
        sergei.handle.send_raw(
            {
                "photo": [
                    {"file_id": f"f{number}", "file_unique_id": "u", "width": 1, "height": 1}
                ],
                "media_group_id": "7",
                "external_reply": {"origin": {"type": "new"}},
            }
        )
    await eventually(
        lambda: sum(call.method == "copyMessage" and call.ok for call in town.box.calls) == 3
    )
    assert sum("№ 1 · Сергей" in text for text in dinara.heard()[-6:]) >= 3


async def test_ones_own_request_is_no_follow_up_for_oneself(town: Town) -> None:
    dinara, marat, erlan = town.dinara, town.marat, town.erlan
    to_morning(town)
    await town.employ(dinara, marat)
    await asks(town, marat, "Мне самому нужен совет", urgency=URGENT)
    await dinara.presses("Взять № 1")
    words = await dinara.sees("Мне самому")
    await dinara.replies(words, "Здравствуйте")
    await marat.sees("Здравствуйте")
    await dinara.says("/desk")
    await dinara.presses("Закончить смену")
    await dinara.presses("Оставить себе")
    await marat.says("/lawyer")
    await marat.sees("№ 1")
    await marat.says("Они пришли!")
    town.clock.jump(minutes=2)
    await erlan.sees("Назар аударыңыз", "№ 1")
    assert not any("не на смене" in text for text in marat.heard())


async def test_after_reopening_a_call_is_due_again(town: Town) -> None:
    by_phone = {"contact": Contact.PHONE, "phone": "+77015550102", "slot": Slot.AFTERNOON}
    sergei, dinara, _ = await taken(town, **by_phone)
    town.clock.jump(hours=5, minutes=2)
    due = await dinara.sees("Пора позвонить: № 1")
    await dinara.presses("📞 Дозвонились", on=due)
    await begins_closing(dinara)
    await dinara.says("Готово.")
    await dinara.presses("Закрыть № 1")
    await sergei.presses("5 ⭐")
    await sergei.presses("Не решено: открыть снова")
    await sergei.sees("№ 1", "в очереди")
    to_morning(town)
    await dinara.sees("ваша смена завершена")
    await dinara.says("/desk")
    await dinara.presses("Начать смену")
    await dinara.presses("Очередь")
    await dinara.presses("Взять № 1")
    await dinara.sees("Заявка № 1 · в работе", "Открыта снова")
    town.clock.jump(hours=5, minutes=2)
    again = await dinara.sees("Пора позвонить: № 1")
    assert again["message_id"] != due["message_id"]


async def test_a_number_that_is_edited_is_not_silently_the_old_one(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    await sergei.says("Помогите")
    await to_the_answer(sergei)
    await sergei.presses("По телефону")
    await sergei.sees("Нажмите кнопку внизу")
    typed = await sergei.says("+7 701 111 22 33")
    await sergei.sees("Отправить юристу?")
    await sergei.handle.edit(typed["message_id"], "+7 701 999 88 77")
    await sergei.sees("Изменение этого сообщения не учтено")


async def test_an_erased_person_is_not_met_again_by_blocking(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    await sergei.says("/mydata")
    await sergei.presses("Стереть мои данные")
    await sergei.presses("Да, стереть")
    await sergei.sees("Ваши данные стёрты", "⚖️ Нужен юрист")
    await sergei.handle.block()
    await eventually(lambda: not town.box.pending_updates)
    database = await open_database(town.database_url)
    try:
        async with database.reading() as reader:
            assert await person_by_chat(reader, sergei.id) is None
    finally:
        await database.close()
