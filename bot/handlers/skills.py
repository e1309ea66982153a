"""Operators' skills: chosen on the screen, kept by one press."""

import logging

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks_skills import SkillDraftCD, SkillListCD, SkillSaveCD, SkillsCD, skills_in
from bot.i18n import Texts
from bot.screens import skills as screens
from bot.screens.model import Replies, Show
from domain.consultation.skill_setting import SkillSetting
from domain.people.model import Person

log = logging.getLogger(__name__)

router = Router(name="skills")


@router.callback_query(SkillListCD.filter())
async def whose(
    query: CallbackQuery,
    callback_data: SkillListCD,
    person: Person,
    texts: Texts,
    skill_setting: SkillSetting,
) -> Replies:
    """Everybody who works at the desk."""
    members = await skill_setting.members(person)
    return Show(screens.members(texts, members, callback_data.page))


@router.callback_query(SkillsCD.filter())
async def kept(
    query: CallbackQuery,
    callback_data: SkillsCD,
    person: Person,
    texts: Texts,
    skill_setting: SkillSetting,
) -> Replies:
    """One operator's skills."""
    member = await skill_setting.member(person, callback_data.operator)
    return Show(screens.member(texts, member, member.skills, 0))


@router.callback_query(SkillDraftCD.filter())
async def ticked(
    query: CallbackQuery,
    callback_data: SkillDraftCD,
    person: Person,
    texts: Texts,
    skill_setting: SkillSetting,
) -> Replies:
    """A tick more or less; nothing is kept yet."""
    member = await skill_setting.member(person, callback_data.operator)
    return Show(screens.member(texts, member, skills_in(callback_data.ticks), callback_data.page))


@router.callback_query(SkillSaveCD.filter())
async def save(
    query: CallbackQuery,
    callback_data: SkillSaveCD,
    person: Person,
    texts: Texts,
    skill_setting: SkillSetting,
) -> Replies:
    """Keep what the screen shows. The log keeps who set whose."""
    skills = skills_in(callback_data.ticks)
    member, changed = await skill_setting.save(person, callback_data.operator, skills)
    if changed:
        log.info("skills of person %s set by person %s", member.person_id, person.id)
    return Show(screens.saved(texts, member))
