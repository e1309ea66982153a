"""Each mistake an editor can make is told with its file and line."""

import datetime as dt
from pathlib import Path

import pytest

from bot.lessons import LessonError, load
from bot.lessons.check import check
from bot.lessons.problem import Problem
from tests.lessons.example import TODAY, change, write


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    return write(tmp_path)


def found(lesson: Path, today: dt.date = TODAY) -> list[Problem]:
    return check(lesson.parent, today)


def only(lesson: Path, today: dt.date = TODAY) -> tuple[str, int, str]:
    problems = found(lesson, today)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0].file.name, problems[0].line, problems[0].sentence


def test_a_good_lesson_has_no_problem(lesson: Path) -> None:
    assert found(lesson) == []
    load(lesson.parent)


def test_no_lesson_at_all(lesson: Path) -> None:
    for path in lesson.iterdir():
        path.unlink()
    assert "no lesson" in only(lesson)[2]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("lesson.toml", "minutes = 3", "minutes = 90", "from 1 to 10"),
        ("lesson.toml", "minutes = 3", 'minutes = "3"', "whole number"),
        ("lesson.toml", 'facts = ["C24"]', 'facts = ["see the law"]', "number of a fact"),
        ("lesson.toml", 'facts = ["C24"]', "facts = 24", "list of texts"),
        ("lesson.toml", 'facts = ["C24"]', 'facts = ["C24", "C24"]', "twice"),
        ("lesson.toml", "order = 10", "order = 10\nauthor = 5", "means nothing here"),
        ("../figures.toml", "[[term]]", "[term]", "written as [[term]]"),
        ("../figures.toml", "[[term]]", "other = [5]\n[[term]]", "has to be a table"),
        ("lesson.toml", 'id = "c1"', 'id = "c0"', "there twice"),
        ("lesson.toml", 'id = "c1"', 'id = "Card 1"', "not an id"),
        ("lesson.toml", 'right = "yes"', 'right = "maybe"', "not one of the options"),
        ("lesson.toml", 'options = ["yes", "no"]', 'options = ["yes", "N O"]', "not an id"),
        ("lesson.toml", "https://adilet.zan.kz", "https://example.com", "not an official page"),
        ("lesson.toml", "https://adilet.zan.kz", "http://adilet.zan.kz", "not an official page"),
        ("lesson.toml", "checked_on = 2026-11-22", 'checked_on = "today"', "date like"),
        ("lesson.toml", 'confidence = "L"', 'confidence = "sure"', "is one of O, L"),
        ("lesson.toml", 'id = "c0"', 'id = "c0"\ncopy = ["fax"]', "not in figures.toml"),
        ("kk.toml", 'title = "Бет сөз"', 'titel = "Бет сөз"', "cards.c0.title is missing"),
        ("kk.toml", "{term}", "{trem}", "'trem' is not in figures.toml"),
        ("kk.toml", "{term}", "{term:weeks}", "'weeks' has no words"),
        ("kk.toml", "{term}", "{Term}", "neither a figure nor a number"),
        ("kk.toml", "{term}", "{term", "a single {"),
        ("kk.toml", "Екінші", "<b>Екінші", "<b> is not closed"),
        ("kk.toml", "Екінші", "Екінші</b>", "closes nothing"),
        ("kk.toml", "Екінші", "<b><i>Екінші</b></i>", "closes nothing"),
        ("kk.toml", "Екінші", "<h1>Екінші</h1>", "<h1> is not used"),
        ("kk.toml", "Екінші", '<b class="x">Екінші</b>', "no attributes"),
        ("kk.toml", "Екінші", "аз < көп", "written &lt;"),
        ("kk.toml", "Екінші", "A & B", "written &amp;"),
        ("kk.toml", 'title = "Тақырып', 'title = "<b>Тақырып</b>', "no markup here"),
        ("../figures.toml", "value = 21", "value = true", "number, a text or a date"),
        ("kk.toml", "{term}", "{budget:days}", "is in tenge, which is not days"),
        ("kk.toml", "{term}", "{= }", "neither a figure nor a number"),
        ("lesson.toml", 'id = "c0"', 'id = "c0"\ncopy = ["term"]', "no telephone number"),
        ("lesson.toml", "adilet.zan.kz/", "adilet.zan.kz:abc/", "not an official page"),
        ("lesson.toml", "https://adilet", "https://[adilet", "not an official page"),
        ("lesson.toml", "kaz/docs", "kaz docs", "not an official page"),
        ("../figures.toml", "value = 4325", "value = 4325.75", "whole number"),
        ("../figures.toml", "value = 21", "value = 1e400", "from zero up"),
        ("../figures.toml", "value = 21", "value = -21", "from zero up"),
        ("../figures.toml", "value = 21", "value = nan", "from zero up"),
        ("../figures.toml", "value = 21", 'value = "21"', "does not go with the unit"),
        ("../figures.toml", 'unit = "days"', 'unit = "weeks"', "has no words"),
        ("../figures.toml", "valid_to = 2026-12-31", "valid_to = 2025-12-31", "before"),
        ("../units.toml", 'few = "дня", ', "", "needs the forms"),
    ],
)
def test_what_would_break_a_screen(lesson: Path, file: str, old: str, new: str, said: str) -> None:
    """Told by the check, and refused at the start of the bot with the same file and line."""
    line = change(lesson / file, old, new)
    problem = next(problem for problem in found(lesson) if said in problem.sentence)
    assert problem.file.resolve() == (lesson / file).resolve()
    if "is missing" not in said and "means nothing" not in said and "twice" not in said:
        assert abs(problem.line - line) <= 2
    with pytest.raises(LessonError) as error:
        load(lesson.parent)
    assert error.value.file.name == problem.file.name


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("kk.toml", "Екінші", "Екінші 30", "{=30}"),
        ("kk.toml", "{term}.", "{term}ға.", "glued"),
        ("kk.toml", "{term}.", "{term}-ке.", "glued"),
        ("kk.toml", "Екінші", "ұзақ " * 130, "at most 600"),
        ("kk.toml", 'title = "Тақырып', f'title = "{"т" * 41}', "at most 40"),
        ("kk.toml", "Себебі yes", "ұзақ " * 60, "at most 250"),
        ("kk.toml", "Жауап yes", "ұзақ " * 20, "at most 90"),
        ("kk.toml", "Бүгін", "ұзақ " * 100, "at most 450"),
        ("ru.toml", "{term}", "срок", "different figures: term"),
    ],
)
def test_what_would_mislead_a_reader(
    lesson: Path, file: str, old: str, new: str, said: str
) -> None:
    line = change(lesson / file, old, new)
    name, where, sentence = only(lesson)
    assert name == file
    assert said in sentence
    assert 0 <= line - where <= 3  # a text that is too long is told at its first line
    load(lesson.parent)


def test_the_line_inside_a_long_text(lesson: Path) -> None:
    line = change(lesson / "kk.toml", "Екінші сөз", "Екінші 7 сөз")
    assert only(lesson)[:2] == ("kk.toml", line)


def test_numbers_without_a_law_are_marked(lesson: Path) -> None:
    change(lesson / "kk.toml", "Екінші", "{=2} нан")
    assert found(lesson) == []
    kazakh = load(lesson.parent).drafts[0].texts
    assert any("{=2}" in template.raw for texts in kazakh.values() for template in texts.values())


def test_a_missing_language(lesson: Path) -> None:
    (lesson / "ru.toml").unlink()
    assert only(lesson) == ("ru.toml", 1, "this file is missing")
    with pytest.raises(LessonError, match=r"ru\.toml:1: this file is missing"):
        load(lesson.parent)


def test_a_file_in_another_encoding(lesson: Path) -> None:
    text = (lesson / "ru.toml").read_text(encoding="utf-8")
    (lesson / "ru.toml").write_text(text, encoding="utf-16")
    assert "UTF-8" in only(lesson)[2]


def test_a_file_with_the_mark_of_windows_is_read(lesson: Path) -> None:
    text = (lesson / "kk.toml").read_text(encoding="utf-8")
    (lesson / "kk.toml").write_text(text, encoding="utf-8-sig")
    assert found(lesson) == []


def test_a_folder_in_the_place_of_a_file(lesson: Path) -> None:
    (lesson / "ru.toml").unlink()
    (lesson / "ru.toml").mkdir()
    assert "cannot be read" in only(lesson)[2]


def test_a_file_that_is_not_toml(lesson: Path) -> None:
    line = change(lesson / "kk.toml", 'today = "', "today = ")
    name, where, sentence = only(lesson)
    assert (name, where) == ("kk.toml", line)
    assert "not valid TOML" in sentence


def test_a_text_without_a_place(lesson: Path) -> None:
    change(lesson / "kk.toml", "[cards.c3]", "[cards.c9]")
    said = sorted(problem.sentence for problem in found(lesson))
    assert [sentence.split()[-1] for sentence in said] == ["lesson.toml"] * 2 + ["missing"] * 2


@pytest.mark.parametrize("slug", ["Lesson", "first_lesson", "a" * 41])
def test_a_slug_that_does_not_fit_a_button_or_a_link(tmp_path: Path, slug: str) -> None:
    assert "a folder's name" in only(write(tmp_path, slug))[2]


def test_counts_of_cards_questions_and_options(lesson: Path) -> None:
    change(lesson / "lesson.toml", '[[cards]]\nid = "c3"\n', "")
    change(lesson / "lesson.toml", 'options = ["yes", "no"]', 'options = ["yes"]')
    change(lesson / "lesson.toml", '[[questions]]\nid = "q2"', '[[questions]]\nid = "q9"')
    said = [problem.sentence for problem in found(lesson)]
    assert "3 cards; a lesson has 4 to 7" in said
    assert "1 options; a lesson has 2 to 4" in said


def test_two_lessons_of_the_same_order(lesson: Path) -> None:
    write_second(lesson)
    assert only(lesson) == ("lesson.toml", 2, "order 10 is taken by example")


def write_second(lesson: Path) -> None:
    second = lesson.parent / "later"
    second.mkdir()
    for path in lesson.iterdir():
        (second / path.name).write_bytes(path.read_bytes())


def test_the_same_words_in_both_languages(lesson: Path) -> None:
    long = "Себебі осылай жазылған екен"
    change(lesson / "kk.toml", "Себебі yes сөз", long)
    change(lesson / "ru.toml", "Себебі yes слово", long)
    assert "the same words in both languages" in only(lesson)[2]


def test_a_source_that_is_not_sure(lesson: Path) -> None:
    change(lesson / "lesson.toml", 'confidence = "L"', 'confidence = "conflict"')
    assert "not sure (conflict)" in only(lesson)[2]


def test_a_lesson_without_a_source(lesson: Path) -> None:
    text = (lesson / "lesson.toml").read_text(encoding="utf-8")
    (lesson / "lesson.toml").write_text(text[: text.index("[[sources]]")], encoding="utf-8")
    for language in ("kk", "ru"):
        words = (lesson / f"{language}.toml").read_text(encoding="utf-8")
        short = words[: words.index("[sources.law]")]
        (lesson / f"{language}.toml").write_text(short, encoding="utf-8")
    assert "at least one source" in only(lesson)[2]


@pytest.mark.parametrize("code", ["B", "conflict"])
def test_a_figure_that_is_not_sure(lesson: Path, code: str) -> None:
    change(lesson.parent / "figures.toml", 'confidence = "L"', f'confidence = "{code}"')
    assert only(lesson)[0] == "figures.toml"
    assert f"not sure ({code})" in only(lesson)[2]


def test_an_unsure_figure_that_no_lesson_uses(lesson: Path) -> None:
    change(lesson.parent / "figures.toml", 'confidence = "N+"', 'confidence = "B"')
    assert found(lesson) == []


def test_a_figure_without_the_day_of_its_check(lesson: Path) -> None:
    change(lesson.parent / "figures.toml", "checked_on = 2026-11-22\n", "")
    assert "when it was checked" in only(lesson)[2]


def test_a_check_in_the_future_and_an_old_one(lesson: Path) -> None:
    assert "a day to come" in found(lesson, dt.date(2026, 11, 21))[0].sentence
    later = found(lesson, dt.date(2027, 12, 1))
    assert [problem.warning for problem in later if "look again" in problem.sentence] == [
        True,
        True,
    ]


def test_a_figure_of_the_future_that_no_lesson_uses(lesson: Path) -> None:
    figures = lesson.parent / "figures.toml"
    text = figures.read_text(encoding="utf-8")
    row = text[text.index("[[budget]]") :].replace("checked_on = 2026", "checked_on = 2027")
    figures.write_text(text[: text.index("[[budget]]")] + row, encoding="utf-8")
    assert "budget: checked on a day to come" in only(lesson)[2]


def test_an_expired_figure(lesson: Path) -> None:
    figures = lesson.parent / "figures.toml"
    change(figures, "valid_from = 2025-01-01", "valid_from = 2025-01-01\nvalid_to = 2026-11-21")
    problem = found(lesson)[0]
    assert "term: no value for 2026-11-22" in problem.sentence
    assert not problem.warning
    load(lesson.parent)  # people in the middle of the lesson must not lose it


def test_a_figure_about_to_end(lesson: Path) -> None:
    problems = found(lesson, dt.date(2026, 12, 1))
    assert [problem.warning for problem in problems] == [True]
    assert "budget: the value ends on 2026-12-31" in problems[0].sentence
    assert ": warning: budget" in str(problems[0])


def test_the_next_value_is_there_already(lesson: Path) -> None:
    figures = lesson.parent / "figures.toml"
    text = figures.read_text(encoding="utf-8")
    row = text[text.index("[[budget]]") :].replace("2026-", "2027-").replace("2027-11", "2026-11")
    figures.write_text(f"{text}\n{row}", encoding="utf-8")
    assert found(lesson, dt.date(2026, 12, 30)) == []


def test_values_that_overlap_or_leave_a_gap(lesson: Path) -> None:
    figures = lesson.parent / "figures.toml"
    text = figures.read_text(encoding="utf-8")
    row = text[text.index("[[budget]]") :].replace("valid_from = 2026", "valid_from = 2027")
    row = row.replace("valid_to = 2026", "valid_to = 2027")
    figures.write_text(f"{text}\n{row.replace('2027-01-01', '2027-01-05')}", encoding="utf-8")
    assert "the day before 2027-01-05" in only(lesson)[2]
