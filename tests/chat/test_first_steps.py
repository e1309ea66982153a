"""Language, home, settings, help, data; errors a person can run into."""

import logging
import sqlite3

import pytest

from bot.handlers import start as start_handlers
from bot.wiring.upkeep import Upkeep
from storage import open_database
from tests.chat.scenes import asks
from tests.chat.test_whole_conversation import ask_lawyer
from tests.chat.town import ShiftedClock, Town, buttons, eventually


async def test_the_language_is_asked_first_with_the_apps_one_on_top(town: Town) -> None:
    await town.aigul.says("/start")
    asked = await town.aigul.sees("Қазақша", "Русский")
    assert buttons(asked) == ["Қазақша", "Русский"]
    await town.sergei.says("/start")
    asked = await town.sergei.sees("Қазақша", "Русский")
    assert buttons(asked) == ["Русский", "Қазақша"]


async def test_the_first_choice_leads_over_what_is_kept_to_home(town: Town) -> None:
    await town.aigul.says("/start")
    await town.aigul.presses("Қазақша")
    about = await town.aigul.sees("Қарызсыз қоғам", "/mydata", "Бастау")
    await town.aigul.presses("Бастау")
    home = await town.aigul.sees("Басты бет", "Заңгер керек", "Барлық сабақ", "Баптаулар")
    assert home["message_id"] == about["message_id"], "navigation edits in place"


async def test_the_language_can_be_changed_at_any_time(town: Town) -> None:
    await town.aigul.chooses("Қазақша")
    await town.aigul.presses("Барлық сабақ")
    await town.aigul.presses("алғашқы")
    await town.aigul.presses("Келесі")
    await town.aigul.sees("2/")
    await town.aigul.says("/language")
    await town.aigul.presses("Русский")
    await town.aigul.sees("Теперь пишу вам по-русски")
    await town.aigul.presses("На главную")
    await town.aigul.sees("Главная")
    await town.aigul.says("/lessons")
    await town.aigul.presses("первые")
    await town.aigul.sees("2/")


async def test_a_deep_link_is_followed_after_the_language_was_chosen(town: Town) -> None:
    await town.sergei.handle.start("lesson_first-30-days")
    await town.sergei.presses("Русский")
    await town.sergei.presses("Перейти к уроку")
    await town.sergei.sees("1/")
    await town.sergei.handle.start("lawyer")
    await town.sergei.sees("Вашу заявку прочитает юрист")
    await town.sergei.handle.start("lesson_no-such-lesson")
    await town.sergei.sees("Этого больше нет")


async def test_the_lawyer_is_on_every_screen(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    for command in ("/lessons", "/progress", "/settings", "/help", "/mydata"):
        await sergei.says(command)
        await sergei.sees("Нужен юрист")


async def test_an_old_button_is_answered(town: Town) -> None:
    await town.sergei.chooses("Русский")
    home = await town.sergei.sees("Главная")
    for data in (
        "x9",
        "h0:1",
        "l1",
        "st1:99999:3",
        "an1:1:1:1",
        "lg1:xx",
        "cc1:99999999999999999999:1",
    ):
        await town.sergei.handle.forge(home["message_id"], data)
    await eventually(lambda: len(town.sergei.handle.answers) >= 7)
    assert not any("сломалось" in text for text in town.sergei.heard())


async def test_an_unknown_command_is_never_passed_on(town: Town) -> None:
    await town.employ(town.dinara)
    await town.sergei.chooses("Русский")
    await ask_lawyer(town.sergei, "Помогите")
    await town.dinara.presses("Взять № 1")
    await town.sergei.says("/lawer")
    await town.sergei.sees("Что здесь можно")
    assert not any("/lawer" in text for text in town.dinara.heard())


async def test_a_fault_of_ours_is_a_code_for_the_person_and_no_text_in_the_log(
    town: Town, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.sergei.chooses("Русский")

    def broken(*_: object) -> None:
        raise RuntimeError("a fault on purpose")

    monkeypatch.setattr(start_handlers.screens, "settings", broken)
    await town.sergei.says("/settings")
    told = await town.sergei.sees("Что-то сломалось на нашей стороне", "Нужен юрист")
    code = told["text"].split("Код: ")[1].strip()
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1
    assert code in errors[0].getMessage()
    assert "a fault on purpose" in caplog.text
    assert "Сергей" not in caplog.text
    assert "Ким" not in caplog.text


async def test_a_broken_press_is_answered_too(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await town.sergei.chooses("Русский")

    def broken(*_: object) -> None:
        raise RuntimeError("a fault on purpose")

    monkeypatch.setattr(start_handlers.screens, "settings", broken)
    await town.sergei.presses("Настройки")
    await town.sergei.sees("Что-то сломалось")
    await eventually(lambda: len(town.sergei.handle.answers) >= 1)


async def test_my_data_can_be_read_and_erased(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    await sergei.says("/mydata")
    await sergei.sees("Сергей Ким", "Заявок юристу: 0")
    await sergei.presses("Стереть мои данные")
    await sergei.sees("Стереть всё?")
    await sergei.presses("Да, стереть")
    await sergei.sees("Ваши данные стёрты")
    await sergei.says("/start")
    await sergei.sees("Қазақша", "Русский")


async def test_an_open_request_is_closed_before_erasing(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Помогите")
    await sergei.says("/mydata")
    await sergei.presses("Стереть мои данные")
    await sergei.is_told("У вас есть открытая заявка")


async def test_a_screen_above_the_persons_words_is_not_edited(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    home = await sergei.sees("Главная")
    await sergei.says("Привет")
    await sergei.sees("Передать это юристу?")
    await sergei.presses("Настройки", on=home)
    settings = await sergei.sees("Настройки", "При смене языка")
    assert settings["message_id"] > home["message_id"]
    await eventually(
        lambda: (
            not buttons(
                next(m for m in sergei.handle.messages if m["message_id"] == home["message_id"])
            )
        )
    )


async def test_who_blocked_and_came_back_is_served_again(town: Town) -> None:
    await town.sergei.chooses("Русский")
    await town.sergei.handle.block()
    await town.sergei.handle.unblock()
    await town.sergei.says("/start")
    await town.sergei.sees("Главная")


async def test_an_update_delivered_twice_has_one_effect(town: Town) -> None:
    from sandbox.faults import Fault

    await town.employ(town.dinara)
    await town.sergei.chooses("Русский")
    await ask_lawyer(town.sergei, "Помогите")
    await town.dinara.presses("Взять № 1")
    await town.dinara.sees("№ 1 · Сергей", "Помогите")
    town.box.faults.add(Fault(kind="duplicate_update", times=1))
    await town.sergei.says("Один раз")
    await town.dinara.sees("Один раз")
    await town.sergei.says("Потом")
    await town.dinara.sees("Потом")
    assert sum("Один раз" in text for text in town.dinara.heard()) == 1


async def test_after_erasing_no_table_holds_the_name_the_phone_or_a_word(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    await sergei.says("/lawyer")
    await sergei.presses("Другая тема…")
    await sergei.presses("Другое")
    await sergei.sees("Что случилось?")
    await sergei.says("Тайное слово")
    await sergei.presses("Это всё, дальше")
    await sergei.presses("Пропустить")
    await sergei.presses("По телефону")
    await sergei.sees("Нажмите кнопку внизу")
    await sergei.handle.share_contact()
    await sergei.presses("Отправить юристу")
    await sergei.sees("в очереди")
    await sergei.says("/lawyer")
    await sergei.presses("Отменить заявку")
    await sergei.presses("Да, отменить")
    await sergei.sees("отменена")
    await sergei.says("/mydata")
    await sergei.presses("Стереть мои данные")
    await sergei.presses("Да, стереть")
    await sergei.sees("Ваши данные стёрты")
    connection = sqlite3.connect(town.database_url.removeprefix("sqlite:///"))
    try:
        dump = "\n".join(connection.iterdump())
    finally:
        connection.close()
    for trace in ("Сергей", "Тайное", "77015550102", "701 555", "701\u00a0555", str(sergei.id)):
        assert trace not in dump, trace


async def test_an_owner_cannot_erase_the_traces_of_their_work(town: Town) -> None:
    await town.erlan.chooses("Русский")
    await town.erlan.says("/mydata")
    await town.erlan.presses("Стереть мои данные")
    await town.erlan.is_told("Данные сотрудников здесь не стираются")


async def test_a_bad_gateway_at_the_start_is_waited_out(fresh_sqlite_url: str) -> None:
    from sandbox.faults import Fault
    from sandbox.server import Sandbox

    clock = ShiftedClock()
    async with Sandbox.running(clock=clock) as box:
        town = Town(box, fresh_sqlite_url, clock)
        box.faults.add(Fault(kind="502", method="getMe", times=1))
        await town.start_bot()
        try:
            await town.sergei.chooses("Русский")
        finally:
            await town.stop_bot()


async def test_a_typed_payload_is_no_link_and_stands_in_no_log(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    await town.sergei.says("/start lesson_:ДолгПередИвановым+77015550102")
    await town.sergei.presses("Русский")
    await town.sergei.sees("помогает людям с долгами")
    assert "Иванов" not in caplog.text


async def test_a_draft_does_not_stay_for_ever(town: Town) -> None:
    await town.sergei.chooses("Русский")
    await town.sergei.says("Тайное слово")
    await town.sergei.sees("Передать это юристу?")
    town.clock.jump(days=31)
    database = await open_database(town.database_url)
    try:
        await Upkeep(database).clean_up(int(town.clock.now()))
    finally:
        await database.close()
    connection = sqlite3.connect(town.database_url.removeprefix("sqlite:///"))
    try:
        assert "Тайное" not in "\n".join(connection.iterdump())
    finally:
        connection.close()


async def test_what_is_written_before_a_language_is_chosen_is_not_lost(town: Town) -> None:
    aigul = town.aigul
    await aigul.handle.send_photo(caption="сот қағазы")
    await aigul.sees("Қазақша", "Русский")
    await aigul.presses("Қазақша")
    await aigul.presses("Заңгерге өту")
    await aigul.sees("1 фото")


@pytest.mark.parametrize(
    ("first", "shown", "onward"),
    [
        ("/start", "помогает людям с долгами", "Начать"),
        ("/start lawyer", "помогает людям с долгами", "Перейти к юристу"),
        ("/start lesson_first-30-days", "помогает людям с долгами", "Перейти к уроку"),
        ("У меня долг, помогите", "помогает людям с долгами", "Перейти к юристу"),
    ],
)
async def test_a_double_tap_on_the_language_loses_no_way(
    town: Town, first: str, shown: str, onward: str
) -> None:
    sergei = town.sergei
    await sergei.says(first)
    asked = await sergei.sees("Қазақша", "Русский")
    data = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await sergei.handle.forge(asked["message_id"], data)
    await sergei.handle.forge(asked["message_id"], data)
    await eventually(lambda: len(sergei.handle.answers) == 2)
    await sergei.sees(shown, onward)
    await sergei.presses(onward)
    await sergei.says("/language")  # from here on it is a change like any other
    await sergei.presses("Қазақша")
    await sergei.sees("Енді сізге қазақша жазамын")


async def test_an_old_button_asks_for_the_language_first(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    home = sergei.handle.messages[-1]
    await sergei.says("/mydata")
    await sergei.presses("Стереть мои данные")
    await sergei.presses("Да, стереть")
    await sergei.sees("Ваши данные стёрты")
    await sergei.presses("Настройки", on=home)
    await sergei.sees("Қазақша", "Русский")
    await sergei.presses("Нужен юрист", on=home)
    asked = await sergei.sees("Қазақша", "Русский")
    await sergei.presses("Русский", on=asked)
    await sergei.sees("/mydata", "Перейти к юристу")


@pytest.mark.parametrize("typed", ["/Lawyer", "/LAWYER@qaryzsyz_bot", "/lawyer"])
async def test_a_telephone_may_write_a_command_with_a_capital(town: Town, typed: str) -> None:
    typed = typed.replace("qaryzsyz_bot", town.box.core.world.bot.username)
    await town.sergei.says(typed)
    await town.sergei.sees("Қазақша", "Русский")
    await town.sergei.presses("Русский")
    await town.sergei.presses("Перейти к юристу")
    await town.sergei.sees("Вашу заявку прочитает юрист")
    await town.sergei.says(typed)
    await town.sergei.sees("Вашу заявку прочитает юрист")


async def test_a_way_that_was_left_leaves_home_open(town: Town) -> None:
    sergei = town.sergei
    await sergei.says("/start lawyer")
    await sergei.sees("Қазақша", "Русский")
    await sergei.says("/start")
    await sergei.sees("Қазақша", "Русский")
    await sergei.presses("Русский")
    shown = await sergei.sees("помогает людям с долгами", "Начать", "⚖️ Нужен юрист")
    assert "Перейти к юристу" not in buttons(shown)


async def test_a_link_to_the_lawyer_has_a_way_home(town: Town) -> None:
    aigul = town.aigul
    await aigul.says("/start lawyer")
    await aigul.presses("Қазақша")
    shown = await aigul.sees("Заңгерге өту", "🏠 Басты бет")
    assert len(buttons(shown)) == 2


async def test_words_beside_something_newer_reach_the_lawyer(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await asks(town, sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Сергей", "Помогите")
    sergei.handle.send_raw(
        {"text": "Пришёл пристав", "external_reply": {"origin": {"type": "new"}}}
    )
    await dinara.sees("№ 1 · Сергей", "Пришёл пристав")
