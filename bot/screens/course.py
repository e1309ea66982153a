"""The screens of the course: the list of lessons, one step of a lesson, my progress."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.callbacks import AnswerCD, LessonCD, LessonsCD, ProgressCD, StepCD
from bot.i18n import Texts
from bot.lessons.words import LessonWords, SourceWords
from bot.screens.common import bottom_row
from bot.screens.model import Button, Rows, Screen, Style
from domain.course.lesson import Question
from domain.course.view import DoneBefore, Overview, Place, Progress, Standing, Visit

TITLED: Final = 6
"""Up to so many lessons each has a button with its title; more are numbered in the text."""

ROOM: Final = 34
"""Letters that fit a button of full width on a narrow telephone."""

NUMBERS_IN_A_ROW: Final = 5

AllWords = Mapping[str, LessonWords]


def next_lesson_button(texts: Texts, overview: Overview) -> Button:
    """The one way on: the lesson in the middle, the next one, or the list when all are done."""
    following = overview.following
    if following is None:
        return Button(text=texts.plain("All lessons"), data=LessonsCD().pack())
    if following.running:
        label = texts.plain("Continue the lesson · {place}", place=_place(following))
    elif overview.finished:
        label = texts.plain("Next lesson")
    else:
        label = texts.plain("Start the first lesson")
    data = LessonCD(lesson=following.lesson.slug).pack()
    return Button(text=label, data=data, style="primary")


def lessons_list(texts: Texts, overview: Overview, words: AllWords) -> Screen:
    """All lessons: done, in the middle, or how long they take."""
    lines = [
        texts.t("<b>Lessons</b>"),
        _done(texts, overview),
        texts.t("A lesson counts as done at its last page. Taking it again takes nothing away."),
    ]
    titles = [
        f"{_label(texts, standing)} · {words[standing.lesson.slug].title}"
        for standing in overview.standings
    ]
    if len(titles) <= TITLED:
        rows: Rows = tuple(
            (_open(overview, number, title),) for number, title in enumerate(titles)
        )
    else:
        lines += [Markup("{}. {}").format(number, title) for number, title in enumerate(titles, 1)]
        buttons = [_open(overview, number, str(number + 1)) for number in range(len(titles))]
        rows = tuple(
            tuple(buttons[start : start + NUMBERS_IN_A_ROW])
            for start in range(0, len(buttons), NUMBERS_IN_A_ROW)
        )
    progress = Button(text=texts.plain("My progress"), data=ProgressCD().pack())
    return Screen(text=Markup("\n").join(lines), rows=(*rows, (progress,), bottom_row(texts)))


def my_progress(texts: Texts, progress: Progress, words: AllWords) -> Screen:
    """What has been done so far, and one way on."""
    overview = progress.overview
    lines = [texts.t("<b>My progress</b>"), _done(texts, overview)]
    lines += [
        texts.t(
            "In the middle: {title}, page {place}",
            title=words[standing.lesson.slug].title,
            place=_place(standing),
        )
        for standing in overview.standings
        if standing.running
    ]
    if progress.answered:
        lines.append(
            texts.t(
                "Questions answered: {answered}, right at once: {right}",
                answered=progress.answered,
                right=progress.right,
            )
        )
    rows: Rows = ((next_lesson_button(texts, overview),),)
    if overview.following is not None:
        rows += ((Button(text=texts.plain("All lessons"), data=LessonsCD().pack()),),)
    return Screen(text=Markup("\n").join(lines), rows=(*rows, bottom_row(texts)))


def visit(texts: Texts, words: LessonWords, shown: Visit) -> Screen:
    """Wherever a person is in a lesson."""
    if isinstance(shown, DoneBefore):
        return done_before(texts, words, shown)
    if shown.card is not None:
        return card(texts, words, shown, shown.card)
    if shown.question is None:
        return finish(texts, words, shown)
    if shown.answer is None and not shown.attempt.finished:
        return question(texts, words, shown, shown.question)
    return explanation(texts, words, shown, shown.question)


def card(texts: Texts, words: LessonWords, place: Place, name: str) -> Screen:
    """One thought of a lesson."""
    shown = words.cards[name]
    text = Markup("{}\n<b>{}</b>\n\n{}").format(_header(words, place), shown.title, shown.text)
    copies = tuple((Button(text=f"📞 {number}", copy=number),) for number in shown.copies)
    return Screen(text=text, rows=(*copies, _walk(texts, place), bottom_row(texts)))


def question(texts: Texts, words: LessonWords, place: Place, asked: Question) -> Screen:
    """A question; options too long for buttons stand in the text, their numbers below."""
    shown = words.questions[asked.id]
    text = Markup("{}\n<b>{}</b>").format(_header(words, place), shown.text)
    titles = [shown.options[option].text for option in asked.options]
    fits = max(len(title) for title in titles) <= ROOM
    if not fits:
        listed = [Markup("{}. {}").format(number, title) for number, title in enumerate(titles, 1)]
        text = Markup("\n\n").join([text, Markup("\n").join(listed)])
    buttons = tuple(
        Button(
            text=title if fits else str(number + 1),
            data=AnswerCD(
                attempt=place.attempt.id, question=place.question_number, option=number
            ).pack(),
        )
        for number, title in enumerate(titles)
    )
    rows: Rows = tuple((button,) for button in buttons) if fits else (buttons,)
    return Screen(text=text, rows=(*rows, (_back(texts, place),), bottom_row(texts)))


def explanation(texts: Texts, words: LessonWords, place: Place, asked: Question) -> Screen:
    """Right or not quite, and why; after another answer also what helps here."""
    shown = words.questions[asked.id]
    parts = [Markup("{}\n<b>{}</b>").format(_header(words, place), shown.text)]
    given = None if place.answer is None else shown.options.get(place.answer.option)
    right = shown.options[asked.right]
    if given is not None:
        verdict = texts.t("✓ <b>Right.</b>") if given is right else texts.t("<b>Not quite.</b>")
        chosen = texts.t("Your answer: {option}", option=given.text)
        parts.append(Markup("{}\n{} {}").format(chosen, verdict, given.why))
    if given is not right:
        helps = texts.t("<b>What helps here: {option}.</b>", option=right.text)
        parts.append(Markup("{} {}").format(helps, right.why))
    rows = (_walk(texts, place), bottom_row(texts))
    return Screen(text=Markup("\n\n").join(parts), rows=rows)


def finish(texts: Texts, words: LessonWords, place: Place) -> Screen:
    """The lesson is done: one thing for today, where it all comes from, one way on."""
    done = texts.t("✓ <b>You have finished the lesson.</b> It is kept in your progress.")
    parts = [
        Markup("{}\n{}").format(_header(words, place), done),
        Markup("{}\n{}").format(texts.t("<b>One thing to do today</b>"), words.today),
        folded_sources(texts, words.sources),
    ]
    if place.following is None:
        on = Button(text=texts.plain("My progress"), data=ProgressCD().pack(), style="primary")
    else:
        data = LessonCD(lesson=place.following.slug).pack()
        on = Button(text=texts.plain("Next lesson"), data=data, style="primary")
    rows = ((on,), (_look_through(texts, place.attempt.id),), bottom_row(texts))
    return Screen(text=Markup("\n\n").join(parts), rows=rows)


def done_before(texts: Texts, words: LessonWords, before: DoneBefore) -> Screen:
    """A lesson finished earlier: nothing is lost by either choice."""
    text = texts.t(
        "✓ <b>{title}</b>\nYou have finished this lesson. Look through it, or take it once more: "
        "it stays done.",
        title=words.title,
    )
    again = LessonCD(lesson=before.lesson.slug, again=True).pack()
    rows = (
        (_look_through(texts, before.attempt.id),),
        (Button(text=texts.plain("Take it again"), data=again),),
        (Button(text=texts.plain("All lessons"), data=LessonsCD().pack()),),
        bottom_row(texts),
    )
    return Screen(text=text, rows=rows)


def _header(words: LessonWords, place: Place) -> Markup:
    number = place.step + 1
    return Markup("<i>{}/{} · {}</i>").format(number, place.lesson.length, words.title)


def _walk(texts: Texts, place: Place) -> tuple[Button, ...]:
    step = place.step + 1
    label = texts.plain("Finish") if step == place.lesson.finish else texts.plain("Next")
    data = StepCD(attempt=place.attempt.id, step=step).pack()
    return (_back(texts, place), Button(text=label, data=data, style="primary"))


def _back(texts: Texts, place: Place) -> Button:
    """One step back; from the first card to the list of lessons."""
    if place.step == 0:
        return Button(text=texts.plain("Back"), data=LessonsCD().pack())
    data = StepCD(attempt=place.attempt.id, step=place.step - 1).pack()
    return Button(text=texts.plain("Back"), data=data)


def _look_through(texts: Texts, attempt: int) -> Button:
    return Button(text=texts.plain("Look through"), data=StepCD(attempt=attempt, step=0).pack())


def folded_sources(texts: Texts, sources: tuple[SourceWords, ...]) -> Markup:
    """Folded: a reader who wants to know opens it, the others are not made to scroll."""
    lines = [texts.t("Where this comes from")]
    for source in sources:
        body = source.body
        if source.url is not None:
            body = Markup('<a href="{}">{}</a>').format(source.url, body)
        day = texts.t("checked: {date}", date=texts.date(source.checked_on))
        lines.append(Markup("• {}. {}; {}").format(source.act, body, day))
    return Markup("<blockquote expandable>{}</blockquote>").format(Markup("\n").join(lines))


def _done(texts: Texts, overview: Overview) -> Markup:
    done, total = overview.finished, len(overview.standings)
    return texts.t("Lessons done: {done} of {total}", done=done, total=total)


def _open(overview: Overview, number: int, label: str) -> Button:
    standing = overview.standings[number]
    style: Style | None = "primary" if standing == overview.following else None
    return Button(text=label, data=LessonCD(lesson=standing.lesson.slug).pack(), style=style)


def _label(texts: Texts, standing: Standing) -> str:
    """Before the title, because the end of a long button is cut off."""
    if standing.running:
        return _place(standing)
    if standing.finished:
        return "✓"
    return texts.plain("{count} min", count=standing.lesson.minutes)


def _place(standing: Standing) -> str:
    return f"{(standing.step or 0) + 1}/{standing.lesson.length}"
