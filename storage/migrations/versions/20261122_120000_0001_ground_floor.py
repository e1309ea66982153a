"""The ground floor: people and their roles, updates, conversations, the course, cases, the outbox.

Times are UTC seconds, truth is 0 or 1, structures are JSON text. Everything that must never occur
twice has a unique index with a name, so that both engines name the same rule when they refuse.
"""

from alembic import op

from storage.migrations.ddl import (
    check,
    count,
    identity,
    index,
    make,
    number,
    one_of,
    refers,
    small,
    text,
)

revision = "0001_ground_floor"
down_revision = None
branch_labels = None
depends_on = None

ROLES = ("owner", "admin", "supervisor", "operator", "editor")


def upgrade() -> None:
    """From nothing."""
    _people()
    _conversations()
    _course()
    _cases()
    _case_messages()
    _outbox()


def _people() -> None:
    make(
        "people",
        "Everybody who ever wrote to the bot",
        identity("Our own number of the person"),
        number("telegram_id", "The person's number at Telegram"),
        text("name", "The name shown in Telegram when the person last wrote"),
        text("language", "The language chosen in the bot; empty until chosen", null=True),
        text("app_language", "The language of the Telegram app, the first guess", null=True),
        text("source", "The campaign of the link the person came by", null=True),
        text("unreachable", "Why nothing can be sent to the person", null=True),
        number("unreachable_at", "Since when nothing can be sent", null=True),
        number("last_message_id", "The newest message known in the person's chat", default="0"),
        number("created_at", "When the person first wrote"),
        one_of("people", "language", "kk", "ru"),
        one_of("people", "unreachable", "blocked", "deactivated"),
    )
    index("uq_people_telegram_id", "people", "telegram_id", unique=True)
    make(
        "staff",
        "Who works here, and as what; a removed person keeps the row",
        identity("Number of the row"),
        number("person_id", "The person"),
        text("role", "What the person may do"),
        number("on_shift_since", "Since when the person is on shift; empty: off", null=True),
        number("added_by", "Who gave the role; empty: the settings did", null=True),
        number("added_at", "When the role was given"),
        number("removed_at", "When the role was taken away", null=True),
        one_of("staff", "role", *ROLES),
        refers("staff", "person_id", "people"),
        refers("staff", "added_by", "people"),
    )
    index("uq_staff_person_id", "staff", "person_id", unique=True)
    make(
        "invitations",
        "Single-use links that give a role",
        identity("Number of the invitation"),
        text("token_hash", "Hash of the secret in the link; the secret itself is not kept"),
        text("role", "The role it gives"),
        number("created_by", "Who invited"),
        number("created_at", "When it was made"),
        number("expires_at", "From when on it is refused"),
        number("used_by", "Who came by it", null=True),
        number("used_at", "When it was used", null=True),
        one_of("invitations", "role", *ROLES),
        check("invitations", "used", "(used_by is null) = (used_at is null)"),
        refers("invitations", "created_by", "people"),
        refers("invitations", "used_by", "people"),
    )
    index("uq_invitations_token_hash", "invitations", "token_hash", unique=True)


def _conversations() -> None:
    make(
        "updates",
        "Updates that had their effect, so that a repeat has none",
        number("bot_id", "Which bot received it"),
        number("update_id", "Telegram's number of the update"),
        number("received_at", "When it had its effect"),
        text("reply", "What was answered, to answer a repeat alike (JSON)", null=True),
        key=("bot_id", "update_id"),
    )
    index("updates_received_at", "updates", "received_at")
    make(
        "fsm",
        "Where a person stands in a conversation that asks for free text",
        number("bot_id", "Which bot"),
        number("chat_id", "In which chat"),
        number("user_id", "Who"),
        number("thread_id", "In which topic of the chat; 0: none", default="0"),
        text("business_connection_id", "By which business connection; empty: none", default="''"),
        text("destiny", "Which of the parallel conversations"),
        text("state", "What is being waited for", null=True),
        text("data", "What was said so far (JSON)", default="'{}'"),
        number("updated_at", "When it last changed"),
        key=("bot_id", "chat_id", "user_id", "thread_id", "business_connection_id", "destiny"),
    )
    make(
        "service_state",
        "What the program has to remember about itself",
        text("key", "Name of the thing"),
        text("value", "What is remembered (JSON)"),
        number("updated_at", "When it last changed"),
        key=("key",),
    )


def _course() -> None:
    make(
        "attempts",
        "A person's way through a lesson",
        identity("Number of the attempt"),
        number("person_id", "Who reads"),
        text("lesson", "Short name of the lesson"),
        count("step", "The card or question the person is at, from nought", default="0"),
        number("started_at", "When it began"),
        number("updated_at", "When the person last moved"),
        number("finished_at", "When it was finished; empty: under way", null=True),
        check("attempts", "step", "step >= 0"),
        refers("attempts", "person_id", "people"),
    )
    index(
        "one_open_attempt",
        "attempts",
        "person_id",
        "lesson",
        unique=True,
        where="finished_at is null",
    )
    index("attempts_person", "attempts", "person_id", "lesson")
    make(
        "answers",
        "The first answer to each question of an attempt",
        number("attempt_id", "In which attempt"),
        text("question", "Short name of the question"),
        text("option", "Short name of the chosen option"),
        small("correct", "1: it was the right one"),
        number("answered_at", "When"),
        check("answers", "correct", "correct in (0, 1)"),
        refers("answers", "attempt_id", "attempts"),
        key=("attempt_id", "question"),
    )


def _cases() -> None:
    make(
        "cases",
        "Requests for a lawyer",
        identity("Number of the case, as people are told it"),
        number("citizen_id", "Who asked"),
        text("topic", "About what"),
        text("contact", "How the person wants to be reached"),
        text("phone", "The number the person shared for it", null=True),
        text("state", "How far it is"),
        number("assignee_id", "The operator who has it", null=True),
        number("previous_id", "The closed case this one follows", null=True),
        number("created_at", "When it was asked"),
        number("taken_at", "When an operator took it", null=True),
        number("closed_at", "When it ended", null=True),
        text("outcome", "The operator's summary at the end", null=True),
        small("rating", "What the citizen gave, 1 to 5", null=True),
        number("rated_at", "When it was rated", null=True),
        one_of("cases", "contact", "chat", "phone"),
        one_of("cases", "state", "waiting", "taken", "closed", "cancelled"),
        check("cases", "rating", "rating >= 1 and rating <= 5"),
        check("cases", "assignee", "state <> 'taken' or assignee_id is not null"),
        check("cases", "phone", "contact <> 'phone' or phone is not null"),
        refers("cases", "citizen_id", "people"),
        refers("cases", "assignee_id", "people"),
        refers("cases", "previous_id", "cases"),
    )
    open_states = "state in ('waiting', 'taken')"
    index("one_open_case", "cases", "citizen_id", unique=True, where=open_states)
    index("cases_state", "cases", "state", "created_at")
    index("cases_assignee", "cases", "assignee_id", "state")
    index("cases_citizen", "cases", "citizen_id", "created_at")


def _case_messages() -> None:
    make(
        "case_messages",
        "Everything said in a case",
        identity("Number of the message"),
        number("case_id", "In which case"),
        text("author", "Which side spoke"),
        number("author_id", "Who spoke"),
        number("chat_id", "The chat it was written in"),
        number("message_id", "Telegram's number of it there"),
        text("media_group", "The album it is part of", null=True),
        text("content", "What was said: text, file references (JSON)"),
        number("created_at", "When it was said"),
        number("edited_at", "When its author last changed it", null=True),
        one_of("case_messages", "author", "citizen", "operator"),
        refers("case_messages", "case_id", "cases"),
        refers("case_messages", "author_id", "people"),
    )
    index("uq_case_messages_place", "case_messages", "chat_id", "message_id", unique=True)
    index("case_messages_case", "case_messages", "case_id", "id")
    make(
        "case_copies",
        "Messages the bot sent about a case: a reply to one finds its case here",
        number("chat_id", "The chat it was sent to"),
        number("message_id", "Telegram's number of it there"),
        number("case_id", "About which case"),
        number("case_message_id", "Which message it is a copy of; empty: a notice", null=True),
        small("headed", "Whether the line with number and name stands on it, 0 or 1"),
        check("case_copies", "headed", "headed >= 0 and headed <= 1"),
        refers("case_copies", "case_id", "cases"),
        refers("case_copies", "case_message_id", "case_messages"),
        key=("chat_id", "message_id"),
    )
    index("case_copies_message", "case_copies", "case_message_id")
    make(
        "held_messages",
        "What an operator wrote without saying for which case, until it is asked",
        number("chat_id", "The operator's chat"),
        number("message_id", "Telegram's number of it there"),
        number("operator_id", "Who wrote it"),
        text("media_group", "The album it is part of", null=True),
        text("content", "What was written: text, file references (JSON)"),
        number("created_at", "When"),
        refers("held_messages", "operator_id", "people"),
        key=("chat_id", "message_id"),
    )
    index("held_messages_created_at", "held_messages", "created_at")


def _outbox() -> None:
    make(
        "outbox",
        "What must arrive: written with the work that causes it, sent after, in order per chat",
        identity("Number; the order within a chat"),
        number("chat_id", "To which chat"),
        small("priority", "Lower goes first"),
        text("kind", "What kind of message it is"),
        text("payload", "What to send (JSON)"),
        text("dedupe", "A second row with the same words is refused", null=True),
        number("due_at", "Not to be sent before"),
        number("created_at", "When it was written"),
        count("attempts", "How often it was tried", default="0"),
        text("state", "How it ended, or pending"),
        number("leased_until", "A worker is sending it until then", default="0"),
        text("error", "What the last try gave", null=True),
        number("finished_at", "When it ended", null=True),
        one_of("outbox", "state", "pending", "sent", "blocked", "gone", "rejected", "unknown"),
    )
    index("uq_outbox_dedupe", "outbox", "dedupe", unique=True)
    index("outbox_due", "outbox", "due_at", where="state = 'pending'")
    index("outbox_chat", "outbox", "chat_id", "id", where="state = 'pending'")
    index("outbox_line", "outbox", "priority", "id", where="state = 'pending'")
    index("outbox_finished_at", "outbox", "finished_at")


def downgrade() -> None:
    """Back to nothing; the order undoes the references."""
    for table in (
        "outbox",
        "held_messages",
        "case_copies",
        "case_messages",
        "cases",
        "answers",
        "attempts",
        "service_state",
        "fsm",
        "updates",
        "invitations",
        "staff",
        "people",
    ):
        op.drop_table(table)
