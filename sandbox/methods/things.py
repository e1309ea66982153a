"""sendContact and sendLocation."""

from __future__ import annotations

from typing import Any

from sandbox import view
from sandbox.arguments import Arguments
from sandbox.core import Core
from sandbox.methods.registry import SENDING, UNMODELLED_SENDING, method
from sandbox.methods.sending import deliver, read_draft
from sandbox.model import Json
from sandbox.rules.errors import bad_request


@method(
    "sendContact",
    *SENDING,
    "phone_number",
    "first_name",
    "last_name",
    unmodelled=(*UNMODELLED_SENDING, "vcard"),
)
async def send_contact(core: Core, arguments: Arguments) -> Any:
    contact: Json = {}
    for name in ("phone_number", "first_name", "last_name"):
        value = (arguments.text(name) or "").strip()
        if not value and name != "last_name":
            raise bad_request(f"{name.replace('_', ' ')} must be non-empty", "src")
        if value:
            contact[name] = value
    draft = read_draft(core, arguments)
    return view.message(core.world, deliver(core, draft, {"contact": contact}))


@method(
    "sendLocation",
    *SENDING,
    "latitude",
    "longitude",
    "horizontal_accuracy",
    unmodelled=(*UNMODELLED_SENDING, "live_period", "heading", "proximity_alert_radius"),
)
async def send_location(core: Core, arguments: Arguments) -> Any:
    location: Json = {}
    for name, limit in (("latitude", 90), ("longitude", 180)):
        if not arguments.text(name):
            raise bad_request(f"{name} is empty", "src")
        value = arguments.number(name)
        if value is None or abs(value) > limit:
            raise bad_request("wrong location specified", "guess")
        location[name] = value
    accuracy = arguments.number("horizontal_accuracy")
    if accuracy:
        location["horizontal_accuracy"] = accuracy
    draft = read_draft(core, arguments)
    return view.message(core.world, deliver(core, draft, {"location": location}))
