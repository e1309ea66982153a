"""What was written outside the form waits there until it is sent, however long ago it was."""

from tests.chat.town import Resident, Town, buttons, eventually


async def to_the_review(person: Resident) -> None:
    """From the topic, in Russian, the shortest way."""
    await person.sees("С чем нужна помощь?")
    await person.presses("Судебный исполнитель")
    await person.sees("Это всё, дальше")
    await person.presses("Это всё, дальше")
    await person.presses("Не знаю")
    await person.presses("Пропустить")
    await person.sees("Как юристу вам ответить?")
    await person.presses("Здесь, в чате")


async def test_the_first_offers_button_sends_all_that_was_written(town_on_both: Town) -> None:
    town = town_on_both
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await sergei.says("Меня выселяют, приставы завтра")
    offer = await sergei.sees("Передать это юристу?")
    town.clock.jump(minutes=61)
    await sergei.says("Вы здесь?")
    await eventually(lambda: offers(sergei) == 2)
    await sergei.presses("Да, юристу", on=offer)
    await to_the_review(sergei)
    review = await sergei.sees("Отправить юристу?", "Получено: 2 сообщения", "Начать заново")
    assert "Первое сообщение" not in review["text"], "it is of today"
    await sergei.presses("Отправить юристу")
    await sergei.sees("№ 1")
    await dinara.presses("Взять № 1")
    await dinara.sees("Меня выселяют, приставы завтра")
    await eventually(lambda: any("Вы здесь?" in text for text in dinara.heard()))


def offers(person: Resident) -> int:
    return sum("Передать это юристу?" in text for text in person.heard())


async def test_what_is_old_is_said_to_be_so_before_it_goes(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    await sergei.says("Меня выселяют")
    await sergei.sees("Передать это юристу?")
    town.clock.jump(days=3)
    await sergei.says("Вы здесь?")
    await eventually(lambda: offers(sergei) == 2)
    await sergei.says("/lawyer")
    await sergei.sees("Получено: 2 сообщения", "Первое сообщение: 25 ноября 2026", "заново")
    await sergei.presses("Продолжить")
    await to_the_review(sergei)
    review = await sergei.sees("Отправить юристу?", "Первое сообщение: 25 ноября 2026")
    assert "Начать заново" in buttons(review)
    await sergei.presses("Начать заново")
    await sergei.sees("С чем нужна помощь?")
    await sergei.says("/lawyer")
    assert "Первое сообщение" not in (await sergei.sees("С чем нужна помощь?"))["text"]


async def test_a_newcomer_keeps_it_behind_the_language_in_kazakh(town: Town) -> None:
    aigul = town.aigul
    await aigul.says("Ертең сот орындаушы келеді")
    await aigul.sees("Қазақша", "Русский")
    town.clock.jump(hours=26)
    await aigul.says("Сіз барсыз ба?")
    await aigul.presses("Қазақша")
    await aigul.presses("Заңгер")
    await aigul.sees("Алынды: 2 хабар", "Алғашқы хабар: 2026 жылғы 25 қараша")


async def test_a_full_draft_says_what_to_do(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    for count in range(30):
        await sergei.says(f"слова {count}")
    await eventually(lambda: offers(sergei) == 30)
    town.clock.jump(hours=30)
    await sergei.says("ещё слова")
    await sergei.sees("не сохранено", "Получено: 30 сообщений", "Продолжить", "Начать заново")
