"""Copies of the guidance and of the lessons, for breaking one thing at a time."""

import datetime as dt
import shutil
from pathlib import Path

from bot.guidance import FOLDER, Guidance, load_guidance
from bot.lessons import FOLDER as LESSONS
from bot.lessons import load

TODAY = dt.date(2026, 11, 22)


def guidance(folder: Path = FOLDER, lessons: Path = LESSONS) -> Guidance:
    """The guidance as the bot loads it at its start."""
    course = load(lessons)
    return load_guidance(course.figures, [lesson.slug for lesson in course.curriculum], folder)


def copy(folder: Path) -> tuple[Path, Path]:
    """The folders of the guidance and of the lessons, copied."""
    copies = folder / "guidance", folder / "lessons"
    for source, target in zip((FOLDER, LESSONS), copies, strict=True):
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copies
