"""A history in as few messages as it takes: nothing lost, none too long, all in order."""

from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.content import TEXT_ROOM, CaseMessage, Content, Kind
from domain.consultation.retelling import SINGLY, portions

contents = st.one_of(
    st.integers(min_value=1, max_value=4096).map(lambda n: (Kind.TEXT, n)),
    st.integers(min_value=1, max_value=80).map(lambda n: (Kind.TEXT, n)),
    st.sampled_from([(Kind.PHOTO, 0), (Kind.VOICE, 0), (Kind.OTHER, 0), (Kind.PHOTO, 900)]),
)


def message(number: int, kind: Kind, length: int, *, by_operator: bool = False) -> CaseMessage:
    return CaseMessage(
        id=number,
        case_id=1,
        by_operator=by_operator,
        chat_id=1001,
        message_id=number,
        media_group=None,
        content=Content(kind=kind, html="x" * length, length=length),
        created_at=number,
        author_name="Айгүл",
    )


@given(st.lists(st.tuples(contents, st.booleans()), max_size=40))
def test_all_of_it_in_order_and_within_the_limit(
    written: list[tuple[tuple[Kind, int], bool]],
) -> None:
    messages = [
        message(number, kind, length, by_operator=by_operator)
        for number, ((kind, length), by_operator) in enumerate(written, start=1)
    ]
    found = portions(messages)
    assert [one for portion in found for one in portion] == messages
    for portion in found:
        if len(portion) > 1:
            assert all(one.content.kind is Kind.TEXT for one in portion)
            assert sum(one.content.length for one in portion) <= TEXT_ROOM


def test_a_short_history_comes_one_by_one() -> None:
    messages = [message(number, Kind.TEXT, 20) for number in range(1, SINGLY + 1)]
    assert portions(messages) == [[one] for one in messages]


def test_a_long_one_in_few_messages() -> None:
    messages = [message(number, Kind.TEXT, 9) for number in range(1, 61)]
    assert len(portions(messages)) <= 3


def test_a_photo_stands_alone_in_its_place() -> None:
    messages = [message(number, Kind.TEXT, 9) for number in range(1, 10)]
    messages[4] = message(5, Kind.PHOTO, 0)
    assert [len(portion) for portion in portions(messages)] == [4, 1, 4]
