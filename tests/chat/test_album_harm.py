"""Albums that came without a name, not whole, or were told as lost: each is acted out again."""

from typing import Any

from sandbox import samples
from sandbox.actions import Attachment
from sandbox.faults import Fault
from tests.chat.scenes import asks
from tests.chat.test_addressee import heard_of
from tests.chat.test_harm import taken
from tests.chat.town import Resident, Town, eventually

NUMBERED = "№ 1 · Сергей"


def refuse(town: Town, method: str, reader: Resident, times: int = 1) -> None:
    town.box.faults.add(Fault(kind="400", method=method, chat_id=reader.id, times=times))


def came(reader: Resident) -> list[dict[str, Any]]:
    """The photos that the bot has brought."""
    return [one for one in reader.handle.messages if "photo" in one and not one["out"]]


def above(reader: Resident, message: dict[str, Any]) -> str:
    """The words right above it."""
    stands = reader.handle.messages
    before = stands[stands.index(message) - 1]
    return str(before.get("text") or before.get("caption") or "")


def times(words: str, reader: Resident) -> int:
    """How often they read this."""
    return sum(words in text for text in reader.heard())


def tries(town: Town) -> int:
    return sum(call.method == "sendMediaGroup" for call in town.box.calls)


async def with_two_cases(town: Town) -> tuple[Resident, Resident, Resident]:
    """Динара has № 1 of Сергей and № 2 of Айгүл."""
    sergei, dinara, _ = await taken(town)
    aigul = town.aigul
    await aigul.chooses("Русский")
    await asks(town, aigul, "Я Айгүл")
    await dinara.presses("Взять № 2")
    await dinara.sees("№ 2 · Айгүл", "Я Айгүл")
    return sergei, aigul, dinara


async def test_a_part_whose_words_have_grown_comes_under_its_name(town_on_both: Town) -> None:
    town = town_on_both
    sergei, aigul, dinara = await with_two_cases(town)
    album = await sergei.handle.send_album([samples.PHOTO] * 3, caption="альбом")
    await eventually(lambda: len(came(dinara)) == 3)
    await aigul.says("Айгүл пишет последней")
    await dinara.sees("Айгүл пишет последней")
    await sergei.handle.edit(album[0]["message_id"], "Ж" * 900)
    await dinara.sees("Ж" * 900)
    assert NUMBERED in above(dinara, came(dinara)[-1])


async def test_a_later_part_changed_after_the_answer_comes_under_its_name(town: Town) -> None:
    sergei, dinara, words = await taken(town)
    album = await sergei.handle.send_album([samples.PHOTO] * 2, caption="альбом")
    await eventually(lambda: len(came(dinara)) == 2)
    await dinara.replies(words, "Вижу")
    await sergei.sees("Вижу")
    await sergei.handle.edit(album[1]["message_id"], "Ж" * 850)
    await dinara.sees("Ж" * 850)
    assert NUMBERED in above(dinara, came(dinara)[-1])


async def test_words_that_grow_while_an_album_waits_are_not_nobodys(town: Town) -> None:
    sergei, aigul, dinara = await with_two_cases(town)
    album = await sergei.handle.send_album([samples.PHOTO] * 2, caption="альбом")
    await aigul.says("Айгүл пишет последней")
    await sergei.handle.edit(album[0]["message_id"], "Ж" * 900)
    await eventually(lambda: len(came(dinara)) == 3)
    grown = [one for one in came(dinara) if one.get("caption") == "Ж" * 900]
    assert len(grown) == 2
    assert all("reply_to_message" in one or NUMBERED in above(dinara, one) for one in grown)


async def test_an_album_that_is_refused_comes_photo_by_photo(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, _ = await taken(town)
    refuse(town, "sendMediaGroup", dinara, times=0)
    sent = await sergei.handle.send_album([samples.PHOTO] * 10, caption="десять")
    await sergei.says("это все бумаги")
    await dinara.sees("это все бумаги")
    photos = came(dinara)
    assert len(photos) == 10
    assert all(NUMBERED in photo["caption"] for photo in photos)
    assert "десять" in photos[0]["caption"]
    assert tries(town) == 1
    assert dinara.handle.messages[-1] is not photos[-1]  # what was written later stands below
    await sergei.handle.edit(sent[6]["message_id"], "седьмая")
    changed = await dinara.sees("седьмая", "изменено")
    assert changed["message_id"] == photos[6]["message_id"]
    assert times("не дошло", sergei) == 0


async def test_a_refused_part_does_not_take_the_name_from_a_later_one(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    refuse(town, "sendMediaGroup", dinara)
    refuse(town, "sendPhoto", dinara)
    files = [Attachment("photo", samples.PHOTO, caption=words) for words in ("а", "Ж" * 900, "в")]
    await sergei.handle.send_album(files)
    await sergei.sees("не дошло до юриста")
    await eventually(lambda: len(came(dinara)) == 2)
    long, short = came(dinara)
    assert NUMBERED in above(dinara, long)
    assert NUMBERED in short["caption"]


async def test_a_first_part_with_long_words_is_not_named_twice(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    refuse(town, "sendMediaGroup", dinara)
    await sergei.handle.send_album([samples.PHOTO] * 2, caption="Ж" * 900)
    await eventually(lambda: len(came(dinara)) == 2)
    assert NUMBERED in above(dinara, came(dinara)[0])
    headers = [one for one in dinara.handle.messages if one.get("text") == "№ 1 · Сергей Ким"]
    assert len(headers) == 1


async def test_only_the_photo_that_is_refused_is_told_as_lost(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, _ = await taken(town)
    refuse(town, "sendMediaGroup", dinara)
    refuse(town, "sendPhoto", dinara)
    sent = await sergei.handle.send_album([samples.PHOTO] * 3, caption="три")
    told = await sergei.sees("не дошло до юриста")
    assert told["reply_to_message"]["message_id"] == sent[0]["message_id"]
    await eventually(lambda: len(came(dinara)) == 2)
    await sergei.says("дальше")
    await dinara.sees("дальше")
    assert times("не дошло до юриста", sergei) == 1
    assert len(came(dinara)) == 2


async def test_a_lawyer_is_not_told_of_a_loss_when_all_photos_arrive(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara, _ = await taken(town)
    await eventually(lambda: heard_of("взял юрист", sergei))
    refuse(town, "sendMediaGroup", sergei)
    await dinara.handle.send_album([samples.PHOTO] * 3, caption="три образца")
    await eventually(lambda: len(came(sergei)) == 3)
    await dinara.says("Заполните их")
    await sergei.sees("Заполните их")
    assert times("НЕ доставлен", dinara) == 0
    assert len(came(sergei)) == 3
    await dinara.says("/desk")
    await dinara.sees("Ваши открытые заявки: 1")
    assert not any("Ждут вашего ответа" in text for text in dinara.heard()[-1:])


async def test_a_lawyer_is_told_which_photo_was_refused(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    await eventually(lambda: heard_of("взял юрист", sergei))
    refuse(town, "sendMediaGroup", sergei)
    refuse(town, "sendPhoto", sergei)
    sent = await dinara.handle.send_album([samples.PHOTO] * 3, caption="три образца")
    told = await dinara.sees("НЕ доставлено")
    assert told["reply_to_message"]["message_id"] == sent[0]["message_id"]
    await eventually(lambda: len(came(sergei)) == 2)
    assert times("НЕ доставлен", dinara) == 1


async def test_a_refused_album_comes_once_although_the_bot_was_stopped(town: Town) -> None:
    sergei, dinara, _ = await taken(town)
    refuse(town, "sendMediaGroup", dinara)
    await sergei.handle.send_album([samples.PHOTO] * 4, caption="четыре")
    await eventually(lambda: len(came(dinara)) >= 1)
    await town.restart_bot()
    await sergei.says("дальше")
    await dinara.sees("дальше")
    assert len(came(dinara)) == 4
