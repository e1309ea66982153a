"""What an operator cannot have answered, because it has not come to their screen."""

from domain.consultation.case import Case
from domain.consultation.ports import Messages
from domain.people.model import Person


async def unread_since(messages: Messages, operator: Person, case: Case) -> int | None:
    """Since when the first word of the citizen waits that is still on its way to the operator."""
    coming = await messages.on_their_way(operator.telegram_id, case.id)
    return min((one.created_at for one in coming if not one.by_operator), default=None)
