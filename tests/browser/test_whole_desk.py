"""A day at the desk, by clicks: a citizen, two operators, a supervisor."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Opener
from tests.browser.conversation import asks_a_lawyer, comes_in, is_closed
from tests.browser.desk_words import KK, RU
from tests.browser.test_whole_conversation import nothing_was_refused
from tests.browser.visitor import Visitor
from tests.browser.words import Words
from tests.chat.town import Town

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(240),
]


@pytest.mark.parametrize("words", [KK, RU], ids=["kk", "ru"])
async def test_a_day_at_the_desk(town: Town, opened: Opener, words: Words) -> None:
    """The operators sit at wide screens; citizen and supervisor hold telephones."""
    await invited(town)
    dinara, marat = await opened(DESKTOP, town.dinara.id, town.marat.id)
    [aigul] = await opened(PHONE, town.aigul.id)
    [sergei] = await opened(PHONE, town.sergei.id)
    for one in (dinara, marat, sergei):
        await begins_the_shift(one, words)
    await writes_a_canned_reply(sergei, words)
    await comes_in(aigul, words)
    await asks_a_lawyer(aigul, words)
    await is_taken_once(dinara, marat, words)
    await writes_notes_and_answers(dinara, aigul, words)
    await sends_the_canned_reply(dinara, aigul, words)
    await gives_it_to(dinara, marat, aigul, words)
    await returns_it(marat, words)
    await is_moved_from_the_queue(sergei, dinara, words)
    await finds_it(dinara, words)
    await is_closed(dinara, aigul, words)
    await ends_the_shift(dinara, words)
    for one in (dinara, aigul, sergei):
        await nothing_was_refused(one)


async def invited(town: Town) -> None:
    """The owner's part is clicked elsewhere; here the links are there already."""
    await town.erlan.chooses("Қазақша")
    for one, button in (
        (town.dinara, "Оператор шақыру"),
        (town.marat, "Оператор шақыру"),
        (town.sergei, "Супервайзер шақыру"),
    ):
        await one.handle.open(await town.invitation(button))
        await one.sees("Қазақша", "Русский")


async def begins_the_shift(one: Visitor, words: Words) -> None:
    """From the welcome to the shift."""
    await one.sees("Қазақша", "Русский")
    await one.presses(words.language)
    await one.sees(words.about)
    await one.presses(words.desk)
    await one.sees(words.desk, words.off_shift)
    await one.presses(words.begin_shift)
    await one.sees(words.desk, words.on_shift)


async def writes_a_canned_reply(supervisor: Visitor, words: Words) -> None:
    """In both languages, with a blank."""
    await supervisor.presses(words.canned_replies)
    await supervisor.presses(words.add_canned)
    await supervisor.sees(words.title)
    await supervisor.says(words.canned_title)
    await supervisor.sees(words.in_kazakh)
    await supervisor.says("Жауап мерзімі: [мерзім].")
    await supervisor.sees(words.in_russian)
    await supervisor.says("Срок ответа: [срок].")
    await supervisor.presses(words.without_file)
    await supervisor.sees(words.kept, words.canned_title)


async def is_taken_once(quick: Visitor, slow: Visitor, words: Words) -> None:
    """Both see it; the second one is told who was first."""
    for one in (quick, slow):
        await one.sees(words.new_request, words.topic)
    await quick.presses(words.take)
    await quick.sees(words.card, words.topic, words.close)
    await quick.sees_photo("№ 1 ·")
    await slow.presses(words.take)
    await slow.is_told(words.was_taken)


async def writes_notes_and_answers(operator: Visitor, citizen: Visitor, words: Words) -> None:
    """A note for colleagues, then an answer that names its addressee before it is typed."""
    await operator.presses(words.note)
    await operator.sees(words.note_form)
    await operator.says(words.noted)
    await operator.sees(words.note_kept)
    await operator.presses(words.write)
    await operator.sees("№ 1 · Айгүл")
    await operator.says(words.answer)
    await operator.sees(words.sent)
    await citizen.sees(words.answer)
    await citizen.says(words.thanks_a_lot)
    await operator.sees("№ 1 · Айгүл", words.thanks_a_lot)
    await citizen.has_not_seen(words.noted)


async def sends_the_canned_reply(operator: Visitor, citizen: Visitor, words: Words) -> None:
    """The blank is filled, the whole is shown with its addressee, and goes."""
    await operator.presses(words.canned_reply)
    await operator.chooses(words.canned_title)
    await operator.sees(words.fill_in)
    await operator.says(words.blank)
    await operator.sees("№ 1 · Айгүл", words.filled)
    await operator.presses(words.send_canned)
    await operator.sees(words.sent, words.filled)
    await citizen.sees(words.filled)


async def gives_it_to(giver: Visitor, taker: Visitor, citizen: Visitor, words: Words) -> None:
    """With a note; what whoever gave it writes afterwards goes to nobody, and they are told."""
    await giver.presses(words.give)
    await giver.chooses("Марат Әлиев")
    await giver.sees("→ Марат Әлиев")
    await giver.says(words.why)
    await giver.sees(words.handed)
    await taker.sees(words.card, "Айгүл")
    await taker.sees("📝", words.why)
    said = await taker.sees("№ 1 · Айгүл", words.thanks_a_lot)
    await taker.replies(said, words.answer_of_marat)
    await citizen.sees(words.answer_of_marat)
    said = await giver.sees("№ 1 · Айгүл", words.thanks_a_lot)
    await giver.replies(said, words.too_late)
    await giver.sees(words.not_yours)
    await citizen.has_not_seen(words.too_late)


async def returns_it(operator: Visitor, words: Words) -> None:
    """Into the queue, with a note."""
    await operator.presses(words.return_)
    await operator.says(words.why)
    await operator.sees(words.returned)


async def is_moved_from_the_queue(supervisor: Visitor, operator: Visitor, words: Words) -> None:
    """The board shows that somebody waits; the supervisor gives the case to an operator."""
    await supervisor.says("/board")
    await supervisor.sees(words.board, words.waiting_one, "Динара Омарова")
    await supervisor.presses(words.reassign)
    await supervisor.presses(words.queue_of_one)
    await supervisor.chooses("№ 1 ·")
    await supervisor.sees(words.waits)
    await supervisor.chooses("Динара Омарова")
    await supervisor.sees(words.now_with)
    await operator.sees(words.card, words.close)


async def finds_it(operator: Visitor, words: Words) -> None:
    """By the name, from the desk."""
    await operator.says("/desk")
    await operator.presses(words.find)
    await operator.says("Айгүл")
    await operator.sees(words.found, "№ 1 · Айгүл")
    await operator.chooses("№ 1 · Айгүл")
    await operator.sees(words.card, words.close)


async def ends_the_shift(operator: Visitor, words: Words) -> None:
    """Nobody waits, and the day is over."""
    await operator.says("/desk")
    await operator.sees(words.desk, words.on_shift)
    await operator.presses(words.take_next)
    await operator.is_told(words.nobody_waits)
    await operator.presses(words.end_shift)
    await operator.sees(words.desk, words.off_shift)
