"""What each answer of the server means; the texts are those of its source."""

import json

import pytest
from aiogram.methods import EditMessageText, SendMessage

from bot.telegram.endings import outcome_of
from bot.telegram.session import Answer
from domain.delivery.outcome import (
    Blocked,
    Delivered,
    Gone,
    Outcome,
    Rejected,
    RetryAt,
    Unknown,
)

NOW = 1000.0
SEND = SendMessage(chat_id=1, text="a")
EDIT = EditMessageText(chat_id=1, message_id=9, text="a")


def refusal(code: int, description: str, **more: object) -> Answer:
    body = {"ok": False, "error_code": code, "description": description, **more}
    return Answer(code, json.dumps(body))


def test_the_ids_of_what_was_made() -> None:
    def ended(result: object) -> Outcome:
        return outcome_of(SEND, Answer(200, json.dumps({"ok": True, "result": result})), NOW)

    assert ended({"message_id": 5, "chat": {}}) == Delivered((5,))
    assert ended([{"message_id": 5}, {"message_id": 6}]) == Delivered((5, 6))
    assert ended(True) == Delivered()


@pytest.mark.parametrize(
    ("code", "description", "outcome"),
    [
        (403, "Forbidden: bot was blocked by the user", Blocked()),
        (403, "Forbidden: user is deactivated", Blocked(deactivated=True)),
        (403, "Forbidden: bot can't initiate conversation with a user", Blocked()),
        (400, "Bad Request: chat not found", Blocked()),
        (400, "Bad Request: PEER_ID_INVALID", Blocked()),
    ],
)
def test_nothing_reaches_this_person(code: int, description: str, outcome: Outcome) -> None:
    assert outcome_of(SEND, refusal(code, description), NOW) == outcome


@pytest.mark.parametrize(
    "words",
    [
        "message to edit not found",
        "message can't be edited",
        "there is no text in the message to edit",
        "message to be replied not found",
        "message to copy not found",
        "message to forward not found",
        "message to react not found",
        "message to delete not found",
        "MESSAGE_ID_INVALID",
        "query is too old and response timeout expired or query ID is invalid",
    ],
)
def test_what_the_call_names_is_not_there(words: str) -> None:
    description = f"Bad Request: {words}"
    assert outcome_of(EDIT, refusal(400, description), NOW) == Gone(description)


@pytest.mark.parametrize(
    "words",
    [
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        "message is too long",
        "MESSAGE_TOO_LONG",
        "BUTTON_DATA_INVALID",
        "text must be non-empty",
    ],
)
def test_our_own_mistakes(words: str) -> None:
    description = f"Bad Request: {words}"
    assert outcome_of(SEND, refusal(400, description), NOW) == Rejected(description)


def test_not_modified_is_as_good_as_done() -> None:
    words = (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    assert outcome_of(EDIT, refusal(400, words), NOW) == Delivered((9,))


def test_too_many_requests_wait_exactly_as_told() -> None:
    answer = refusal(
        429, "Too Many Requests: retry after 10072", parameters={"retry_after": 10072}
    )
    outcome = outcome_of(SEND, answer, NOW)
    assert isinstance(outcome, RetryAt)
    assert outcome.at == NOW + 10072


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7), (None, 1), ("soon", 1), ("0", 1), ("-3", 1)]
)
def test_a_proxy_that_asks_to_wait(header: str | None, seconds: float) -> None:
    outcome = outcome_of(SEND, Answer(429, "<html>slow down</html>", header), NOW)
    assert isinstance(outcome, RetryAt)
    assert outcome.at == NOW + seconds


@pytest.mark.parametrize(
    "answer",
    [
        refusal(500, "Internal Server Error: restart"),
        Answer(502, "<html><body>502 Bad Gateway</body></html>"),
        Answer(504, ""),
        Answer(200, "<html>a captive portal</html>"),
        Answer(403, "<html>a firewall</html>"),
        Answer(200, "[]"),
        Answer(200, '{"result": true}'),
    ],
)
def test_it_may_have_happened(answer: Answer) -> None:
    assert isinstance(outcome_of(SEND, answer, NOW), Unknown)


@pytest.mark.parametrize(
    "answer",
    [
        refusal(401, "Unauthorized"),
        refusal(404, "Not Found"),
        refusal(421, "Misdirected Request: unallowed token specified"),
    ],
)
def test_a_refused_token_loses_nothing(answer: Answer) -> None:
    outcome = outcome_of(SEND, answer, NOW)
    assert isinstance(outcome, RetryAt)
    assert outcome.at == NOW + 60


@pytest.mark.parametrize(
    "answer",
    [
        refusal(404, "Not Found: method not found"),
        refusal(501, "Not Implemented: the sandbox does not model it"),
        refusal(413, "Request Entity Too Large"),
        Answer(413, "<html>413</html>"),
    ],
)
def test_what_no_repetition_helps(answer: Answer) -> None:
    assert isinstance(outcome_of(SEND, answer, NOW), Rejected)
