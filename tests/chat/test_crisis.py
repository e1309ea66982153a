"""Somebody writes that they do not want to live: numbers first, and a lawyer today."""

from tests.chat.scenes import asks, begins_closing
from tests.chat.town import Town


async def test_in_the_form_numbers_come_and_the_request_is_one_of_today(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await sergei.says("/lawyer")
    await sergei.presses("Другая тема…")
    await sergei.presses("Другое")
    await sergei.sees("Что случилось?")
    await sergei.says("Коллекторы достали, жить не хочу")
    await sergei.sees("Сначала – вы", "103", "112")
    await sergei.sees("Получено: 1 сообщение")
    await sergei.presses("Это всё, дальше")
    await sergei.presses("Пропустить")
    await sergei.presses("Здесь, в чате")
    await sergei.presses("Отправить юристу")
    await dinara.sees("Новая заявка № 1", "Сегодня", "не хочется жить")


async def test_in_an_open_request_it_goes_to_the_head_of_the_queue(town_on_both: Town) -> None:
    town = town_on_both
    aigul, sergei, dinara, erlan = town.aigul, town.sergei, town.dinara, town.erlan
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await aigul.chooses("Қазақша")
    await asks(town, sergei, "Спокойный вопрос")
    town.clock.jump(minutes=20)
    await asks(town, aigul, "Қарыз көп")
    await aigul.says("Өмір сүргім келмейді")
    await aigul.sees("Алдымен – өзіңіз", "103", "112")
    await dinara.says("/desk")
    await dinara.presses("Очередь")
    queue = await dinara.sees("№ 2", "Сегодня", "не хочется жить", "№ 1")
    assert queue["text"].index("№ 2") < queue["text"].index("№ 1")
    town.clock.jump(minutes=11)
    await erlan.sees("Назар аударыңыз", "№ 2")


async def test_without_a_request_numbers_come_before_the_offer(town: Town) -> None:
    aigul = town.aigul
    await aigul.says("олгим келип тур")
    await aigul.sees("Алдымен – өзіңіз", "103")
    await aigul.sees("Қазақша", "Русский")
    heard = aigul.heard()
    first = next(at for at, text in enumerate(heard) if "Алдымен" in text)
    assert "Русский" not in "".join(heard[: first + 1])


async def test_such_a_comment_is_no_comment(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await begins_closing(dinara)
    await dinara.says("Заявление отправлено")
    await dinara.presses("Закрыть № 1")
    await sergei.sees("Заявление отправлено")
    await sergei.presses("5 ⭐")
    await sergei.presses("Добавить комментарий")
    await sergei.sees("что понравилось, а что нет?")
    await sergei.says("Спасибо, но я не хочу жить")
    await sergei.sees("Сначала – вы", "103")
    await sergei.sees("Передать это юристу?")
