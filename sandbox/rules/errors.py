"""The one exception of the rules, and how the real server words a refusal (botapi.md 2.1).

Belongs here: the prefix and lower-case rule, the re-wording of raw MTProto errors.
Not here: any check.
"""

from __future__ import annotations

from typing import Any, Literal

Source = Literal["src", "docs", "issue", "derived", "guess"]

PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    421: "Misdirected Request",
    429: "Too Many Requests",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
}

# Client::fail_query_with_error: raw MTProto text -> (code, what the server says instead). [src]
_REWORDED: dict[str, tuple[int, str]] = {
    "MESSAGE_NOT_MODIFIED": (
        400,
        (
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        ),
    ),
    "WC_CONVERT_URL_INVALID": (400, "Wrong HTTP URL specified"),
    "EXTERNAL_URL_INVALID": (400, "Wrong HTTP URL specified"),
    "WEBPAGE_CURL_FAILED": (400, "Failed to get HTTP URL content"),
    "WEBPAGE_MEDIA_EMPTY": (400, "Wrong type of the web page content"),
    "MEDIA_GROUPED_INVALID": (400, "Can't use the media of the specified type in the album"),
    "REPLY_MARKUP_TOO_LONG": (400, "reply markup is too long"),
    "QUERY_ID_INVALID": (
        400,
        "query is too old and response timeout expired or query ID is invalid",
    ),
    "MESSAGE_DELETE_FORBIDDEN": (400, "message can't be deleted"),
    "INPUT_USER_DEACTIVATED": (403, "Forbidden: user is deactivated"),
    "USER_IS_BLOCKED": (403, "bot was blocked by the user"),
}


class ApiError(Exception):
    """A refusal as the Bot API answers it.

    `message` is the text of the place that found the mistake (TDLib, MTProto or the Bot API
    server); `description` is what goes over the wire.
    """

    def __init__(
        self,
        code: int,
        message: str,
        *,
        source: Source,
        retry_after: int | None = None,
        migrate_to: int | None = None,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.source: Source = source
        self.retry_after = retry_after
        self.migrate_to = migrate_to

    @property
    def description(self) -> str:
        return describe(self.code, self.message)

    def body(self) -> dict[str, Any]:
        """The JSON of the answer, keys in the server's order."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        elif self.migrate_to is not None:
            body["parameters"] = {"migrate_to_chat_id": self.migrate_to}
        return body

    def __str__(self) -> str:
        return f"{self.code} {self.description} [{self.source}]"


def describe(code: int, message: str) -> str:
    """Put the prefix of the code before the message and lower its first letter. [src]

    A message that already starts with the prefix stays; so does the first letter when the second
    character is an upper-case Latin letter or `_` (MTProto's `MESSAGE_TOO_LONG`).
    """
    prefix = PREFIXES.get(code, PREFIXES[400])
    if message.startswith(prefix):
        return message
    if not message:
        return prefix
    if len(message.encode("utf-8", "surrogatepass")) >= 2 and _is_upper_or_underscore(
        message[1:2]
    ):
        return f"{prefix}: {message}"
    return f"{prefix}: {_lower_ascii(message[0])}{message[1:]}"


def bad_request(message: str, source: Source) -> ApiError:
    """400 with the given text: the shape of nearly every refusal."""
    return ApiError(400, message, source=source)


def from_mtproto(code: int, message: str, source: Source = "src") -> ApiError:
    """Turn an error of the levels below into what the Bot API server answers. [src]

    Codes below 400 and 404 become 400; a 403 in capitals becomes 400; known raw texts are reworded
    (`USER_IS_BLOCKED`, `MESSAGE_NOT_MODIFIED`, ...), the others pass raw.
    """
    if code < 400 or code == 404 or (code == 403 and message.upper() == message):
        code = 400
    if code == 400 and message in _REWORDED:
        code, message = _REWORDED[message]
    return ApiError(code, message, source=source)


def too_many_requests(retry_after: int, source: Source = "guess") -> ApiError:
    """429; the text and the parameter are [src], when it comes and for how long is not public."""
    return ApiError(
        429,
        f"Too Many Requests: retry after {retry_after}",
        source=source,
        retry_after=retry_after,
    )


def unmodelled_method(method: str) -> ApiError:
    """501: a method Telegram has and the sandbox does not. Never a pretended success."""
    return ApiError(501, f"Not Implemented: the sandbox does not model {method}", source="guess")


def unmodelled_parameter(parameter: str) -> ApiError:
    """400: a parameter Telegram has and the sandbox does not."""
    return bad_request(f"the sandbox does not model parameter {parameter}", "guess")


def _is_upper_or_underscore(character: str) -> bool:
    return character == "_" or "A" <= character <= "Z"


def _lower_ascii(character: str) -> str:
    return character.lower() if "A" <= character <= "Z" else character
