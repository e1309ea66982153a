"""The card of a case: its facts, notes, call-backs, and finding it again."""

import datetime as dt

from bot.i18n import almaty_day
from domain.consultation.case import Contact, Slot
from domain.consultation.triage import (
    Answer,
    Facts,
    Level,
    Reason,
    Situation,
    Topic,
    Urgency,
)
from tests.chat.scenes import asks, begins_closing
from tests.chat.town import Resident, Town, buttons


def today_of(town: Town) -> dt.date:
    return almaty_day(town.clock.now())


async def test_the_card_says_what_the_operator_needs(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    first = await asks(town, sergei, "Первый вопрос")
    await dinara.presses(f"Взять № {first}")
    await dinara.sees("№ 1 · Сергей", "Первый вопрос")
    await begins_closing(dinara)
    await dinara.says("Готово.")
    await dinara.presses("Закрыть № 1")
    await dinara.sees("Заявка № 1 закрыта")
    last_day = today_of(town) + dt.timedelta(days=40)
    await asks(
        town,
        sergei,
        "<b>Пришла</b> бумага & <i>не знаю</i>",
        facts=Facts(topic=Topic.COLLECTORS, answer=Answer.THREATS, situation=Situation.DANGER),
        urgency=Urgency(level=Level.DAYS, reason=Reason.SETTLEMENT_TERM, last_day=last_day),
        contact=Contact.PHONE,
        phone="+77015550102",
        slot=Slot.MORNING,
        previous_id=first,
        created_at=int(town.clock.now()) - 3 * 3600,
    )
    await dinara.presses("Взять № 2")
    card = await dinara.sees("Заявка № 2 · в работе", "Кто обратился: Сергей Ким")
    text = card["text"]
    assert "Идёт срок: срок обратиться к кредитору" in text
    assert "Срок по микрокредиту; у банка – по договору" in text
    assert "осталось 40 дней" in text
    assert "Ответ в анкете: Угрозы или насилие" in text
    assert "Кроме того: Боюсь насилия" in text
    assert "Язык: русский" in text
    assert "Отправлена: 3\u00a0ч назад" in text
    assert "+7\u00a0701\u00a0555\u00a001\u00a002" in text
    assert "09:00–12:00" in text
    assert "Прежняя заявка: № 1 · Дана консультация" in text
    assert "Пришла бумага & не знаю" in text
    assert "● Ждёт ответа: 3\u00a0ч" in text
    assert card["has_protected_content"]


async def test_a_term_of_the_law_on_microfinance_is_told_as_such(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    last_day = today_of(town) + dt.timedelta(days=12)
    await asks(
        town,
        sergei,
        "Просрочил и боюсь",
        facts=Facts(topic=Topic.OVERDUE, situation=Situation.DANGER),
        urgency=Urgency(level=Level.TODAY, reason=Reason.DANGER, last_day=last_day),
    )
    await dinara.presses("Взять № 1")
    await dinara.sees(
        "Заявка № 1", "Последний день", "Срок по микрокредиту; у банка – по договору"
    )


async def test_files_and_the_end_of_waiting_stand_on_the_card(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("Заявка № 1", "● Ждёт ответа")
    await sergei.handle.send_photo()
    await dinara.sees_file("photo")
    await dinara.says("Вижу фото")
    await sergei.sees("Вижу фото")
    await opens(dinara, "№ 1 · Сергей")
    shown = await dinara.sees("Заявка № 1", "Файлов: 1")
    assert "Ждёт ответа" not in shown["text"]


async def opens(operator: Resident, label: str) -> None:
    """The card, two taps from the desk."""
    await operator.says("/desk")
    await operator.presses("Мои заявки")
    listed = await operator.sees("Мои заявки", label)
    await operator.presses(label, on=listed)


async def test_the_desk_and_the_queue_show_urgency_before_names(town: Town) -> None:
    aigul, sergei, dinara = town.aigul, town.sergei, town.dinara
    await town.employ(dinara)
    for person in (aigul, sergei):
        await person.chooses("Русский")
    await asks(town, aigul, "Спокойный вопрос")
    town.clock.jump(minutes=10)
    urgent = Urgency(level=Level.TODAY, reason=Reason.THREATS)
    now = int(town.clock.now())
    await asks(town, sergei, "Мне угрожают", urgency=urgent, place=now - 14 * 86400)
    town.clock.jump(minutes=5)
    await dinara.says("/desk")
    await dinara.sees("В очереди: 2", "• Сегодня: 1, дольше всех ждут 5 мин", "15 мин")
    await dinara.presses("Очередь")
    queue = await dinara.sees("№ 2", "Сегодня: угрозы коллекторов", "В порядке очереди")
    assert queue["text"].index("№ 2") < queue["text"].index("№ 1")
    assert "Сергей" not in queue["text"]


async def test_the_queue_is_turned_page_by_page(town: Town) -> None:
    dinara = town.dinara
    await town.employ(dinara)
    for number in range(1, 8):
        citizen = town.resident(f"Гость {number}", language_code="ru")
        await citizen.chooses("Русский")
        await asks(town, citizen, f"Вопрос {number}")
    await dinara.says("/desk")
    await dinara.presses("Очередь")
    first = await dinara.sees("№ 1 ·", "№ 5 ·", "→")
    assert "←" not in buttons(first)
    assert "№ 6" not in first["text"]
    await dinara.presses("→", on=first)
    second = await dinara.sees("№ 6 ·", "№ 7 ·", "←")
    assert "→" not in buttons(second)
    await dinara.handle.forge(second["message_id"], "qu2:9000000")
    await dinara.sees("№ 1 ·", "№ 5 ·", "→")


async def test_a_note_reaches_no_citizen_and_every_later_operator(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.presses("📝 Заметка")
    await dinara.sees("📝 Заметка: № 1 · Сергей Ким", "Человек её НЕ видит")
    await dinara.replies(words, "Кажется, он не в себе")
    await dinara.sees("Ничего не сохранено и не отправлено")
    await dinara.handle.send_photo(caption="Кажется, он не в себе")
    await dinara.sees("Напишите заметку текстом")
    await dinara.says("Кажется, он не в себе")
    await dinara.sees("📝 Заметка к заявке № 1 сохранена. Человек её не видит.")
    await dinara.says("Здравствуйте!")
    await dinara.sees("Кому это отправить?")
    assert not any("Здравствуйте" in text for text in sergei.heard())
    await dinara.presses("№ 1 · Сергей")
    await sergei.sees("Здравствуйте!")

    await dinara.presses("Вернуть в очередь")
    await dinara.sees("вернуть в очередь?", "📝")
    await dinara.says("Нужен юрист по ипотеке")
    await dinara.sees("Заявка № 1 снова в очереди, человеку сообщили.")
    await sergei.sees("Вашу заявку № 1 возьмёт другой юрист")
    await marat.sees("Заявка № 1 снова в очереди")
    await marat.presses("Взять № 1")
    card = await marat.sees("Заявка № 1", "Заметок: 2 (человек их не видит)")
    assert card["has_protected_content"]
    await marat.sees("📝 Заметка к заявке № 1 · Динара", "Кажется, он не в себе")
    await marat.sees("📝 Заметка к заявке № 1 · Динара", "Нужен юрист по ипотеке")
    await marat.sees("№ 1 · Сергей Ким · ответ, отправленный раньше", "Здравствуйте!")
    await sergei.sees("взял юрист: Марат")
    assert not any("не в себе" in text or "ипотеке" in text for text in sergei.heard())
    assert sum("Здравствуйте!" in text for text in sergei.heard()) == 1


async def test_the_note_form_is_left_by_any_button(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.presses("📝 Заметка")
    await dinara.presses("Без заметки")
    await dinara.sees("Заявка № 1 · в работе")
    await dinara.says("Здравствуйте!")
    await dinara.sees("Кому это отправить?")
    await dinara.presses("№ 1 · Сергей")
    await sergei.sees("Здравствуйте!")


async def test_three_calls_in_vain_are_told_to_the_person_in_kazakh(town: Town) -> None:
    aigul, dinara = town.aigul, town.dinara
    await town.employ(dinara)
    await aigul.chooses("Қазақша")
    await asks(town, aigul, "Көмектесіңіз", contact=Contact.PHONE, phone="+77015550101")
    await dinara.presses("Взять № 1")
    card = await dinara.sees("Заявка № 1", "📞 Не дозвонились")
    await dinara.presses("📞 Не дозвонились", on=card)
    await dinara.sees("не дозвонились, звонок 1 из 3", "позже")
    await dinara.handle.forge(card["message_id"], "cb1:1:1:0")
    await dinara.is_told("Результат этого звонка уже отмечен")
    for tries in (2, 3):
        assert not any("үш рет" in text for text in aigul.heard())
        await opens(dinara, "№ 1 · Айгүл")
        again = await dinara.sees(f"Звонков без ответа: {tries - 1}", "📞 Не дозвонились")
        await dinara.presses("📞 Не дозвонились", on=again)
        await dinara.sees(f"звонок {tries}")
    await aigul.sees("№ 1: заңгер", "нөміріне үш рет қоңырау шалды")
    await aigul.says("Кешке шалыңызшы")
    await dinara.sees("№ 1 · Айгүл", "Кешке шалыңызшы")
    await opens(dinara, "№ 1 · Айгүл")
    again = await dinara.sees("Звонков без ответа: 3", "📞 Дозвонились")
    await dinara.presses("📞 Дозвонились", on=again)
    await dinara.sees("дозвонились, отмечено")


async def test_a_case_is_found_by_number_name_and_phone_by_whom_it_concerns(town: Town) -> None:
    aigul, sergei, dinara, marat = town.aigul, town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    for person in (aigul, sergei):
        await person.chooses("Русский")
    await asks(town, aigul, "Помогите", contact=Contact.PHONE, phone="+77015550101")
    await asks(town, sergei, "И мне")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Айгүл", "Помогите")
    for words in ("1", "№ 1", "айгүл", "8 701 555 01 01"):
        await finds(dinara, words)
        await dinara.sees("Найдено", "№ 1 · Айгүл Сәрсенова · в работе")
    await finds(dinara, "ким")
    await dinara.sees("Найдено", "№ 2 · Сергей Ким · в очереди")
    await dinara.presses("№ 2 · Сергей")
    waiting = await dinara.sees("Заявка № 2 · в очереди", "Взять № 2")
    assert "Сергей" not in waiting["text"]

    for words in ("1", "Айгүл", "87015550101", "%"):
        await finds(marat, words)
        refusal = "хотя бы две буквы" if words == "%" else "ничего не нашлось"
        await marat.sees(refusal)
    await finds(marat, "%%")
    await marat.sees("ничего не нашлось")

    await town.erlan.says("/desk")
    await town.erlan.presses("Өтініш іздеу")
    await town.erlan.says("айгүл")
    await town.erlan.sees("Табылғандары", "№ 1 · Айгүл Сәрсенова · қаралып жатыр")
    await town.erlan.presses("№ 1 · Айгүл")
    shown = await town.erlan.sees(
        "Өтініш № 1 · қаралып жатыр", "Оператор: Динара", "Әріптеске беру"
    )
    assert "Жазу" not in str(shown["reply_markup"])


async def finds(operator: Resident, words: str) -> None:
    """Look for a case from the desk."""
    await operator.says("/desk")
    await operator.presses("Найти заявку")
    await operator.sees("номер, имя человека или его телефон")
    await operator.says(words)
