"""Whatever happens to a file, the check says so in sentences and never with a traceback."""

import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lessons import LessonError, load
from bot.lessons.check import check
from tests.lessons.example import TODAY, write

JUNK = [
    "x", "5", "[1]", "{ a = 1 }", "true", '""', '"{"', "2026-01-01", "[]", "[[x]]", "[cards]",
    '"""', "1.5", '[["a"]]', "[[cards]]", '"<b>"',
]  # fmt: skip
FILES = ["figures.toml", "units.toml", "example/lesson.toml", "example/kk.toml", "example/ru.toml"]
damage = st.tuples(
    st.sampled_from(["drop", "value", "line"]), st.integers(0, 200), st.sampled_from(JUNK)
)


def damaged(lines: list[str], how: str, place: int, junk: str) -> list[str]:
    place %= len(lines)
    if how == "drop":
        return lines[:place] + lines[place + 1 :] or [""]
    if how == "value" and "=" in lines[place]:
        return [*lines[:place], lines[place].split("=")[0] + "= " + junk, *lines[place + 1 :]]
    return [*lines[:place], junk, *lines[place:]]


def refusal(folder: Path) -> str | None:
    """Why the bot would not start with these lessons; None when it would."""
    try:
        load(folder)
    except LessonError as error:
        return str(error)
    return None


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES), st.lists(damage, min_size=1, max_size=3))
def test_a_damaged_file_is_told(
    tmp_path: Path, name: str, damages: list[tuple[str, int, str]]
) -> None:
    shutil.rmtree(tmp_path / "lessons", ignore_errors=True)
    folder = write(tmp_path / "lessons").parent
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    for how, place, junk in damages:
        lines = damaged(lines, how, place, junk)
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    problems = check(folder, TODAY)
    assert all(problem.line >= 1 and problem.sentence for problem in problems)
    refused = refusal(folder)
    assert refused is None or refused in {str(problem) for problem in problems}
