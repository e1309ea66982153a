"""Bring entities into Telegram's order: no crossing, no nesting that apps cannot show.

A port of fix_entities, merge_new_entities and the limit of get_input_message_entities. [src]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sandbox.rules.entity import BLOCKQUOTES, CONTINUOUS, PRE, SPLITTABLE, USER, Entity, sort_key

_MAX_USER_ENTITIES = 100
_INFINITY = 2**31 - 1


def fix_entities(entities: Iterable[Entity]) -> list[Entity]:
    """The sorted entities, those that cross others cut in pieces or dropped."""
    ordered = sorted(entities, key=sort_key)
    if _are_valid(ordered):
        return ordered
    splittable, quotes, others = _by_family(ordered)
    others = drop_overlapping(others)
    if quotes:
        quotes = drop_overlapping(quotes)
        others = sorted(_outside_borders(others, quotes) + quotes, key=sort_key)
    return _resplit(splittable, others)


def merge_found(entities: Sequence[Entity], found: Sequence[Entity]) -> list[Entity]:
    """Add the entities found in the text where they cross no written one."""
    if not found:
        return list(entities)
    splittable, quotes, others = _by_family(entities)
    others = _fill_gaps(others, _outside_borders(found, quotes))
    if quotes:
        others = sorted(others + quotes, key=sort_key)
    return _resplit(splittable, others)


def drop_overlapping(entities: Iterable[Entity]) -> list[Entity]:
    """Of sorted entities, keep each that begins after the end of the last kept one."""
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def limit_user_entities(entities: Sequence[Entity]) -> list[Entity]:
    """Telegram keeps 100 written entities: links, quotations and code before bold and the like."""
    counted = [
        entity for entity in entities if entity.type in USER and entity.type != "custom_emoji"
    ]
    if len(counted) <= _MAX_USER_ENTITIES:
        return list(entities)
    counted.sort(key=lambda entity: entity.type in SPLITTABLE)
    dropped = {id(entity) for entity in counted[_MAX_USER_ENTITIES:]}
    return [entity for entity in entities if id(entity) not in dropped]


def _are_valid(entities: Sequence[Entity]) -> bool:
    last_end = dict.fromkeys(SPLITTABLE, -1)
    stack: list[Entity] = []
    for entity in entities:
        while stack and entity.offset >= stack[-1].end:
            stack.pop()
        if stack and not _may_nest(entity, stack):
            return False
        if entity.type in last_end:
            if last_end[entity.type] >= entity.offset:
                return False  # could be one entity
            last_end[entity.type] = entity.end
        stack.append(entity)
    return True


def _may_nest(entity: Entity, stack: Sequence[Entity]) -> bool:
    around = {parent.type for parent in stack}
    if entity.end > stack[-1].end or entity.type in around or stack[-1].type in PRE:
        return False
    if entity.type in PRE and around - BLOCKQUOTES:
        return False
    if entity.type in CONTINUOUS | BLOCKQUOTES and around & CONTINUOUS:
        return False
    if entity.type in BLOCKQUOTES and around & BLOCKQUOTES:
        return False
    return not around.intersection(SPLITTABLE)


def _by_family(
    entities: Iterable[Entity],
) -> tuple[list[Entity], list[Entity], list[Entity]]:
    splittable: list[Entity] = []
    quotes: list[Entity] = []
    others: list[Entity] = []
    for entity in entities:
        if entity.type in SPLITTABLE:
            splittable.append(entity)
        elif entity.type in BLOCKQUOTES:
            quotes.append(entity)
        else:
            others.append(entity)
    return splittable, quotes, others


def _outside_borders(entities: Iterable[Entity], quotes: Sequence[Entity]) -> list[Entity]:
    """Drop the entities that stand across the border of a quotation."""
    kept: list[Entity] = []
    place = 0
    for entity in entities:
        while place < len(quotes) and quotes[place].end <= entity.offset:
            place += 1
        if place < len(quotes):
            quote = quotes[place]
            begins_inside = entity.offset < quote.offset < entity.end
            if quote.end < entity.end or begins_inside:
                continue
        kept.append(entity)
    return kept


def _fill_gaps(written: Sequence[Entity], found: Sequence[Entity]) -> list[Entity]:
    if not written or not found:
        return list(written or found)
    result: list[Entity] = []
    place = 0
    for entity in written:
        while place < len(found) and found[place].end <= entity.offset:
            result.append(found[place])
            place += 1
        result.append(entity)
        while place < len(found) and found[place].offset < entity.end:
            place += 1
    return result + list(found[place:])


def _resplit(splittable: list[Entity], others: list[Entity]) -> list[Entity]:
    if not splittable:
        return others
    pieces = _Splitter(splittable).split(others)
    return sorted(others + pieces, key=sort_key)


class _Splitter:
    """Cuts bold, italic and the like at the borders of other entities, joins what touches."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = entities
        self._place = 0
        self._begin = dict.fromkeys(SPLITTABLE, 0)
        self._end = dict.fromkeys(SPLITTABLE, 0)
        self._result: list[Entity] = []

    def split(self, others: Sequence[Entity]) -> list[Entity]:
        stack: list[Entity] = []
        for other in others:
            self._advance(stack, other.offset)
            stack.append(other)
        self._advance(stack, _INFINITY)
        return sorted(self._result, key=sort_key)

    def _advance(self, stack: list[Entity], offset: int) -> None:
        while stack and offset >= stack[-1].end:
            before = len(self._result)
            self._add_until(stack[-1].end)
            if stack[-1].type in PRE:
                del self._result[before:]
            stack.pop()
        self._add_until(offset)

    def _add_until(self, offset: int) -> None:
        while self._place < len(self._entities) and self._entities[self._place].offset < offset:
            entity = self._entities[self._place]
            kind = entity.type
            if entity.offset <= self._end[kind] and self._end[kind] != 0:
                self._end[kind] = max(self._end[kind], entity.end)
            else:
                self._flush(entity.offset)
                self._begin[kind], self._end[kind] = entity.offset, entity.end
            self._place += 1
        self._flush(offset)

    def _flush(self, offset: int) -> None:
        for kind in SPLITTABLE:
            begin, end = self._begin[kind], self._end[kind]
            if end == 0 or begin >= offset:
                continue
            piece_end = min(end, offset)
            self._result.append(Entity(kind, begin, piece_end - begin))
            self._begin[kind], self._end[kind] = (0, 0) if end <= offset else (offset, end)


def shift(entity: Entity, by: int) -> Entity:
    """The entity moved to the left."""
    return replace(entity, offset=entity.offset - by)
