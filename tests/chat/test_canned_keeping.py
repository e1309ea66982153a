"""Supervisors keep the canned replies: written once, read in two languages, changed, deleted."""

from typing import Any

from domain.consultation.canned import Wording
from tests.chat.canned import begin, heard_times, keeps, opens, takes, uses_of
from tests.chat.town import Resident, Town, buttons


async def list_of(supervisor: Resident) -> dict[str, Any]:
    await supervisor.says("/desk")
    await supervisor.presses("Дайын жауаптар")
    return await supervisor.sees("Дайын жауаптар", "Дайын жауап қосу")


async def test_one_is_written_step_by_step_and_goes_with_its_file(town: Town) -> None:
    sergei, dinara = await begin(town)
    erlan, aigul = town.erlan, town.aigul
    await list_of(erlan)
    await erlan.presses("Дайын жауап қосу")
    await erlan.sees("Атауы", "ең көбі 60")
    await erlan.says("Үлгі хат")
    await erlan.sees("Қазақша мәтіні")
    await erlan.says("Үлгі: [банк аты]")
    await erlan.sees("Орысша мәтіні")
    await erlan.says("Образец для [название банка]")
    await erlan.sees("Файл", "Файлсыз")
    await erlan.handle.send_document(caption="подпись не нужна", name="obrazec.pdf")
    first = await erlan.sees("Үлгі: [банк аты]")
    second = await erlan.sees("Образец для [название банка]")
    assert all("document" in message for message in (first, second))
    saved = await erlan.sees("Сақталды", "Дайын жауап: Үлгі хат")
    assert saved["message_id"] > second["message_id"]

    await opens(dinara)
    await dinara.presses("Үлгі хат")
    await dinara.sees("Впишите: название банка")
    await dinara.says("«Банк»")
    shown = await dinara.sees_file("document")
    assert shown["caption"].startswith("Кому: № 1 · Сергей Ким\n")
    assert shown["has_protected_content"]
    await dinara.presses("Отправить", on=shown)
    got = await sergei.sees_file("document")
    assert "Образец для «Банк»" in got["caption"]
    assert got["document"]["file_unique_id"] == shown["document"]["file_unique_id"]
    done = await dinara.sees("Отправлено: № 1 · Сергей Ким", "Образец")
    assert (done["message_id"], buttons(done)) == (shown["message_id"], [])

    await aigul.chooses("Қазақша")
    await takes(town, dinara, aigul, 2)
    await opens(dinara, 2)
    await dinara.presses("Үлгі хат")
    await dinara.sees("Впишите: банк аты")
    await dinara.says("Банк")
    shown = await dinara.sees_file("document")
    await dinara.presses("Не отправлять", on=shown)
    dropped = await dinara.sees("Никому не отправлено")
    assert (dropped["message_id"], buttons(dropped)) == (shown["message_id"], [])
    assert not any("document" in message for message in aigul.handle.messages)
    assert await uses_of(town, 1) == 1


async def test_the_longest_names_leave_room_for_the_longest_caption(town: Town) -> None:
    dinara, sergei = town.dinara, town.sergei
    for person in (dinara, sergei):
        person.handle.person.first_name, person.handle.person.last_name = "С" * 64, "К" * 64
    await town.employ(dinara)
    await list_of(town.erlan)
    await town.erlan.presses("Дайын жауап қосу")
    await town.erlan.says("Ұзын")
    await town.erlan.sees("Қазақша мәтіні")
    await town.erlan.presses("Қазақша мәтінсіз")
    await town.erlan.sees("Орысша мәтіні")
    await town.erlan.says("д" * 800)
    await town.erlan.sees("Файл")
    await town.erlan.handle.send_photo()
    await town.erlan.sees("Сақталды", "қазақша мәтіні жоқ")
    await sergei.chooses("Русский")
    await takes(town, dinara, sergei, 1)
    await opens(dinara)
    await dinara.presses("Ұзын")
    shown = await dinara.sees_file("photo")
    assert "д" * 800 in shown["caption"]
    await dinara.presses("Отправить", on=shown)
    await sergei.sees("д" * 800)
    await dinara.sees("Отправлено: № 1 · С", "д" * 800)


async def test_wrong_input_is_told_and_the_form_goes_on(town: Town) -> None:
    erlan = town.erlan
    await erlan.chooses("Қазақша")
    listed = await list_of(erlan)
    assert "Мұнда әзірге ештеңе жоқ" in listed["text"]
    await erlan.presses("Дайын жауап қосу")
    title = await erlan.sees("Атауы")
    await erlan.says("т" * 61)
    await erlan.sees("Атауы тым ұзын: ең көбі 60 таңба")
    await erlan.handle.send_photo(caption="Хат")
    await erlan.sees("Мәтінмен жазыңыз")
    await erlan.replies(title, "Хат")
    await erlan.sees("бұл жерде жай жіберу керек")
    await erlan.says("Хат")
    kazakh = await erlan.sees("Қазақша мәтіні")
    for wrong, told in (
        ("До [дата", "Әр жақшаны жабыңыз"),
        ("До []", "ішінде сөз болуы керек"),
        (f"[{'д' * 41}]", "ең көбі 40 таңба"),
        ("т" * 1501, "Мәтін тым ұзын"),
    ):
        await erlan.says(wrong)
        await erlan.sees(told)
    await erlan.presses("Қазақша мәтінсіз", on=kazakh)
    russian = await erlan.sees("Орысша мәтіні")
    await erlan.presses("Қазақша мәтінсіз", on=kazakh)
    await erlan.is_told("Бұл қадам аяқталған")
    await erlan.presses("Орысша мәтінсіз", on=russian)
    await erlan.is_told("кемінде бір тілде")
    await erlan.says("т" * 801)
    file = await erlan.sees("Файл", "Файлсыз")
    await erlan.handle.send_voice()
    await erlan.sees("Бір фото немесе бір құжат")
    await erlan.handle.send_album([b"a", b"b"])
    await erlan.sees("Бір фото немесе бір құжат")
    await erlan.handle.send_photo()
    await erlan.sees("Файл қосылса, мәтін ең көбі 800 таңба")
    await erlan.presses("Файлсыз", on=file)
    await erlan.sees("Сақталды", "Дайын жауап: Хат", "қазақша мәтіні жоқ")
    await erlan.says("просто слова")
    await erlan.sees("Мұны заңгерге жеткізейін бе?")


async def test_a_command_or_another_button_leaves_the_form(town: Town) -> None:
    erlan = town.erlan
    await erlan.chooses("Қазақша")
    await list_of(erlan)
    await erlan.presses("Дайын жауап қосу")
    await erlan.sees("Атауы")
    listed = await list_of(erlan)
    await erlan.says("Хат")
    await erlan.sees("Мұны заңгерге жеткізейін бе?")
    assert buttons(listed)[0] == "Дайын жауап қосу"
    listed = await list_of(erlan)
    assert buttons(listed)[0] == "Дайын жауап қосу", "nothing was kept"


async def test_a_change_is_what_is_sent_next_and_what_was_sent_or_begun_stays(
    town: Town,
) -> None:
    sergei, dinara = await begin(town, Wording(title="Хат", kk="Ескі", ru="Старые слова"))
    erlan = town.erlan
    await opens(dinara)
    await dinara.presses("Хат")
    await dinara.presses("Отправить")
    await sergei.sees("Старые слова")
    await opens(dinara)
    await dinara.presses("Хат")
    shown = await dinara.sees("Кому: № 1", "Старые слова")
    await list_of(erlan)
    await erlan.presses("Хат")
    await erlan.sees("Старые слова")
    await erlan.sees("Жіберілгені: 1 рет")
    await erlan.presses("Орысша мәтіні")
    await erlan.sees("Орысша мәтіні", "Орысша мәтінсіз")
    await erlan.says("Новые слова")
    await erlan.sees("Сақталды", "Дайын жауап: Хат")
    await erlan.presses("Атауы")
    await erlan.says("Жаңа хат")
    await erlan.sees("Сақталды", "Дайын жауап: Жаңа хат")
    await erlan.presses("Қазақша мәтіні")
    await erlan.presses("Қазақша мәтінсіз")
    await erlan.sees("Сақталды", "қазақша мәтіні жоқ")
    await dinara.presses("Отправить", on=shown)
    await dinara.sees("Отправлено: № 1")
    offered = await opens(dinara)
    assert buttons(offered)[0] == "Жаңа хат"
    await dinara.presses("Жаңа хат")
    last = await dinara.sees("Кому: № 1", "Новые слова")
    await list_of(erlan)
    await erlan.presses("Жаңа хат")
    await erlan.presses("Жою")
    await erlan.sees("жоямыз ба: Жаңа хат")
    await erlan.presses("Иә, жойылсын")
    gone = await erlan.sees("Дайын жауап жойылды")
    await erlan.handle.forge(gone["message_id"], "ko1:1")
    await erlan.is_told("Бұл енді жоқ")
    await dinara.presses("Жаңа хат", on=offered)
    await dinara.is_told("Этого готового ответа больше нет")
    await dinara.presses("Отправить", on=last)
    await sergei.sees("Новые слова")
    await dinara.sees("Отправлено: № 1")
    assert heard_times(sergei, "Старые слова") == 2
    assert heard_times(sergei, "Новые слова") == 1


async def test_the_list_has_pages(town: Town) -> None:
    erlan = town.erlan
    await erlan.chooses("Қазақша")
    await keeps(town, *(Wording(title=f"Хат {n:02}", kk="Мәтін") for n in range(10)))
    listed = await list_of(erlan)
    assert buttons(listed)[:9] == [*(f"Хат {n:02}" for n in range(8)), "→"]
    await erlan.presses("→", on=listed)
    second = await erlan.sees("Хат 08")
    assert buttons(second)[:3] == ["Хат 08", "Хат 09", "←"]
    await erlan.presses("←", on=second)
    await erlan.sees("Хат 00")


async def test_operators_and_citizens_keep_none(town: Town) -> None:
    sergei, dinara = await begin(town, Wording(title="Хат", kk="Мәтін"))
    await dinara.says("/desk")
    shown = await dinara.sees("Рабочий кабинет")
    assert "Готовые ответы" not in buttons(shown)
    for person, sentence in (
        (dinara, "только для супервайзеров"),
        (sergei, "только для сотрудников"),
    ):
        newest = person.handle.messages[-1]["message_id"]
        for data in ("kl1:0", "ko1:1", "ka1:0:title", "ka1:1:kk", "kx1:1:1"):
            person.handle.answers.clear()
            await person.handle.forge(newest, data)
            await person.is_told(sentence)
    listed = await list_of(town.erlan)
    assert buttons(listed)[0] == "Хат"
