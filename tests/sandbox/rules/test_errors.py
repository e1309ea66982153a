"""The prefix and lower-case rule, and what becomes of raw MTProto errors."""

from __future__ import annotations

import pytest

from sandbox.rules.errors import (
    ApiError,
    bad_request,
    describe,
    from_mtproto,
    too_many_requests,
    unmodelled_method,
    unmodelled_parameter,
)


@pytest.mark.parametrize(
    ("code", "message", "description"),
    [
        (400, "Message is too long", "Bad Request: message is too long"),
        (400, "MESSAGE_TOO_LONG", "Bad Request: MESSAGE_TOO_LONG"),
        (400, "A_B", "Bad Request: A_B"),
        (400, "URL host is empty", "Bad Request: URL host is empty"),
        (400, "chat not found", "Bad Request: chat not found"),
        (400, "X", "Bad Request: x"),
        (400, "Ә бәрі", "Bad Request: Ә бәрі"),
        (400, "Bad Request: latitude is empty", "Bad Request: latitude is empty"),
        (401, "Invalid token specified", "Unauthorized: invalid token specified"),
        (401, "Unauthorized", "Unauthorized"),
        (403, "Forbidden: user is deactivated", "Forbidden: user is deactivated"),
        (403, "Bot was kicked", "Forbidden: bot was kicked"),
        (404, "Not Found: method not found", "Not Found: method not found"),
        (404, "Not Found", "Not Found"),
        (409, "Can't use getUpdates", "Conflict: can't use getUpdates"),
        (429, "Too Many Requests: retry after 5", "Too Many Requests: retry after 5"),
        (500, "restart", "Internal Server Error: restart"),
    ],
)
def test_the_prefix_and_the_first_letter(code: int, message: str, description: str) -> None:
    assert describe(code, message) == description


def test_a_code_without_a_prefix_of_its_own_is_a_bad_request() -> None:
    assert describe(418, "Teapot") == "Bad Request: teapot"


def test_an_empty_message_is_the_prefix_alone() -> None:
    assert describe(400, "") == "Bad Request"


def test_the_body_has_the_keys_of_the_server_in_its_order() -> None:
    body = bad_request("Chat not found", "src").body()
    assert list(body) == ["ok", "error_code", "description"]
    assert body == {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}


def test_too_many_requests_says_for_how_long() -> None:
    error = too_many_requests(7)
    assert error.body() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert error.source == "guess"


def test_an_upgraded_group_says_where_it_went() -> None:
    error = ApiError(
        400, "group chat was upgraded to a supergroup chat", source="src", migrate_to=-1001
    )
    assert error.body()["parameters"] == {"migrate_to_chat_id": -1001}


@pytest.mark.parametrize(
    ("code", "raw", "answer"),
    [
        (400, "USER_IS_BLOCKED", "403 Forbidden: bot was blocked by the user [src]"),
        (403, "USER_IS_BLOCKED", "403 Forbidden: bot was blocked by the user [src]"),
        (400, "INPUT_USER_DEACTIVATED", "403 Forbidden: user is deactivated [src]"),
        (
            400,
            "MESSAGE_NOT_MODIFIED",
            (
                "400 Bad Request: message is not modified: specified new message content and "
                "reply markup are exactly the same as a current content and reply markup of the "
                "message [src]"
            ),
        ),
        (
            400,
            "QUERY_ID_INVALID",
            (
                "400 Bad Request: query is too old and response timeout expired or query ID is "
                "invalid [src]"
            ),
        ),
        (400, "REPLY_MARKUP_TOO_LONG", "400 Bad Request: reply markup is too long [src]"),
        (404, "Chat not found", "400 Bad Request: chat not found [src]"),
        (303, "SOMETHING_ELSE", "400 Bad Request: SOMETHING_ELSE [src]"),
        (403, "CHAT_WRITE_FORBIDDEN", "400 Bad Request: CHAT_WRITE_FORBIDDEN [src]"),
        (403, "Not enough rights", "403 Forbidden: not enough rights [src]"),
    ],
)
def test_errors_from_below_are_reworded(code: int, raw: str, answer: str) -> None:
    assert str(from_mtproto(code, raw)) == answer


def test_what_is_not_modelled_is_refused_by_name() -> None:
    assert (
        unmodelled_method("sendPoll").description
        == "Not Implemented: the sandbox does not model sendPoll"
    )
    assert unmodelled_method("sendPoll").code == 501
    assert (
        unmodelled_parameter("message_thread_id").description
        == "Bad Request: the sandbox does not model parameter message_thread_id"
    )
