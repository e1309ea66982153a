"""The course itself: a folder per lesson, structure once, words per language, dated figures."""

from bot.lessons.loader import FOLDER, Lessons, load
from bot.lessons.problem import LessonError, Problem
from bot.lessons.words import LessonWords

__all__ = ["FOLDER", "LessonError", "LessonWords", "Lessons", "Problem", "load"]
