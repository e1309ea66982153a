"""Notes, giving a case back, giving it to a colleague, results of call-backs."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.callbacks import CaseCD, CloseCD, ReturnCD, TransferCD, TransferPageCD, TransferToCD
from bot.i18n import Texts
from bot.screens.common import desk_row, paged
from bot.screens.model import Button, Rows, Screen
from bot.screens.topic_queue import other_topic_button
from domain.consultation.case import Case
from domain.consultation.due_calls import LAST_TRY, TRIES, InVain, after_vain
from domain.consultation.handing import Colleague
from domain.consultation.notes import NOTE_LIMIT, Note

FULL_NAMED = 10
"""Names of those without room that fit a screen."""


def ask_note(texts: Texts, case: Case) -> Screen:
    """A note is begun; it looks like nothing that goes to a person."""
    return Screen(
        text=texts.t(
            "📝 <b>Note about № {number} · {name}</b>\n\nWrite it in one message, up to {limit} "
            "characters. Operators of this case read it. The person does NOT see it.",
            number=case.id,
            name=case.citizen_name,
            limit=texts.number(NOTE_LIMIT),
        ),
        rows=(_back(texts, texts.plain("No note"), case),),
        protect=True,
    )


def noted(texts: Texts, case: Case) -> Screen:
    """The note is kept."""
    return Screen(
        text=texts.t(
            "📝 The note about № {number} is kept. The person does not see it.", number=case.id
        ),
        rows=(_back(texts, texts.plain("Case"), case),),
    )


def note(texts: Texts, case: Case, written: Note) -> Screen:
    """A note as the next operator of the case gets it."""
    return Screen(
        text=texts.t(
            "📝 <b>Note about № {number}</b> · {name}\nThe person does not see it.\n"
            "<blockquote>{words}</blockquote>",
            number=case.id,
            name=written.author_name,
            words=written.words,
        ),
        protect=True,
    )


def ask_return(texts: Texts, case: Case) -> Screen:
    """Why it goes back is for the next operator."""
    without = Button(
        text=texts.plain("Return without a note"),
        data=ReturnCD(case=case.id, sure=True).pack(),
    )
    return Screen(
        text=texts.t(
            "<b>Return № {number} · {name} to the queue?</b>\n\n📝 Write in a few words why: the "
            "next operator reads it, the person does not. The case goes back as soon as you have "
            "written.",
            number=case.id,
            name=case.citizen_name,
        ),
        rows=((without,), _back(texts, texts.plain("Keep the case"), case)),
        protect=True,
    )


def returned(texts: Texts, case: Case) -> Screen:
    """It waits again."""
    text = texts.t(
        "№ {number} waits in the queue again, the person has been told.", number=case.id
    )
    if case.citizen_chat is None:
        text = texts.t("№ {number} waits in the queue again.", number=case.id)
    return Screen(text=text, rows=(desk_row(texts),))


def ask_colleague(
    texts: Texts, case: Case, colleagues: Sequence[Colleague], page: int = 0
) -> Screen:
    """Whoever on shift has room, with how much they have; the others are only named."""
    keep = _back(texts, texts.plain("Keep the case"), case)
    topic = (other_topic_button(texts, case),)
    if not colleagues:
        return Screen(
            text=texts.t("Nobody else is on shift now. You can return the case to the queue."),
            rows=(topic, keep),
        )
    buttons = [
        Button(
            text=f"{one.name} · {one.open}/{one.capacity}",
            data=TransferToCD(case=case.id, to=one.person_id).pack(),
        )
        for one in colleagues
        if not one.is_full
    ]
    asked = texts.t(
        "<b>Give № {number} · {name} to whom?</b>\n\nBeside each name: open cases, and how many "
        "at most.",
        number=case.id,
        name=case.citizen_name,
    )
    full = [one.name for one in colleagues if one.is_full]
    rows = paged(buttons, page, lambda at: TransferPageCD(case=case.id, page=at).pack())
    return Screen(
        text=Markup("\n\n").join([asked, *_full(texts, full)]),
        rows=(*rows, topic, keep),
        protect=True,
    )


def _full(texts: Texts, names: Sequence[str]) -> tuple[Markup, ...]:
    """Why somebody is missing."""
    if not names:
        return ()
    said = ", ".join(names[:FULL_NAMED]) + (", …" if len(names) > FULL_NAMED else "")
    return (texts.t("No room for one more: {names}", names=said),)


def ask_transfer(texts: Texts, case: Case, colleague: Colleague) -> Screen:
    """A note for the colleague, or none."""
    without = Button(
        text=texts.plain("Give it without a note"),
        data=TransferToCD(case=case.id, to=colleague.person_id, sure=True).pack(),
    )
    other = Button(text=texts.plain("Another colleague"), data=TransferCD(case=case.id).pack())
    return Screen(
        text=texts.t(
            "<b>№ {number} · {name} → {colleague}</b>\n\n📝 Write what the colleague should know: "
            "the person does not see it. The case is handed over as soon as you have written.",
            number=case.id,
            name=case.citizen_name,
            colleague=colleague.name,
        ),
        rows=((without,), (other,), _back(texts, texts.plain("Keep the case"), case)),
        protect=True,
    )


def transferred(texts: Texts, case: Case, colleague: Colleague) -> Screen:
    """The colleague has it."""
    text = texts.t(
        "№ {number} is with {name} now, the person has been told.",
        number=case.id,
        name=colleague.name,
    )
    if case.citizen_chat is None:
        text = texts.t("№ {number} is with {name} now.", number=case.id, name=colleague.name)
    return Screen(text=text, rows=(desk_row(texts),))


def no_reply(texts: Texts) -> Screen:
    """A reply would be an answer to a person, and a note was asked for: neither is guessed."""
    return Screen(
        text=texts.t(
            "This is a reply to a message, and I was waiting for a note. Nothing was kept or "
            "sent. Write the note without replying, or press a button above and answer then."
        )
    )


def form_lost(texts: Texts, lost: Case, went: Case | None, *, own: bool = False) -> Screen:
    """The case of an open form has left the operator or has ended; `went`: where their reply went,
    which stands for itself; `own`: to their own lawyer.
    """
    text = texts.t(
        "№ {number} · {name}: the case has changed meanwhile, so the form is closed.",
        number=lost.id,
        name=lost.citizen_name,
    )
    if went is None:
        after = texts.t(
            "Nothing was kept or sent. Your message stands here in the chat only: copy it if it "
            "is still needed."
        )
    elif own:
        after = texts.t("Sent into your own request № {number}", number=went.id)
    else:
        after = texts.t("Sent: № {number} · {name}", number=went.id, name=went.citizen_name)
    return Screen(text=text + "\n" + after, rows=(desk_row(texts),), protect=True)


def interrupted(texts: Texts) -> Screen:
    """News of another case came while a note was asked for: whose the words are is not guessed."""
    return Screen(
        text=texts.t(
            "Nothing was kept or sent: news of another case has come meanwhile, and your words "
            "may be meant for it. If they belong to the question below, send them once more."
        )
    )


def called(texts: Texts, case: Case, tries: int) -> Screen:
    """The result of a call is kept; `tries`: how many in a row reached nobody."""
    if tries == 0:
        return _call_kept(texts, case, _reached(texts, case))
    match after_vain(tries, has_chat=case.citizen_chat is not None):
        case InVain.TELL:
            return _call_kept(texts, case, _told(texts, case, tries))
        case InVain.DECIDE:
            return _to_decide(texts, case, tries)
        case InVain.ANOTHER_DAY:
            text = texts.t(
                "№ {number}: not reached, call {tries} of {all}. The person is not in the bot and "
                "cannot be told. Call on the next working day: you will be reminded.",
                number=case.id,
                tries=tries,
                all=LAST_TRY,
            )
        case InVain.AGAIN:
            text = _call_again(texts, case, tries)
    return _call_kept(texts, case, text)


def _reached(texts: Texts, case: Case) -> Markup:
    if case.owed_since is None:
        return texts.t("№ {number}: reached. It is kept.", number=case.id)
    return texts.t(
        "№ {number}: reached. It is kept. The person has also written here: that waits for your "
        "answer.",
        number=case.id,
    )


def _told(texts: Texts, case: Case, tries: int) -> Markup:
    if case.owed_since is not None:
        return texts.t(
            "№ {number}: not reached, call {tries}. The person has been told in the chat. What "
            "they have written here still waits for your answer.",
            number=case.id,
            tries=tries,
        )
    return texts.t(
        "№ {number}: not reached, call {tries}. The person has been told in the chat.",
        number=case.id,
        tries=tries,
    )


def _call_again(texts: Texts, case: Case, tries: int) -> Markup:
    last = LAST_TRY if case.citizen_chat is None else TRIES
    if tries > last:
        return texts.t("№ {number}: not reached, call {tries}.", number=case.id, tries=tries)
    return texts.t(
        "№ {number}: not reached, call {tries} of {all}. Call again later.",
        number=case.id,
        tries=tries,
        all=last,
    )


def _to_decide(texts: Texts, case: Case, tries: int) -> Screen:
    """All tries were made, and nobody can be told: whoever has the case decides."""
    text = texts.t(
        "№ {number}: not reached, call {tries}. The person is not in the bot and cannot be told. "
        "Please decide: close the case as «not reached», or return it to the queue. Otherwise "
        "it goes back by itself after a while.",
        number=case.id,
        tries=tries,
    )
    return Screen(text=text, rows=(*decisions(texts, case), *_call_rows(texts, case)))


def decisions(texts: Texts, case: Case) -> Rows:
    """What becomes of a case whose person was never reached."""
    close = Button(text=texts.plain("Close the case"), data=CloseCD(case=case.id).pack())
    back = Button(text=texts.plain("Return to the queue"), data=ReturnCD(case=case.id).pack())
    return ((close,), (back,))


def _call_kept(texts: Texts, case: Case, text: Markup) -> Screen:
    return Screen(text=text, rows=_call_rows(texts, case))


def _call_rows(texts: Texts, case: Case) -> Rows:
    return (_back(texts, texts.plain("Case"), case), desk_row(texts))


def _back(texts: Texts, words: str, case: Case) -> tuple[Button, ...]:
    return (Button(text=words, data=CaseCD(case=case.id).pack()),)
