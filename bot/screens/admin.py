"""The staff list, invitations, and joining."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.callbacks import AdminCD, DeskCD, InviteCD
from bot.i18n import Texts
from bot.screens.common import home_button
from bot.screens.model import Button, Screen
from domain.people.model import Role
from domain.people.ports import StaffMember
from domain.people.staff import INVITATION_HOURS, Joined


def role_name(texts: Texts, role: Role) -> str:
    """The role in words."""
    names = {
        Role.OWNER: texts.plain("owner"),
        Role.ADMIN: texts.plain("admin"),
        Role.SUPERVISOR: texts.plain("supervisor"),
        Role.OPERATOR: texts.plain("operator"),
        Role.EDITOR: texts.plain("editor"),
    }
    return names[role]


def staff(texts: Texts, members: Sequence[StaffMember]) -> Screen:
    """Everybody with a role."""
    lines = [
        Markup("{} · {}{}").format(
            member.name,
            role_name(texts, member.role),
            texts.t(" · on shift") if member.on_shift else "",
        )
        for member in members
    ]
    return Screen(
        text=texts.t("<b>Staff</b>") + "\n\n" + Markup("\n").join(lines),
        rows=(
            (
                Button(
                    text=texts.plain("Invite an operator"),
                    data=InviteCD(role=Role.OPERATOR.value).pack(),
                    style="primary",
                ),
            ),
            (
                Button(
                    text=texts.plain("Invite a supervisor"),
                    data=InviteCD(role=Role.SUPERVISOR.value).pack(),
                ),
            ),
            (home_button(texts),),
        ),
    )


def invitation(texts: Texts, role: Role, link: str) -> Screen:
    """The link, to be sent to one person; what a supervisor may do is said before it is sent."""
    if role is Role.SUPERVISOR:
        text = texts.t(
            "<b>Invitation for one supervisor</b>\n\nA supervisor sees every case and moves it, "
            "writes canned replies, and is told of alarms.\n\nSend this link to one person. It "
            "works once, for {hours} hours:\n{link}",
            hours=INVITATION_HOURS,
            link=link,
        )
    else:
        text = texts.t(
            "<b>Invitation for one operator</b>\n\nSend this link to one person. It works once, "
            "for {hours} hours:\n{link}",
            hours=INVITATION_HOURS,
            link=link,
        )
    return Screen(
        text=text,
        rows=(
            (Button(text=texts.plain("Copy the link"), copy=link, style="primary"),),
            (Button(text=texts.plain("Staff"), data=AdminCD().pack()), home_button(texts)),
        ),
        secret=True,  # the table of invitations keeps a hash only
    )


def joined(texts: Texts, joined: Joined) -> Screen:
    """For the person who used an invitation."""
    named = texts.t("Welcome to the team. Your role: {role}.", role=role_name(texts, joined.role))
    if joined.on_shift:
        shift = texts.t("Your shift goes on, and your open cases stay with you.")
    else:
        shift = texts.t("Begin your shift at the desk: new requests are then announced to you.")
    parts = [named, shift]
    if joined.role is Role.SUPERVISOR:
        parts.insert(
            1,
            texts.t(
                "On the board you see who waits, who has how much, and you move cases. Alarms "
                "come to you by themselves."
            ),
        )
    desk = Button(text=texts.plain("Desk"), data=DeskCD().pack(), style="primary")
    return Screen(text=Markup("\n\n").join(parts), rows=((desk,), (home_button(texts),)))


def joined_notice(texts: Texts, name: str, role: Role) -> Screen:
    """For the owner who made the invitation."""
    return Screen(
        text=texts.t(
            "{name} has used your invitation. Role: {role}",
            name=name,
            role=role_name(texts, role),
        )
    )


def hooks_dead(texts: Texts, count: int) -> Screen:
    """For the owners: the call centre's own system has missed events."""
    return Screen(
        text=texts.n(
            "The call centre's system has not taken {count} event. It is kept.\n\nOn the server "
            "<code>python -m bot hooks</code> shows it, and "
            "<code>python -m bot hooks replay-dead</code> posts it once more.",
            "The call centre's system has not taken {count} events. They are kept.\n\nOn the "
            "server <code>python -m bot hooks</code> lists them, and "
            "<code>python -m bot hooks replay-dead</code> posts them once more.",
            count,
        )
    )
