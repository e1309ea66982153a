"""Somebody is on the telephone: an operator writes down their request, and works on it."""

from tests.chat.callers import SERGEI, answers, begins, calls
from tests.chat.hours import to_morning
from tests.chat.scenes import asks, begins_closing
from tests.chat.town import Town, buttons


async def test_the_same_questions_then_the_queue(town_on_both: Town) -> None:
    town = town_on_both
    dinara, marat = town.dinara, town.marat
    to_morning(town)
    await town.employ(dinara, marat)
    await begins(dinara)
    await dinara.presses("Қазақша")
    await dinara.sees("📞 Сергей Петрович, +7 701 555 01 02", "С чем нужна помощь?")
    await dinara.presses("Другая тема…")
    await dinara.presses("Назад")
    await dinara.presses("Бумага из суда")
    told = await dinara.sees("Прочитайте вслух", "Мұндай жағдайда адамдар көбіне былай істейді")
    assert "фото" not in told["text"].split("Что случилось?")[1]
    await dinara.says("Получил приказ суда, что делать?")
    await dinara.sees("Получено: 1 сообщение", "Можно добавить ещё или идти дальше")
    await dinara.presses("Это всё, дальше")
    await dinara.sees("В какой день вы получили бумагу?")
    await dinara.says("вчера")
    await dinara.sees("Есть ли у вас что-то из этого?")
    await dinara.presses("Дети, инвалидность, пенсия")
    await dinara.sees("Когда юристу перезвонить?", "09:00–12:00")
    await dinara.presses("12:00–15:00")
    await dinara.sees(
        "Тема: Бумага из суда", "День: ", "по телефону, +7 701 555 01 02, 12:00–15:00"
    )
    await dinara.presses("Изменить")
    await dinara.presses("Что ещё важно")
    await dinara.presses("Ничего из этого")
    await dinara.sees("Важно: Ничего из этого", "Отправить в очередь")
    await dinara.presses("Отправить в очередь")
    await dinara.sees("Заявка № 1 в очереди: 📞 Сергей Петрович", "Кезекте сіз біріншісіз")
    await marat.presses("Взять № 1")
    await marat.sees(
        "Заявка № 1",
        "Кто обратился: Сергей Петрович",
        "Идёт срок",
        "Только по телефону: человека нет в боте",
        "Язык: қазақша",
        "12:00–15:00",
        "Получил приказ суда",
    )
    await marat.sees("№ 1 · Сергей Петрович", "Получил приказ суда, что делать?")


async def test_taken_at_once_called_and_closed(town: Town) -> None:
    dinara = town.dinara
    to_morning(town)
    await town.employ(dinara)
    await calls(dinara, take=True)
    card = await dinara.sees("Только по телефону: человека нет в боте", "+7 701 555 01 02")
    assert "✉️ Написать" not in buttons(card)
    assert "Готовый ответ" not in buttons(card)
    await dinara.presses("📞 Не дозвонились")
    await dinara.sees("звонок 1 из 6")
    await dinara.presses("Заявка")
    await dinara.presses("📞 Не дозвонились")
    await dinara.sees("звонок 2 из 6")
    await dinara.presses("Заявка")
    await dinara.presses("📞 Не дозвонились")
    await dinara.sees("звонок 3 из 6", "Человека нет в боте, написать ему нельзя")
    await dinara.presses("Заявка")
    await dinara.presses("📝 Заметка")
    await dinara.says("Звонить после обеда")
    await dinara.sees("Заметка к заявке № 1 сохранена")
    await dinara.presses("Заявка")
    await begins_closing(dinara)
    await dinara.says("Не ответили трижды")
    await dinara.sees("в Telegram ничего не придёт")
    await dinara.presses("Закрыть № 1")
    await dinara.sees("Заявка № 1 закрыта. В Telegram ничего не отправлено")


async def test_returned_and_given_to_a_colleague(town: Town) -> None:
    dinara, marat = town.dinara, town.marat
    await town.employ(dinara, marat)
    await calls(dinara, take=True)
    await dinara.presses("Передать коллеге")
    await dinara.presses("Марат")
    await dinara.presses("без заметки")
    told = await dinara.sees("Заявка № 1 теперь у другого оператора: Марат")
    assert "отправлено" not in told["text"]
    await marat.sees("Заявка № 1", "Только по телефону")
    await marat.presses("Вернуть в очередь")
    await marat.presses("без заметки")
    told = await marat.sees("Заявка № 1 снова в очереди.")
    assert "человек" not in told["text"].lower()


async def test_nothing_can_be_written_to_a_caller(town: Town) -> None:
    dinara = town.dinara
    await town.employ(dinara)
    await calls(dinara, take=True)
    card = await dinara.sees("Только по телефону", "Закрыть заявку")
    await dinara.says("Здравствуйте!")
    await dinara.sees("Ничего не отправлено", "написать некому", "№ 1 · Сергей Петрович: +7 701")
    await dinara.replies(card, "Здравствуйте!")
    await dinara.sees("человека нет в боте, ничего не отправлено. Позвоните: +7 701 555 01 02")
    for forged in ("wr1:1", "kr1:1", "kp1:1:1"):
        await dinara.handle.forge(card["message_id"], forged)
        await dinara.is_told("человека нет в боте, ничего не отправлено")


async def test_words_for_somebody_else_are_asked_about_without_the_caller(town: Town) -> None:
    dinara, aigul = town.dinara, town.aigul
    await town.employ(dinara)
    await aigul.chooses("Қазақша")
    await asks(town, aigul, "Көмектесіңіз")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Айгүл Сәрсенова", "Көмектесіңіз")
    await calls(dinara, take=True)
    await dinara.sees("Только по телефону", "Закрыть заявку")
    await dinara.says("Здравствуйте!")
    asked = await dinara.sees("Кому это отправить?")
    assert [one for one in buttons(asked) if "№" in one] == ["№ 1 · Айгүл Сәрсенова"]


async def test_a_number_with_an_open_request_gets_no_second_one(town: Town) -> None:
    dinara, marat, sergei = town.dinara, town.marat, town.sergei
    await town.employ(dinara, marat)
    await calls(dinara)
    await marat.says("/desk")
    await marat.presses("Новая заявка по телефону")
    await marat.says("+77015550102")
    found = await marat.sees("С этого номера уже есть открытая заявка: № 1", "в очереди")
    await marat.presses("Заявка", on=found)
    await marat.sees("Заявка № 1", "Только по телефону")
    await marat.presses("Взять № 1")
    await marat.sees("Сергей Петрович")
    await dinara.says("/desk")
    await dinara.presses("Новая заявка по телефону")
    await dinara.says(SERGEI)
    found = await dinara.sees("№ 1", "в работе", "Оператор: Марат Әлиев")
    assert "Заявка" not in buttons(found)
    await sergei.chooses("Русский")


async def test_somebody_else_was_quicker(town: Town) -> None:
    dinara, marat = town.dinara, town.marat
    await town.employ(dinara, marat)
    await begins(dinara)
    await answers(dinara)
    await calls(marat)
    await dinara.presses("Отправить в очередь")
    await dinara.sees("С этого номера уже есть открытая заявка: № 1")


async def test_nothing_but_a_number_a_name_and_words(town: Town) -> None:
    dinara = town.dinara
    await town.employ(dinara)
    await dinara.says("/desk")
    await dinara.presses("Новая заявка по телефону")
    await dinara.says("не знаю")
    await dinara.sees("Не похоже на номер телефона")
    await dinara.says(SERGEI)
    await dinara.sees("Как зовут")
    await dinara.says("12345")
    await dinara.sees("Напишите имя звонящего")
    await dinara.says("Сергей " * 12)
    await dinara.sees("до 64 знаков")
    await dinara.says("Сергей")
    await dinara.sees("на каком языке")
    await dinara.presses("Русский")
    await dinara.presses("Не могу платить кредит")
    await dinara.sees("Что случилось?")
    await dinara.handle.send_photo()
    await dinara.sees("можно записать только текст")


async def test_danger_is_read_out_before_the_next_question(town: Town) -> None:
    dinara, marat = town.dinara, town.marat
    await town.employ(dinara, marat)
    await begins(dinara)
    await dinara.presses("Русский")
    await dinara.presses("Не могу платить кредит")
    await dinara.says("Говорит: я больше не хочу жить")
    await dinara.sees("Прочитайте вслух", "111")
    await dinara.presses("Это всё, дальше")
    await dinara.presses("Не знаю")
    await dinara.presses("Боюсь насилия")
    await dinara.sees("Прочитайте вслух", "102")
    await dinara.presses("Продолжить заявку")
    await dinara.presses("в любое время")
    await dinara.presses("Отправить в очередь")
    await marat.sees("Новая заявка № 1", "Сегодня")


async def test_an_old_form_answers_for_nobody(town: Town) -> None:
    dinara, aigul = town.dinara, town.aigul
    await town.employ(dinara)
    await begins(dinara)
    old = await dinara.sees("на каком языке")
    await dinara.presses("Русский")
    topics = await dinara.sees("С чем нужна помощь?")
    town.clock.jump(seconds=2)
    await dinara.says("/desk")
    await dinara.presses("Новая заявка по телефону")
    await dinara.sees("Вы начали заявку по телефону: Сергей Петрович")
    await dinara.presses("Другой человек")
    await dinara.says("8 701 555 01 01")
    await dinara.sees("Как зовут")
    await dinara.presses("Не могу платить кредит", on=topics)
    await dinara.is_told("Эта форма уже закрыта")
    await dinara.says("Айгүл")
    fresh = await dinara.sees("Айгүл", "на каком языке")
    await dinara.presses("Русский", on=fresh)
    await dinara.sees("С чем нужна помощь?")
    assert old["message_id"] != fresh["message_id"]
    await aigul.chooses("Қазақша")
    home = await aigul.sees("Басты бет")
    await aigul.handle.forge(home["message_id"], "pn1:0")
    await aigul.is_told("Бұл тек")


async def test_words_after_half_an_hour_are_no_answer_to_the_form(town: Town) -> None:
    dinara = town.dinara
    await town.employ(dinara)
    await begins(dinara)
    await dinara.presses("Русский")
    await dinara.sees("С чем нужна помощь?")
    await dinara.presses("Не могу платить кредит")
    told = await dinara.sees("Что случилось?")
    town.clock.jump(minutes=31)
    await dinara.says("Здравствуйте")
    await dinara.sees("Сообщение никому не отправлено")
    await dinara.presses("Дальше без описания", on=told)
    await dinara.is_told("Эта форма уже закрыта")


async def test_words_may_be_meant_for_a_citizen_who_wrote_meanwhile(town: Town) -> None:
    dinara, aigul = town.dinara, town.aigul
    to_morning(town)
    await town.employ(dinara)
    await aigul.chooses("Қазақша")
    await asks(town, aigul, "Көмектесіңіз")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Айгүл Сәрсенова", "Көмектесіңіз")
    await begins(dinara)
    await dinara.presses("Русский")
    await dinara.presses("Не могу платить кредит")
    await dinara.sees("Что случилось?")
    await aigul.says("Сіз бар ма?")
    words = await dinara.sees("Сіз бар ма?")
    await dinara.says("Да, я здесь")
    await dinara.sees("Ничего не сохранено", "для неё")
    await dinara.replies(words, "Да, я здесь")
    await aigul.sees("Да, я здесь")
    await dinara.says("Просрочил на месяц")
    await dinara.sees("Получено: 1 сообщение")


async def test_the_limit_of_cases_is_checked_before_anything_is_written(town: Town) -> None:
    dinara = town.dinara
    await town.employ(dinara)
    for number in range(1, 9):
        await calls(dinara, f"8 701 555 02 0{number}", "Гость", take=True)
        await dinara.sees(f"Заявка № {number}", "Закрыть заявку")
    await begins(dinara)
    await answers(dinara)
    await dinara.presses("Взять себе")
    await dinara.is_told("У вас открытых заявок: 8")
    await dinara.presses("Отправить в очередь")
    await dinara.sees("Заявка № 9 в очереди")
    await dinara.presses("Отправить в очередь")
    await dinara.is_told("Эта форма уже закрыта")


async def test_silence_about_a_caller_is_a_call_that_was_not_made(town: Town) -> None:
    dinara, marat = town.dinara, town.marat
    to_morning(town)
    await town.employ(dinara, marat)
    await calls(dinara, take=True)
    await dinara.sees("Только по телефону", "Закрыть заявку")
    town.clock.jump(hours=1, minutes=2)
    await dinara.sees("№ 1 · Сергей Петрович ждёт вашего звонка")
    town.clock.jump(hours=1, minutes=2)
    await marat.sees("Заявка № 1 снова в очереди")


async def test_found_by_number_name_and_phone(town: Town) -> None:
    dinara = town.dinara
    await town.employ(dinara)
    await calls(dinara)
    for wanted in ("1", "Петрович", "+7 701 555 01 02"):
        await dinara.says("/desk")
        await dinara.presses("Найти заявку")
        await dinara.says(wanted)
        await dinara.sees("Найдено", "№ 1 · Сергей Петрович")


async def test_what_was_noted_is_corrected_until_the_person_has_a_chat(town: Town) -> None:
    dinara, marat, sergei = town.dinara, town.marat, town.sergei
    await town.employ(dinara, marat)
    await begins(dinara)
    await dinara.presses("Русский")
    await dinara.presses("Не могу платить кредит")
    await dinara.sees("Что случилось?")
    noted = await dinara.says("Должен два миллиона")
    await dinara.sees("Получено: 1 сообщение")
    for label in (
        "Это всё, дальше",
        "Не знаю",
        "Пропустить",
        "в любое время",
        "Отправить в очередь",
    ):
        await dinara.presses(label)
    await marat.presses("Взять № 1")
    await marat.sees("№ 1 · Сергей Петрович", "Должен два миллиона")
    await dinara.handle.edit(noted["message_id"], "Должен три миллиона")
    await marat.sees("№ 1 · Сергей Петрович", "Должен три миллиона")
    await sergei.chooses("Русский")
    await sergei.handle.share_contact()
    await sergei.presses("Да, это я")
    await sergei.sees("Добавлено к вашим заявкам: № 1")
    await dinara.handle.edit(noted["message_id"], "Должен пять миллионов")
    await dinara.sees("Заявка № 1 уже не у вас")
    await sergei.presses("Заявка № 1")
    await sergei.presses("Переписка")
    await sergei.sees("Должен три миллиона")


async def test_a_caller_in_the_desk_of_an_operator_who_reads_kazakh(town: Town) -> None:
    marat = town.marat
    await town.employ(marat)
    await marat.says("/language")
    await marat.presses("Қазақша")
    await marat.says("/desk")
    await marat.presses("Телефонмен жаңа өтініш")
    await marat.sees("Қоңырау шалған адамның нөмірін жазыңыз")
    await marat.says("87015550101")
    await marat.sees("ашық өтініш жоқ", "аты кім?")
    await marat.says("Айгүл апай")
    await marat.sees("қай тілде сөйлесу ыңғайлы?")
    await marat.presses("Русский")
    await marat.presses("Коллектор мазалайды")
    await marat.sees("📞 Айгүл апай", "Оқып беріңіз", "Если вам угрожают")
    await marat.presses("Жазбай-ақ")
    await marat.presses("Білмеймін")
    await marat.presses("Өткізу")
    await marat.sees("Заңгер қай уақытта қоңырау шалсын?")
    await marat.presses("09:00–12:00")
    await marat.presses("Өзім аламын")
    await marat.sees("Өтініш № 1", "Телефонмен ғана, ботта жоқ", "Тілі: русский")
    await marat.says("Сәлеметсіз бе")
    await marat.sees("Ештеңе жіберілген жоқ", "№ 1 · Айгүл апай: +7 701 555 01 01")
