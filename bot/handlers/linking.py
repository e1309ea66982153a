"""The answer to «Did you call us?»."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.callbacks_callers import LinkCD
from bot.forms import load_draft
from bot.i18n import Texts
from bot.own_number import keep_proof, proof_of
from bot.screens import linking as screens
from bot.screens.model import Replies, Say, Show, StripButtons
from domain.consultation.content import Kind
from domain.consultation.linking import Linking
from domain.people.model import Person

router = Router(name="linking")


@router.callback_query(LinkCD.filter())
async def answer(
    query: CallbackQuery,
    callback_data: LinkCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    linking: Linking,
    now: int,
) -> Replies:
    """Yes goes by the number that was shared; no forgets it."""
    proof = await proof_of(state)
    if not callback_data.yes:
        await keep_proof(state, None)
        return Show(screens.declined(texts))
    cases = await linking.confirm(person, callback_data.case, proof, now)
    draft = await load_draft(state)
    began = any(message.content.kind is not Kind.OTHER for message in draft.messages)
    return (Say(screens.linked(texts, cases, began=began)), StripButtons())
