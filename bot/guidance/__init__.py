"""What people in a situation do today: a folder per topic and per emergency, dated numbers."""

from bot.guidance.emergency import Emergency, ahead_of, behind
from bot.guidance.loader import FOLDER, Guidance, Page, load_guidance
from bot.guidance.words import PageWords, PhoneWords

__all__ = [
    "FOLDER",
    "Emergency",
    "Guidance",
    "Page",
    "PageWords",
    "PhoneWords",
    "ahead_of",
    "behind",
    "load_guidance",
]
