"""To whom an operator's typed words go: named before, never guessed, refused when it changed."""

import pytest

from tests.chat.scenes import asks, begins_closing
from tests.chat.town import Resident, Town


async def two_cases(town: Town) -> tuple[Resident, Resident, Resident]:
    """Динара has № 1 of Айгүл and № 2 of Сергей."""
    aigul, sergei, dinara = town.aigul, town.sergei, town.dinara
    await town.employ(dinara)
    for person in (aigul, sergei):
        await person.chooses("Русский")
        await asks(town, person, f"Я {person.handle.person.first_name}")
    await dinara.presses("Взять № 1")
    await dinara.sees("Я Айгүл")
    await dinara.presses("Взять № 2")
    await dinara.sees("Я Сергей")
    return aigul, sergei, dinara


def heard_of(words: str, *people: Resident) -> list[str]:
    """Who has got these words."""
    return [
        person.handle.person.first_name
        for person in people
        if any(words in text for text in person.heard())
    ]


async def test_the_only_case_is_named_and_typed_words_go_there(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("Вы взяли заявку № 1", "Вы пишете: № 1 · Сергей Ким")
    await dinara.says("Здравствуйте!")
    await sergei.sees("Здравствуйте!")
    await dinara.sees("Отправлено: № 1 · Сергей Ким")


async def test_the_chosen_case_gets_the_words_in_kazakh_too(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    await dinara.says("/language")
    await dinara.presses("Қазақша")
    await dinara.says("/desk")
    await dinara.presses("Өтініштерім")
    await dinara.presses("№ 2 · Сергей")
    await dinara.sees("Өтініш № 2", "Сергей Ким")
    await dinara.presses("✉️ Жазу")
    await dinara.sees("Енді жазғаныңыз осы адамға барады: № 2 · Сергей Ким")
    await dinara.says("Сәлеметсіз бе!")
    await sergei.sees("Сәлеметсіз бе!")
    await dinara.sees("Жіберілді: № 2 · Сергей Ким")
    assert heard_of("Сәлеметсіз", aigul, sergei) == ["Сергей"]


async def test_words_are_not_sent_when_somebody_else_has_written_since(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    await choose(dinara, "№ 2 · Сергей")
    await aigul.says("А мне что делать?")
    await dinara.sees("А мне что делать?")
    await dinara.says("Ничего не платите наличными")
    asked = await dinara.sees("Кому это отправить?", "№ 1 · Айгүл", "№ 2 · Сергей")
    assert heard_of("наличными", aigul, sergei) == []
    await dinara.presses("№ 1 · Айгүл", on=asked)
    await aigul.sees("наличными")
    assert heard_of("наличными", aigul, sergei) == ["Айгүл"]


async def test_a_reply_elsewhere_or_another_card_ends_the_choice(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    first = next(m for m in dinara.handle.messages if "Я Айгүл" in m.get("text", ""))
    await choose(dinara, "№ 2 · Сергей")
    await dinara.replies(first, "Это Айгүл")
    await aigul.sees("Это Айгүл")
    await dinara.says("И это тоже?")
    await dinara.sees("Кому это отправить?")
    await choose(dinara, "№ 2 · Сергей")
    await dinara.says("/desk")
    await dinara.presses("Мои заявки")
    listed = await dinara.sees("Мои заявки", "№ 1 · Айгүл")
    await dinara.presses("№ 1 · Айгүл", on=listed)
    await dinara.sees("Заявка № 1", "Айгүл")
    await dinara.says("Кому же?")
    await dinara.sees("Кому это отправить?")
    assert heard_of("Кому же", aigul, sergei) == []


async def test_a_reply_to_something_else_of_the_bot_is_asked_about(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    await choose(dinara, "№ 2 · Сергей")
    desk = await dinara.sees("Вы пишете: № 2 · Сергей")
    await dinara.replies(desk, "Кому это?")
    await dinara.sees("Кому это отправить?")
    assert heard_of("Кому это?", aigul, sergei) == []


async def test_a_reply_to_ones_own_answer_goes_to_the_same_person(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    first = next(m for m in dinara.handle.messages if "Я Айгүл" in m.get("text", ""))
    mine = await dinara.replies(first, "Здравствуйте!")
    await aigul.sees("Здравствуйте!")
    await dinara.replies(mine, "И ещё одно")
    await aigul.sees("И ещё одно")
    assert heard_of("И ещё одно", aigul, sergei) == ["Айгүл"]


async def choose(operator: Resident, label: str) -> None:
    """Write to this one from now on."""
    await operator.says("/desk")
    await operator.presses("Мои заявки")
    listed = await operator.sees("Мои заявки", label)
    await operator.presses(label, on=listed)
    number = label.partition(" · ")[0]
    await operator.sees(f"Заявка {number}")
    await operator.presses("✉️ Написать")
    await operator.sees(f"Вы пишете: {label}")


@pytest.mark.parametrize("end", ["cancelled", "closed", "returned"])
async def test_words_for_a_case_that_ended_meanwhile_are_refused(town: Town, end: str) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("Вы пишете: № 1 · Сергей Ким")
    reason = "Ничего не отправлено"
    if end == "cancelled":
        await sergei.says("/lawyer")
        await sergei.presses("Отменить заявку")
        await sergei.presses("Да, отменить")
        reason = "Человек отменил заявку № 1."
    elif end == "closed":
        await begins_closing(dinara)
        await dinara.says("Готово.")
        await dinara.presses("Закрыть № 1")
        await dinara.sees("Заявка № 1 закрыта")
        reason = "Заявка № 1 закрыта."
    else:
        await dinara.presses("Вернуть в очередь")
        await dinara.presses("Вернуть без заметки")
        await dinara.sees("снова в очереди")
        reason = "Заявка № 1 снова в очереди."
    await dinara.says("Ещё кое-что важное")
    await dinara.sees(reason, "Ничего не отправлено.")
    assert heard_of("кое-что важное", sergei) == []


async def test_with_other_cases_the_refused_words_are_kept_and_asked_about(town: Town) -> None:
    aigul, sergei, dinara = await two_cases(town)
    await choose(dinara, "№ 2 · Сергей")
    await sergei.says("/lawyer")
    await sergei.presses("Отменить заявку")
    await sergei.presses("Да, отменить")
    await dinara.sees("№ 2", "отменил")
    await dinara.says("Ваш долг 5 000 000")
    await dinara.sees("Человек отменил заявку № 2.", "Кому это отправить?", "№ 1 · Айгүл")
    assert heard_of("5 000 000", aigul, sergei) == []
    await dinara.presses("Не отправлять")
    await dinara.sees("Никому не отправлено")
    assert heard_of("5 000 000", aigul, sergei) == []


async def writes_to_the_first(town: Town) -> None:
    """Dinara writes to № 1 (Aigul) and has № 2 (Sergei) as well."""
    aigul, sergei, dinara = town.aigul, town.sergei, town.dinara
    await town.employ(dinara, town.marat)
    for person in (aigul, sergei):
        await person.chooses("Русский")
        await asks(town, person, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.presses("Взять № 2")
    await dinara.sees("№ 2 · Сергей", "Помогите")
    card = next(m for m in dinara.handle.messages if "Заявка № 1 ·" in m.get("text", ""))
    await dinara.presses("Написать", on=card)
    await dinara.sees("Вы пишете", "№ 1 · Айгүл")


@pytest.mark.parametrize("button", ["Закрыть заявку", "Передать коллеге"])
async def test_words_typed_a_tap_too_early_go_to_nobody(town: Town, button: str) -> None:
    await writes_to_the_first(town)
    dinara = town.dinara
    card = next(m for m in dinara.handle.messages if "Заявка № 2 ·" in m.get("text", ""))
    await dinara.presses(button, on=card)
    await dinara.sees("№ 2 · Сергей Ким")
    await dinara.says("Банк согласился на отсрочку")
    await dinara.sees("Кому это отправить?")
    assert heard_of("отсрочку", town.aigul, town.sergei) == []


async def test_a_transfer_note_typed_too_early_is_no_answer(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    await dinara.presses("Передать коллеге")
    await dinara.says("Осторожно, он скандалит")
    await dinara.sees("Кому это отправить?")
    assert heard_of("скандалит", sergei) == []


async def test_a_notice_about_another_case_makes_it_unclear(town: Town) -> None:
    await writes_to_the_first(town)
    sergei, dinara = town.sergei, town.dinara
    await sergei.says("/lawyer")
    await sergei.presses("Отменить заявку")
    await sergei.presses("Да, отменить")
    await dinara.sees("Заявку № 2 отменил сам человек")
    await dinara.says("Жаль, всего доброго")
    await dinara.sees("Кому это отправить?")
    assert heard_of("Жаль", town.aigul, sergei) == []


async def test_words_from_ones_own_lawyer_make_it_unclear(town: Town) -> None:
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    await asks(town, dinara, "Мне нужен совет")
    await marat.presses("Взять № 2")
    words = await marat.sees("№ 2 · Динара", "Мне нужен совет")
    await marat.replies(words, "Сколько вы должны?")
    await dinara.sees("Сколько вы должны?")
    await dinara.says("Пять миллионов, это личное")
    await dinara.sees("Кому это отправить?")
    assert heard_of("личное", sergei) == []


async def test_a_reply_to_a_notice_is_not_for_ones_own_lawyer(town: Town) -> None:
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    await asks(town, dinara, "Мне нужен совет")
    await marat.presses("Взять № 2")
    await marat.sees("№ 2 · Динара", "Мне нужен совет")
    await sergei.says("/lawyer")
    await sergei.presses("Отменить заявку")
    await sergei.presses("Да, отменить")
    notice = await dinara.sees("Заявку № 1 отменил сам человек")
    await dinara.replies(notice, "Понятно, закрываю")
    await dinara.sees("Ничего не отправлено")
    assert heard_of("закрываю", marat, sergei) == []


async def test_a_former_operators_edit_changes_nothing(town: Town) -> None:
    sergei, dinara, marat = town.sergei, town.dinara, town.marat
    await town.employ(dinara, marat)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Сергей", "Помогите")
    answer = await dinara.replies(words, "Первый ответ")
    await sergei.sees("Первый ответ")
    await dinara.presses("Передать коллеге")
    await dinara.presses("Марат Әлиев")
    await dinara.presses("Передать без заметки")
    await dinara.sees("теперь у другого оператора: Марат")
    await dinara.handle.edit(answer["message_id"], "Совсем другое")
    await dinara.sees("№ 1 уже не у вас, поэтому это изменение не передано")
    assert heard_of("другое", sergei) == []
