"""What an operator is offered: the list of the staff, one operator's ticks, and short lines."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.callbacks import BoardCD
from bot.callbacks_skills import (
    SkillDraftCD,
    SkillListCD,
    SkillSaveCD,
    SkillsCD,
    Ticks,
    number_of,
    ticks_of,
)
from bot.i18n import Texts
from bot.screens.common import desk_row, paged, turn_pages
from bot.screens.model import Button, Rows, Screen
from bot.screens.topics import language_name, topic_name
from domain.consultation.skill_setting import Member
from domain.consultation.skills import ALL, Skills
from domain.consultation.triage import Topic
from domain.people.model import Language

OUTSIDE = "◇"
"""Marks a case in the queue that the reader's skills leave out."""

TICK = "✓"
TOPICS_SHOWN = 7
NAMED = 2
"""Topics that a short line names; of more it says how many."""


def short(texts: Texts, skills: Skills, named: int = NAMED) -> str:
    """In a few words, for a line or a button; empty without a restriction. Up to `named` topics
    are called by their names.
    """
    parts = [language_name(language) for language in Language if language in skills.languages]
    topics = [topic for topic in Topic if topic in skills.topics]
    if len(topics) > named:
        parts.append(texts.plain("topics: {count}", count=len(topics)))
    else:
        parts += [topic_name(texts, topic) for topic in topics]
    return " · ".join(parts)


def own_line(texts: Texts, skills: Skills) -> Markup:
    """On the desk of an operator who is not offered everything."""
    return texts.t("You are offered first: {skills}", skills=short(texts, skills))


def members(texts: Texts, known: Sequence[Member], page: int) -> Screen:
    """Whose skills."""
    buttons = [
        Button(
            text=" · ".join(filter(None, (member.name, short(texts, member.skills, named=0)))),
            data=SkillsCD(operator=member.person_id).pack(),
        )
        for member in known
    ]
    pages = paged(buttons, page, lambda at: SkillListCD(page=at).pack())
    return Screen(
        text=texts.t(
            "<b>Operators' skills</b>\n\nBeside a name stands what the operator takes, if it is "
            "not everything."
        ),
        rows=(*pages, _to_board(texts), desk_row(texts)),
    )


def member(texts: Texts, member: Member, skills: Skills, page: int) -> Screen:
    """An operator's ticks, kept or about to be."""
    number, ticks = member.person_id, ticks_of(skills)
    page = min(page, (len(Topic) - 1) // TOPICS_SHOWN)
    lines = [
        texts.t("<b>Skills: {name}</b>", name=member.name),
        Markup(""),
        *_told(texts, skills),
        Markup(""),
        texts.t(
            "No topic ticked: all topics. After some time a case that nobody took is offered to "
            "everybody."
        ),
    ]
    if skills != member.skills:
        lines += [Markup(""), texts.t("<b>Not saved yet.</b>")]
    turn = turn_pages(
        page,
        lambda at: SkillDraftCD(operator=number, ticks=number_of(ticks), page=at).pack(),
        goes_on=(page + 1) * TOPICS_SHOWN < len(Topic),
    )
    languages, topics = _toggles(texts, number, ticks, page)
    return Screen(
        text=Markup("\n").join(lines),
        rows=(
            languages,
            *topics,
            *turn,
            *_ends(texts, member, skills),
            (Button(text=texts.plain("Operators' skills"), data=SkillListCD().pack()),),
            desk_row(texts),
        ),
    )


def _told(texts: Texts, skills: Skills) -> Sequence[Markup]:
    languages = [one for one in Language if not skills.languages or one in skills.languages]
    named = ", ".join(language_name(one) for one in languages)
    if skills.topics:
        topics = ", ".join(topic_name(texts, one) for one in Topic if one in skills.topics)
    else:
        topics = texts.plain("all topics")
    return (
        texts.t("Languages: {languages}", languages=named),
        texts.t("Topics: {topics}", topics=topics),
    )


def _toggles(
    texts: Texts, operator: int, ticks: Ticks, page: int
) -> tuple[tuple[Button, ...], Rows]:
    """The languages in a row, and a page of the topics. A press on the last language that is
    ticked is refused: one has to stay.
    """

    def toggle(one: Language | Topic, name: str) -> Button:
        text = f"{TICK} {name}" if one in ticks else name
        changed = number_of(ticks ^ {one})
        data = SkillDraftCD(operator=operator, ticks=changed, page=page)
        return Button(text=text, data=data.pack())

    shown = tuple(Topic)[page * TOPICS_SHOWN : (page + 1) * TOPICS_SHOWN]
    return (
        tuple(toggle(one, language_name(one)) for one in Language),
        tuple((toggle(one, topic_name(texts, one)),) for one in shown),
    )


def _ends(texts: Texts, member: Member, skills: Skills) -> Rows:
    """Save what was changed; everything again."""
    rows: Rows = ()
    if skills != member.skills:
        save = SkillSaveCD(operator=member.person_id, ticks=number_of(ticks_of(skills)))
        rows += ((Button(text=texts.plain("Save"), data=save.pack(), style="primary"),),)
    if not skills.are_all:
        everything = SkillDraftCD(operator=member.person_id, ticks=number_of(ticks_of(ALL)))
        words = texts.plain("All languages and topics")
        rows += ((Button(text=words, data=everything.pack()),),)
    return rows


def saved(texts: Texts, member: Member) -> Screen:
    """Kept, and told to the operator."""
    return Screen(
        text=Markup("\n").join(
            (
                texts.t("<b>Saved: {name}</b>", name=member.name),
                Markup(""),
                *_told(texts, member.skills),
            )
        ),
        rows=(
            (Button(text=texts.plain("Operators' skills"), data=SkillListCD().pack()),),
            _to_board(texts),
            desk_row(texts),
        ),
    )


def changed(texts: Texts, skills: Skills) -> Screen:
    """For the operator whose skills a supervisor has set."""
    return Screen(
        text=Markup("\n").join(
            (
                texts.t("<b>A supervisor has changed what you are offered first</b>"),
                Markup(""),
                *_told(texts, skills),
                Markup(""),
                texts.t("You can still take any case from the queue yourself."),
            )
        ),
        rows=(desk_row(texts),),
    )


def _to_board(texts: Texts) -> tuple[Button, ...]:
    return (Button(text=texts.plain("Board"), data=BoardCD().pack()),)
