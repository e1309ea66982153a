"""The words of the product: gettext catalogs, and numbers, dates and money through babel.

The one place where HTML is escaped: a text of the catalog is ours and may carry markup, what is
put into its placeholders is not and is escaped, unless it is `Markup` already.
"""

import datetime as dt
import gettext
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from markupsafe import Markup

from domain.people.model import Language

LOCALES: Final = Path(__file__).parent / "locales"
ALMATY: Final = ZoneInfo("Asia/Almaty")


class Texts:
    """The texts of one language. `t` and `n` are the names the extraction looks for."""

    def __init__(self, language: Language, catalog: gettext.NullTranslations) -> None:
        """Use `texts(language)`, which keeps one of each."""
        self.language = language
        self._catalog = catalog

    def t(self, message: str, /, **values: object) -> Markup:
        """The message as HTML, with escaped values in its placeholders."""
        return Markup(self._catalog.gettext(message)).format(**values)  # noqa: S704

    def n(self, one: str, many: str, count: int, /, **values: object) -> Markup:
        """The plural form for `count`, which is also the placeholder `{count}`."""
        text = Markup(self._catalog.ngettext(one, many, count))  # noqa: S704
        return text.format(count=self.number(count), **values)

    def plain(self, message: str, /, **values: object) -> str:
        """The message as plain text: for buttons and toasts, which know no markup."""
        return self._catalog.gettext(message).format(**values)

    def number(self, value: Decimal | float) -> str:
        """A number with the language's grouping, by no-break spaces."""
        return str(format_decimal(value, locale=self.language.value)).replace(" ", "\u00a0")

    def money(self, tenge: int) -> str:
        """Whole tenge: «150 000 ₸» in both languages."""
        return f"{self.number(tenge)}\u00a0₸"

    def date(self, day: dt.date) -> str:
        """A full date: «2026 жылғы 22 қараша» (babel cuts «жылғы»), «22 ноября 2026 г.»."""
        pattern = "y 'жылғы' d MMMM" if self.language is Language.KK else "long"
        return str(format_date(day, format=pattern, locale=self.language.value))

    def short_date(self, day: dt.date) -> str:
        """A date for a button: «22 қар.», «22 нояб.»."""
        return str(format_date(day, format="d MMM", locale=self.language.value))

    def percent(self, share: Decimal | int) -> str:
        """«46 %»: the number of hundredths, with the no-break space of both languages."""
        return f"{self.number(share)}\u00a0%"

    def time(self, moment: dt.datetime) -> str:
        """Hours and minutes on Almaty's clock: «09:00»."""
        return str(format_time(moment, "HH:mm", tzinfo=ALMATY, locale=self.language.value))


def almaty_day(now: float) -> dt.date:
    """The day in Almaty's calendar at a moment, UTC seconds."""
    return dt.datetime.fromtimestamp(now, ALMATY).date()


@cache
def texts(language: Language) -> Texts:
    """The texts of a language; raises FileNotFoundError when its catalog is not compiled."""
    catalog = gettext.translation("bot", localedir=LOCALES, languages=[language.value])
    return Texts(language, catalog)
