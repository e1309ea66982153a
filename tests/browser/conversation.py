"""The whole conversation in steps, the same on a wide page, on a telephone, and for pictures."""

from __future__ import annotations

from playwright.async_api import expect

from bot.i18n import almaty_day
from sandbox import samples
from tests.browser.visitor import Visitor
from tests.browser.words import Words
from tests.chat.town import MORNING

PAGES_OF_THE_LESSON = 9


async def comes_in(person: Visitor, words: Words) -> None:
    """Language, what the bot is, home."""
    await person.starts()
    await person.sees("Қазақша", "Русский")
    await person.presses(words.language)
    await person.sees(words.about, "/mydata", words.begin)
    await person.presses(words.begin)
    await person.sees(words.home, words.lawyer)


async def is_invited(owner: Visitor, operator: Visitor, words: Words) -> None:
    """The owner invites; the operator joins, chooses the language and begins the shift."""
    await comes_in(owner, words)
    await owner.presses(words.staff)
    await owner.sees(words.staff, words.invite)
    await owner.presses(words.invite)
    invitation = await owner.sees(words.invitation, "https://t.me/")
    await owner.passes_link_to(invitation, operator)
    await operator.sees(words.welcome)
    await operator.presses(words.language)
    await operator.sees(words.about)
    await owner.sees(words.operator, words.joined)
    await operator.presses(words.desk)
    await operator.sees(words.desk, words.off_shift)
    await operator.presses(words.begin_shift)
    await operator.sees(words.desk, words.on_shift)


async def reads_the_lesson(citizen: Visitor, words: Words) -> None:
    """From the home screen to the last page; the first answer is a wrong one."""
    await reads_the_cards(citizen, words)
    await answers(citizen, 6, words.wrong_answer, words.not_quite, words.helps)
    await citizen.presses(words.next)
    await answers(citizen, 7, words.right_answers[0], words.right)
    await citizen.presses(words.next)
    await answers(citizen, 8, words.right_answers[1], words.right)
    await citizen.presses(words.finish)
    await citizen.sees(place(PAGES_OF_THE_LESSON), words.finished)


async def reads_the_cards(citizen: Visitor, words: Words) -> None:
    """The five cards, up to the first question."""
    await citizen.presses(words.first_lesson)
    for page in range(1, 6):
        await citizen.sees(place(page), words.lawyer)
        await citizen.presses(words.next)


async def answers(citizen: Visitor, page: int, option: str, *told: str) -> None:
    """One question, and the why at once."""
    await citizen.sees(place(page), option)
    await citizen.presses(option)
    await citizen.sees(place(page), option, *told)


def place(page: int) -> str:
    """«3/9 ·», as it stands in the first line of a page."""
    return f"{page}/{PAGES_OF_THE_LESSON} ·"


async def asks_a_lawyer(citizen: Visitor, words: Words, photo: bytes = samples.PHOTO) -> None:
    """Topic, words, a photo, the questions, here in the chat, confirm: a number at once."""
    await citizen.presses(words.lawyer)
    await citizen.sees(words.will_be_read)
    await citizen.presses(words.topic)
    await citizen.sees(words.help_at_once, words.what_happened)
    await citizen.says(words.story)
    await citizen.sees(words.got_words)
    await citizen.sends_photo(data=photo)
    await citizen.sees(words.got_photo)
    await goes_through_the_questions(citizen, words)
    await citizen.sees(words.send_it, words.topic, words.got_photo)
    await citizen.presses(words.send)
    await citizen.sees(words.number_one, words.first_in_queue)


async def goes_through_the_questions(citizen: Visitor, words: Words) -> None:
    """From the words to the confirmation."""
    await citizen.presses(words.that_is_all)
    await citizen.sees(words.which_day)
    await citizen.presses(words.a_week_ago)
    await citizen.sees(words.anything_else)
    await citizen.presses(words.none_of_these)
    await citizen.sees(words.how_to_answer)
    await citizen.presses(words.here)


async def is_taken_and_answered(
    operator: Visitor, citizen: Visitor, words: Words, photo: bytes = samples.PHOTO
) -> None:
    """The operator takes it and answers by reply; the citizen sends a photo of the contract."""
    await operator.sees(words.new_request, words.topic)
    await operator.presses(words.take)
    await operator.sees(words.taken)
    await operator.sees(words.card, words.topic, words.close)
    told = await operator.sees("№ 1 ·", words.story)
    await expect(told.get_by_test_id("protected")).to_be_visible()
    await operator.sees_photo("№ 1 ·")
    await citizen.sees(words.has_taken, words.operator)
    await operator.replies(told, words.hello)
    await citizen.sees(words.the_lawyer, words.hello)
    await citizen.sends_photo(words.contract, photo)
    await operator.sees_photo("№ 1 ·", words.contract)


async def is_closed(operator: Visitor, citizen: Visitor, words: Words) -> None:
    """With a summary, which is shown once more before it goes."""
    await operator.presses(words.close)
    await operator.sees(words.closing)
    await operator.presses(words.advised)
    await operator.sees(words.closing, words.write_summary)
    await operator.says(words.outcome)
    await operator.sees(words.will_read, words.outcome)
    await operator.presses(words.close_one)
    await operator.sees(words.closed)
    await citizen.sees(words.your_closed, words.outcome, "5 ⭐")


async def rates_and_asks_again(citizen: Visitor, words: Words) -> None:
    """Five stars and a comment; what is written later becomes a request linked to the first."""
    await citizen.presses("5 ⭐")
    await citizen.sees(words.thanks, words.reopen)
    await citizen.presses(words.comment)
    await citizen.sees(words.what_was_good)
    await citizen.says(words.praise)
    await citizen.sees(words.comment_kept)
    await citizen.says(words.later)
    await citizen.sees(words.your_closed.split()[0], words.linked, words.yes)
    await citizen.presses(words.yes)
    await citizen.sees(words.will_be_read)
    await citizen.presses(words.topic)
    await citizen.sees(words.got_later)
    await goes_through_the_questions(citizen, words)
    await citizen.sees(words.send_it)
    await citizen.presses(words.send)
    await citizen.sees(words.number_two)


async def looks_back(citizen: Visitor, words: Words) -> None:
    """My requests: the first one, how it ended, what was written."""
    await citizen.presses(words.my_requests)
    first = f"№ 1 · {almaty_day(MORNING):%d.%m.%Y} · {words.is_closed}"
    await citizen.sees(words.my_requests, first)
    await citizen.presses(first)
    await citizen.sees(words.outcome, "5 ⭐")
    await citizen.presses(words.what_was_written)
    await citizen.sees(words.story, words.hello)


async def whole_conversation(
    citizen: Visitor, operator: Visitor, owner: Visitor, words: Words
) -> None:
    """From the first word to the second request."""
    await is_invited(owner, operator, words)
    await comes_in(citizen, words)
    await reads_the_lesson(citizen, words)
    await asks_a_lawyer(citizen, words)
    await is_taken_and_answered(operator, citizen, words)
    await is_closed(operator, citizen, words)
    await rates_and_asks_again(citizen, words)
    await looks_back(citizen, words)
