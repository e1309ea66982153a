"""How an operator writes down what somebody tells on the telephone."""

from tests.chat.town import Resident

SERGEI = "8 701 555 01 02"
"""Sergei's own number, as people type it."""


async def begins(operator: Resident, phone: str = SERGEI, name: str = "Сергей Петрович") -> None:
    """Up to the language, in Russian."""
    await operator.says("/desk")
    await operator.presses("Новая заявка по телефону")
    await operator.sees("Напишите номер звонящего")
    await operator.says(phone)
    await operator.sees("открытой заявки нет", "Как зовут звонящего?")
    await operator.says(name)
    await operator.sees(name, "на каком языке удобно говорить?")


async def answers(operator: Resident, language: str = "Русский") -> None:
    """The shortest way through the questions, up to the last screen."""
    await operator.presses(language)
    await operator.sees("📞", "С чем нужна помощь?")
    await operator.presses("Не могу платить кредит")
    await operator.sees("Прочитайте вслух")
    await operator.presses("Дальше без описания")
    await operator.presses("Не знаю")
    await operator.presses("Пропустить")
    await operator.sees("Когда юристу перезвонить?")
    await operator.presses("в любое время")
    await operator.sees("Отправить в очередь", "Взять себе")


async def calls(
    operator: Resident,
    phone: str = SERGEI,
    name: str = "Сергей Петрович",
    language: str = "Русский",
    *,
    take: bool = False,
) -> None:
    """A whole call; the request goes into the queue, or is taken."""
    await begins(operator, phone, name)
    await answers(operator, language)
    await operator.presses("Взять себе" if take else "Отправить в очередь")
    await operator.sees("Вы взяли заявку" if take else "в очереди: 📞")
