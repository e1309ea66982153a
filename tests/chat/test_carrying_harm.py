"""What was not carried, carried twice or told wrongly once: each is acted out again."""

from sandbox import samples
from sandbox.faults import Fault
from tests.chat.test_addressee import heard_of
from tests.chat.test_harm import taken
from tests.chat.town import Resident, Town, eventually


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
