"""The supervisor's board, moving cases, and what an operator decides at the end of a shift."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.callbacks import (
    BoardCD,
    LoadCD,
    LoadsCD,
    MoveCD,
    MoveToCD,
    ShiftEndCD,
    TakeOverCD,
)
from bot.i18n import Texts
from bot.screens import alarms as alarm_screens
from bot.screens import board as screens
from bot.screens import desk as desk_screens
from bot.screens.model import Replies, Say, Show, Toast
from domain.consultation.board import Board
from domain.consultation.counting import in_all
from domain.consultation.desk import AtCapacity
from domain.consultation.shift_end import ShiftEnd
from domain.people.model import Person

router = Router(name="board")


@router.message(Command("board", ignore_case=True))
async def board_command(
    message: Message, person: Person, texts: Texts, board: Board, now: int
) -> Replies:
    """The board by command."""
    return Say(screens.board(texts, await board.view(person, now), now))


@router.callback_query(BoardCD.filter())
async def show_board(
    query: CallbackQuery, person: Person, texts: Texts, board: Board, now: int
) -> Replies:
    """The board by button."""
    return Show(screens.board(texts, await board.view(person, now), now))


@router.callback_query(LoadsCD.filter())
async def whose(
    query: CallbackQuery,
    callback_data: LoadsCD,
    person: Person,
    texts: Texts,
    board: Board,
    now: int,
) -> Replies:
    """Reassign: whose case."""
    loads = await board.loads(person, now)
    waiting = in_all(level.count for level in await board.waiting(person, now))
    return Show(screens.whose(texts, loads, waiting, callback_data.page))


@router.callback_query(LoadCD.filter())
async def which(
    query: CallbackQuery, callback_data: LoadCD, person: Person, texts: Texts, board: Board
) -> Replies:
    """Reassign: which case."""
    operator = callback_data.operator
    cases = await board.cases(person, operator)
    return Show(screens.which(texts, cases, operator, callback_data.page))


@router.callback_query(MoveCD.filter())
async def to_whom(
    query: CallbackQuery,
    callback_data: MoveCD,
    person: Person,
    texts: Texts,
    board: Board,
    now: int,
) -> Replies:
    """Reassign: to whom."""
    case = await board.case_to_move(person, callback_data.case)
    return Show(screens.to_whom(texts, case, await board.loads(person, now), callback_data.page))


@router.callback_query(MoveToCD.filter())
async def move(
    query: CallbackQuery,
    callback_data: MoveToCD,
    person: Person,
    texts: Texts,
    board: Board,
    now: int,
) -> Replies:
    """Done, unless somebody was quicker."""
    data = callback_data
    try:
        case = await board.move(person, data.case, data.source, data.to, now)
    except AtCapacity as full:
        return Toast(screens.full(texts, full.capacity), alert=True)
    return Show(screens.moved(texts, case))


@router.callback_query(ShiftEndCD.filter())
async def shift_end(
    query: CallbackQuery,
    callback_data: ShiftEndCD,
    person: Person,
    texts: Texts,
    shift_ends: ShiftEnd,
    now: int,
) -> Replies:
    """Keep the open cases of the day, or hand over all of them."""
    if callback_data.keep:
        return Show(alarm_screens.kept(texts, await shift_ends.kept(person, callback_data.at)))
    count = await shift_ends.hand_over_all(person, callback_data.at, now)
    return Show(alarm_screens.handed_over(texts, count))


@router.callback_query(TakeOverCD.filter())
async def take_over(
    query: CallbackQuery,
    callback_data: TakeOverCD,
    person: Person,
    texts: Texts,
    shift_ends: ShiftEnd,
    now: int,
) -> Replies:
    """Take a case whose operator is off shift."""
    try:
        case = await shift_ends.take_over(person, callback_data.case, now)
    except AtCapacity as full:
        return Toast(desk_screens.at_capacity(texts, full.capacity), alert=True)
    return Show(alarm_screens.took_over(texts, case))
