"""The body of a post, version 1; `docs/call-centre.md` describes it for those who receive it."""

import datetime as dt
import html
import json
import re
from typing import Any

from domain.consultation.case import EventKind
from domain.hooks.model import Happening, Words

VERSION = 1

_TAG = re.compile(r"<[^>]*>")


def body_of(happening: Happening, *, texts: bool) -> bytes:
    """The JSON to post. `texts`: whether messages, summaries, comments and phones may be in it."""
    body = {
        "v": VERSION,
        "id": happening.key,
        "event": happening.kind.value,
        "at": _iso(happening.at),
        "by": happening.by,
        "case": _case(happening, texts=texts),
        "data": _data(happening, texts=texts),
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _case(happening: Happening, *, texts: bool) -> dict[str, Any]:
    told = {
        "number": happening.number,
        "state": happening.state.value,
        "topic": happening.topic,
        "urgency": happening.level,
        "reason": happening.reason,
        "last_day": happening.last_day,
        "language": happening.language,
        "channel": happening.channel,
        "contact": happening.contact,
        "call_slot": happening.call_slot,
        "previous": happening.previous,
        "opened_at": _iso(happening.opened_at),
        "waiting_since": _moment(happening.waiting_since),
        "promised_by": _moment(happening.promised_by),
        "messages": {"citizen": happening.from_citizen, "operator": happening.from_operator},
    }
    return {**told, "phone": happening.phone} if texts else told


def _data(happening: Happening, *, texts: bool) -> dict[str, Any]:
    """What only this kind of event has: a closed list, whatever else `details` may hold."""
    data = _known(happening)
    if not texts:
        return data
    if happening.kind in {EventKind.OPENED, EventKind.MESSAGE}:
        data["texts"] = [_text(words) for words in happening.words]
    elif happening.kind is EventKind.CLOSED:
        data["summary"] = happening.summary
    elif happening.kind is EventKind.RATED:
        data["comment"] = happening.comment
    return data


def _known(happening: Happening) -> dict[str, Any]:
    details = happening.details
    match happening.kind:
        case EventKind.RETURNED:
            return {"why": details.get("why")}
        case EventKind.CALLED:
            reached = details.get("reached")
            known = None if reached is None else bool(reached)
            return {"reached": known, "tries": happening.calls}
        case EventKind.CLOSED:
            return {"outcome": details.get("code")}
        case EventKind.RATED:
            return {"stars": details.get("stars")}
        case _:
            return {}


def _text(words: Words) -> dict[str, Any]:
    return {
        "id": words.id,
        "from": "operator" if words.by_operator else "citizen",
        "at": _iso(words.at),
        "kind": words.kind,
        "text": html.unescape(_TAG.sub("", words.html)),
    }


def _moment(seconds: int | None) -> str | None:
    return None if seconds is None else _iso(seconds)


def _iso(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
