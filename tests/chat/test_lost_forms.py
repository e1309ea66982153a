"""A case leaves its operator while they are writing about it: they are told so."""

import pytest

from tests.chat.scenes import asks, begins_closing
from tests.chat.test_addressee import heard_of
from tests.chat.test_harm import taken
from tests.chat.town import Resident, Town


async def supervisor(town: Town) -> Resident:
    """Somebody who can move every case."""
    boss = town.resident("Света", last_name="Супер", language_code="ru")
    await boss.chooses("Русский")
    await boss.handle.open(await town.invitation("Супервайзер шақыру"))
    await boss.sees("Добро пожаловать")
    return boss


async def moves(boss: Resident, to: str = "Марат", number: str = "№ 1") -> None:
    """To a colleague, by the card that the supervisor has found."""
    await boss.says("/desk")
    await boss.presses("Найти заявку")
    await boss.says(number.removeprefix("№ "))
    await boss.sees("Найдено")
    await boss.presses(number)
    await boss.sees("Передать коллеге")
    await boss.presses("Передать коллеге")
    await boss.sees(to)
    await boss.presses(to)
    await boss.presses("Передать без заметки")
    await boss.sees(number, "теперь у другого оператора")


async def test_a_note_form_is_closed_once_with_number_and_name(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    boss = await supervisor(town)
    await dinara.presses("📝 Заметка")
    await dinara.sees("Заметка", "№ 1")
    await moves(boss)
    await dinara.sees("№ 1", "Марат Әлиев")
    await dinara.says("Он боится брата")
    await dinara.sees(
        "№ 1 · Сергей Ким: с заявкой", "форма закрыта", "Ничего не сохранено и не отправлено"
    )
    await dinara.says("И ещё одно о нём")
    await dinara.sees("№ 1 теперь у другого оператора", "Ничего не отправлено")
    assert heard_of("брата", sergei, town.marat) == []
    assert sum("форма закрыта" in text for text in dinara.heard()) == 1


@pytest.mark.parametrize("form", ["Заметка", "Передать коллеге", "Вернуть в очередь"])
async def test_a_reply_is_then_a_usual_reply(town: Town, form: str) -> None:
    aigul, sergei, dinara = town.aigul, town.sergei, town.dinara
    await town.employ(dinara, town.marat)
    for person in (aigul, sergei):
        await person.chooses("Русский")
        number = await asks(town, person, f"Я {person.handle.person.first_name}")
        await dinara.presses(f"Взять № {number}")
        await dinara.sees(f"№ {number} ·", "Я ")
    boss = await supervisor(town)
    words = next(m for m in dinara.handle.messages if "Я Айгүл" in m.get("text", ""))
    card = next(m for m in dinara.handle.messages if "Заявка № 2 ·" in m.get("text", ""))
    await dinara.presses(form, on=card)
    if form == "Передать коллеге":
        await dinara.sees("Марат")
        await dinara.presses("Марат")
        await dinara.sees("№ 2 · Сергей Ким → Марат")
    else:
        await dinara.sees("№ 2 · Сергей")
    await moves(boss, number="№ 2")
    await dinara.sees("№ 2", "Марат Әлиев")
    await dinara.replies(words, "Пришлите договор")
    await dinara.sees("№ 2 · Сергей Ким: с заявкой", "форма закрыта", "Отправлено: № 1 · Айгүл")
    await aigul.sees("Пришлите договор")
    assert heard_of("договор", sergei) == []


async def test_whoever_types_on_after_a_lost_closing_is_offered_no_lawyer(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    marat, boss = town.marat, await supervisor(town)
    await moves(boss)
    await marat.sees("Заявка № 1", "Закрыть заявку")
    await begins_closing(marat)
    await moves(boss, to="Динара")
    await marat.sees("№ 1", "Динара Омарова")
    await marat.says("Он договорился с банком")
    await marat.sees("№ 1 · Сергей Ким: с заявкой", "форма закрыта", "Ничего не сохранено")
    await marat.says("Документы он отнесёт завтра")
    told = await marat.sees("Сообщение никому не отправлено", "⚖️ Нужен юрист")
    assert "Передать это юристу" not in told["text"]
    await marat.says("/language")
    await marat.presses("Қазақша")
    await marat.says("Құжаттарын ертең апарады")
    await marat.sees("Жазғаныңыз ешкімге жіберілген жоқ", "⚖️", "Жұмыс кабинеті")
    await marat.presses("⚖️")
    await marat.sees("Өтінішіңізді заңгер оқиды")
    assert heard_of("банком", sergei, dinara) == []
