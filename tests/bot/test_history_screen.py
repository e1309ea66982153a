"""What the citizen reads of their own request: what arrived, what is coming, what was lost."""

import pytest

from bot.i18n import texts
from bot.screens import history as screens
from domain.consultation.content import Arrival, CaseMessage, Content, Kind
from domain.consultation.requests import History
from domain.people.model import Language
from tests.consultation import a_case


@pytest.mark.parametrize(
    ("language", "arrival", "told"),
    [
        (Language.RU, Arrival.ARRIVED, "<b>Юрист:</b> Суд 27-го"),
        (Language.RU, Arrival.ON_ITS_WAY, "<b>Юрист:</b> (ещё в пути к вам) Суд 27-го"),
        (
            Language.KK,
            Arrival.ON_ITS_WAY,
            "<b>Заңгер:</b> (жіберіліп жатыр, сізге әлі жеткен жоқ) Суд",
        ),
        (Language.KK, Arrival.LOST, "<b>Заңгер:</b> (бұл хабар сізге жетпеді) Суд"),
    ],
)
def test_an_answer_is_shown_with_its_fate(language: Language, arrival: Arrival, told: str) -> None:
    answer = CaseMessage(
        id=5,
        case_id=1,
        by_operator=True,
        chat_id=1003,
        message_id=5,
        media_group=None,
        content=Content(kind=Kind.TEXT, html="Суд 27-го", length=9),
        created_at=10,
    )
    view = History(case=a_case(), messages=(answer,), reopens=False, arrivals={5: arrival})
    assert told in screens.written(texts(language), view, 1).text
