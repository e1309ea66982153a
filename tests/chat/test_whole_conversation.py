"""From the first word to the rating, as the people see it."""

from tests.chat.town import Town


async def test_from_a_lesson_to_a_lawyer_and_back_in_kazakh(town_on_both: Town) -> None:
    town = town_on_both
    aigul, dinara = town.aigul, town.dinara
    await town.employ(dinara)

    await aigul.chooses("Қазақша")
    await aigul.presses("Барлық сабақ")
    await aigul.presses("алғашқы")
    await aigul.sees("1/")
    await aigul.presses("Келесі")
    halfway = await aigul.sees("2/")

    await aigul.says("/lawyer")
    await aigul.presses("Несиені төлей алмай жүрмін")
    await aigul.sees("Мұндай жағдайда адамдар көбіне былай істейді", "Не болғанын айтыңыз")
    await aigul.says("Екі айдан бері төлей алмай жүрмін & <не істеймін>?")
    await aigul.presses("Болды, әрі қарай")
    await aigul.sees("Төлем алғаш рет қай күні өтпей қалды?")
    await aigul.presses("Бір апта бұрын")
    await aigul.sees("Мына жағдайлардың бірі сізде бар ма?")
    await aigul.presses("Бұлардың ешқайсысы жоқ")
    await aigul.presses("Осы чатта")
    await aigul.presses("Заңгерге жіберу")
    await aigul.sees("Өтінішіңіз кезекке тұрды. Нөмірі: № 1")

    await dinara.sees("Новая заявка № 1", "Не могу платить кредит")
    await dinara.presses("Взять № 1")
    await dinara.sees("Вы взяли заявку № 1")
    card = await dinara.sees("Заявка № 1", "Айгүл Сәрсенова")
    assert card["has_protected_content"]
    words = await dinara.sees("№ 1 · Айгүл", "Екі айдан бері төлей алмай жүрмін & <не істеймін>?")
    assert words["has_protected_content"]
    await aigul.sees("№ 1 өтінішіңізді заңгер қабылдады: Динара Омарова")

    await dinara.replies(words, "Сәлеметсіз бе! Шартты жібере аласыз ба?")
    await aigul.sees("№ 1 · заңгер Динара", "Шартты жібере аласыз ба?")
    await aigul.handle.send_photo(caption="Міне, шарт")
    photo = await dinara.sees_file("photo")
    assert "№ 1 · Айгүл Сәрсенова" in photo["caption"]
    assert "Міне, шарт" in photo["caption"]

    await dinara.presses("Закрыть заявку")
    await dinara.presses("Дана консультация")
    await dinara.sees("закрываем заявку", "Напишите итог")
    await dinara.says("Банкке 30 күн ішінде өтініш беріңіз.")
    await dinara.sees("Айгүл Сәрсенова: закрыть заявку?", "Банкке 30 күн ішінде")
    await dinara.presses("Закрыть № 1")
    await dinara.sees("Заявка № 1 закрыта")
    await aigul.sees("№ 1 өтінішіңіз жабылды", "Банкке 30 күн ішінде өтініш беріңіз.", "5 ⭐")
    await aigul.presses("5 ⭐")
    await aigul.sees("Баға бергеніңізге рақмет")

    await aigul.says("/lessons")
    await aigul.presses("алғашқы")
    resumed = await aigul.sees("2/")
    assert resumed["text"] == halfway["text"], "the lesson is where it was left"


async def test_a_later_message_opens_a_new_request_linked_to_the_old_one(town: Town) -> None:
    sergei, dinara = town.sergei, town.dinara
    await town.employ(dinara)
    await sergei.chooses("Русский")
    await ask_lawyer(sergei, "Помогите")
    await dinara.presses("Взять № 1")
    await dinara.presses("Закрыть заявку")
    await dinara.presses("Дана консультация")
    await dinara.sees("закрываем заявку", "Напишите итог")
    await dinara.says("Всё сделано.")
    await dinara.presses("Закрыть № 1")
    await sergei.sees("заявка № 1 закрыта")

    await sergei.says("А можно ещё спросить?")
    await sergei.sees("Ваша заявка № 1 закрыта", "Передать это юристу?")
    await sergei.presses("Да, юристу")
    await sergei.presses("Другая тема…")
    await sergei.presses("Другое")
    await sergei.sees("Получено: 1 сообщение")
    await sergei.presses("Это всё, дальше")
    await sergei.presses("Пропустить")
    await sergei.presses("Здесь, в чате")
    await sergei.presses("Отправить юристу")
    await sergei.sees("Ваша заявка № 2 в очереди")
    await dinara.presses("Взять № 2")
    await dinara.sees("Заявка № 2", "Прежняя заявка: № 1")
    await dinara.sees("№ 2 · Сергей", "А можно ещё спросить?")


async def ask_lawyer(person, words: str) -> None:
    """The shortest way into the queue, in Russian."""
    await person.says("/lawyer")
    await person.presses("Другая тема…")
    await person.presses("Другое")
    await person.sees("Что случилось?")
    await person.says(words)
    await person.presses("Это всё, дальше")
    await person.presses("Пропустить")
    await person.presses("Здесь, в чате")
    await person.presses("Отправить юристу")
    await person.sees("в очереди")
