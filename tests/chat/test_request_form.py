"""The request form: steps, ways back, drafts, phone, albums."""

import asyncio

from tests.chat.test_whole_conversation import ask_lawyer
from tests.chat.town import Resident, Town, eventually


async def begin(person: Resident) -> None:
    await person.chooses("Русский")
    await person.says("/lawyer")
    await person.presses("Мошенники взяли на меня кредит")
    await person.sees("Что случилось?")


async def to_the_answer(person: Resident) -> None:
    """Past the questions, to how the lawyer should answer."""
    await person.presses("Это всё, дальше")
    await person.presses("Не знаю")
    await person.presses("Пропустить")
    await person.sees("Как юристу вам ответить?")


async def test_the_phone_comes_by_telegrams_own_button(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await begin(sergei)
    await sergei.says("На меня взяли микрокредит")
    await to_the_answer(sergei)
    await sergei.presses("По телефону")
    asked = await sergei.sees("Нажмите кнопку внизу")
    assert asked["reply_keyboard"]["keyboard"][0][0]["request_contact"]
    await sergei.handle.share_contact()
    await sergei.sees("Отправить юристу?", "+7\u00a0701\u00a0555")
    await sergei.presses("Отправить юристу")
    await sergei.sees("позвонит вам")
    await dinara.presses("Взять № 1")
    await dinara.sees("Ответ: по телефону, +7\u00a0701\u00a0555", "Скопировать номер")


async def test_a_typed_number_is_read_as_people_write_it(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    await sergei.says("Помогите")
    await to_the_answer(sergei)
    await sergei.presses("По телефону")
    await sergei.sees("Нажмите кнопку внизу")
    await sergei.says("скоро позвоню")
    await sergei.sees("Не похоже на номер")
    await sergei.says("8 (701) 123-45-67")
    await sergei.sees("Отправить юристу?", "+7\u00a0701\u00a0123")


async def test_what_is_told_in_place_of_a_number_is_kept(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await begin(sergei)
    await sergei.says("Помогите")
    await to_the_answer(sergei)
    await sergei.presses("По телефону")
    await sergei.sees("Нажмите кнопку внизу")
    await sergei.says("Мне каждый день звонят коллекторы")
    await sergei.sees("Это тоже сохранено, юрист увидит", "Нажмите кнопку внизу")
    await sergei.handle.send_album([b"1", b"2"])
    await sergei.sees("Это тоже сохранено, юрист увидит", "Нажмите кнопку внизу")
    await sergei.says("8 701 123 45 67")
    await sergei.sees("Отправить юристу?", "Получено: 2 сообщения, 2 фото")
    await sergei.presses("Отправить юристу")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "каждый день звонят")


async def test_somebody_changes_their_mind_about_the_phone(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    await sergei.says("Помогите")
    await to_the_answer(sergei)
    await sergei.presses("По телефону")
    await sergei.sees("Нажмите кнопку внизу")
    await sergei.says("Пусть ответят в чате")
    await sergei.sees("Отправить юристу?", "Ответ: здесь, в чате")


async def test_an_album_is_counted_once_and_kept_whole(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await begin(sergei)
    await sergei.handle.send_album([b"1", b"2", b"3"], caption="Договор")
    await sergei.sees("Получено: 3 фото")
    await to_the_answer(sergei)
    await sergei.presses("Здесь, в чате")
    await sergei.presses("Отправить юристу")
    await dinara.presses("Взять № 1")
    await dinara.sees_file("photo")
    album = [message for message in dinara.handle.messages if "photo" in message]
    assert len(album) == 3
    assert len({message["media_group_id"] for message in album}) == 1
    assert "№ 1 · Сергей Ким" in album[0]["caption"]
    assert "Договор" in album[0]["caption"]


async def test_a_half_written_request_is_there_on_coming_back(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    await sergei.says("Помогите")
    await sergei.sees("Получено: 1 сообщение")
    await sergei.says("/lessons")
    await sergei.sees("Уроки")
    await town.restart_bot()
    await sergei.says("/lawyer")
    await sergei.sees("Вы начали заявку", "Мошенники взяли на меня кредит", "1 сообщение")
    await sergei.presses("Продолжить")
    await sergei.sees("Получено: 1 сообщение")
    await to_the_answer(sergei)


async def test_each_answer_is_changed_from_the_confirmation(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    await sergei.says("Помогите")
    await to_the_answer(sergei)
    await sergei.presses("По телефону, 09:00–12:00")
    await sergei.sees("Нажмите кнопку внизу")
    await sergei.handle.share_contact()
    await sergei.sees("Отправить юристу?", "Ответ: по телефону", "09:00–12:00")

    await sergei.presses("Изменить")
    await sergei.sees("Что изменить?")
    await sergei.presses("Как мне ответить")
    await sergei.presses("15:00–18:00")
    await sergei.sees("Отправить юристу?", "+7\u00a0701\u00a0555", "15:00–18:00")

    await sergei.presses("Изменить")
    await sergei.presses("Что ещё важно")
    await sergei.presses("Дети, инвалидность")
    await sergei.sees("Отправить юристу?", "Важно: Маленькие дети")

    await sergei.presses("Изменить")
    await sergei.presses("Номер телефона")
    await sergei.sees("Нажмите кнопку внизу")
    await sergei.says("+7 702 000 00 01")
    await sergei.sees("Отправить юристу?", "+7\u00a0702")

    await sergei.presses("Изменить")
    await sergei.presses("Описание и фото")
    await sergei.says("И ещё вот что")
    await sergei.sees("Получено: 2 сообщения")
    await sergei.presses("Это всё, дальше")
    await sergei.sees("Отправить юристу?", "2 сообщения", "Важно: Маленькие дети")

    await sergei.presses("Изменить")
    await sergei.presses("Назад")
    await sergei.sees("Отправить юристу?")


async def test_another_topic_asks_its_own_question_and_keeps_the_words(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    await sergei.says("Помогите")
    await to_the_answer(sergei)
    await sergei.presses("Здесь, в чате")
    await sergei.sees("Отправить юристу?", "Что происходит: Не знаю")
    await sergei.presses("Изменить")
    await sergei.presses("Тема")
    await sergei.presses("Арест счёта")
    again = await sergei.sees("Получено: 1 сообщение", "Это всё, дальше")
    assert "Что случилось?" not in again["text"], "who has written is not asked again"
    await sergei.presses("Это всё, дальше")
    await sergei.sees("Что забирают?")
    await sergei.presses("Больше половины зарплаты")
    seen = await sergei.sees("Отправить юристу?", "Тема: Арест счёта", "1 сообщение")
    assert "Что происходит: Больше половины зарплаты" in seen["text"]


async def test_start_over_forgets_the_draft(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    await sergei.says("Это лишнее")
    await sergei.says("/lawyer")
    await sergei.presses("Начать заново")
    await sergei.presses("Не могу платить кредит")
    seen = await sergei.sees("Что случилось?")
    assert "Получено" not in seen["text"]


async def test_a_second_press_on_send_shows_the_same_request(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    await sergei.says("Помогите")
    await to_the_answer(sergei)
    await sergei.presses("Здесь, в чате")
    confirm = await sergei.sees("Отправить юристу?")
    await sergei.handle.press(confirm["message_id"], "Отправить юристу")
    await sergei.sees("Ваша заявка № 1 в очереди")
    await sergei.handle.forge(confirm["message_id"], "su1")
    await sergei.sees("Заявка № 1")
    assert not [text for text in sergei.heard() if "№ 2" in text]


async def test_somebody_takes_a_request_back(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await sergei.sees("юрист: Динара")
    await sergei.says("/lawyer")
    await sergei.presses("Отменить заявку")
    await sergei.sees("Отменить заявку № 1?")
    await sergei.presses("Да, отменить")
    await sergei.sees("Заявка № 1 отменена")
    await dinara.sees("Заявку № 1 отменил сам человек")


async def test_words_outside_a_form_are_offered_to_the_lawyer_and_kept(town: Town) -> None:
    aigul = town.aigul
    await aigul.chooses("Қазақша")
    await aigul.says("Маған коллекторлар қоңырау шалып жатыр")
    await aigul.sees("Мұны заңгерге жеткізейін бе?")
    await aigul.presses("Иә, заңгерге")
    await aigul.presses("Коллектор мазалайды, қорқытады")
    await aigul.sees("1 хабар")


async def test_a_person_without_a_request_writes_into_an_open_one(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Первое")
    said = await sergei.says("Второе, пока жду")
    await eventually(lambda: reactions(sergei, said) == ["👌"])
    await dinara.presses("Взять № 1")
    await dinara.sees("Первое")
    await dinara.sees("Второе, пока жду")


def reactions(person: Resident, message: dict) -> list[str]:
    now = next(m for m in person.handle.messages if m["message_id"] == message["message_id"])
    return [reaction["emoji"] for reaction in now["reactions"]]


async def test_an_old_form_button_does_not_swallow_words_for_the_lawyer(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Помогите")
    await dinara.presses("Взять № 1")
    home = await sergei.sees("юрист: Динара")
    for data in (
        "co1:phone", "co1:chat", "to1:other", "fo1:words", "fo1:next", "su1", "sk1:words",
        "ch1:unknown", "dy1:3", "si1:none", "sl1:any",
    ):  # fmt: skip
        await sergei.handle.forge(home["message_id"], data)
    await sergei.says("Очень важное сообщение")
    await dinara.sees("Очень важное сообщение")


async def to_the_phone(person: Resident) -> None:
    await begin(person)
    await person.says("Помогите")
    await to_the_answer(person)
    await person.presses("По телефону")
    await person.sees("Нажмите кнопку внизу")


async def test_leaving_the_phone_step_takes_its_keyboard_away(town: Town) -> None:
    sergei = town.sergei
    await to_the_phone(sergei)
    await sergei.says("/language")
    left = await sergei.sees("Номер пока не записан")
    assert left["reply_keyboard"] == {"remove_keyboard": True}
    await sergei.sees("Қазақша", "Русский")
    await sergei.presses("Қазақша")
    await sergei.says("Пусть ответят в чате")  # the keyboard may still have been on the screen
    noted = await sergei.sees("Бұл батырма қазір істемейді", "өз сөзіңізбен")
    assert noted["reply_keyboard"] == {"remove_keyboard": True}
    await sergei.says("/lawyer")
    await sergei.sees("1 хабар")


async def test_an_old_button_of_the_form_takes_the_keyboard_away_too(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    asked = await sergei.sees("Что случилось?")
    await sergei.says("Помогите")
    await to_the_answer(sergei)
    await sergei.presses("По телефону")
    await sergei.sees("Нажмите кнопку внизу")
    await sergei.handle.forge(asked["message_id"], "to1:other")
    left = await sergei.sees("Номер пока не записан")
    assert left["reply_keyboard"] == {"remove_keyboard": True}


async def test_the_card_of_somebody_else_is_no_number_of_ones_own(town: Town) -> None:
    sergei = town.sergei
    await to_the_phone(sergei)
    await sergei.handle.send_foreign_contact("+77010000000", "Коллектор")
    await sergei.sees("Это номер другого человека")
    await sergei.handle.share_contact()
    await sergei.sees("Отправить юристу?", "+7\u00a0701\u00a0555")


async def test_two_albums_at_once_are_counted_once(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    await sergei.handle.send_album([b"1", b"2"])
    await sergei.handle.send_album([b"3", b"4"])
    await sergei.sees("Получено: 4 фото")
    town.clock.jump(seconds=5)
    await asyncio.sleep(1)
    assert sum("Получено" in text for text in sergei.heard()) == 1


async def test_a_slash_that_is_no_command_is_words(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    await sergei.says("/ суд или банк?")
    await sergei.sees("Получено: 1 сообщение")


async def test_home_shows_the_open_request(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Помогите")
    await sergei.says("/start")
    await sergei.sees("Ваша заявка № 1 открыта", "Моя заявка № 1")
    await sergei.presses("Моя заявка № 1")
    await sergei.sees("Заявка № 1", "Отменить заявку")


async def test_a_begun_request_loses_nothing_by_waiting(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei)
    await sergei.handle.send_photo(caption="Повестка")
    await sergei.sees("Получено: 1 фото")
    await sergei.says("/lessons")
    await sergei.sees("Уроки")
    town.clock.jump(minutes=70)
    await sergei.says("И ещё одно слово")
    await sergei.sees("Передать это юристу?")
    await sergei.says("/lawyer")
    await sergei.sees("1 сообщение, 1 фото")
