"""Kept replies come back as they were; secret ones are not kept."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.replies import as_sequence, dump, load
from bot.screens.model import (
    Button,
    ContactKeyboard,
    React,
    RemoveKeyboard,
    Say,
    Screen,
    Show,
    StripButtons,
    Toast,
)
from domain.consultation.content import File, Kind

words = st.text(min_size=1, max_size=20)
buttons = st.one_of(
    st.builds(Button, text=words, data=words, style=st.sampled_from([None, "primary", "danger"])),
    st.builds(Button, text=words, url=words),
    st.builds(Button, text=words, copy=words),
)
keyboards = st.one_of(
    st.none(),
    st.builds(ContactKeyboard, share=words, cancel=words),
    st.builds(RemoveKeyboard),
)
files = st.builds(File, kind=st.sampled_from([Kind.PHOTO, Kind.DOCUMENT]), file_id=words)
screens = st.builds(
    Screen,
    text=st.text().map(Markup),
    rows=st.lists(st.lists(buttons, min_size=1).map(tuple), max_size=3).map(tuple),
    keyboard=keyboards,
    protect=st.booleans(),
    silent=st.booleans(),
    effect=st.one_of(st.none(), words),
    file=st.one_of(st.none(), files),
)
replies = st.one_of(
    st.builds(Show, screens),
    st.builds(Say, screens, st.one_of(st.none(), st.integers(1))),
    st.builds(Toast, st.text(), st.booleans()),
    st.builds(React, words),
    st.builds(StripButtons),
)


@given(st.one_of(st.none(), replies, st.lists(replies, max_size=4)))
def test_replies_come_back_as_they_were(given_replies) -> None:
    assert load(dump(given_replies)) == as_sequence(given_replies)


def test_a_secret_is_not_kept() -> None:
    secret = Say(Screen(text=Markup("token"), secret=True))
    assert dump(secret) is None
    assert load(dump((secret, React("👌")))) == (React("👌"),)


def test_nothing_is_kept_of_nothing() -> None:
    assert dump(None) is None
    assert load(None) == ()
