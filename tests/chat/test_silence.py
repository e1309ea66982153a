"""Nobody waits unseen: silence, follow-ups, broken promises, alarms, the end of the day."""

import asyncio

import pytest

from domain.consultation.triage import Level, Reason, Urgency
from tests.chat.hours import to_evening, to_morning
from tests.chat.scenes import asks
from tests.chat.town import Town, eventually

URGENT = Urgency(level=Level.TODAY, reason=Reason.THREATS)
"""The first reminder after a quarter of an hour."""


async def test_silence_reminds_and_then_returns_the_request_to_the_queue(
    town_on_both: Town,
) -> None:
    town = town_on_both
    sergei, dinara, marat, erlan = town.sergei, town.dinara, town.marat, town.erlan
    to_morning(town)
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Мне угрожают", urgency=URGENT)
    await dinara.presses("Взять № 1")
    await dinara.sees("Вы взяли заявку № 1")

    town.clock.jump(minutes=16)
    await dinara.sees(
        "№ 1 · Сергей Ким", "ждёт вашего ответа", "Крайнее время: 10:31", "вернётся в очередь"
    )
    assert not any("вернулась" in text for text in dinara.heard())

    town.clock.jump(minutes=15)
    await dinara.sees("Заявка № 1 вернулась в очередь")
    await marat.sees("Заявка № 1 снова в очереди")
    await erlan.sees("Назар аударыңыз", "Ешкім жауап бермеді, кезекке қайтты: № 1")
    await sergei.sees("№ 1", "другой юрист")

    await marat.presses("Взять № 1")
    await marat.sees("№ 1 · Сергей", "Мне угрожают")
    await dinara.says("/desk")
    await dinara.presses("Мои заявки")
    await dinara.sees("нет открытых заявок")


async def test_an_answer_in_time_is_not_reminded_of(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    to_morning(town)
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Мне угрожают", urgency=URGENT)
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Мне угрожают")
    await dinara.replies(words, "Здравствуйте! Что они говорят?")
    await sergei.sees("Что они говорят?")
    town.clock.jump(minutes=40)
    await asyncio.sleep(3)
    assert not any("ждёт вашего ответа" in text for text in dinara.heard())
    assert not any("вернулась" in text for text in dinara.heard())


async def test_a_follow_up_to_an_operator_off_shift_is_taken_over(town: Town) -> None:
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    to_morning(town)
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.replies(words, "Пришлите договор")
    await sergei.sees("Пришлите договор")
    await dinara.says("/desk")
    await dinara.presses("Закончить смену")
    await dinara.sees("Вы не на смене")

    town.clock.jump(minutes=2)
    await sergei.says("Вот номер договора: 42")
    town.clock.jump(minutes=2)
    notice = await marat.sees("№ 1: человек написал", "Динара Омарова")
    assert "договора" not in notice["text"]
    assert "Сергей" not in notice["text"]
    await marat.presses("Взять на себя № 1", on=notice)
    await marat.sees("Вы взяли на себя заявку № 1")
    await marat.sees("Вот номер договора: 42")
    await sergei.sees("Марат", "№ 1")
    await dinara.sees("№ 1", "Марат Әлиев")
    await sergei.says("Спасибо")
    await marat.sees("№ 1 · Сергей", "Спасибо")
    assert not any("Спасибо" in text for text in dinara.heard())
    await marat.handle.forge(notice["message_id"], "tv1:1")
    await marat.is_told("всё изменилось")


async def test_the_closing_hour_ends_the_shift_and_cases_go_back_in_one_tap(town: Town) -> None:
    aigul, sergei, dinara = town.aigul, town.sergei, town.dinara
    to_morning(town)
    town.clock.jump(hours=4)  # by the evening nobody has waited long enough to go back by silence
    await town.employ(dinara)
    for person in (aigul, sergei):
        await person.chooses("Русский")
        await asks(town, person, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.presses("Взять № 2")
    words = await dinara.sees("№ 2 · Сергей", "Помогите")
    await dinara.replies(words, "Пришлите договор")
    await sergei.sees("Пришлите договор")

    to_evening(town)
    listed = await dinara.sees("ваша смена завершена", "№ 1 · Айгүл", "№ 2 · Сергей Ким")
    assert "№ 1 · Айгүл Сәрсенова · ждёт ответа" in listed["text"]
    assert "Сергей Ким · ждёт" not in listed["text"]
    await dinara.presses("Вернуть все в очередь (2)", on=listed)
    await dinara.sees("Вернулось в очередь: 2")
    await dinara.says("/desk")
    await dinara.sees("Вы не на смене", "2")


async def test_keeping_the_cases_keeps_them(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    to_morning(town)
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    to_evening(town)
    await dinara.sees("ваша смена завершена", "№ 1 · Сергей")
    await dinara.presses("Оставить себе")
    await dinara.sees("Открытые заявки остались у вас: 1")
    await sergei.says("Ещё вопрос")
    await dinara.sees("№ 1 · Сергей", "Ещё вопрос")


SLIPPED = {"Қазақша": "ұзаққа созылып жатыр", "Русский": "дольше, чем было обещано"}
NO_TIME = {"Қазақша": "нақты уақыт айта алмаймын", "Русский": "Назвать время я уже не могу"}


@pytest.mark.parametrize("language", ["Қазақша", "Русский"])
async def test_each_broken_promise_is_told_three_times_at_most_and_to_the_supervisors(
    town_on_both: Town, language: str
) -> None:
    town = town_on_both
    aigul, erlan = town.aigul, town.erlan
    morning = to_morning(town)
    await erlan.chooses("Қазақша")
    await aigul.chooses(language)
    await asks(town, aigul, "Көмектесіңіз", promised_by=morning + 3600)

    def times_told() -> int:
        return sum(SLIPPED[language] in text for text in aigul.heard())

    town.clock.jump(minutes=62)
    first = await aigul.sees("№ 1", SLIPPED[language])
    await erlan.sees("Назар аударыңыз", "Уәде етілген уақытта алынбады: № 1")
    assert not any("Айгүл" in text for text in erlan.heard())
    town.clock.jump(minutes=30)
    await asyncio.sleep(3)
    assert times_told() == 1
    assert NO_TIME[language] not in first["text"]

    to_evening(town)  # nothing was taken for days, so the whole day that was meant is not over
    await asyncio.sleep(3)
    assert times_told() == 1
    to_morning(town)
    town.clock.jump(hours=2)
    await eventually(lambda: times_told() == 2)
    town.clock.jump(days=3, hours=1)  # over a weekend
    await aigul.sees(NO_TIME[language])
    town.clock.jump(days=3)
    await asyncio.sleep(3)
    assert times_told() == 3


async def test_urgent_requests_alarm_in_one_message_and_without_names(town: Town) -> None:
    aigul, sergei, erlan = town.aigul, town.sergei, town.erlan
    to_morning(town)
    await erlan.chooses("Қазақша")
    for person in (aigul, sergei):
        await person.chooses("Русский")
        await asks(town, person, "Мне угрожают", urgency=URGENT)
    town.clock.jump(minutes=11)
    alarm = await erlan.sees("Шұғыл, 10 минуттан бері ешкім алмады: № 1, № 2")
    assert "Айгүл" not in alarm["text"]
    assert "Мне" not in alarm["text"]
    await erlan.presses("Жалпы көрініс", on=alarm)
    await erlan.sees("Жалпы көрініс", "Бүгін: 2 · ең ұзағы 11 мин")


GROUP = -1001234567890


async def test_the_group_is_told_numbers_in_both_languages(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    aigul, erlan = town.aigul, town.erlan
    monkeypatch.setenv("DESK_CHAT_ID", str(GROUP))
    await town.restart_bot()
    to_morning(town)
    await erlan.chooses("Қазақша")
    await aigul.chooses("Қазақша")
    await asks(town, aigul, "Қорқытып жатыр", urgency=URGENT)
    town.clock.jump(minutes=11)
    await erlan.sees("Назар аударыңыз")
    await eventually(lambda: any(call.chat_id == GROUP for call in town.box.calls))
    call = next(call for call in town.box.calls if call.chat_id == GROUP)
    assert call.parameters["text"] == (
        "Шұғыл, 10 минуттан бері ешкім алмады: 1\n\nСрочные, 10 минут никто не берёт: 1"
    )
    assert "reply_markup" not in call.parameters


async def test_a_follow_up_before_any_answer_is_told_to_others_too(town: Town) -> None:
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    to_morning(town)
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.says("/desk")
    await dinara.presses("Закончить смену")
    await dinara.sees("Вы не на смене")
    town.clock.jump(minutes=3)
    await sergei.says("Где же вы? Срочно!")
    town.clock.jump(minutes=2)
    await marat.sees("№ 1", "не на смене", seconds=40)


async def test_danger_after_the_closing_is_told_once_and_without_a_name(town: Town) -> None:
    aigul, erlan = town.aigul, town.erlan
    crisis = Urgency(level=Level.TODAY, reason=Reason.CRISIS)
    to_morning(town)
    boss = town.resident("Света", last_name="Супер", language_code="ru")
    await town.erlan.chooses("Қазақша")
    await boss.chooses("Русский")
    await boss.handle.open(await town.invitation("Супервайзер шақыру"))
    await boss.sees("Добро пожаловать")
    await aigul.chooses("Қазақша")
    to_evening(town)
    await asks(town, aigul, "Өмір сүргім келмейді", urgency=crisis)
    town.clock.jump(minutes=11)
    told = await boss.sees("человек может быть в опасности", "Нерабочее время", "№ 1")
    assert not any(word in told["text"] for word in ("Айгүл", "Өмір", "+7"))
    town.clock.jump(hours=10)
    await asyncio.sleep(3)
    assert sum("в опасности" in text for text in boss.heard()) == 1
    assert not any("қауіпте" in text for text in erlan.heard()), "there are supervisors"
