"""Canned replies on their way to a citizen: in their language, filled in, once, to nobody else."""

from domain.consultation.canned import Wording
from tests.chat.canned import (
    GREETING,
    ONLY_KAZAKH,
    TERM,
    begin,
    heard_times,
    keeps,
    opens,
    send_of,
    takes,
    uses_of,
)
from tests.chat.scenes import begins_closing
from tests.chat.town import Town, buttons, eventually


async def test_each_gets_it_in_their_own_language_and_finds_it_in_the_history(
    town_on_both: Town,
) -> None:
    town = town_on_both
    sergei, dinara = await begin(town, GREETING)
    aigul = town.aigul
    await aigul.chooses("Қазақша")
    await takes(town, dinara, aigul, 2)
    for number, citizen, name, words in (
        (1, sergei, "Сергей Ким", "Ваш вопрос у меня."),
        (2, aigul, "Айгүл Сәрсенова", "Сәлеметсіз бе! Өтінішіңізді алдым."),
    ):
        await opens(dinara, number)
        await dinara.presses("Сәлемдесу")
        shown = await dinara.sees(
            f"Кому: № {number} · {name}", words, "Отправить", "Не отправлять"
        )
        assert shown["has_protected_content"]
        assert heard_times(citizen, words) == 0, "only the press sends"
        await dinara.presses("Отправить", on=shown)
        got = await citizen.sees(words)
        assert shown["text"] == f"Кому: № {number} · {name}\n\n" + got["text"]
        done = await dinara.sees(f"Отправлено: № {number} · {name}", words)
        assert done["message_id"] == shown["message_id"]
        assert buttons(done) == []
    assert heard_times(sergei, "Сәлеметсіз") == heard_times(aigul, "Ваш вопрос") == 0
    await sergei.says("/lawyer")
    await sergei.presses("История заявок")
    await sergei.presses("№ 1")
    await sergei.presses("Переписка")
    await sergei.sees("Юрист:", "Ваш вопрос у меня.")


async def test_every_blank_is_asked_once_and_what_is_typed_is_plain(town: Town) -> None:
    sergei, dinara = await begin(town, TERM)
    await opens(dinara)
    await dinara.presses("Срок жалобы")
    await dinara.sees("№ 1 · Сергей Ким", "Впишите: сумма")
    await dinara.handle.send_photo()
    await dinara.sees("обычным текстом")
    await dinara.says("x" * 301)
    await dinara.sees("Слишком длинно")
    await dinara.says("<i>5</i> [тыс]")
    await dinara.sees("№ 1 · Сергей Ким", "Впишите: дата")
    await dinara.says("25 ноября & точка")
    words = "Жалоба на <i>5</i> [тыс] – до 25 ноября & точка. Снова: <i>5</i> [тыс]."
    shown = await dinara.sees("Кому: № 1 · Сергей Ким", words)
    assert not any("Жалоба" in text for text in sergei.heard())
    await dinara.presses("Отправить", on=shown)
    got = await sergei.sees(words)
    bold = [e for e in got["entities"] if e["type"] == "bold" and e["offset"] > 4]
    start = got["text"].index("<i>5")
    assert [(e["offset"], e["length"]) for e in bold] == [(start, len("<i>5</i> [тыс]"))]


async def test_what_is_typed_while_looking_for_one_goes_to_nobody(town: Town) -> None:
    rest = [Wording(title=f"Ответ {n}", ru="Другое") for n in range(9)]
    hidden = Wording(title="Өсімпұл", ru="Просите снять ПЕНЮ")
    sergei, dinara = await begin(town, *rest, hidden)
    offered = await opens(dinara)
    assert len([label for label in buttons(offered) if label.startswith("Ответ")]) == 8
    assert "Өсімпұл" not in buttons(offered)
    await dinara.says("снять пеню")
    found = await dinara.sees("Готовый ответ: № 1 · Сергей Ким", "Найдено", "Өсімпұл")
    assert buttons(found) == ["Өсімпұл", "Заявка"]
    await dinara.says("такого слова нет")
    await dinara.sees("Готовый ответ: № 1 · Сергей Ким", "Не нашлось")
    await dinara.handle.send_photo(caption="пеню")
    await dinara.sees("Напишите текстом пару слов")
    words = next(m for m in dinara.handle.messages if "Я Сергей" in m.get("text", ""))
    await dinara.replies(words, "ответ на слова")
    await dinara.sees("Вы написали через «Ответить»")
    await dinara.presses("Өсімпұл")
    await dinara.sees("Кому: № 1")
    await dinara.replies(words, "ответ на слова")
    await dinara.sees("Вы написали через «Ответить»")
    await dinara.says("слова под ним")
    await dinara.sees("Ничего не отправлено", "№ 1 · Сергей Ким")
    await dinara.says("/desk")
    await dinara.sees("Рабочий кабинет")
    await dinara.says("и после него")
    await dinara.sees("Кому это отправить?")
    await sergei.says("/lawyer")
    await sergei.sees("№ 1")
    for typed in ("пеню", "слова", "после"):
        assert heard_times(sergei, typed) == 0, typed


async def test_only_replies_in_the_citizens_language_are_offered(town: Town) -> None:
    sergei, dinara = await begin(town, ONLY_KAZAKH, GREETING)
    offered = await opens(dinara)
    assert buttons(offered) == ["Сәлемдесу", "Заявка"]
    await dinara.handle.forge(offered["message_id"], "kp1:1:1")
    await dinara.is_told("Этого готового ответа больше нет")
    await dinara.says("қазақша")
    await dinara.sees("Не нашлось")
    assert heard_times(sergei, "Қазақша") == 0


async def test_who_changes_the_language_gets_them_in_the_new_one(town_on_both: Town) -> None:
    sergei, dinara = await begin(town_on_both, GREETING)
    await sergei.says("/language")
    await sergei.presses("Қазақша")
    await sergei.sees("Енді сізге қазақша жазамын")
    await dinara.says("/desk")
    await dinara.presses("Мои заявки")
    await dinara.presses("№ 1")
    await dinara.sees("Заявка № 1 · в работе", "Язык: қазақша")
    await opens(dinara)
    await dinara.presses("Сәлемдесу")
    await dinara.presses("Отправить", on=await dinara.sees("Кому: № 1", "Өтінішіңізді алдым"))
    await sergei.sees("Өтінішіңізді алдым")


async def test_an_old_preview_sends_nothing_and_a_second_press_neither(town: Town) -> None:
    sergei, dinara = await begin(town, GREETING)
    aigul = town.aigul
    await aigul.chooses("Русский")
    await takes(town, dinara, aigul, 2)
    await opens(dinara, 1)
    await dinara.presses("Сәлемдесу")
    first = await dinara.sees("Кому: № 1 · Сергей")
    await opens(dinara, 2)
    await dinara.presses("Сәлемдесу")
    second = await dinara.sees("Кому: № 2 · Айгүл")
    await dinara.presses("Отправить", on=first)
    await dinara.is_told("старый вариант ответа")
    await dinara.presses("Отправить", on=second)
    await aigul.sees("Ваш вопрос у меня.")
    data = send_of(second)
    for message, pressed in ((second, data), (first, data), (first, data.replace(":2:", ":1:"))):
        dinara.handle.answers.clear()
        await dinara.handle.forge(message["message_id"], pressed)
        await dinara.is_told("старый вариант ответа")
    await opens(dinara, 1)
    await dinara.presses("Сәлемдесу")
    third = await dinara.sees("Кому: № 1 · Сергей")
    await dinara.presses("Не отправлять", on=third)
    dropped = await dinara.sees("Никому не отправлено")
    assert buttons(dropped) == []
    dinara.handle.answers.clear()
    await dinara.handle.forge(third["message_id"], send_of(third))
    await dinara.is_told("старый вариант ответа")
    await aigul.says("Спасибо")
    await dinara.sees("Спасибо")
    assert heard_times(aigul, "Ваш вопрос") == 1
    assert heard_times(sergei, "Ваш вопрос") == 0
    assert await uses_of(town, 1) == 1


async def test_two_presses_at_once_send_once(town: Town) -> None:
    sergei, dinara = await begin(town, GREETING)
    await opens(dinara)
    await dinara.presses("Сәлемдесу")
    shown = await dinara.sees("Кому: № 1")
    for _ in range(3):
        await dinara.handle.press(shown["message_id"], "Отправить")
    await sergei.sees("Ваш вопрос у меня.")
    await eventually(
        lambda: sum("старый вариант" in (a.text or "") for a in dinara.handle.answers) == 2
    )
    assert heard_times(sergei, "Ваш вопрос") == 1


async def test_a_case_that_ended_meanwhile_gets_nothing(town: Town) -> None:
    sergei, dinara = await begin(town, GREETING, TERM)
    await opens(dinara)
    await dinara.presses("Сәлемдесу")
    shown = await dinara.sees("Кому: № 1")
    await sergei.says("/lawyer")
    await sergei.presses("Отменить заявку")
    await sergei.presses("Да, отменить")
    await dinara.sees("отменил сам человек")
    for data in ("kr1:1", "kp1:1:2"):
        await dinara.handle.forge(shown["message_id"], data)
        await dinara.is_told("Эта заявка отменена")
        dinara.handle.answers.clear()
    await dinara.presses("Отправить", on=shown)
    await dinara.is_told("Эта заявка отменена")
    assert heard_times(sergei, "Ваш вопрос") == 0
    assert await uses_of(town, 1) == 0


async def test_a_case_that_was_closed_while_a_blank_is_filled_gets_nothing(town: Town) -> None:
    sergei, dinara = await begin(town, TERM)
    await opens(dinara)
    await dinara.presses("Срок жалобы")
    await dinara.sees("Впишите: сумма")
    await sergei.says("/lawyer")
    await sergei.presses("Отменить заявку")
    await sergei.presses("Да, отменить")
    await dinara.sees("отменил сам человек")
    await dinara.says("500")
    await dinara.sees("Эта заявка отменена", "Рабочий кабинет")
    assert heard_times(sergei, "500") == 0


async def test_it_is_the_assignees_alone(town: Town) -> None:
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await keeps(town, GREETING)
    await sergei.chooses("Русский")
    await takes(town, dinara, sergei, 1)
    await opens(dinara)
    await dinara.presses("Сәлемдесу")
    shown = await dinara.sees("Кому: № 1")
    sends = send_of(shown)
    for stranger, sentence in ((marat, "Это не ваша заявка"), (sergei, "только для сотрудников")):
        newest = stranger.handle.messages[-1]["message_id"]
        for data in ("kr1:1", "kp1:1:1", sends):
            stranger.handle.answers.clear()
            await stranger.handle.forge(newest, data)
            await stranger.is_told(sentence)
    await dinara.presses("Передать коллеге")
    await dinara.presses("Марат Әлиев")
    await dinara.presses("Передать без заметки")
    await dinara.sees("теперь у другого оператора")
    await dinara.presses("Отправить", on=shown)
    await dinara.is_told("Это не ваша заявка")
    await sergei.sees("№ 1 взял юрист: Марат Әлиев")
    assert heard_times(sergei, "Ваш вопрос") == 0


async def test_the_bot_may_be_restarted_before_the_press(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara = await begin(town, TERM)
    await opens(dinara)
    await dinara.presses("Срок жалобы")
    await dinara.sees("Впишите: сумма")
    await town.restart_bot()
    await dinara.says("500 ₸")
    await dinara.sees("Впишите: дата")
    await dinara.says("пятницы")
    shown = await dinara.sees("Кому: № 1")
    await town.restart_bot()
    await dinara.presses("Отправить", on=shown)
    await sergei.sees("Жалоба на 500 ₸ – до пятницы.")
    await dinara.sees("Отправлено: № 1 · Сергей Ким")
    assert heard_times(sergei, "Жалоба") == 1


async def test_afterwards_typed_words_go_to_the_same_person(town: Town) -> None:
    sergei, dinara = await begin(town, GREETING)
    aigul = town.aigul
    await aigul.chooses("Русский")
    await takes(town, dinara, aigul, 2)
    await opens(dinara, 1)
    await dinara.presses("Сәлемдесу")
    await dinara.presses("Отправить")
    sent = await dinara.sees("Отправлено: № 1 · Сергей Ким")
    await dinara.says("И ещё слово")
    await dinara.sees("Отправлено: № 1 · Сергей Ким")
    await sergei.sees("И ещё слово")
    await aigul.says("А я?")
    await dinara.sees("А я?")
    await dinara.says("Кому это")
    await dinara.sees("Кому это отправить?")
    await dinara.replies(sent, "К готовому ответу")
    await sergei.sees("К готовому ответу")
    assert heard_times(aigul, "слово") == heard_times(aigul, "К готовому") == 0


async def test_the_next_operator_gets_what_was_sent_and_a_closed_case_keeps_it(
    town: Town,
) -> None:
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await keeps(town, GREETING)
    await sergei.chooses("Русский")
    await takes(town, dinara, sergei, 1)
    await opens(dinara)
    await dinara.presses("Сәлемдесу")
    await dinara.presses("Отправить")
    await sergei.sees("Ваш вопрос у меня.")
    await dinara.presses("Передать коллеге")
    await dinara.presses("Марат Әлиев")
    await dinara.presses("Передать без заметки")
    await marat.sees("ответ, отправленный раньше", "Ваш вопрос у меня.")
    await begins_closing(marat)
    await marat.says("Готово.")
    await marat.presses("Закрыть № 1")
    closed = await marat.sees("Заявка № 1 закрыта")
    await marat.handle.forge(closed["message_id"], "kr1:1")
    await marat.is_told("Эта заявка закрыта")


async def test_an_operator_who_reads_kazakh_does_it_in_kazakh(town: Town) -> None:
    aigul, dinara = town.aigul, town.dinara
    await town.employ(dinara)
    await keeps(town, TERM, GREETING)
    await aigul.chooses("Қазақша")
    await takes(town, dinara, aigul, 1)
    await dinara.says("/language")
    await dinara.presses("Қазақша")
    await dinara.says("/desk")
    await dinara.presses("Өтініштерім")
    await dinara.presses("№ 1 · Айгүл")
    await dinara.sees("Өтініш № 1", "Дайын жауап")
    await dinara.presses("Дайын жауап")
    await dinara.sees("Дайын жауап: № 1 · Айгүл Сәрсенова", "адамға ЖІБЕРІЛМЕЙДІ", "Тілі: қазақша")
    await dinara.says("ШАҒЫМ")
    await dinara.sees("Табылды", "Срок жалобы")
    await dinara.presses("Срок жалобы")
    await dinara.sees("№ 1 · Айгүл Сәрсенова", "Мынаны жазыңыз: сома")
    await dinara.says("500 000 ₸")
    await dinara.sees("Мынаны жазыңыз: күні")
    await dinara.says("25 қарашаға")
    shown = await dinara.sees("Кімге: № 1 · Айгүл Сәрсенова", "500 000 ₸ туралы шағым 25 қарашаға")
    await dinara.says("тағы бір сөз")
    await dinara.sees("Ештеңе жіберілген жоқ", "№ 1 · Айгүл Сәрсенова")
    await dinara.presses("Жіберу", on=shown)
    await aigul.sees("500 000 ₸ туралы шағым 25 қарашаға дейін.")
    await dinara.sees("Жіберілді: № 1 · Айгүл Сәрсенова")
    assert heard_times(aigul, "тағы") == 0


async def test_a_later_choice_for_the_same_person_ends_the_earlier_one(town: Town) -> None:
    sergei, dinara = await begin(town, GREETING, TERM)
    offered = await opens(dinara)
    previews = []
    for _ in range(2):
        await dinara.presses("Сәлемдесу", on=offered)
        previews.append(await dinara.sees("Кому: № 1 · Сергей Ким", "Ваш вопрос у меня."))
    first, second = previews
    await dinara.presses("Отправить", on=first)
    await dinara.is_told("старый вариант ответа")
    await dinara.presses("Срок жалобы", on=offered)
    await dinara.sees("Впишите: сумма")
    for old in (first, second):
        dinara.handle.answers.clear()
        await dinara.presses("Отправить", on=old)
        await dinara.is_told("старый вариант ответа")
        dinara.handle.answers.clear()
        await dinara.presses("Не отправлять", on=old)
        await dinara.is_told("старый вариант ответа")
    await dinara.says("500")
    await dinara.sees("Впишите: дата")
    await dinara.says("завтра")
    shown = await dinara.sees("Кому: № 1", "Жалоба на 500")
    await dinara.presses("Отправить", on=shown)
    await sergei.sees("Жалоба на 500 – до завтра.")
    assert heard_times(sergei, "Ваш вопрос") == 0
