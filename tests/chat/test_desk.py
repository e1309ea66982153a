"""The desk: taking, answering, closing; nothing goes to the wrong person."""

import asyncio
import sqlite3
from typing import Any

from sandbox.faults import Fault
from tests.chat.scenes import asks, begins_closing
from tests.chat.town import Resident, Town, eventually


def reactions(person: Resident, message: dict[str, Any]) -> list[str]:
    now = next(m for m in person.handle.messages if m["message_id"] == message["message_id"])
    return [reaction["emoji"] for reaction in now["reactions"]]


async def test_the_second_press_on_take_is_told_who_was_first(town: Town) -> None:
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.sees("Новая заявка № 1")
    notice = await marat.sees("Новая заявка № 1")
    await dinara.presses("Взять № 1")
    await dinara.sees("Вы взяли заявку № 1")
    await marat.presses("Взять № 1", on=notice)
    await marat.is_told("Заявка № 1 уже занята: Динара Омарова.")


async def test_an_answer_goes_to_the_case_of_the_message_it_replies_to(town: Town) -> None:
    aigul, sergei, dinara = town.aigul, town.sergei, town.dinara
    await town.employ(dinara)
    for person in (aigul, sergei):
        await person.chooses("Русский")
        await asks(town, person, f"Я {person.handle.person.first_name}")
    await dinara.presses("Взять № 1")
    first = await dinara.sees("Я Айгүл")
    await dinara.presses("Взять № 2")
    await dinara.sees("Я Сергей")
    await dinara.replies(first, "Ответ для Айгүл")
    await aigul.sees("Ответ для Айгүл")
    assert not any("Ответ для Айгүл" in text for text in sergei.heard())


async def test_without_a_reply_the_operator_is_asked_to_whom(town: Town) -> None:
    aigul, sergei, dinara = town.aigul, town.sergei, town.dinara
    await town.employ(dinara)
    for person in (aigul, sergei):
        await person.chooses("Русский")
        await asks(town, person, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.presses("Взять № 2")
    await dinara.sees("Вы взяли заявку № 2")
    said = await dinara.says("Кому-то из двоих")
    asked = await dinara.sees("Кому это отправить?", "№ 1 · Айгүл", "№ 2 · Сергей")
    await dinara.presses("№ 2 · Сергей", on=asked)
    await sergei.sees("Кому-то из двоих")
    await dinara.sees("Отправлено: № 2 · Сергей Ким")
    assert not any("Кому-то" in text for text in aigul.heard())
    await dinara.handle.forge(asked["message_id"], f"sd1:1:{said['message_id']}")
    await dinara.is_told("Это сообщение уже отправлено")


async def test_edits_follow_both_ways(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    said = await sergei.says("Долг 100 000")
    copy = await dinara.sees("Долг 100 000")
    await sergei.handle.edit(said["message_id"], "Долг 200 000")
    changed = await dinara.sees("Долг 200 000", "изменено")
    assert changed["message_id"] == copy["message_id"]

    answer = await dinara.replies(copy, "Понял")
    received = await sergei.sees("Понял")
    await dinara.handle.edit(answer["message_id"], "Понял, готовлю письмо")
    fixed = await sergei.sees("готовлю письмо", "изменено")
    assert fixed["message_id"] == received["message_id"]


async def test_every_kind_of_message_comes_over(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    await sergei.handle.send_voice()
    assert "№ 1 · Сергей Ким" in (await dinara.sees_file("voice"))["caption"]
    await sergei.handle.send_document(name="иск.pdf", caption="Вот иск")
    assert "Вот иск" in (await dinara.sees_file("document"))["caption"]
    await sergei.handle.send_video()
    await dinara.sees_file("video")
    await sergei.handle.send_location(43.25, 76.95)
    place = await dinara.sees_file("location")
    headers = [m for m in dinara.handle.messages if m["message_id"] == place["message_id"] - 1]
    assert "№ 1 · Сергей Ким" in headers[0]["text"]
    assert place["has_protected_content"]
    await sergei.handle.send_album([b"a", b"b"], caption="Два листа")
    album = await dinara.handle.wait_for(lambda m: "Два листа" in m.get("caption", ""))
    await dinara.replies(album, "Вижу оба")
    await sergei.sees("Вижу оба")


async def test_a_very_long_message_is_not_cut(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    story = "Долг. " * 680 + "Конец."
    await sergei.says(story)
    copy = await dinara.sees("Конец.")
    assert copy["text"] == story
    await dinara.replies(copy, "Прочитала всё")
    await sergei.sees("Прочитала всё")


async def test_an_operator_learns_that_the_citizen_has_blocked_the_bot(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    await sergei.handle.block()
    await dinara.replies(words, "Здравствуйте!")
    await dinara.sees("№ 1 · Сергей Ким", "НЕ доставлено")


async def test_a_closed_case_takes_no_more_answers(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    await begins_closing(dinara)
    await dinara.handle.send_photo()
    await dinara.sees("Напишите итог текстом")
    await dinara.says("Готов.")
    first = await dinara.sees("закрыть заявку?", "Готов.")
    await dinara.says("Готово.")
    await dinara.sees("закрыть заявку?", "Готово.")
    await dinara.presses("Закрыть № 1", on=first)
    await dinara.is_told("За это время всё изменилось")
    await dinara.presses("Закрыть № 1")
    await sergei.sees("заявка № 1 закрыта", "Готово.")
    await dinara.replies(words, "Ещё одно")
    await dinara.sees("Эта заявка закрыта. Ничего не отправлено.")
    assert not any("Ещё одно" in text for text in sergei.heard())


async def test_nobody_on_shift_and_the_next_one_is_taken_in_the_morning(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await dinara.presses("Закончить смену")
    await dinara.sees("Вы не на смене")
    await sergei.chooses("Русский")
    await asks(town, sergei, "Ночью")
    assert not any("Новая заявка" in text for text in dinara.heard())
    town.clock.jump(hours=10)
    await dinara.says("/desk")
    await dinara.sees("В очереди: 1")
    await dinara.presses("Взять следующую")
    await dinara.sees("№ 1 · Сергей", "Ночью")
    await dinara.presses("Взять следующую")
    await dinara.is_told("Очередь пуста")


async def test_receipts_are_reactions(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    answer = await dinara.replies(words, "Здравствуйте!")
    await eventually(lambda: reactions(dinara, answer) == ["👌"])


async def test_a_reply_to_another_case_is_no_summary(town: Town) -> None:
    aigul, sergei, dinara = town.aigul, town.sergei, town.dinara
    await town.employ(dinara)
    for person in (aigul, sergei):
        await person.chooses("Русский")
        await asks(town, person, f"Я {person.handle.person.first_name}")
    await dinara.presses("Взять № 1")
    first = await dinara.sees("Я Айгүл")
    await dinara.presses("Взять № 2")
    await dinara.sees("Я Сергей")
    await begins_closing(dinara, "№ 2")
    await dinara.replies(first, "Это для Айгүл")
    await aigul.sees("Это для Айгүл")
    assert not any("Это для Айгүл" in text for text in sergei.heard())


async def test_an_old_close_button_does_not_close_with_other_words(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.handle.forge(words["message_id"], "cs2:1:0123456789ab")
    await dinara.is_told("За это время всё изменилось")
    await dinara.says("/desk")
    await dinara.sees("Ваши открытые заявки: 1")


async def test_the_invitation_is_not_kept_in_clear(town: Town) -> None:
    await town.erlan.chooses("Қазақша")
    link = await town.invitation()
    token = link.split("join_")[1]
    connection = sqlite3.connect(town.database_url.removeprefix("sqlite:///"))
    try:
        dump = "\n".join(connection.iterdump())
    finally:
        connection.close()
    assert "invitations" in dump
    assert token not in dump


async def test_a_case_goes_back_to_the_queue_when_its_operator_has_left(town: Town) -> None:
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.handle.block()
    await sergei.says("Вы здесь?")
    await marat.sees("Заявка № 1 снова в очереди", "Взять № 1")
    await marat.says("/desk")
    await marat.sees("В очереди: 1")
    await marat.presses("Взять следующую")
    await marat.sees("№ 1 · Сергей", "Помогите")
    await marat.sees("№ 1 · Сергей", "Вы здесь?")
    assert any("юрист: Марат" in text for text in sergei.heard())


async def test_a_case_goes_back_as_soon_as_its_operator_blocks_the_bot(town: Town) -> None:
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.handle.block()
    await marat.sees("Заявка № 1 снова в очереди", "Взять № 1")


async def test_an_operator_can_have_a_lawyer_like_everybody(town: Town) -> None:
    dinara, marat = town.dinara, town.marat
    await town.employ(dinara, marat)
    await asks(town, marat, "Мне самому нужен совет")
    await marat.says("/desk")
    await marat.presses("Взять следующую")
    await marat.is_told("Очередь пуста")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Марат", "Мне самому нужен совет")
    await dinara.replies(words, "Расскажите подробнее")
    answer = await marat.sees("Расскажите подробнее")
    await marat.replies(answer, "Вот подробности")
    await dinara.sees("№ 1 · Марат", "Вот подробности")


async def test_an_edit_made_while_the_message_is_on_its_way_follows(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    slow = Fault(kind="slow", method="sendMessage", chat_id=dinara.id, times=1, seconds=2)
    town.box.faults.add(slow)
    said = await sergei.says("Долг 100 000")
    await asyncio.sleep(0.8)
    await sergei.handle.edit(said["message_id"], "Долг 900 000")
    await dinara.sees("Долг 900 000")


async def test_a_retired_owner_gets_nothing_more_and_the_case_goes_back(town: Town) -> None:
    sergei, dinara, erlan = town.sergei, town.dinara, town.erlan
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.sees("Новая заявка № 1")
    await erlan.says("/desk")
    await erlan.presses("Келесі өтінішті алу")
    await erlan.sees("№ 1 · Сергей", "Помогите")
    town.owners = frozenset()
    await town.restart_bot()
    await dinara.sees("Заявка № 1 снова в очереди", "Взять № 1")
    await sergei.says("Ещё одно слово")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Ещё одно слово")
    assert not any("Ещё одно слово" in text for text in erlan.heard())


async def test_a_summary_that_is_not_read_is_told_to_the_operator(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    await sergei.handle.block()
    await begins_closing(dinara)
    await dinara.says("Письмо в банк отправлено.")
    await dinara.presses("Закрыть № 1")
    await dinara.sees("№ 1 · Сергей Ким", "итог НЕ доставлен", "заблокировал бота")


async def test_taking_the_request_of_somebody_who_has_left_says_so(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await sergei.handle.block()
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей Ким", "НЕ получил сообщение о том, что вы взяли")


async def test_a_citizen_learns_that_telegram_did_not_take_the_message(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    refusal = Fault(kind="400", method="sendVoice", chat_id=dinara.id)
    town.box.faults.add(refusal)
    voice = await sergei.handle.send_voice()
    told = await sergei.sees("№ 1: это сообщение не дошло до юриста")
    assert told["reply_to_message"]["message_id"] == voice["message_id"]
    assert not any("НЕ доставлено" in text for text in dinara.heard())


async def test_an_edit_that_outgrows_its_copy_comes_again_with_its_header(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    said = await sergei.says("Коротко")
    first = await dinara.sees("№ 1 · Сергей", "Коротко")
    story = "Долг. " * 680 + "Конец."
    await sergei.handle.edit(said["message_id"], story)
    copy = await dinara.sees("Конец.")
    assert copy["message_id"] > first["message_id"]
    header = next(m for m in dinara.handle.messages if m["message_id"] == copy["message_id"] - 1)
    assert "№ 1 · Сергей Ким" in header["text"]
    await sergei.handle.edit(said["message_id"], "Снова коротко")
    again = await dinara.sees("Снова коротко")
    assert again["message_id"] == copy["message_id"]
    assert again["text"] == "Снова коротко", "the header stands above it"


async def test_a_changed_caption_in_an_album_gets_no_second_header(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    parts = await sergei.handle.send_album([b"a", b"b"], caption="Лист первый")
    await dinara.sees("№ 1 · Сергей", "Лист первый")
    mine = [m["message_id"] for m in sergei.handle.messages if "photo" in m]
    assert len(mine) == 2, parts
    await sergei.handle.edit(mine[1], "Лист второй")
    second = await dinara.sees("Лист второй")
    assert second["caption"] == "Лист второй"
    await sergei.handle.edit(mine[0], "Лист один")
    await dinara.sees("№ 1 · Сергей", "изменено", "Лист один")


async def test_a_change_after_the_end_is_not_dropped_in_silence(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    said = await sergei.says("Долг 100 000")
    await dinara.sees("Долг 100 000")
    await begins_closing(dinara)
    await dinara.says("Готово.")
    await dinara.presses("Закрыть № 1")
    await sergei.sees("заявка № 1 закрыта")
    await sergei.handle.edit(said["message_id"], "Долг 900 000")
    told = await sergei.sees("№ 1 уже завершена, поэтому это изменение не передано")
    assert told["reply_to_message"]["message_id"] == said["message_id"]


async def test_a_second_rating_says_that_the_first_one_stays(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    await begins_closing(dinara)
    await dinara.says("Готово.")
    await dinara.presses("Закрыть № 1")
    closed = await sergei.sees("заявка № 1 закрыта")
    await sergei.presses("5 ⭐")
    await sergei.sees("Спасибо")
    await sergei.handle.forge(closed["message_id"], "ra1:1:1")
    await sergei.sees("остаётся первая оценка")


async def test_a_refusal_at_the_desk_leads_back_to_the_desk(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    await sergei.says("/lawyer")
    await sergei.presses("Отменить заявку")
    await sergei.presses("Да, отменить")
    await dinara.sees("отменил сам человек")
    await dinara.replies(words, "Здравствуйте!")
    await dinara.sees("Эта заявка отменена", "Рабочий кабинет")


async def test_a_card_of_anothers_case_is_refused_in_its_own_words(town: Town) -> None:
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    notice = await marat.sees("Новая заявка № 1")
    await marat.handle.forge(notice["message_id"], "ca1:1")
    await marat.is_told("Это не ваша заявка.")
    assert not any("отправлено" in (a.text or "") for a in marat.handle.answers)


async def test_an_operators_reply_goes_to_the_case_whatever_form_is_open(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.says("/lawyer")
    await dinara.presses("Другая тема…")
    await dinara.presses("Другое")
    await dinara.sees("Что случилось?")
    await dinara.replies(words, "Ответ Сергею")
    await sergei.sees("Ответ Сергею")
    assert not any("Получено" in text for text in dinara.heard())


async def test_a_reply_to_ones_own_answer_goes_on_in_the_same_case(town: Town) -> None:
    aigul, sergei, dinara = town.aigul, town.sergei, town.dinara
    await town.employ(dinara)
    for person in (aigul, sergei):
        await person.chooses("Русский")
        await asks(town, person, f"Я {person.handle.person.first_name}")
    await dinara.presses("Взять № 1")
    first = await dinara.sees("Я Айгүл")
    await dinara.presses("Взять № 2")
    await dinara.sees("Я Сергей")
    answer = await dinara.replies(first, "Начало ответа")
    await aigul.sees("Начало ответа")
    await dinara.replies(answer, "И продолжение")
    await aigul.sees("И продолжение")
    assert not any("продолжение" in text for text in sergei.heard())


async def test_a_held_message_goes_out_as_it_was_edited(town: Town) -> None:
    aigul, sergei, dinara = town.aigul, town.sergei, town.dinara
    await town.employ(dinara)
    for person in (aigul, sergei):
        await person.chooses("Русский")
        await asks(town, person, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.presses("Взять № 2")
    await dinara.sees("Вы взяли заявку № 2")
    said = await dinara.says("старый текст")
    asked = await dinara.sees("Кому это отправить?")
    await dinara.handle.edit(said["message_id"], "новый текст")
    await dinara.presses("№ 2 · Сергей", on=asked)
    await sergei.sees("новый текст")
    assert not any("старый" in text for text in sergei.heard())


async def test_an_edit_whose_copy_was_deleted_comes_as_a_new_message(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    said = await sergei.says("Долг 100 000")
    copy = await dinara.sees("Долг 100 000")
    await dinara.handle.delete(copy["message_id"])
    await sergei.handle.edit(said["message_id"], "Долг 900 000")
    again = await dinara.sees("№ 1 · Сергей", "изменено", "Долг 900 000")
    answer = await dinara.replies(again, "Ответ 1")
    received = await sergei.sees("Ответ 1")
    await sergei.handle.delete(received["message_id"])
    await dinara.handle.edit(answer["message_id"], "Ответ 2")
    await sergei.sees("Ответ 2", "изменено")


async def test_the_longest_name_leaves_room_for_a_caption(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    sergei.handle.person.first_name, sergei.handle.person.last_name = "С" * 64, "К" * 64
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · С", "Помогите")
    for length in (800, 801, 1024):
        sent = await sergei.handle.send_photo(caption="д" * length)
        await dinara.handle.wait_for(lambda m, n=length: "д" * n in m.get("caption", ""))
        await sergei.handle.edit(sent["message_id"], "ж" * 800)
        await dinara.handle.wait_for(lambda m: "ж" * 800 in m.get("caption", ""))
    assert not any("не дошло" in text for text in sergei.heard())


async def test_forwarded_words_are_not_taken_for_the_citizens_own(town: Town) -> None:
    aigul, sergei, dinara = town.aigul, town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    await sergei.handle.forward_from(aigul.handle, "Верните долг сегодня")
    await dinara.sees("№ 1 · Сергей Ким · переслано", "Верните долг сегодня")


async def test_a_number_that_was_lost_comes_at_the_second_press(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    await sergei.says("/lawyer")
    await sergei.presses("Другая тема…")
    await sergei.presses("Другое")
    await sergei.sees("Что случилось?")
    await sergei.says("Помогите")
    await sergei.presses("Это всё, дальше")
    await sergei.presses("Пропустить")
    await sergei.presses("Здесь, в чате")
    confirm = await sergei.sees("Отправить юристу?")
    town.box.faults.add(Fault(kind="500", method="sendMessage", chat_id=sergei.id))
    await sergei.presses("Отправить юристу", on=confirm)
    await eventually(lambda: not town.box.faults.shown())
    await asyncio.sleep(0.3)
    await sergei.presses("Отправить юристу")
    await sergei.sees("Заявка № 1", "Отменить заявку")
