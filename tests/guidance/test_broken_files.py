"""Whatever happens to a file, the check says so in sentences and never with a traceback."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.guidance.check import check
from bot.lessons import LessonError
from tests.guidance.example import TODAY, copy, guidance
from tests.lessons.test_broken_files import damage, damaged

FILES = ["phones.toml", *(f"topics/notary/{name}.toml" for name in ("page", "kk", "ru"))]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return copy(tmp_path_factory.mktemp("broken"))


def refusal(folders: tuple[Path, Path]) -> str | None:
    """Why the bot would not start with this guidance; None when it would."""
    try:
        guidance(*folders)
    except LessonError as error:
        return str(error)
    return None


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES), st.lists(damage, min_size=1, max_size=3))
def test_a_damaged_file_is_told(
    folders: tuple[Path, Path], name: str, damages: list[tuple[str, int, str]]
) -> None:
    file = folders[0] / name
    whole = file.read_text(encoding="utf-8")
    lines = whole.splitlines()
    for how, place, junk in damages:
        lines = damaged(lines, how, place, junk)
    file.write_text("\n".join(lines), encoding="utf-8")
    try:
        problems = check(folders[1], TODAY, folders[0])
        refused = refusal(folders)
    finally:
        file.write_text(whole, encoding="utf-8")
    assert all(problem.line >= 1 and problem.sentence for problem in problems)
    assert refused is None or refused in {str(problem) for problem in problems}
