"""The dispatcher: middlewares in order, routers in order, the fallback last.

There is one in a process, and it holds nothing: whatever a handler needs comes with each update
from the pipeline (services around the transaction, the person, the FSM context, the clock).
"""

from functools import cache

from aiogram import Dispatcher

from bot.handlers import (
    admin,
    answer_way,
    board,
    caller_words,
    callers,
    canned,
    canned_keeping,
    case,
    closing,
    course,
    day_numbers,
    desk,
    fallback,
    form_words,
    linking,
    lost_forms,
    membership,
    newcomers,
    privacy,
    replying,
    request,
    skills,
    start,
    topic_queue,
    triage,
    writing,
)
from bot.middlewares.leave_form import LeaveForm
from bot.middlewares.offer_calls import OfferCalls

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What Telegram is asked to deliver; a test compares it with what the routers handle."""


@cache
def dispatcher() -> Dispatcher:
    """The dispatcher with every router. Its own FSM is off: the state comes from the pipeline,
    read in the crossing that opens the transaction.
    """
    root = Dispatcher(disable_fsm=True)
    leave = LeaveForm()
    root.message.outer_middleware(leave)
    root.message.outer_middleware(OfferCalls())
    root.callback_query.outer_middleware(leave)
    root.include_routers(
        newcomers.router,
        lost_forms.router,
        replying.router,
        start.router,
        course.router,
        request.router,
        triage.router,
        answer_way.router,
        form_words.router,
        desk.router,
        callers.router,
        caller_words.router,
        linking.router,
        board.router,
        day_numbers.router,
        skills.router,
        case.router,
        topic_queue.router,
        closing.router,
        canned.router,
        canned_keeping.router,
        admin.router,
        privacy.router,
        membership.router,
        writing.router,
        fallback.router,
    )
    return root
