"""The number that Telegram itself says is the sender's own."""

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.screens.phones import understood
from domain.consultation.linking import Proof

_PROVED = "proved"


def own_number(message: Message) -> str | None:
    """The number of a contact card that is the sender's own and was shared just now; a typed
    number proves nothing, nor does a card that was forwarded: it may be years old.
    """
    contact = message.contact
    if contact is None or message.from_user is None or message.forward_origin is not None:
        return None
    if contact.user_id != message.from_user.id:
        return None
    return understood(f"+{contact.phone_number.lstrip('+')}")


async def keep_proof(state: FSMContext, proof: Proof | None) -> None:
    """What a later press goes by; None: nothing any more."""
    data = None if proof is None else {"phone": proof.phone, "at": proof.at}
    await state.update_data({_PROVED: data})


async def proof_of(state: FSMContext) -> Proof | None:
    """What was proved last."""
    data = await state.get_value(_PROVED)
    if not isinstance(data, dict):
        return None
    return Proof(phone=str(data["phone"]), at=int(data["at"]))
