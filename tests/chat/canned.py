"""Where a conversation about canned replies begins: they are written, and a case is taken."""

from typing import Any

from domain.consultation.canned import Wording
from storage import open_database
from storage.canned import CannedTable
from storage.people import person_by_chat
from tests.chat.scenes import asks
from tests.chat.town import Resident, Town

GREETING = Wording(
    title="Сәлемдесу", kk="Сәлеметсіз бе! Өтінішіңізді алдым.", ru="Ваш вопрос у меня."
)
TERM = Wording(
    title="Срок жалобы",
    kk="<b>[сома]</b> туралы шағым [күні] дейін.",
    ru="Жалоба на <b>[сумма]</b> – до [дата]. Снова: [сумма].",
)
ONLY_KAZAKH = Wording(title="Тек қазақша", kk="Қазақша ғана.")


async def keeps(town: Town, *wordings: Wording) -> list[int]:
    """These canned replies are there; the owner wrote them."""
    database = await open_database(town.database_url)
    try:
        async with database.transaction() as (tx, _):
            owner = await person_by_chat(tx, town.erlan.id)
            assert owner is not None
            now = int(town.clock.now())
            return [await CannedTable(tx).add(wording, owner.id, now) for wording in wordings]
    finally:
        await database.close()


async def uses_of(town: Town, reply: int) -> int:
    database = await open_database(town.database_url)
    try:
        async with database.transaction() as (tx, _):
            found = await CannedTable(tx).reply(reply)
    finally:
        await database.close()
    assert found is not None
    return found.uses


async def begin(town: Town, *wordings: Wording) -> tuple[Resident, Resident]:
    """Динара has № 1 of Сергей, who reads Russian."""
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await keeps(town, *wordings)
    await sergei.chooses("Русский")
    await takes(town, dinara, sergei, 1)
    return sergei, dinara


async def takes(town: Town, operator: Resident, citizen: Resident, number: int) -> None:
    name = citizen.handle.person.first_name
    await asks(town, citizen, f"Я {name}")
    await operator.presses(f"Взять № {number}")
    await operator.sees(f"№ {number} · {name}", f"Я {name}")
    await operator.sees(f"Заявка № {number} · в работе", "Готовый ответ")


async def opens(operator: Resident, number: int = 1) -> dict[str, Any]:
    """From the card of the case."""
    card = next(
        message
        for message in reversed(operator.handle.messages)
        if f"Заявка № {number} · в работе" in message.get("text", "")
    )
    await operator.presses("Готовый ответ", on=card)
    return await operator.sees(f"Готовый ответ: № {number} · ")


def send_of(preview: dict[str, Any]) -> str:
    """What the press on «Send» carries."""
    return str(preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"])


def heard_times(person: Resident, words: str) -> int:
    return sum(words in text for text in person.heard())
