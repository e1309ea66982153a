"""Somebody who has called comes to the bot: what they asked by telephone becomes theirs."""

from tests.chat.callers import SERGEI, calls
from tests.chat.scenes import begins_closing
from tests.chat.town import Resident, Town, buttons
from tests.databases import counted

AIGUL = "8 701 555 01 01"


async def shares(person: Resident, language: str) -> None:
    """Their own number, outside of any form."""
    await person.chooses(language)
    await person.handle.share_contact()


async def closes(operator: Resident, number: str = "№ 1") -> None:
    await begins_closing(operator, number)
    await operator.says("Письмо банку отправлено")
    await operator.presses("Закрыть №")
    await operator.sees("закрыта")


async def test_confirmed_it_is_theirs_and_the_chat_begins(town_on_both: Town) -> None:
    town = town_on_both
    dinara, sergei = town.dinara, town.sergei
    await town.employ(dinara)
    await calls(dinara, take=True)
    await dinara.sees("Только по телефону", "Закрыть заявку")
    await shares(sergei, "Русский")
    offer = await sergei.sees("Вы нам звонили?", "№ 1", "на имя С. П.")
    assert "кредит" not in offer["text"]
    await sergei.presses("Да, это я")
    await sergei.sees("Добавлено к вашим заявкам: № 1", "добавится к заявке")
    told = await dinara.sees(
        "№ 1: человек теперь в боте: Сергей Ким", "Имя, названное по телефону: Сергей Петрович"
    )
    await sergei.says("Это я звонил")
    words = await dinara.sees("№ 1 · Сергей Ким", "Это я звонил")
    await dinara.presses("Заявка", on=told)
    card = await dinara.sees("Заявка № 1", "✉️ Написать")
    assert "человека нет в боте" not in card["text"]
    await dinara.replies(words, "Здравствуйте!")
    await sergei.sees("юрист Динара Омарова", "Здравствуйте!")
    assert await counted(town.database_url, "people", "telegram_id is null") == 0
    assert await counted(town.database_url, "case_events", "kind = 'linked'") == 1


async def test_in_kazakh_from_the_request_form(town: Town) -> None:
    dinara, aigul = town.dinara, town.aigul
    await town.employ(dinara)
    await calls(dinara, AIGUL, "Айгүл апай", "Қазақша")
    await aigul.chooses("Қазақша")
    await aigul.says("/lawyer")
    await aigul.presses("Несиені төлей алмай жүрмін")
    await aigul.says("Екі ай төлей алмадым")
    await aigul.presses("Болды, әрі қарай")
    await aigul.presses("Білмеймін")
    await aigul.presses("Өткізу")
    await aigul.presses("Телефонмен, кез келген уақытта")
    await aigul.sees("Нөміріңізді жіберу үшін")
    await aigul.handle.share_contact()
    offer = await aigul.sees("Бізге қоңырау шалдыңыз ба?", "№ 1")
    assert buttons(offer) == ["Иә, мен едім", "Жоқ"]
    await aigul.presses("Иә, мен едім", on=offer)
    await aigul.sees("Өтініштеріңізге қосылды: № 1", "Формада жаза бастағаныңыз")
    await aigul.presses("Заңгерге жіберу")
    await aigul.sees("Өтініш № 1", "Кезекте сіз біріншісіз")
    assert await counted(town.database_url, "cases", "true") == 1


async def test_a_no_changes_nothing_and_a_later_yes_is_refused(town: Town) -> None:
    dinara, sergei = town.dinara, town.sergei
    await town.employ(dinara)
    await calls(dinara)
    await shares(sergei, "Русский")
    offer = await sergei.sees("Вы нам звонили?")
    await sergei.presses("Нет")
    await sergei.sees("ничего не изменилось")
    await sergei.handle.forge(offer["message_id"], "lk1:1:1")
    await sergei.is_told("Это нужно подтвердить своим номером")
    assert await counted(town.database_url, "people", "telegram_id is null") == 1


async def test_a_press_without_the_number_takes_nobodys_request(town: Town) -> None:
    dinara, sergei, aigul = town.dinara, town.sergei, town.aigul
    await town.employ(dinara)
    await calls(dinara)
    await calls(dinara, AIGUL, "Айгүл апай", "Қазақша")
    await sergei.chooses("Русский")
    home = await sergei.sees("Главная")
    await sergei.handle.forge(home["message_id"], "lk1:1:1")
    await sergei.is_told("Это нужно подтвердить своим номером")
    await sergei.handle.send_foreign_contact("+77015550101", "Айгүл", owner=aigul.handle)
    await sergei.sees("Передать это юристу?")
    await sergei.handle.forge(home["message_id"], "lk1:2:1")
    await sergei.is_told("Это нужно подтвердить своим номером")
    await sergei.handle.share_contact()
    await sergei.sees("Вы нам звонили?", "№ 1")
    await sergei.handle.forge(home["message_id"], "lk1:2:1")
    await sergei.is_told("Подтверждать больше нечего")
    assert await counted(town.database_url, "people", "telegram_id is null") == 2


async def test_a_second_press_and_a_late_one(town: Town) -> None:
    dinara, sergei = town.dinara, town.sergei
    await town.employ(dinara)
    await calls(dinara)
    await shares(sergei, "Русский")
    offer = await sergei.sees("Вы нам звонили?")
    town.clock.jump(hours=25)
    await sergei.presses("Да, это я", on=offer)
    await sergei.is_told("Это нужно подтвердить своим номером")
    await sergei.handle.share_contact()
    await sergei.sees("Вы нам звонили?")
    await sergei.presses("Да, это я")
    await sergei.sees("Добавлено к вашим заявкам")
    await sergei.handle.forge(offer["message_id"], "lk1:1:1")
    await sergei.is_told("Подтверждать больше нечего")


async def test_closed_meanwhile_it_is_theirs_with_its_summary(town: Town) -> None:
    dinara, sergei = town.dinara, town.sergei
    await town.employ(dinara)
    await calls(dinara, take=True)
    await dinara.sees("Только по телефону", "Закрыть заявку")
    await shares(sergei, "Русский")
    await sergei.sees("Вы нам звонили?")
    await closes(dinara)
    await sergei.presses("Да, это я")
    await sergei.sees("Добавлено к вашим заявкам: № 1", "Уже закрыто")
    await sergei.presses("Заявка № 1")
    await sergei.sees("Письмо банку отправлено")


async def test_of_two_open_requests_neither_is_touched(town: Town) -> None:
    dinara, marat, sergei = town.dinara, town.marat, town.sergei
    await town.employ(dinara, marat)
    await calls(dinara, take=True)
    await dinara.sees("Только по телефону", "Закрыть заявку")
    await closes(dinara)
    await calls(dinara, take=True)
    await dinara.sees("Заявка № 2", "Закрыть заявку")
    await sergei.chooses("Русский")
    await sergei.says("Помогите с банком")
    await sergei.presses("Да, юристу")
    await sergei.presses("Другая тема…")
    await sergei.presses("Банкротство")
    for label in ("Это всё, дальше", "Пропустить", "Здесь, в чате", "Отправить юристу"):
        await sergei.presses(label)
    await marat.presses("Взять № 3")
    await marat.sees("Заявка № 3", "Закрыть заявку")
    await sergei.handle.share_contact()
    offer = await sergei.sees(
        "Вы нам звонили?", "№ 1", "ещё одна открытая заявка, по телефону: № 2"
    )
    await dinara.sees("№ 2 · Сергей Петрович", "ещё одна открытая заявка, № 3")
    await marat.sees("№ 3 · Сергей Ким", "ещё одна открытая заявка, № 2")
    await sergei.handle.forge(offer["message_id"], "lk1:2:1")
    await sergei.is_told("У вас есть другая открытая заявка")
    await sergei.presses("Да, это я", on=offer)
    await sergei.sees("Добавлено к вашим заявкам: № 1.")
    await closes(marat, "№ 3")
    await sergei.sees("Ваша заявка № 3 закрыта")
    await sergei.handle.share_contact()
    await sergei.sees("Вы нам звонили?", "№ 2")
    await sergei.presses("Да, это я")
    await sergei.sees("Добавлено к вашим заявкам: № 2")
    await dinara.sees("№ 2: человек теперь в боте")


async def test_who_has_called_and_linked_can_erase_it_all(town: Town) -> None:
    dinara, sergei = town.dinara, town.sergei
    await town.employ(dinara)
    await calls(dinara, SERGEI, take=True)
    await dinara.sees("Только по телефону", "Закрыть заявку")
    await shares(sergei, "Русский")
    await sergei.presses("Да, это я")
    await sergei.sees("Добавлено к вашим заявкам")
    await closes(dinara)
    await sergei.sees("Ваша заявка № 1 закрыта")
    await sergei.says("/mydata")
    await sergei.sees("Заявок юристу: 1")
    await sergei.presses("Стереть мои данные")
    await sergei.presses("Да, стереть")
    await sergei.sees("Ваши данные стёрты")
    assert await counted(town.database_url, "cases", "true") == 0
