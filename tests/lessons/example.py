"""A small whole lesson in a folder of its own, for breaking one thing at a time."""

import datetime as dt
from pathlib import Path

TODAY = dt.date(2026, 11, 22)

UNITS = """
[days]
kk = { one = "күн", other = "күн" }
ru = { one = "день", few = "дня", many = "дней", other = "дня" }
"""

FIGURES = """
[[term]]
value = 21
unit = "days"
valid_from = 2025-01-01
act = "A law"
checked_on = 2026-11-22
confidence = "L"

[[line]]
value = "1459"
unit = "phone"
valid_from = 2025-01-01
act = "A body"
checked_on = 2026-11-22
confidence = "O"

[[budget]]
value = 4325
unit = "tenge"
valid_from = 2026-01-01
valid_to = 2026-12-31
act = "A law"
checked_on = 2026-11-22
confidence = "N+"
"""

LESSON = (
    """
order = 10
minutes = 3
facts = ["C24"]
"""
    + "".join(f'\n[[cards]]\nid = "c{number}"\n' for number in range(4))
    + "".join(
        f'\n[[questions]]\nid = "q{number}"\noptions = ["yes", "no"]\nright = "yes"\n'
        for number in range(3)
    )
    + """
[[sources]]
id = "law"
url = "https://adilet.zan.kz/kaz/docs/X"
checked_on = 2026-11-22
confidence = "L"
"""
)


def words(language: str) -> str:
    """The words of the lesson; every text differs between the languages."""
    mark = "сөз" if language == "kk" else "слово"
    parts = [f'title = "Тақырып {mark}"', f'today = "Бүгін {mark}"']
    for number in range(4):
        text = f'"""\nМерзімі: {{term}}.\n\nЕкінші {mark}.\n"""'
        parts.append(f'\n[cards.c{number}]\ntitle = "Бет {mark}"\ntext = {text}')
    for number in range(3):
        parts.append(f'\n[questions.q{number}]\ntext = "Сұрақ {mark}?"')
        parts += [
            f"\n[questions.q{number}.options.{option}]\n"
            f'text = "Жауап {option} {mark}"\nwhy = "Себебі {option} {mark}"'
            for option in ("yes", "no")
        ]
    parts.append(f'\n[sources.law]\nact = "Заң {mark}"\nbody = "Орган {mark}"')
    return "\n".join(parts) + "\n"


def write(folder: Path, slug: str = "example") -> Path:
    """All files of the lesson; returns its folder."""
    lesson = folder / slug
    lesson.mkdir(parents=True)
    (folder / "units.toml").write_text(UNITS, encoding="utf-8")
    (folder / "figures.toml").write_text(FIGURES, encoding="utf-8")
    (lesson / "lesson.toml").write_text(LESSON, encoding="utf-8")
    for language in ("kk", "ru"):
        (lesson / f"{language}.toml").write_text(words(language), encoding="utf-8")
    return lesson


def change(path: Path, old: str, new: str, *, all_of_them: bool = False) -> int:
    """Replace a text in a file (its first place); the line on which it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, -1 if all_of_them else 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1
