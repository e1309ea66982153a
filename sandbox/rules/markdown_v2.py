r"""`parse_mode=MarkdownV2`: a port of TDLib's parse_markdown_v2, error texts included. [src]

Nothing is cleaned or trimmed here; entities come out sorted and may still overlap badly.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.rules.entity import Entity, EntityError, byte_length, sort_key
from sandbox.rules.html_tags import check_date_format, date_entity, link_entity
from sandbox.rules.links import custom_emoji_of, date_time_of

_END = "\0"
_SPACES_AND_END = " \t\r\n\v\0"
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
_VERBATIM = frozenset({"Code", "Pre", "PreCode"})
# TDLib's names, which its error texts show.
_TYPES = {
    "Bold": "bold", "Italic": "italic", "Underline": "underline", "Strikethrough": "strikethrough",
    "Spoiler": "spoiler", "Code": "code", "Pre": "pre", "PreCode": "pre",
    "BlockQuote": "blockquote", "ExpandableBlockQuote": "expandable_blockquote",
}  # fmt: skip
_MARKS = {
    "Bold": "*", "Italic": "_", "Underline": "__", "Strikethrough": "~", "Spoiler": "||",
    "Code": "`", "Pre": "```", "PreCode": "```", "TextUrl": "]", "CustomEmoji": "]",
}  # fmt: skip
# A longer mark stands before the shorter one it begins with.
_OPENERS = (
    ("__", "Underline"), ("_", "Italic"), ("*", "Bold"), ("~", "Strikethrough"),
    ("||", "Spoiler"), ("[", "TextUrl"), ("```", "Pre"), ("`", "Code"), ("![", "CustomEmoji"),
)  # fmt: skip


@dataclass(slots=True)
class _Open:
    name: str
    offset: int
    source_begin: int
    result_begin: int
    language: str = ""


def parse_markdown_v2(text: str) -> tuple[str, list[Entity]]:
    """The text without marks and its entities. Raises EntityError."""
    return _MarkdownParser(text).run()


class _MarkdownParser:
    """The state of one pass: `_place` in the source, `_offset` in UTF-16 units of the result."""

    def __init__(self, text: str) -> None:
        self._source = text
        self._text = text + _END * 3
        self._place = 0
        self._result: list[str] = []
        self._offset = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []
        self._in_quote = False
        self._at_line_start = True

    def run(self) -> tuple[str, list[Entity]]:
        while self._place < len(self._source):
            character = self._text[self._place]
            if character == "\\" and self._is_escapable(self._text[self._place + 1]):
                self._place += 1
                escaped = self._text[self._place]
                self._copy(escaped, starts_line=escaped == "\n")
            elif not self._is_reserved(character):
                self._copy(character, starts_line=False)
            elif self._ends_entity(character):
                self._close(character)
            else:
                self._begin(character)
        self._end_of_text()
        return "".join(self._result), sorted(self._entities, key=sort_key)

    @staticmethod
    def _is_escapable(character: str) -> bool:
        return "\0" < character <= "~"

    def _copy(self, character: str, *, starts_line: bool) -> None:
        self._result.append(character)
        self._offset += 2 if character > "\uffff" else 1
        if character != "\r":
            self._at_line_start = starts_line
        self._place += 1

    def _is_reserved(self, character: str) -> bool:
        if self._open and self._open[-1].name in _VERBATIM:
            return character == "`"
        return character in _RESERVED

    def _ends_entity(self, character: str) -> bool:
        if not self._open:
            return False
        if self._in_quote and character == "\n":
            following = self._text[self._place + 1]
            if self._place + 1 == len(self._source) or following != ">":
                return True
        name = self._open[-1].name
        if name == "BlockQuote":
            return False
        if name == "Italic":
            return character == "_" and self._text[self._place + 1] != "_"
        return self._text.startswith(_MARKS[name], self._place)

    def _begin(self, character: str) -> None:
        if character == "\n":
            self._copy(character, starts_line=True)
            return
        if character == ">" and self._at_line_start:
            if not self._in_quote:
                self._push("BlockQuote")
                self._in_quote = True
            self._place += 1
            return
        for mark, name in _OPENERS:
            if self._text.startswith(mark, self._place):
                self._push(name)
                self._place += len(mark)
                if name == "Pre":
                    self._begin_pre(self._open[-1])
                return
        raise EntityError(
            f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
        )

    def _push(self, name: str) -> None:
        self._open.append(_Open(name, self._offset, self._place, len(self._result)))

    def _begin_pre(self, pre: _Open) -> None:
        """Read the language up to the first space, and pass over one line feed."""
        end = self._place
        while self._text[end] not in _SPACES_AND_END and self._text[end] != "`":
            end += 1
        if self._place != end and end < len(self._source) and self._text[end] != "`":
            pre.name = "PreCode"
            pre.language = self._text[self._place : end]
            self._place = end
        if self._text[self._place] in "\n\r":
            pair = self._text[self._place : self._place + 2]
            self._place += 2 if pair in {"\r\n", "\n\r"} else 1

    def _close(self, character: str) -> None:
        name = self._open[-1].name
        if character == "\n" and name != "BlockQuote":
            self._close_expandable_mark()
            name = "ExpandableBlockQuote"
        info = self._open[-1]
        if name in {"BlockQuote", "ExpandableBlockQuote"}:
            self._in_quote = False
            self._copy("\n", starts_line=True)
            self._add(name, info)
        elif name == "TextUrl":
            self._close_link(info)
        elif name == "CustomEmoji":
            self._close_emoji(info)
        else:
            self._place += len(_MARKS[name])
            self._add(name, info)
        self._open.pop()

    def _close_expandable_mark(self) -> None:
        """A quotation that ends in `||` is collapsed; nothing else may be open at its end."""
        info = self._open[-1]
        distance = self._place - info.source_begin
        after_return = bool(self._result) and self._result[-1] == "\r"
        if info.name != "Spoiler" or not (distance == 2 or (distance == 3 and after_return)):
            raise self._unclosed()
        self._open.pop()
        if self._open[-1].name != "BlockQuote":
            raise self._unclosed()

    def _close_link(self, info: _Open) -> None:
        if self._text[self._place + 1] == "(":
            url = self._read_url()
        else:
            self._place += 1
            url = "".join(self._result[info.result_begin :])
        length = self._offset - info.offset
        if length:
            self._entities.extend(link_entity(url, info.offset, length))

    def _close_emoji(self, info: _Open) -> None:
        if self._text[self._place + 1] != "(":
            raise EntityError("The entity must contain a tg://emoji or tg://time URL")
        url = self._read_url()
        length = self._offset - info.offset
        identifier, date = custom_emoji_of(url), date_time_of(url)
        if identifier is not None:
            entity = Entity("custom_emoji", info.offset, length, custom_emoji_id=identifier)
        elif date is not None:
            entity = date_entity(date[0], check_date_format(date[1]), info.offset, length)
        else:
            raise EntityError("Invalid tg://emoji or tg://time URL specified")
        if length:
            self._entities.append(entity)

    def _read_url(self) -> str:
        """Read `](url)` from the bracket on."""
        begin = self._place = self._place + 2
        url: list[str] = []
        while self._place < len(self._source) and self._text[self._place] != ")":
            escaped = self._text[self._place : self._place + 2]
            if escaped[0] == "\\" and self._is_escapable(escaped[1]):
                self._place += 1
            url.append(self._text[self._place])
            self._place += 1
        if self._text[self._place] != ")":
            offset = byte_length(self._source[:begin])
            raise EntityError(f"Can't find end of a URL at byte offset {offset}")
        self._place += 1
        return "".join(url)

    def _add(self, name: str, info: _Open) -> None:
        length = self._offset - info.offset
        if length:
            language = info.language or None
            self._entities.append(Entity(_TYPES[name], info.offset, length, language=language))

    def _end_of_text(self) -> None:
        if self._in_quote:
            name = "BlockQuote"
            if self._open[-1].name == "Spoiler" and self._source_ends_after(self._open[-1]):
                self._open.pop()
                name = "ExpandableBlockQuote"
            if self._open[-1].name == "BlockQuote":
                self._add(name, self._open.pop())
        if self._open:
            raise self._unclosed()

    def _source_ends_after(self, info: _Open) -> bool:
        return info.source_begin == len(self._source) - 2

    def _unclosed(self) -> EntityError:
        info = self._open[-1]
        offset = byte_length(self._source[: info.source_begin])
        return EntityError(f"Can't find end of {info.name} entity at byte offset {offset}")
