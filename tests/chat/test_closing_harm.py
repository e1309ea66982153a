"""Cases that were closed over words nobody had read, and words that an earlier answer settled."""

from sandbox import samples
from sandbox.faults import Fault
from tests.chat.scenes import begins_closing
from tests.chat.test_addressee import heard_of
from tests.chat.test_harm import URGENT, taken
from tests.chat.town import Resident, Town, eventually


async def sends_papers(citizen: Resident, words: str) -> None:
    """Two photos, which the other side gets some seconds later."""
    before = len(citizen.handle.messages)
    await citizen.handle.send_album([samples.PHOTO, samples.PHOTO], caption=words)
    await eventually(lambda: any(m.get("reactions") for m in citizen.handle.messages[before:]))


async def test_papers_on_their_way_stop_the_closing_once(town_on_both: Town) -> None:
    sergei, dinara, _ = await taken(town_on_both)
    await begins_closing(dinara)
    await sends_papers(sergei, "вот решение суда, что делать")
    await dinara.says("Готово, долг списан.")
    sure = await dinara.sees("Закрыть № 1")
    assert heard_of("решение суда", dinara) == []
    await dinara.presses("Закрыть № 1", on=sure)
    again = await dinara.sees("Заявка не закрыта", "в пути к вам", "Готово, долг списан.")
    assert not any("закрыта" in text for text in sergei.heard())
    await dinara.sees("вот решение суда")
    await dinara.presses("Закрыть № 1", on=again)
    await sergei.sees("№ 1 закрыта", "Готово, долг списан.")


async def test_papers_that_came_below_the_summary_stop_the_closing(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await begins_closing(dinara)
    await sends_papers(sergei, "вот решение суда, что делать")
    await dinara.says("Готово, долг списан.")
    sure = await dinara.sees("Закрыть № 1")
    await dinara.sees("вот решение суда")
    await dinara.presses("Закрыть № 1", on=sure)
    await dinara.sees("Заявка не закрыта", "Готово, долг списан.")
    assert not any("закрыта" in text for text in sergei.heard())


async def test_in_kazakh_words_on_their_way_are_said_to_be_so(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await dinara.says("/language")
    await dinara.presses("Қазақша")
    await dinara.says("/desk")
    await dinara.presses("Өтініштерім")
    await dinara.presses("№ 1 · Сергей")
    await dinara.presses("Өтінішті жабу")
    await dinara.presses("Кеңес берілді")
    await sends_papers(sergei, "вот решение суда")
    await dinara.says("Дайын.")
    await dinara.presses("№ 1 өтінішті жабу")
    await dinara.sees("Өтініш жабылмады", "сізге әлі жеткен жоқ")


async def test_what_telegram_has_refused_does_not_stop_the_closing(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    town.box.faults.add(Fault(kind="400", method="sendMessage", chat_id=dinara.id, times=1))
    await sergei.says("Это не дойдёт")
    await sergei.sees("не")
    await begins_closing(dinara)
    await dinara.says("Готово.")
    await dinara.presses("Закрыть № 1")
    await sergei.sees("№ 1 закрыта")


async def is_reminded(town: Town, operator: Resident) -> None:
    """After a quarter of an hour at most: it was urgent."""
    town.clock.jump(minutes=16)
    await operator.sees("№ 1", "ждёт вашего ответа")


async def test_an_answer_does_not_settle_papers_that_were_still_coming(
    town_on_both: Town,
) -> None:
    sergei, dinara, _ = await taken(town_on_both, urgency=URGENT)
    await sergei.sees("взял юрист")
    await sends_papers(sergei, "Пристав уже здесь, что делать?")
    await dinara.says("Здравствуйте, меня зовут Динара")
    await sergei.sees("меня зовут Динара")
    await dinara.sees("Пристав уже здесь")
    await is_reminded(town_on_both, dinara)


async def test_an_answer_does_not_settle_words_that_telegram_held_up(town: Town) -> None:
    sergei, dinara, _ = await taken(town, urgency=URGENT)
    await sergei.sees("взял юрист")
    town.box.faults.add(Fault(kind="500", method="sendMessage", chat_id=dinara.id, times=1))
    await sergei.says("Пристав уже здесь, что делать?")
    await dinara.says("Здравствуйте, меня зовут Динара")
    await sergei.sees("меня зовут Динара")
    town.clock.jump(seconds=5)
    await dinara.sees("Пристав уже здесь")
    await is_reminded(town, dinara)


async def test_an_answer_to_what_was_read_settles_it(town: Town) -> None:
    sergei, dinara, _ = await taken(town, urgency=URGENT)
    await sergei.says("Пристав уже здесь, что делать?")
    words = await dinara.sees("Пристав уже здесь")
    await dinara.replies(words, "Не открывайте")
    await sergei.sees("Не открывайте")
    await dinara.says("/desk")
    desk = await dinara.sees("Мои заявки")
    assert "Ждут вашего ответа" not in desk["text"]
