"""The questions before a request is sent, what is told after it, and its end."""

import datetime as dt

import pytest

from bot.i18n import almaty_day
from domain.consultation.opening import OpeningHours
from tests.chat.test_request_form import reactions
from tests.chat.test_whole_conversation import ask_lawyer
from tests.chat.town import Resident, Town, buttons, eventually

HOURS = OpeningHours()


def at_work(town: Town) -> None:
    """Go on to an hour after the next opening."""
    now = int(town.clock.now())
    town.clock.jump(seconds=HOURS.next_opening(now) + 3600 - now)


def at_night(town: Town) -> None:
    """Go on to two hours after the closing of that day."""
    at_work(town)
    now = int(town.clock.now())
    town.clock.jump(seconds=(HOURS.closing(now) or now) + 7200 - now)


async def begin(person: Resident, language: str, topic: str, *, more: bool = False) -> None:
    await person.chooses(language)
    await person.says("/lawyer")
    if more:
        await person.presses("Басқа тақырып…" if language == "Қазақша" else "Другая тема…")
    await person.presses(topic)


async def close(operator: Resident, outcome: str) -> None:
    await operator.presses("Закрыть заявку")
    await operator.presses("Дана консультация")
    await operator.sees("Напишите итог")
    await operator.says(outcome)
    await operator.presses("Закрыть №")


async def test_a_paper_is_photographed_first_and_its_day_is_on_it(town: Town) -> None:
    aigul, dinara = town.aigul, town.dinara
    await town.employ(dinara)
    await begin(aigul, "Қазақша", "Нотариустың")
    await aigul.sees("Мұндай жағдайда адамдар көбіне былай істейді", "Алдымен қағаздың фотосын")
    await aigul.handle.send_photo()
    await aigul.sees("Алынды: 1 фото")
    await aigul.presses("Болды, әрі қарай")
    await aigul.sees("Қағазды қай күні алдыңыз?")
    await aigul.presses("Күні фотода көрсетілген")
    await aigul.presses("Бұлардың ешқайсысы жоқ")
    await aigul.presses("Осы чатта")
    await aigul.sees("Заңгерге жіберейін бе?", "Күні: фотода көрсетілген", "Алынды: 1 фото")
    await aigul.presses("Заңгерге жіберу")
    await aigul.sees("Өтінішіңіз кезекке тұрды")
    await dinara.presses("Взять № 1")
    await dinara.sees_file("photo")


async def test_without_a_photo_nobody_is_told_to_look_at_one(town: Town) -> None:
    await begin(town.sergei, "Русский", "Бумага из суда")
    await town.sergei.presses("Дальше без описания")
    asked = await town.sergei.sees("В какой день вы получили бумагу?")
    assert "День указан на фото" not in buttons(asked)


async def test_a_day_is_typed_as_people_write_it(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei, "Русский", "Исполнительная надпись")
    await sergei.presses("Дальше без описания")
    await sergei.sees("В какой день вы получили бумагу?")
    await sergei.says("давно уже")
    await sergei.sees("Не получилось понять, какой это день.", "Вчера")
    await sergei.says("22.11.2199")
    await sergei.sees("Этот день ещё не наступил.")
    await sergei.says("вчера")
    await sergei.sees("Есть ли у вас что-то из этого?")
    await sergei.presses("Пропустить")
    await sergei.presses("Здесь, в чате")
    yesterday = almaty_day(town.clock.now()) - dt.timedelta(days=1)
    await sergei.sees("Отправить юристу?", f"День: {yesterday.day} ")


async def test_what_is_told_in_place_of_a_day_reaches_the_lawyer(town: Town) -> None:
    aigul, dinara = town.aigul, town.dinara
    await town.employ(dinara)
    await begin(aigul, "Қазақша", "Соттан қағаз келді")
    await aigul.presses("Жазбай-ақ жалғастыру")
    await aigul.sees("Қағазды қай күні алдыңыз?")
    await aigul.says("Қағазды көршім әкеп берді, өзім үйде жоқ едім")
    await aigul.sees("Жазғаныңыз сақталды, оны заңгер оқиды", "Қағазды қай күні алдыңыз?")
    await aigul.says("екі апта бұрын")
    await aigul.presses("Өткізу")
    await aigul.presses("Осы чатта")
    before = almaty_day(town.clock.now()) - dt.timedelta(days=14)
    await aigul.sees("Заңгерге жіберейін бе?", f"{before.day} ", "Алынды: 1 хабар")
    await aigul.presses("Заңгерге жіберу")
    await dinara.presses("Взять № 1")
    await dinara.sees("№ 1 · Айгүл", "көршім әкеп берді")


async def test_whoever_does_not_remember_the_day_can_say_so(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei, "Русский", "Бумага из суда")
    await sergei.presses("Дальше без описания")
    await sergei.sees("В какой день вы получили бумагу?")
    await sergei.says("Не помню")
    await sergei.sees("Есть ли у вас что-то из этого?")


async def test_a_term_that_has_passed_is_no_mistake(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await begin(sergei, "Русский", "Исполнительная надпись")
    await sergei.presses("Дальше без описания")
    await sergei.sees("В какой день вы получили бумагу?")
    await sergei.says("12.03.2020")
    await sergei.presses("Пропустить")
    await sergei.presses("Здесь, в чате")
    await sergei.presses("Отправить юристу")
    await sergei.sees("в очереди")
    await dinara.presses("Взять № 1")
    await dinara.sees("Заявка № 1", "срок возражения на надпись")


async def test_a_photo_at_the_question_for_the_day_is_kept(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei, "Русский", "Бумага из суда")
    await sergei.presses("Дальше без описания")
    await sergei.sees("В какой день вы получили бумагу?")
    photo = await sergei.handle.send_photo()
    await sergei.sees("Получено: 1 фото", "День указан на фото")
    assert reactions(sergei, photo) == ["👌"]
    await sergei.presses("День указан на фото")
    await sergei.presses("Пропустить")
    await sergei.presses("Здесь, в чате")
    await sergei.sees("Отправить юристу?", "Получено: 1 фото", "День: указан на фото")


@pytest.mark.parametrize(
    ("language", "topic", "told"),
    [
        ("Қазақша", "Алаяқтар атыма несие алған", "Не болғанын айтыңыз"),
        ("Русский", "Мошенники взяли на меня кредит", "Что случилось?"),
        ("Қазақша", "Коллектор мазалайды", "Не болғанын айтыңыз"),
        ("Русский", "Коллекторы, угрозы", "Что случилось?"),
    ],
)
async def test_in_an_emergency_the_numbers_come_first(
    town: Town, language: str, topic: str, told: str
) -> None:
    person = town.aigul if language == "Қазақша" else town.sergei
    await begin(person, language, topic)
    seen = await person.sees("102", told)
    assert seen["text"].index("102") < seen["text"].index(told)
    copied = [
        button
        for row in seen["reply_markup"]["inline_keyboard"]
        for button in row
        if button.get("copy_text", {}).get("text") == "102"
    ]
    assert copied, "the number is copied by one tap"


async def test_a_person_in_a_crisis_gets_help_and_the_request_goes_on(town: Town) -> None:
    aigul, dinara = town.aigul, town.dinara
    await town.employ(dinara)
    await begin(aigul, "Қазақша", "Банкроттық", more=True)
    await aigul.presses("Жазбай-ақ жалғастыру")
    await aigul.presses("Қиналдым, өмір")
    await aigul.sees("Алдымен – өзіңіз", "112", "Өтінішті жалғастыру")
    await aigul.presses("Өтінішті жалғастыру")
    await aigul.sees("Заңгер қалай жауап берсін?")
    await aigul.presses("Осы чатта")
    await aigul.presses("Заңгерге жіберу")
    await dinara.presses("Взять № 1")
    await dinara.sees("Заявка № 1", "говорит, что не хочется жить")


async def test_when_the_danger_is_over_the_calm_page_follows(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei, "Русский", "Мошенники взяли на меня кредит")
    await sergei.presses("Дальше без описания")
    await sergei.sees("Это происходит прямо сейчас?")
    await sergei.presses("Кредит уже взят")
    await sergei.sees("Что обычно делают в такой ситуации", "Есть ли у вас что-то из этого?")


async def test_a_lesson_about_it_is_one_tap_away_and_the_draft_stays(town: Town) -> None:
    sergei = town.sergei
    await begin(sergei, "Русский", "Не могу платить кредит")
    await sergei.says("Сократили")
    await sergei.presses("Урок об этом")
    await sergei.sees("1/9")
    await sergei.says("/lawyer")
    await sergei.sees("Вы начали заявку", "Не могу платить кредит", "1 сообщение")


@pytest.mark.parametrize("language", ["Қазақша", "Русский"])
async def test_back_works_and_an_answer_is_given_anew(town: Town, language: str) -> None:
    kazakh = language == "Қазақша"
    person = town.aigul if kazakh else town.sergei
    topic = "Шот бұғатта" if kazakh else "Арест счёта"
    await begin(person, language, topic)
    await person.presses("Жазбай-ақ жалғастыру" if kazakh else "Дальше без описания")
    await person.presses("Зейнетақыдан" if kazakh else "Удерживают из пенсии")
    await person.sees("Мына жағдайлардың" if kazakh else "Есть ли у вас что-то из этого?")
    await person.presses("Артқа" if kazakh else "Назад")
    await person.sees("Не ұсталып жатыр?" if kazakh else "Что забирают?")
    await person.presses("Жалақының жартысынан көбі" if kazakh else "Больше половины зарплаты")
    await person.presses("Өткізу" if kazakh else "Пропустить")
    await person.presses("Осы чатта" if kazakh else "Здесь, в чате")
    await person.sees("Жалақының жартысынан көбі" if kazakh else "Больше половины зарплаты")


async def test_a_slot_is_told_to_both_sides(town: Town) -> None:
    aigul, dinara = town.aigul, town.dinara
    await town.employ(dinara)
    await begin(aigul, "Қазақша", "Басқа жағдай", more=True)
    await aigul.presses("Жазбай-ақ жалғастыру")
    await aigul.presses("Өткізу")
    await aigul.presses("Телефонмен, 12:00–15:00")
    await aigul.handle.share_contact()
    await aigul.sees("Заңгерге жіберейін бе?", "12:00–15:00")
    await aigul.presses("Заңгерге жіберу")
    await aigul.sees("қоңырау шалады", "12:00–15:00")
    await dinara.presses("Взять № 1")
    await dinara.sees("Ответ: по телефону, +7\u00a0701\u00a0555", "12:00–15:00")


@pytest.mark.parametrize("language", ["Қазақша", "Русский"])
async def test_at_night_the_next_working_day_is_named(town: Town, language: str) -> None:
    kazakh = language == "Қазақша"
    person = town.aigul if kazakh else town.sergei
    at_night(town)
    await begin(person, language, "Басқа жағдай" if kazakh else "Другое", more=True)
    await person.says("Көмек" if kazakh else "Помогите")
    await person.presses("Болды, әрі қарай" if kazakh else "Это всё, дальше")
    await person.presses("Өткізу" if kazakh else "Пропустить")
    await person.presses("Осы чатта" if kazakh else "Здесь, в чате")
    await person.presses("Заңгерге жіберу" if kazakh else "Отправить юристу")
    next_day = almaty_day(HOURS.next_opening(int(town.clock.now())))
    told = "Келесі жұмыс күні" if kazakh else "Следующий рабочий день"
    await person.sees(told, f"{next_day.day} ", "09:00")


async def test_the_status_is_there_at_any_time_and_names_a_time_once_there_is_a_pace(
    town: Town,
) -> None:
    sergei, dinara = town.sergei, town.dinara
    at_work(town)
    await town.employ(dinara)
    await sergei.chooses("Русский")
    for number in range(1, 11):
        await ask_lawyer(sergei, "Помогите")
        told = await sergei.sees("в очереди", "Ваша заявка первая")
        assert "может взять" not in told["text"], "too little is known"
        await dinara.presses(f"Взять № {number}")
        await sergei.sees("взял юрист")
        await sergei.says("/lawyer")
        await sergei.presses("Отменить заявку")
        await sergei.presses("Да, отменить")
        await sergei.sees("отменена")
    await ask_lawyer(sergei, "Помогите")
    await sergei.sees("№ 11", "Юрист может взять вашу заявку сегодня")
    await sergei.says("/lawyer")
    await sergei.sees("Заявка № 11", "Юрист может взять вашу заявку сегодня", "Отменить заявку")
    await dinara.presses("Взять № 11")
    await sergei.sees("взял юрист")
    await sergei.says("/lawyer")
    await sergei.sees("Заявка № 11", "Юрист: Динара Омарова")


async def test_the_end_rating_comment_and_reopening_in_kazakh(town_on_both: Town) -> None:
    town = town_on_both
    aigul, dinara = town.aigul, town.dinara
    await town.employ(dinara)
    await begin(aigul, "Қазақша", "Басқа жағдай", more=True)
    await aigul.says("Шартты түсінбедім")
    await aigul.presses("Болды, әрі қарай")
    await aigul.presses("Өткізу")
    await aigul.presses("Осы чатта")
    await aigul.presses("Заңгерге жіберу")
    await dinara.presses("Взять № 1")
    words = await dinara.sees("№ 1 · Айгүл", "Шартты түсінбедім")
    await dinara.replies(words, "Екінші бетті қараңыз")
    await aigul.sees("Екінші бетті қараңыз")
    await close(dinara, "Бәрі түсіндірілді.")

    await aigul.sees("№ 1 өтінішіңіз жабылды", "Бәрі түсіндірілді.", "Мәселе шешілмеді: қайта ашу")
    await aigul.presses("4 ⭐")
    await aigul.sees("Баға бергеніңізге рақмет", "Пікір жазу")
    await aigul.presses("Пікір жазу")
    await aigul.sees("№ 1: не ұнады, не ұнамады?")
    await aigul.handle.send_photo()
    await aigul.sees("Пікіріңізді мәтінмен жазыңыз.")
    await aigul.says("Тез жауап берді, рақмет")
    await aigul.sees("Рақмет, пікіріңіз сақталды.")

    await aigul.says("/start")
    await aigul.presses("Өтініштер тарихы")
    await aigul.presses("№ 1 · ")
    await aigul.sees("Өтініш № 1", "жабылған", "Бәрі түсіндірілді.", "4 ⭐")
    await aigul.presses("Жазысқан хабарлар")
    await aigul.sees("Сіз: Шартты түсінбедім", "Заңгер: Екінші бетті қараңыз", "1/1 бет")
    await aigul.presses("Артқа")

    await aigul.presses("Мәселе шешілмеді: қайта ашу")
    await aigul.sees("Өтінішіңіз кезекке тұрды. Нөмірі: № 1")
    await dinara.presses("Взять № 1")
    await aigul.says("Тағы бір сұрақ")
    await dinara.sees("№ 1 · Айгүл", "Тағы бір сұрақ")


async def test_a_second_press_on_reopen_shows_where_it_stands(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await close(dinara, "Готово.")
    notice = await sergei.sees("заявка № 1 закрыта", "Не решено: открыть снова")
    await sergei.handle.press(notice["message_id"], "Не решено: открыть снова")
    await sergei.sees("Ваша заявка № 1 в очереди")
    await sergei.handle.forge(notice["message_id"], "ro1:1")
    await sergei.sees("Заявка № 1", "Отменить заявку")


async def test_after_a_week_a_new_request_is_linked_instead(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await close(dinara, "Готово.")
    notice = await sergei.sees("заявка № 1 закрыта")
    town.clock.jump(days=7, minutes=1)
    await sergei.presses("Не решено: открыть снова", on=notice)
    await sergei.is_told("закрыта больше недели назад")
    await sergei.says("А теперь вот что")
    await sergei.sees("Ваша заявка № 1 закрыта", "Новая будет связана с ней")


async def test_nobody_reads_the_requests_of_another(town: Town) -> None:
    aigul, sergei = town.aigul, town.sergei
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Мой секрет")
    await aigul.chooses("Қазақша")
    home = await aigul.sees("Басты бет")
    for data in ("hi1:1:0", "hi1:1:1", "ro1:1", "cm1:1"):
        answered = len(aigul.handle.answers)
        await aigul.handle.forge(home["message_id"], data)
        await eventually(lambda before=answered: len(aigul.handle.answers) > before)
        assert "Бұл енді жоқ" in (aigul.handle.answers[-1].text or "")
    assert not [text for text in aigul.heard() if "секрет" in text]


async def test_old_buttons_of_the_form_are_answered_before_any_topic(town: Town) -> None:
    sergei = town.sergei
    await sergei.chooses("Русский")
    for data in ("fo1:change", "fo1:contact", "sk1:words", "ch1:calls", "dy1:3", "si1:crisis"):
        await sergei.says("/start")
        home = await sergei.sees("Главная")
        await sergei.handle.forge(home["message_id"], data)
        await sergei.sees("С чем нужна помощь?")
    await sergei.handle.forge(home["message_id"], "su1")
    await sergei.is_told("Эта форма уже закрыта")


async def test_a_comment_that_is_left_for_something_else_is_none(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await close(dinara, "Готово.")
    await sergei.presses("5 ⭐")
    await sergei.presses("Добавить комментарий")
    await sergei.sees("что понравилось, а что нет?")
    await sergei.presses("🏠 На главную")
    await sergei.sees("Главная")
    await sergei.says("У меня новый вопрос")
    await sergei.sees("Передать это юристу?")


async def test_words_written_long_after_the_question_are_no_comment(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await close(dinara, "Готово.")
    await sergei.presses("5 ⭐")
    await sergei.presses("Добавить комментарий")
    await sergei.sees("что понравилось, а что нет?")
    town.clock.jump(hours=70)
    await sergei.says("Помогите, пришёл судебный исполнитель!")
    await sergei.sees("Передать это юристу?")
