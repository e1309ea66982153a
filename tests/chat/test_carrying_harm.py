"""What was not carried, carried twice or told wrongly once: each is acted out again."""

import asyncio

import pytest

from domain.consultation.triage import Level, Reason, Urgency
from sandbox import samples
from sandbox.faults import Fault
from storage import open_database
from storage.cases import case_by_id
from tests.chat.hours import to_evening, to_morning
from tests.chat.scenes import asks, begins_closing
from tests.chat.test_addressee import heard_of
from tests.chat.test_harm import URGENT, taken
from tests.chat.town import Resident, Town, eventually

DAYS = Urgency(level=Level.DAYS, reason=Reason.TOPIC)


async def told_of_the_taking(citizen: Resident) -> None:
    """The next thing that fails is not that notice."""
    await eventually(lambda: heard_of("взял юрист", citizen))


async def passed_to_marat(town: Town) -> Resident:
    """Динара gives № 1 to Марат."""
    await town.dinara.presses("Передать коллеге")
    await town.dinara.presses("Марат")
    await town.dinara.presses("Передать без заметки")
    return town.marat


async def test_a_mended_answer_goes_out_although_the_first_was_refused(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, _ = await taken(town)
    await told_of_the_taking(sergei)
    town.box.faults.add(Fault(kind="400", method="sendMessage", chat_id=sergei.id, times=1))
    said = await dinara.says("Подайте возражение до пятницы @@")
    await dinara.sees("НЕ доставлено")
    await dinara.handle.edit(said["message_id"], "Подайте возражение до пятницы")
    await sergei.sees("изменено", "Подайте возражение до пятницы")
    await dinara.says("/desk")
    await dinara.sees("Ваши открытые заявки: 1")
    assert not any("Ждут вашего ответа" in text for text in dinara.heard()[-1:])


async def test_a_mended_answer_that_is_lost_again_is_told_again(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await told_of_the_taking(sergei)
    town.box.faults.add(Fault(kind="400", method="sendMessage", chat_id=sergei.id, times=2))
    said = await dinara.says("Подайте возражение @@")
    await dinara.sees("НЕ доставлено")
    await dinara.handle.edit(said["message_id"], "Подайте возражение")
    await eventually(lambda: sum("НЕ доставлено" in text for text in dinara.heard()) == 2)
    await dinara.says("/desk")
    await dinara.sees("Ждут вашего ответа: 1")


async def test_an_answer_to_somebody_who_had_left_goes_out_when_it_is_mended(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await told_of_the_taking(sergei)
    await sergei.handle.block()
    said = await dinara.says("Суд в 9")
    await dinara.sees("НЕ доставлено")
    await sergei.handle.unblock()
    await sergei.says("Я тут")
    await dinara.sees("Я тут")
    await dinara.handle.edit(said["message_id"], "Суд в 10")
    await sergei.sees("Суд в 10")
    await dinara.says("/desk")
    await dinara.sees("Ждут вашего ответа: 1")  # these words of his are not answered by it


async def test_mended_words_of_a_citizen_reach_the_lawyer(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    town.box.faults.add(Fault(kind="400", method="sendMessage", chat_id=dinara.id, times=1))
    said = await sergei.says("Судья сказал прийти завтра @@")
    await sergei.sees("не дошло до юриста")
    await sergei.handle.edit(said["message_id"], "Судья сказал прийти завтра")
    await dinara.sees("изменено", "Судья сказал прийти завтра")


async def test_a_change_while_the_answer_is_on_its_way_makes_no_second_one(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await told_of_the_taking(sergei)
    town.box.faults.add(
        Fault(kind="429", method="sendMessage", chat_id=sergei.id, times=1, seconds=8)
    )
    said = await dinara.says("Платите 100")
    await dinara.sees("Отправлено")
    await dinara.handle.edit(said["message_id"], "НЕ платите 100")
    town.clock.jump(seconds=9)
    await sergei.sees("НЕ платите 100")
    await dinara.says("Это всё")
    await sergei.sees("Это всё")
    assert sum("латите 100" in text for text in sergei.heard()) == 1


async def test_the_next_lawyer_reads_that_an_answer_is_still_on_its_way(
    town_on_both: Town,
) -> None:
    town = town_on_both
    sergei, dinara, words = await taken(town)
    await told_of_the_taking(sergei)
    town.box.faults.add(
        Fault(kind="429", method="sendMessage", chat_id=sergei.id, times=1, seconds=600)
    )
    await dinara.replies(words, "Подайте возражение до пятницы")
    marat = await passed_to_marat(town)
    await marat.sees("ещё в пути", "Подайте возражение")
    town.clock.jump(seconds=601)
    await sergei.sees("№ 1", "Подайте возражение до пятницы")
    assert heard_of("НЕ доставлен", marat) == []


async def test_an_album_of_the_lawyer_that_is_put_together_is_no_lost_one(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await told_of_the_taking(sergei)
    await dinara.handle.send_album([samples.PHOTO, samples.PHOTO], caption="Образец возражения")
    marat = await passed_to_marat(town)
    await marat.sees("Образец возражения")
    await sergei.sees("Образец возражения")
    assert heard_of("НЕ доставлен", marat) == []


async def test_the_history_tells_what_did_not_arrive(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await told_of_the_taking(sergei)
    town.box.faults.add(Fault(kind="400", method="sendMessage", chat_id=sergei.id, times=1))
    await dinara.says("Суд 27-го")
    await dinara.sees("НЕ доставлено")
    await dinara.says("Возьмите паспорт")
    await sergei.sees("Возьмите паспорт")
    await sergei.says("/start")
    await sergei.presses("История заявок")
    await sergei.presses("№ 1 ·")
    await sergei.presses("Переписка")
    shown = await sergei.sees("Суд 27-го", "Возьмите паспорт")
    assert "Юрист: (это сообщение до вас не дошло) Суд 27-го" in shown["text"]
    assert "Юрист: Возьмите паспорт" in shown["text"]


async def takes_again(dinara: Resident) -> None:
    await dinara.says("/desk")
    await dinara.presses("Очередь")
    await dinara.presses("Взять № 1")
    await dinara.sees("Заявка № 1 · в работе")


async def gives_back(dinara: Resident) -> None:
    await dinara.presses("Вернуть в очередь")
    await dinara.presses("Вернуть без заметки")
    await dinara.sees("снова в очереди")


def photos(resident: Resident) -> int:
    return sum("photo" in message for message in resident.handle.messages)


@pytest.mark.parametrize("caption", ["вот бумага суда", "вот бумага " + "суда " * 200])
async def test_whoever_takes_a_case_again_gets_its_album_again(
    town_on_both: Town, caption: str
) -> None:
    town = town_on_both
    sergei, dinara, _ = await taken(town)
    await sergei.handle.send_album([samples.PHOTO, samples.PHOTO], caption=caption)
    await eventually(lambda: photos(dinara) == 2)
    for times in (2, 3):
        await gives_back(dinara)
        await takes_again(dinara)
        await eventually(lambda: photos(dinara) == 2 * times)  # noqa: B023 - waited for here
    await sergei.says("И ещё вопрос")
    await dinara.sees("И ещё вопрос")
    assert photos(dinara) == 6
    if len(caption) > 800:  # the line with the name stands above: once for each time
        assert dinara.heard().count("№ 1 · Сергей Ким") == 3


async def test_an_album_taken_again_comes_once_although_the_bot_was_stopped(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await sergei.handle.send_album([samples.PHOTO, samples.PHOTO], caption="вот бумага суда")
    await eventually(lambda: photos(dinara) == 2)
    await gives_back(dinara)
    await takes_again(dinara)
    await town.restart_bot()
    await eventually(lambda: photos(dinara) == 4)
    await sergei.says("И ещё вопрос")
    await dinara.sees("И ещё вопрос")
    assert photos(dinara) == 4


async def test_a_reopened_case_shows_its_album_to_the_same_lawyer(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await sergei.handle.send_album([samples.PHOTO, samples.PHOTO], caption="вот бумага суда")
    await eventually(lambda: photos(dinara) == 2)
    await begins_closing(dinara)
    await dinara.says("Готово.")
    await dinara.presses("Закрыть № 1")
    await sergei.presses("Не решено: открыть снова")
    await sergei.sees("№ 1", "в очереди")
    await takes_again(dinara)
    await eventually(lambda: photos(dinara) == 4)


async def test_a_reply_to_what_was_shown_before_still_finds_its_case(town: Town) -> None:
    sergei, dinara, words = await taken(town)
    await gives_back(dinara)
    await takes_again(dinara)
    await dinara.replies(words, "Здравствуйте")
    await sergei.sees("Здравствуйте")


async def test_a_change_after_taking_again_comes_below_and_not_far_above(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    said = await sergei.says("Суд 7-го")
    before = await dinara.sees("Суд 7-го")
    await gives_back(dinara)
    await takes_again(dinara)
    await eventually(lambda: sum("Суд 7-го" in text for text in dinara.heard()) == 2)
    await sergei.handle.edit(said["message_id"], "Суд 27-го")
    changed = await dinara.sees("Суд 27-го")
    assert changed["message_id"] > before["message_id"]


async def storm(town: Town, lines: int) -> tuple[Resident, Resident, Resident]:
    """№ 1 of Айгүл, who writes line after line while nobody has it, and № 2 of Сергей."""
    aigul, sergei, dinara = town.aigul, town.sergei, town.dinara
    await town.employ(dinara)
    for person in (aigul, sergei):
        await person.chooses("Русский")
        await asks(town, person, f"Я {person.handle.person.first_name}")
    for line in range(lines):
        await aigul.says(f"строка {line};")
    await eventually(lambda: aigul.handle.messages[-1].get("reactions"))
    return aigul, sergei, dinara


async def test_a_storm_of_one_citizen_does_not_hide_another(town_on_both: Town) -> None:
    town = town_on_both
    _, sergei, dinara = await storm(town, 60)
    await dinara.presses("Взять № 2")
    await dinara.sees("Я Сергей")
    before = len(dinara.handle.messages)
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Айгүл", "Я Айгүл")
    await sergei.says("Пристав ломает дверь")
    await dinara.sees("ломает дверь")
    assert len(dinara.handle.messages) - before < 10
    everything = "\n".join(dinara.heard())
    assert all(everything.count(f"строка {line};") == 1 for line in range(60))
    assert everything.index("строка 7;") < everything.index("строка 59;")


async def test_a_reply_to_a_joined_history_goes_to_its_case(town: Town) -> None:
    aigul, sergei, dinara = await storm(town, 8)
    await dinara.presses("Взять № 2")
    await dinara.sees("Я Сергей")
    await dinara.presses("Взять № 1")
    joined = await dinara.sees("строка 0;", "строка 7;")
    assert joined["text"].count("№ 1 · Айгүл") == 9
    await dinara.replies(joined, "Вижу, отвечаю")
    await aigul.sees("Вижу, отвечаю")
    assert heard_of("Вижу, отвечаю", sergei) == []


async def test_a_change_of_joined_words_comes_as_a_message(town: Town) -> None:
    aigul, _, dinara = await storm(town, 8)
    await dinara.presses("Взять № 1")
    await dinara.sees("строка 0;", "строка 7;")
    last = aigul.handle.messages[-1]
    while not (last["out"] and last["text"] == "строка 7;"):
        last = aigul.handle.messages[aigul.handle.messages.index(last) - 1]
    await aigul.handle.edit(last["message_id"], "строка семь;")
    await dinara.sees("изменено", "строка семь;")
    assert heard_of("строка 7;", dinara)  # nothing that was read is taken away


async def test_answers_in_a_joined_history_are_told_from_words(town: Town) -> None:
    aigul, _, dinara = await storm(town, 5)
    await dinara.presses("Взять № 1")
    words = await dinara.sees("строка 4;")
    await dinara.replies(words, "Пришлите договор")
    await aigul.sees("Пришлите договор")
    await gives_back(dinara)
    await takes_again(dinara)
    await dinara.sees("строка 4;", "ответ, отправленный раньше", "Пришлите договор")


async def test_what_was_not_delivered_is_pointed_at(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await told_of_the_taking(sergei)
    await dinara.says("Первое: не платите наличными")
    await sergei.sees("Первое")
    town.box.faults.add(Fault(kind="400", method="sendMessage", chat_id=sergei.id, times=1))
    lost = await dinara.says("Второе: суд 27-го")
    await dinara.says("Третье: возьмите паспорт")
    await sergei.sees("Третье")
    told = await dinara.sees("НЕ доставлено")
    assert told["reply_to_message"]["message_id"] == lost["message_id"]


async def test_what_somebody_before_wrote_is_quoted_when_it_is_lost(town: Town) -> None:
    sergei, dinara, words = await taken(town)
    await told_of_the_taking(sergei)
    town.box.faults.add(
        Fault(kind="429", method="sendMessage", chat_id=sergei.id, times=1, seconds=60)
    )
    await dinara.replies(words, "Подайте возражение до <пятницы>")
    marat = await passed_to_marat(town)
    await marat.sees("Подайте возражение")
    town.box.faults.add(Fault(kind="400", method="sendMessage", chat_id=sergei.id, times=1))
    town.clock.jump(seconds=61)
    told = await marat.sees("ваше сообщение НЕ доставлено", "Подайте возражение до <пятницы>")
    assert "reply_to_message" not in told


async def test_the_lawyer_sees_which_question_is_answered(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, words = await taken(town)
    await told_of_the_taking(sergei)
    asked = await dinara.replies(words, "Долг вы признаёте?")
    first = await sergei.sees("признаёте?")
    await dinara.says("Суд уже был?")
    await sergei.sees("Суд уже был?")
    await sergei.replies(first, "нет")
    answer = await dinara.sees("№ 1 · Сергей", "нет")
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    own = await sergei.says("Повестка была")
    shown = await dinara.sees("Повестка была")
    await sergei.replies(own, "или это была копия")
    more = await dinara.sees("копия")
    assert more["reply_to_message"]["message_id"] == shown["message_id"]


async def test_an_answer_to_the_lawyer_before_points_at_nothing_strange(town: Town) -> None:
    sergei, dinara, words = await taken(town)
    await told_of_the_taking(sergei)
    await dinara.replies(words, "Долг вы признаёте?")
    question = await sergei.sees("признаёте?")
    marat = await passed_to_marat(town)
    await marat.sees("признаёте?")
    await sergei.replies(question, "конечно нет")
    assert "reply_to_message" not in await marat.sees("конечно нет")


async def test_an_answer_that_does_not_go_out_is_told_of(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, words = await taken(town)
    await told_of_the_taking(sergei)
    town.box.faults.add(
        Fault(kind="429", method="sendMessage", chat_id=sergei.id, times=1, seconds=3600)
    )
    answer = await dinara.replies(words, "Суд сегодня в 16:00")
    await eventually(lambda: not town.box.faults.shown())
    town.clock.jump(minutes=16)
    told = await dinara.sees("ещё в пути", "№ 1 · Сергей")
    assert told["reply_to_message"]["message_id"] == answer["message_id"]
    town.clock.jump(minutes=46)
    await sergei.sees("Суд сегодня")
    assert sum("ещё в пути" in text for text in dinara.heard()) == 1


async def test_who_had_blocked_the_bot_and_is_back_is_seen(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, words = await taken(town)
    await told_of_the_taking(sergei)
    await sergei.handle.block()
    await dinara.replies(words, "Суд завтра в 9, кабинет 5")
    await dinara.sees("НЕ доставлено")
    await sergei.handle.unblock()
    told = await dinara.sees("№ 1 · Сергей Ким", "снова можно писать", "кабинет 5")
    await dinara.says("/desk")
    await dinara.sees("Ждут вашего ответа: 1")
    await dinara.replies(told, "Суд завтра в 9, кабинет 5!")
    await sergei.sees("кабинет 5!")
    await sergei.says("/start")
    await sergei.sees("Ваша заявка № 1 открыта")
    assert sum("снова можно писать" in text for text in dinara.heard()) == 1


async def test_who_is_back_and_silent_does_not_wait_unseen(town: Town) -> None:
    sergei, dinara, words = await taken(town)
    await told_of_the_taking(sergei)
    await sergei.handle.block()
    await dinara.replies(words, "Суд завтра в 9, кабинет 5")
    await dinara.sees("НЕ доставлено")
    await sergei.handle.unblock()
    await dinara.sees("снова можно писать")
    town.clock.jump(hours=4, minutes=1)
    await dinara.sees("ждёт вашего ответа")


async def test_the_summary_is_told_to_whoever_comes_back(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, _ = await taken(town)
    await told_of_the_taking(sergei)
    await sergei.handle.block()
    await begins_closing(dinara)
    await dinara.says("Банк согласился на рассрочку.")
    await dinara.presses("Закрыть № 1")
    await dinara.sees("итог НЕ доставлен")
    await sergei.handle.unblock()
    await sergei.sees("заявка № 1 закрыта", "Банк согласился", "1 ⭐")
    await sergei.handle.block()
    await sergei.handle.unblock()
    await sergei.says("/start")
    await sergei.sees("Главная")
    assert sum("Банк согласился" in text for text in sergei.heard()) == 1


async def test_a_case_that_came_back_slips_like_any_other(town: Town) -> None:
    now = int(town.clock.now())
    sergei, dinara, _ = await taken(town, urgency=DAYS, promised_by=now + 7 * 3600)
    to_evening(town)
    await dinara.sees("ваша смена завершена")
    await dinara.presses("Вернуть все в очередь (1)")
    await sergei.sees("другой юрист")
    await eventually(lambda: not town.box.faults.shown())
    town.clock.jump(minutes=1)
    await promised(town)
    for _ in range(3):
        to_morning(town)
        town.clock.jump(hours=7)
    await sergei.sees("№ 1", "дольше")
    await town.erlan.sees("Назар аударыңыз", "№ 1")


async def promised(town: Town) -> None:
    """Until the case that came back has a promise again."""
    database = await open_database(town.database_url)
    try:
        for _ in range(200):
            async with database.reading() as reader:
                case = await case_by_id(reader, 1)
            if case is not None and case.promised_by is not None:
                return
            await asyncio.sleep(0.05)
    finally:
        await database.close()
    raise AssertionError("nothing is promised")


async def test_all_who_wait_for_somebody_off_shift_are_told_of(town: Town) -> None:
    dinara, marat = town.dinara, town.marat
    to_morning(town)
    await town.employ(dinara, marat)
    people = [town.resident(f"Житель{number}", language_code="ru") for number in range(1, 8)]
    for number, person in enumerate(people, start=1):
        await person.chooses("Русский")
        await asks(town, person, f"Помогите {number}", urgency=URGENT)
        await dinara.presses(f"Взять № {number}")
        words = await dinara.sees(f"Помогите {number}")
        await dinara.replies(words, "Здравствуйте")
        await person.sees("Здравствуйте")
    to_evening(town)
    await dinara.sees("ваша смена завершена")
    await marat.sees("ваша смена завершена")
    await dinara.presses("Оставить себе")
    for person in people:
        await person.says("Они у двери")
    to_morning(town)
    town.clock.jump(minutes=-58)
    await town.erlan.sees("Назар аударыңыз")
    await marat.says("/desk")
    await marat.presses("Начать смену")
    told = await marat.sees("операторы не на смене", *(f"№ {n} · Динара" for n in range(1, 8)))
    await marat.presses("Взять на себя № 7", on=told)
    await marat.sees("№ 7 · Житель7", "Помогите 7")


async def test_nobody_off_shift_is_given_a_waiting_case(town: Town) -> None:
    sergei, dinara, erlan = town.sergei, town.dinara, town.erlan
    to_morning(town)
    await town.employ(dinara, town.marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await erlan.says("/board")
    await erlan.presses("Басқа операторға беру")
    await erlan.presses("Кезек · 1")
    await erlan.presses("№ 1 · Кезек бойынша")
    asked = await erlan.sees("№ 1 кезекте тұр.", "Динара Омарова · 0/8")
    await dinara.says("/desk")
    await dinara.presses("Закончить смену")
    await dinara.sees("не на смене")
    await erlan.presses("Динара Омарова", on=asked)
    await erlan.is_told("қазір ауысымда емес")
    await dinara.says("/desk")
    await dinara.sees("Ваши открытые заявки: 0")
    assert heard_of("взял юрист", sergei) == []


async def test_supervisors_are_told_of_a_bad_rating_with_its_reason(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, _ = await taken(town)
    await begins_closing(dinara)
    await dinara.says("Готово.")
    await dinara.presses("Закрыть № 1")
    await sergei.presses("1 ⭐")
    await sergei.presses("Добавить комментарий")
    await sergei.says("Юрист требовал 50 000 тенге на свою карту")
    await sergei.sees("комментарий сохранён")
    town.clock.jump(minutes=2)
    told = await town.erlan.sees("Назар аударыңыз", "Төмен баға және пікір: № 1")
    assert "карту" not in told["text"]
    await town.erlan.presses("№ 1", on=told)
    await town.erlan.sees("на свою карту")
    town.clock.jump(minutes=2)
    await town.erlan.says("/desk")
    await town.erlan.sees("Жұмыс кабинеті")
    assert heard_of("Төмен баға", town.erlan) == []  # told once; the card stands in its place
    assert heard_of("Низкая оценка", dinara, town.marat) == []


async def test_a_good_rating_alarms_nobody(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await begins_closing(dinara)
    await dinara.says("Готово.")
    await dinara.presses("Закрыть № 1")
    await sergei.presses("5 ⭐")
    await sergei.presses("Добавить комментарий")
    await sergei.says("Спасибо")
    await sergei.sees("комментарий сохранён")
    town.clock.jump(minutes=2)
    await town.erlan.says("/desk")
    await town.erlan.sees("кабинет")
    assert heard_of("Төмен баға", town.erlan) == []
