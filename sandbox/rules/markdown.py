"""`parse_mode=Markdown`, the old one: a port of TDLib's parse_markdown. [src]"""

from __future__ import annotations

from sandbox.rules.entity import Entity, EntityError, byte_length, utf16_length
from sandbox.rules.html_tags import link_entity

_END = "\0"
_SPACES_AND_END = " \t\r\n\v\0"
_MARKS = "_*`["


def parse_markdown(text: str) -> tuple[str, list[Entity]]:
    """The text without marks and its entities. Raises EntityError."""
    return _OldMarkdownParser(text).run()


class _OldMarkdownParser:
    """The state of one pass; entities of the old grammar never nest."""

    def __init__(self, text: str) -> None:
        self._source = text
        self._text = text + _END * 3
        self._place = 0
        self._result: list[str] = []
        self._offset = 0
        self._entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        while self._place < len(self._source):
            character = self._text[self._place]
            if character == "\\" and self._text[self._place + 1] in _MARKS:
                self._place += 1
                self._copy(self._place + 1)
            elif character in _MARKS:
                self._read_entity(character)
            else:
                self._copy(self._place + 1)
        return "".join(self._result), self._entities

    def _copy(self, end: int) -> None:
        piece = self._text[self._place : end]
        self._result.append(piece)
        self._offset += utf16_length(piece)
        self._place = end

    def _read_entity(self, mark: str) -> None:
        begin = self._place
        is_pre = self._text.startswith("```", begin)
        closing = "```" if is_pre else mark.replace("[", "]")
        self._place += len(closing)
        language = self._read_language() if is_pre else ""
        offset, inside = self._offset, self._place
        end = self._text.find(closing, inside, len(self._source))
        if end < 0:
            raise EntityError(
                "Can't find end of the entity starting at byte offset "
                f"{byte_length(self._source[:begin])}"
            )
        self._copy(end)
        self._place = end + len(closing)
        length = self._offset - offset
        if length == 0:
            return
        if mark == "[":
            self._entities.extend(link_entity(self._read_url(inside, end), offset, length))
        else:
            kind = "pre" if is_pre else {"_": "italic", "*": "bold", "`": "code"}[mark]
            self._entities.append(Entity(kind, offset, length, language=language or None))

    def _read_language(self) -> str:
        end = self._place
        while self._text[end] not in _SPACES_AND_END and self._text[end] != "`":
            end += 1
        language = ""
        if end != self._place and end < len(self._source) and self._text[end] != "`":
            language = self._text[self._place : end]
            self._place = end
        if self._text[self._place] in "\n\r":
            pair = self._text[self._place : self._place + 2]
            self._place += 2 if pair in {"\r\n", "\n\r"} else 1
        return language

    def _read_url(self, inside: int, end: int) -> str:
        """The address in brackets behind the text, or the text itself without them."""
        if self._text[self._place] != "(":
            return self._text[inside:end]
        begin = self._place + 1
        close = self._text.find(")", begin, len(self._source))
        url_end = close if close >= 0 else len(self._source)
        self._place = url_end + 1
        return self._text[begin:url_end]
