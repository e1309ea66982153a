"""Button data of the day's numbers; the rules of `bot.callbacks` hold here, too."""

from aiogram.filters.callback_data import CallbackData

from bot.callbacks import Id


class DayNumbersCD(CallbackData, prefix="dn1"):
    """The numbers of a day, counted from the first day of our era; 0 is the day of the press."""

    day: Id = 0


class DayPictureCD(CallbackData, prefix="dp1"):
    """The same as a picture."""

    day: Id
