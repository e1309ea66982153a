"""A form of the desk whose case has left the operator: it is closed and said so, once.

Everything else would be refused by the case's own rules as long as the form stands open, and a
reply to somebody else would be taken for the note.
"""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.content import incoming_of
from bot.desk_forms import DeskForm, asked_about, turn_to
from bot.filters import AtDesk, IsCommand
from bot.forms import CloseForm
from bot.handlers.closing import CLOSING
from bot.i18n import Texts
from bot.screens import handing as screens
from bot.screens.model import Replies, Say
from domain.consultation.answering import Answering
from domain.consultation.case import Case
from domain.consultation.requests import Requests
from domain.people.model import Person

router = Router(name="lost_forms")

_MOVING = frozenset({DeskForm.transfer.state, DeskForm.topic.state})


async def _lost(person: Person, state: FSMContext, answering: Answering) -> Case | None:
    """The case that is asked about, when it is out of the operator's hands."""
    step = await state.get_state()
    if step == CloseForm.outcome.state:
        number = int(await state.get_value(CLOSING) or 0)
    else:
        number = (await asked_about(state)).case
    return await answering.out_of_hands(
        person, number, noting=step == DeskForm.note.state, moving=step in _MOVING
    )


@router.message(
    StateFilter(
        DeskForm.note,
        DeskForm.giving_back,
        DeskForm.transfer,
        DeskForm.topic,
        CloseForm.outcome,
    ),
    AtDesk(),
    ~IsCommand(),
)
async def lost_form(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    answering: Answering,
    requests: Requests,
    now: int,
) -> Replies:
    """Nothing of it is kept; a reply goes where any reply goes. Other forms go on below."""
    lost = await _lost(person, state, answering)
    if lost is None:
        raise SkipHandler
    await state.set_state(None)
    incoming = incoming_of(message)
    went = None
    if incoming.reply_to is not None:
        addressed = await answering.address(person, incoming)
        if addressed.own:
            went = await requests.write(person, incoming, now)
        elif addressed.case is not None and answering.reaches(person, addressed.case):
            await answering.answer(person, addressed.case, incoming, now)
            await turn_to(state, addressed.case.id)
            went = addressed.case
    screen = screens.form_lost(
        texts, lost, went, own=went is not None and went.citizen_id == person.id
    )
    return Say(screen, reply_to=incoming.message_id)
