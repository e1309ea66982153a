"""The numbers of a day, as text and as a picture, in both languages."""

import datetime as dt
from typing import Any

import pytest

from bot.handlers import day_numbers
from tests.chat.hours import to_morning
from tests.chat.scenes import asks, begins_closing
from tests.chat.town import Town

WORDS = {
    "Қазақша": {
        "board": "📊 Күндік көрсеткіштер",
        "counts": "Түскені: 1 · алынғаны: 1 · жабылғаны: 1",
        "outcome": "Кеңес берілді: 1",
        "rating": "Баға қойғандар: 1, орташасы 5",
        "picture": "Сурет түрінде",
        "failed": "Сурет дайын болмады",
    },
    "Русский": {
        "board": "📊 Цифры дня",
        "counts": "Новых: 1 · взято: 1 · закрыто: 1",
        "outcome": "Дана консультация: 1",
        "rating": "Оценок: 1, в среднем 5",
        "picture": "Картинкой",
        "failed": "Картинка не получилась",
    },
}


async def a_closed_request(town: Town) -> None:
    """Asked, taken, answered, closed and rated."""
    sergei, dinara = town.sergei, town.dinara
    to_morning(town)
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.replies(words, "Пришлите договор")
    await sergei.sees("Пришлите договор")
    await begins_closing(dinara)
    await dinara.says("Договор проверен")
    await dinara.presses("Закрыть № 1")
    await dinara.sees("№ 1")
    await sergei.sees("Договор проверен")
    await sergei.presses("5")


async def test_of_a_day_that_was_quiet_there_is_no_picture(town: Town) -> None:
    erlan = town.erlan
    to_morning(town)
    await erlan.chooses("Қазақша")
    await erlan.says("/board")
    await erlan.presses("📊 Күндік көрсеткіштер")
    shown = await erlan.sees("Бұл күні ештеңе болмаған.", "Қазір кезекте: 0")
    assert "Сурет" not in str(shown["reply_markup"])
    today = dt.date(2026, 11, 26).toordinal()
    await erlan.handle.forge(shown["message_id"], f"dp1:{today}")
    await erlan.is_told("сурет жоқ")


@pytest.mark.parametrize("language", ["Қазақша", "Русский"])
async def test_the_numbers_are_read_and_seen(town_on_both: Town, language: str) -> None:
    town, words = town_on_both, WORDS[language]
    erlan = town.erlan
    await a_closed_request(town)
    if language != "Қазақша":
        await erlan.says("/language")
        await erlan.presses(language)
    await erlan.says("/board")
    await erlan.presses(words["board"])
    await erlan.sees(words["counts"], words["outcome"], words["rating"])
    await erlan.presses(words["picture"])
    message = await erlan.sees_file("photo")
    assert message["photo"][-1]["width"] == 1080
    assert words["counts"] in message["caption"]
    assert words["board"] in str(message["reply_markup"])
    await erlan.presses(words["board"], on=message)
    await erlan.sees(words["counts"], words["outcome"])


async def test_days_are_turned_back_for_thirty_days(town: Town) -> None:
    erlan = town.erlan
    await a_closed_request(town)
    await erlan.says("/board")
    await erlan.presses("📊 Күндік көрсеткіштер")
    await erlan.sees("2026 жылғы 26 қараша")
    await erlan.presses("← 25 қар.")
    before = await erlan.sees("2026 жылғы 25 қараша", "ештеңе болмаған", "26 қар. →")
    assert "Қазір кезекте" not in before["text"]
    town.clock.jump(days=30)
    await erlan.presses("26 қар. →", on=before)
    oldest = await erlan.sees("2026 жылғы 26 қараша", "Түскені: 1")
    assert "← 25" not in str(oldest["reply_markup"])
    await erlan.presses("Бүгін", on=oldest)
    await erlan.sees("2026 жылғы 26 желтоқсан", "ештеңе болмаған")
    for number in (1, dt.date(2026, 11, 25).toordinal(), dt.date(2026, 12, 27).toordinal(), 2**60):
        for kind in ("dn1", "dp1"):
            erlan.handle.answers.clear()
            await erlan.handle.forge(oldest["message_id"], f"{kind}:{number}")
            await erlan.is_told("соңғы 30 күн")


async def test_the_text_stands_when_the_picture_fails(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(chart: Any) -> bytes:
        raise MemoryError

    monkeypatch.setattr(day_numbers, "draw", broken)
    erlan = town.erlan
    await a_closed_request(town)
    await erlan.says("/board")
    await erlan.presses("📊 Күндік көрсеткіштер")
    await erlan.sees("Түскені: 1")
    await erlan.presses("Сурет түрінде")
    await erlan.sees(WORDS["Қазақша"]["failed"])
    assert any("Түскені: 1" in text for text in erlan.heard())


async def test_the_numbers_are_not_for_operators_nor_citizens(town: Town) -> None:
    dinara = town.dinara
    to_morning(town)
    await town.employ(dinara)
    shown = await dinara.sees("Вы на смене")
    for data in ("dn1:0", f"dp1:{dt.date(2026, 11, 26).toordinal()}"):
        dinara.handle.answers.clear()
        await dinara.handle.forge(shown["message_id"], data)
        await dinara.is_told("только для супервайзеров")
