"""A case goes from hand to hand: whole, to one person, and everybody is told."""

from tests.chat.scenes import asks
from tests.chat.town import Resident, Town, eventually


async def begin(town: Town) -> tuple[Resident, Resident, Resident]:
    """Динара has № 1 of Сергей, Марат is on shift, too."""
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    return sergei, dinara, marat


async def test_a_colleague_gets_all_of_it_and_the_citizen_is_told(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, marat = await begin(town)
    await dinara.says("Пришлите договор")
    await sergei.sees("Пришлите договор")
    await sergei.handle.send_photo(caption="Вот договор")
    await dinara.sees_file("photo")
    await dinara.handle.send_location(43.25, 76.95)
    await sergei.sees_file("location")

    await dinara.presses("Передать коллеге")
    await dinara.sees("кому передать?", "Марат Әлиев · 0/8")
    await dinara.presses("Марат Әлиев")
    await dinara.sees("№ 1 · Сергей Ким → Марат Әлиев", "человек этого не увидит")
    await dinara.says("Договор уже прислал")
    await dinara.sees("Заявка № 1 теперь у другого оператора: Марат Әлиев")

    await marat.sees("Заявка № 1 · в работе", "Сергей Ким", "Заметок: 1 (человек их не видит)")
    await marat.sees("📝 Заметка к заявке № 1 · Динара", "Договор уже прислал")
    await marat.sees("№ 1 · Сергей", "Помогите")
    earlier = await marat.sees("ответ, отправленный раньше", "Пришлите договор")
    photo = await marat.sees_file("photo")
    assert "Вот договор" in photo["caption"]
    place = await marat.sees_file("location")
    assert place["has_protected_content"]
    await sergei.sees("№ 1 взял юрист: Марат Әлиев")

    await marat.replies(earlier, "Теперь отвечаю я")
    await sergei.sees("Теперь отвечаю я")
    await sergei.says("Спасибо")
    await marat.sees("№ 1 · Сергей", "Спасибо")
    assert not any("Спасибо" in text for text in dinara.heard())
    assert not any("Договор уже прислал" in text for text in sergei.heard())


async def test_old_buttons_after_a_transfer_are_refused_with_the_reason(town: Town) -> None:
    sergei, dinara, marat = await begin(town)
    words = next(m for m in dinara.handle.messages if "Помогите" in m.get("text", ""))
    card = await dinara.sees("Заявка № 1 · в работе", "Передать коллеге")
    await dinara.presses("Передать коллеге", on=card)
    await dinara.presses("Марат Әлиев")
    asked = await dinara.sees("→ Марат Әлиев", "Передать без заметки")
    await dinara.presses("Передать без заметки", on=asked)
    await dinara.sees("теперь у другого оператора: Марат")
    await dinara.handle.forge(asked["message_id"], "tr1:1")
    await dinara.is_told("Это не ваша заявка.")
    for data in ("rt1:1:1", "wr1:1", "nt1:1", "cb1:1:1:0", "ca1:1", "cl1:1"):
        await dinara.handle.forge(asked["message_id"], data)
    await eventually(lambda: told(dinara, "Это не ваша заявка.") >= 7)
    await dinara.replies(words, "Ещё от меня")
    await dinara.sees("Это не ваша заявка. Сообщение не отправлено.")
    await dinara.says("И просто так")
    await dinara.sees("теперь у другого оператора: Марат Әлиев. Ничего не отправлено.")
    assert not any("Ещё от меня" in t or "И просто так" in t for t in sergei.heard())
    assert any("№ 1 · Сергей" in text for text in marat.heard())


def told(person: Resident, fragment: str) -> int:
    """How many toasts said this."""
    return sum(fragment in (answer.text or "") for answer in person.handle.answers)


async def test_who_went_off_shift_meanwhile_gets_nothing(town: Town) -> None:
    _, dinara, marat = await begin(town)
    await dinara.presses("Передать коллеге")
    await dinara.presses("Марат Әлиев")
    await dinara.sees("→ Марат Әлиев")
    await marat.says("/desk")
    await marat.presses("Закончить смену")
    await marat.sees("Вы не на смене")
    await dinara.presses("Передать без заметки")
    await dinara.is_told("Этот коллега уже не на смене")
    await dinara.says("/desk")
    await dinara.sees("Ваши открытые заявки: 1")


async def test_a_supervisor_moves_the_case_of_another(town: Town) -> None:
    sergei, dinara, marat = await begin(town)
    erlan = town.erlan
    await erlan.says("/desk")
    await erlan.presses("Өтініш іздеу")
    await erlan.says("№ 1")
    await erlan.presses("№ 1 · Сергей")
    await erlan.presses("Әріптеске беру")
    await erlan.presses("Марат Әлиев")
    await erlan.presses("Ескертпесіз беру")
    await erlan.sees("№ 1 өтініш енді мына операторда: Марат Әлиев")
    await dinara.sees("Заявку № 1 передали другому оператору: Марат Әлиев")
    await marat.sees("Заявка № 1 · в работе", "Сергей Ким")
    await sergei.sees("№ 1 взял юрист: Марат Әлиев")


async def test_a_case_goes_to_the_queue_of_another_topic_with_a_note(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, marat = await begin(town)
    await dinara.presses("Передать коллеге")
    await dinara.presses("В очередь другой темы")
    await dinara.sees("№ 1 · Сергей Ким: о чём заявка на самом деле?", "Сейчас: Другое", "→")
    await dinara.presses("Бумага из суда")
    asked = await dinara.sees("№ 1 · Сергей Ким → Бумага из суда", "человек этого не увидит")
    await dinara.says("Это приказ суда, а не звонки")
    await dinara.sees("снова в очереди, с другой темой", "Тема: Бумага из суда")
    await sergei.sees("возьмёт другой юрист")

    await marat.sees("Заявка № 1 снова в очереди", "Бумага из суда")
    await marat.says("/desk")
    await marat.presses("Взять следующую")
    await marat.sees(
        "Заявка № 1 · в работе",
        "Идёт срок",
        "Тема: Бумага из суда",
        "Человек выбрал: Другое",
        "Это приказ суда, а не звонки",
    )
    await marat.sees("📝 Заметка к заявке № 1 · Динара", "Это приказ суда")
    await marat.sees("№ 1 · Сергей", "Помогите")
    assert not any("приказ" in text for text in sergei.heard())
    for data in ("tq1:1:0", "tp1:1:home:0", "tp1:1:home:1"):
        dinara.handle.answers.clear()
        await dinara.handle.forge(asked["message_id"], data)
        await dinara.is_told("Это не ваша заявка")
    await dinara.says("/desk")
    await dinara.sees("Ваши открытые заявки: 0")


async def test_without_a_note_nonsense_is_refused_and_nothing_is_guessed(town: Town) -> None:
    sergei, dinara, _ = await begin(town)
    words = next(m for m in dinara.handle.messages if "Помогите" in m.get("text", ""))
    await dinara.presses("Передать коллеге")
    await dinara.presses("В очередь другой темы")
    shown = await dinara.sees("о чём заявка на самом деле?")
    for data in ("tp1:1:other:1", "tp1:1:nonsense:1"):
        dinara.handle.answers.clear()
        await dinara.handle.forge(shown["message_id"], data)
        await dinara.is_told("Это не подходит")
    await dinara.presses("→", on=shown)
    await dinara.sees("Кредит мужа или жены", "←")
    await dinara.presses("Кредит мужа или жены")
    await dinara.sees("→ Кредит мужа или жены")
    await dinara.replies(words, "Это ответ или заметка?")
    await dinara.sees("Ничего не сохранено и не отправлено")
    await dinara.presses("Передать без заметки")
    await dinara.sees("снова в очереди, с другой темой", "Кредит мужа или жены")
    await dinara.says("Ещё слова")
    await dinara.sees("Ничего не отправлено")
    assert not any("Ещё слова" in text or "заметка?" in text for text in sergei.heard())


async def test_alone_on_shift_the_other_topic_is_there_too(town: Town) -> None:
    _, dinara, marat = await begin(town)
    await marat.says("/desk")
    await marat.presses("Закончить смену")
    await marat.sees("Вы не на смене")
    await dinara.presses("Передать коллеге")
    await dinara.sees("на смене больше никого нет", "В очередь другой темы", "Оставить себе")


async def test_a_supervisor_corrects_the_topic_of_anothers_case(town: Town) -> None:
    sergei, dinara, marat = await begin(town)
    erlan = town.erlan
    await erlan.says("/desk")
    await erlan.presses("Өтініш іздеу")
    await erlan.says("№ 1")
    await erlan.presses("№ 1 · Сергей")
    await erlan.presses("Әріптеске беру")
    await erlan.presses("Басқа тақырыптың кезегіне")
    await erlan.sees("өтініш шын мәнінде не туралы?")
    await erlan.presses("Соттан қағаз")
    await erlan.sees("→ Соттан қағаз келді")
    await erlan.presses("Ескертпесіз беру")
    await erlan.sees("басқа тақырыппен кезекте тұр", "Соттан қағаз келді")
    await dinara.sees("№ 1", "в очереди")
    await marat.sees("Заявка № 1 снова в очереди", "Бумага из суда")
    await sergei.sees("возьмёт другой юрист")


async def test_a_citizen_cannot_press_the_buttons_of_the_desk(town: Town) -> None:
    sergei, dinara, _ = await begin(town)
    home = sergei.handle.messages[-1]
    pressed = ("rt1:1:1", "tr1:1", "wr1:1", "nt1:1", "fi1", "ca1:1", "cb1:1:1:1", "tq1:1:0")
    for data in (*pressed, "tp1:1:court:1"):
        await sergei.handle.forge(home["message_id"], data)
    await eventually(lambda: told(sergei, "только для сотрудников") == 9)
    await dinara.says("/desk")
    await dinara.sees("Ваши открытые заявки: 1")
