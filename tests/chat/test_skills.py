"""Operators' skills: set by a supervisor, felt in what is offered and announced."""

import logging
from typing import Any

import pytest

from bot.callbacks_skills import SkillDraftCD, SkillSaveCD, number_of, ticks_of
from domain.consultation.skills import Skills
from domain.consultation.triage import Facts, Level, Reason, Topic, Urgency
from tests.chat.scenes import asks
from tests.chat.test_roles import refusals
from tests.chat.test_whole_conversation import ask_lawyer
from tests.chat.town import Resident, Town

HOME = Facts(topic=Topic.HOME)
COURT = Facts(topic=Topic.COURT)
SOON = Urgency(level=Level.DAYS, reason=Reason.COURT_PAPER)


async def opens_skills(town: Town, name: str) -> dict[str, Any]:
    """The owner opens the ticks of an operator."""
    await town.erlan.says("/board")
    await town.erlan.presses("Операторлардың тілі мен тақырыбы")
    await town.erlan.sees("Есімнің жанында", name)
    await town.erlan.presses(name)
    return await town.erlan.sees(f"{name}: тілі мен тақырыбы", "✓ қазақша", "✓ русский")


async def only_home(town: Town) -> None:
    """Динара is offered what is about the home, and nothing else."""
    await opens_skills(town, "Динара Омарова")
    await town.erlan.presses("Баспана, ипотека")
    await town.erlan.presses("Сақтау")
    await town.erlan.sees("Сақталды: Динара Омарова")
    await town.dinara.sees("Супервайзер изменил")


async def in_the_queue(town: Town, *facts: Facts) -> None:
    """Сергей asks about the first, Айгүл about the second: № 1 and № 2."""
    for person, about in zip((town.sergei, town.aigul), facts, strict=False):
        await person.chooses("Русский")
        await asks(town, person, f"О чём: {about.topic}", facts=about)
        town.clock.jump(minutes=1)


async def test_a_supervisor_sets_skills_and_the_operator_is_told(
    town_on_both: Town, caplog: pytest.LogCaptureFixture
) -> None:
    town = town_on_both
    erlan, dinara = town.erlan, town.dinara
    await town.employ(dinara)
    await opens_skills(town, "Динара Омарова")
    await erlan.presses("қазақша")
    await erlan.sees("Тілі: русский", "Тақырыбы: барлық тақырып", "Әлі сақталған жоқ")
    await erlan.presses("Соттан қағаз")
    await erlan.sees("✓ Соттан қағаз", "→")
    await erlan.presses("→")
    await erlan.sees("←", "Банкроттық")
    await erlan.presses("Банкроттық")
    await erlan.sees("Тақырыбы: Соттан қағаз", "Банкроттық", "Әлі сақталған жоқ")
    assert not any("Супервайзер" in text for text in dinara.heard()), "nothing is kept yet"
    with caplog.at_level(logging.INFO):
        await erlan.presses("Сақтау")
        await erlan.sees("Сақталды: Динара Омарова", "Тілі: русский")
    assert any("skills of person" in record.getMessage() for record in caplog.records)
    assert "Динара" not in caplog.text
    await dinara.sees("Супервайзер изменил", "Языки: русский", "Темы: ", "Банкротство")
    await dinara.says("/desk")
    await dinara.sees("В первую очередь вам предлагаются: русский · ", "Банкротство")
    await erlan.says("/desk")
    desk = await erlan.sees("Сіз ауысымда емессіз")
    assert "алдымен" not in desk["text"]

    await erlan.says("/board")
    await erlan.presses("Операторлардың тілі мен тақырыбы")
    await erlan.presses("Динара Омарова · русский · ")
    await erlan.presses("Барлық тіл мен тақырып")
    await erlan.sees("Тақырыбы: барлық тақырып", "Әлі сақталған жоқ")
    await erlan.presses("Сақтау")
    await dinara.sees("Супервайзер изменил", "Языки: қазақша, русский", "Темы: все темы")
    await dinara.says("/desk")
    desk = await dinara.sees("Вы на смене")
    assert "в первую очередь" not in desk["text"]


async def test_one_language_stays_and_nonsense_is_refused(town: Town) -> None:
    erlan, dinara = town.erlan, town.dinara
    await town.employ(dinara)
    asked = await opens_skills(town, "Динара Омарова")
    await erlan.presses("русский")
    await erlan.sees("Тілі: қазақша")
    await erlan.presses("✓ қазақша")
    await erlan.is_told("Кемінде бір тіл қалуы керек")
    for data in (
        SkillDraftCD(operator=2, ticks=1 << 40).pack(),
        SkillSaveCD(operator=2, ticks=1 << 16).pack(),
    ):
        erlan.handle.answers.clear()
        await erlan.handle.forge(asked["message_id"], data)
        await erlan.is_told("Бұл жарамайды")
    for data in ("so1:99", SkillSaveCD(operator=99, ticks=3).pack()):
        erlan.handle.answers.clear()
        await erlan.handle.forge(asked["message_id"], data)
        await erlan.is_told("Бұл енді жоқ")
    assert not any("Супервайзер" in text for text in dinara.heard())


async def test_pressing_save_twice_tells_the_operator_once(town: Town) -> None:
    erlan, dinara = town.erlan, town.dinara
    await town.employ(dinara)
    await only_home(town)
    ticks = number_of(ticks_of(Skills(topics=frozenset({Topic.HOME}))))
    shown = erlan.handle.messages[-1]
    dinara_is = operator_number(erlan)
    await erlan.handle.forge(
        shown["message_id"], SkillSaveCD(operator=dinara_is, ticks=ticks).pack()
    )
    await erlan.says("/desk")
    await erlan.sees("Сіз ауысымда емессіз")
    assert sum("Супервайзер изменил" in text for text in dinara.heard()) == 1


def operator_number(person: Resident) -> int:
    """The number of the operator whose button was shown last."""
    for message in reversed(person.handle.messages):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                data = str(button.get("callback_data", ""))
                if data.startswith(("so1:", "sr1:", "sv1:")):
                    return int(data.split(":")[1])
    return 2


async def test_skills_are_set_by_supervisors_only(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    dinara = town.dinara
    await town.employ(dinara)
    await town.sergei.chooses("Русский")
    pressed = ("sw1:0", "so1:2", "sr1:2:1:0", "sv1:2:1")
    for person, words in ((dinara, "только для супервайзеров"), (town.sergei, "сотрудников")):
        message = person.handle.messages[-1]
        for data in pressed:
            person.handle.answers.clear()
            await person.handle.forge(message["message_id"], data)
            await person.is_told(words)
    assert len(refusals(caplog)) == 8


async def test_take_next_gives_what_the_operator_has_the_skills_for(town: Town) -> None:
    dinara, marat = town.dinara, town.marat
    await town.employ(dinara, marat)
    await only_home(town)
    await in_the_queue(town, COURT, HOME)
    await dinara.says("/desk")
    await dinara.presses("Взять следующую")
    await dinara.sees("Вы взяли заявку № 2")
    await dinara.says("/desk")
    await dinara.presses("Взять следующую")
    await dinara.is_told("По вашим языкам и темам никто не ждёт")

    await dinara.presses("Очередь")
    queue = await dinara.sees("◇ № 1", "◇ – не по вашим языкам и темам")
    await dinara.presses("Взять № 1", on=queue)
    await dinara.sees("Вы взяли заявку № 1")


async def test_who_waits_too_long_is_offered_to_everybody(town: Town) -> None:
    dinara, marat = town.dinara, town.marat
    await town.employ(dinara, marat)
    await only_home(town)
    await town.sergei.chooses("Русский")
    await asks(town, town.sergei, "Суд", facts=COURT, urgency=SOON)
    town.clock.jump(hours=1, minutes=50)
    await dinara.says("/desk")
    await dinara.presses("Взять следующую")
    await dinara.is_told("По вашим языкам и темам никто не ждёт")
    town.clock.jump(minutes=15)
    await dinara.presses("Взять следующую")
    await dinara.sees("Вы взяли заявку № 1")


async def test_what_nobody_at_work_can_do_is_offered_at_once(town: Town) -> None:
    dinara, marat = town.dinara, town.marat
    await town.employ(dinara, marat)
    await only_home(town)
    await in_the_queue(town, COURT)
    await marat.says("/desk")
    await marat.presses("Закончить смену")
    await marat.sees("Вы не на смене")
    await dinara.says("/desk")
    await dinara.presses("Взять следующую")
    await dinara.sees("Вы взяли заявку № 1")


async def test_a_new_request_is_announced_to_who_has_the_skills(town: Town) -> None:
    aigul, sergei, dinara, marat = town.aigul, town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await only_home(town)
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Помогите")
    await marat.sees("Новая заявка № 1")
    await marat.says("/desk")
    await marat.presses("Закончить смену")
    await marat.sees("Вы не на смене")
    await aigul.chooses("Русский")
    await ask_lawyer(aigul, "Помогите")
    await dinara.sees("Новая заявка № 2")
    assert not any("Новая заявка № 1" in text for text in dinara.heard())


async def test_the_language_counts_as_the_topic_does(town: Town) -> None:
    dinara, marat = town.dinara, town.marat
    await town.employ(dinara, marat)
    await opens_skills(town, "Динара Омарова")
    await town.erlan.presses("қазақша")
    await town.erlan.presses("Сақтау")
    await dinara.sees("Супервайзер изменил", "Языки: русский")
    await town.aigul.chooses("Қазақша")
    await asks(town, town.aigul, "Көмектесіңіз")
    town.clock.jump(minutes=1)
    await town.sergei.chooses("Русский")
    await asks(town, town.sergei, "Помогите")
    await dinara.says("/desk")
    await dinara.presses("Взять следующую")
    await dinara.sees("Вы взяли заявку № 2")
