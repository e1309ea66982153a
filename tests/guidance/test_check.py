"""Each mistake in the guidance is told with file and line; the bot does not start with it."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from bot import cli
from bot.guidance import check as guidance_check
from bot.guidance.check import check, together
from bot.lessons import LessonError
from bot.lessons.problem import Problem
from tests.guidance.example import TODAY, copy, guidance
from tests.lessons.example import change

COURT = "topics/court"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return copy(tmp_path)


def found(folders: tuple[Path, Path], today: dt.date = TODAY) -> list[Problem]:
    folder, lessons = folders
    return check(lessons, today, folder)


def only(folders: tuple[Path, Path], today: dt.date = TODAY) -> tuple[str, int, str]:
    problems = found(folders, today)
    assert len(problems) == 1, [str(problem) for problem in problems]
    problem = problems[0]
    return problem.file.relative_to(folders[0].parent).as_posix(), problem.line, problem.sentence


def test_a_good_copy_has_no_problem(folders: tuple[Path, Path]) -> None:
    assert found(folders) == []
    guidance(*folders)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("topics/notary/kk.toml", "{notary_objection", "{notary", "'notary_days' is not in"),
        ("topics/notary/ru.toml", "objection_days}", "objection_days:weeks}", "has no words"),
        ("topics/notary/ru.toml", "<b>", "<h1>", "<h1> is not used"),
        ("topics/home/page.toml", '"regulator"', '"fax"', "'fax' is not in phones.toml"),
        ("topics/lender/page.toml", "first-30-days", "first-30", "no lesson 'first-30'"),
        ("topics/court/page.toml", '"C35"', '"see the law"', "not the number of a fact"),
        ("topics/court/page.toml", "facts =", "urgent = true\nfacts =", "means nothing here"),
        ("topics/court/page.toml", "www.fingramota.kz", "example.com", "not an official page"),
        ("topics/court/page.toml", '"O"', '"sure"', "is one of O, L"),
        ("topics/court/ru.toml", "title =", "titel =", "the text title is missing"),
        ("phones.toml", '"102"', '"police"', "no number to dial"),
        ("phones.toml", '"102"', "102", "has to be a text"),
        ("phones.toml", '"+77273382244"', '"87273382244"', "no number to dial"),
        ("phones.toml", 'confidence = "N+"', 'confidence = "N"', "not sure enough (N)"),
        ("phones.toml", 'confidence = "N+"', 'confidence = "B"', "not sure enough (B)"),
        ("phones.toml", '"N+"\n', '"conflict"\n', "not sure enough (conflict)"),
        ("phones.toml", "checked_on = 2026-11-22", 'checked_on = "today"', "date like"),
        ("phones.toml", 'hours = "тәулік бойы"', 'hours = ""', "in one language only"),
        ("phones.toml", 'name = "Полиция"', f'name = "{"п" * 51}"', "at most 50"),
        ("phones.toml", 'name = "Полиция"', 'phone = "Полиция"', "means nothing here"),
        ("phones.toml", "[police.ru]", "[police.en]", "has to be a table"),
    ],
)
def test_what_would_break_a_screen(
    folders: tuple[Path, Path], file: str, old: str, new: str, said: str
) -> None:
    """Told by the check, and refused at the start of the bot with file and line."""
    line = change(folders[0] / file, old, new)
    problem = next(problem for problem in found(folders) if said in problem.sentence)
    assert problem.file == folders[0] / file
    if not any(words in said for words in ("is missing", "one language", "has to be a table")):
        assert 0 <= problem.line - line <= 1
    with pytest.raises(LessonError) as error:
        guidance(*folders)
    assert error.value.file == problem.file
    assert error.value.line >= 1


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("topics/court/kk.toml", "конвертін", "ұзақ " * 30, "at most 480 fit"),
        ("emergencies/crisis/ru.toml", "Так тяжело", "очень " * 30, "at most 590 fit"),
        ("topics/court/kk.toml", "конвертін", "7 конвертін", "the number 7 stands in the words"),
        ("topics/notary/kk.toml", "{notary_objection_days}", "{notary_objection_days}ге", "glued"),
        ("topics/notary/ru.toml", "{notary_objection_days}", "недолгий", "different figures"),
        ("topics/court/page.toml", 'confidence = "O"', 'confidence = "B"', "not sure (B)"),
    ],
)
def test_what_would_mislead_a_reader(
    folders: tuple[Path, Path], file: str, old: str, new: str, said: str
) -> None:
    line = change(folders[0] / file, old, new)
    name, where, sentence = only(folders)
    assert name == f"guidance/{file}"
    assert said in sentence
    assert 0 <= line - where <= 4  # a text or a source is told at its first line
    guidance(*folders)


def test_two_steps_are_not_enough(folders: tuple[Path, Path]) -> None:
    change(folders[0] / COURT / "ru.toml", "• ", "", all_of_them=True)
    assert only(folders)[2] == "text: 0 steps (lines with •); a page has 3 to 5"


def test_a_page_without_a_source(folders: tuple[Path, Path]) -> None:
    court = folders[0] / COURT
    for name, header in (("page", "[[sources]]"), ("kk", "[sources"), ("ru", "[sources")):
        file = court / f"{name}.toml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text[: text.index(header)], encoding="utf-8")
    assert "at least one source" in only(folders)[2]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_missing_language(folders: tuple[Path, Path], language: str) -> None:
    (folders[0] / COURT / f"{language}.toml").unlink()
    place = f"guidance/{COURT}/{language}.toml"
    assert only(folders) == (place, 1, "this file is missing")
    with pytest.raises(LessonError, match=rf"{language}\.toml:1: this file is missing"):
        guidance(*folders)


@pytest.mark.parametrize("page", ["topics/court", "emergencies/crisis"])
def test_a_situation_without_a_page(folders: tuple[Path, Path], page: str) -> None:
    shutil.rmtree(folders[0] / page)
    place, line, sentence = only(folders)
    assert (place, line) == (f"guidance/{page}/page.toml", 1)
    assert "has no page" in sentence
    with pytest.raises(LessonError, match="has no page"):
        guidance(*folders)


def test_a_page_of_an_unknown_topic(folders: tuple[Path, Path]) -> None:
    shutil.copytree(folders[0] / COURT, folders[0] / "topics" / "lottery")
    place, _, sentence = only(folders)
    assert place == "guidance/topics/lottery/page.toml"
    assert "'lottery' is none of: court, notary" in sentence
    with pytest.raises(LessonError, match="lottery"):
        guidance(*folders)


def test_no_numbers_at_all(folders: tuple[Path, Path]) -> None:
    (folders[0] / "phones.toml").unlink()
    said = {problem.file.name: problem.sentence for problem in found(folders)}
    assert said["phones.toml"] == "this file is missing"
    with pytest.raises(LessonError, match="this file is missing"):
        guidance(*folders)


def test_a_year_later_everything_is_looked_at_again(folders: tuple[Path, Path]) -> None:
    later = [problem for problem in found(folders, dt.date(2027, 12, 1)) if problem.warning]
    again = {problem.file.name for problem in later if "look again" in problem.sentence}
    assert again == {"phones.toml", "page.toml", "figures.toml"}
    assert not [problem for problem in found(folders, TODAY) if problem.warning]


def test_a_figure_whose_time_is_over(folders: tuple[Path, Path]) -> None:
    folder, lessons = folders
    problems = found((folder, lessons), dt.date(2027, 1, 1))
    over = {problem.sentence.split(":")[0] for problem in problems if not problem.warning}
    assert over == {"mrp", "subsistence_min"}
    guidance(folder, lessons)  # people must be told something on the first of January too


def test_figures_that_cannot_be_read(folders: tuple[Path, Path]) -> None:
    (folders[1] / "figures.toml").unlink()
    assert only(folders) == ("lessons/figures.toml", 1, "this file is missing")


def test_an_error_outweighs_a_warning_with_the_same_words() -> None:
    error = Problem(Path("figures.toml"), 3, "mrp: no value")
    warning = Problem(Path("figures.toml"), 3, "mrp: no value", warning=True)
    other = Problem(Path("figures.toml"), 1, "mrp: soon over", warning=True)
    assert together([warning, error, error, other]) == [other, error]


def test_the_command_tells_what_is_wrong_with_the_guidance(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = Problem(Path("phones.toml"), 7, "no number to dial")
    monkeypatch.setattr(guidance_check, "check", lambda *_: [problem])
    assert cli.main(["lessons", "check"]) == cli.FAILED
    assert "phones.toml:7: no number to dial" in capsys.readouterr().out
