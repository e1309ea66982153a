"""`parse_mode=HTML`: a port of TDLib's parse_html, byte offsets and error texts included. [src]

Nothing is cleaned or trimmed here; entities come out sorted and may still overlap badly.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.rules.entity import (
    Entity,
    EntityError,
    ascii_lower,
    byte_length,
    is_utf8,
    sort_key,
)
from sandbox.rules.html_tags import TAGS, Tag, read_reference, set_attribute, tag_entity

_END = "\0"
_SPACES = " \t\r\n\v"
_SPACES_AND_END = _SPACES + _END  # TDLib's is_space takes the end of the text for a space


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """The text without tags and its entities. Raises EntityError."""
    if _END in text:
        raise EntityError("Text must not contain null bytes")
    return _HtmlParser(text).run()


class _HtmlParser:
    """The state of one pass: `_place` in the source, `_offset` in UTF-16 units of the result."""

    def __init__(self, text: str) -> None:
        self._source = text
        self._text = text + _END
        self._place = 0
        self._result: list[str] = []
        self._offset = 0
        self._open: list[Tag] = []
        self._entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        while self._place < len(self._source):
            if self._text[self._place] == "<":
                self._read_tag()
            else:
                character = self._read_character()
                self._result.append(character)
                self._offset += 2 if character > "\uffff" else 1
        if self._open:
            raise EntityError(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"'
            )
        result = "".join(self._result)
        if not is_utf8(result):
            raise EntityError(
                "Text contains invalid Unicode characters after decoding HTML entities, check for "
                "unmatched surrogate code units"
            )
        entities = [
            replace(entity, language=None) if entity.type == "code" else entity
            for entity in self._entities
        ]
        return result, sorted(entities, key=sort_key)

    def _read_character(self) -> str:
        character = self._text[self._place]
        if character == "&":
            decoded, place = read_reference(self._text, self._place)
            if decoded:
                self._place = place
                return decoded
        self._place += 1
        return character

    def _read_tag(self) -> None:
        begin = self._place
        self._place += 1
        if self._text[self._place] == "/":
            self._read_end_tag(begin)
        else:
            self._read_start_tag(begin)
        self._place += 1

    def _read_start_tag(self, begin: int) -> None:
        self._skip_until(_SPACES_AND_END + ">")
        if self._text[self._place] == _END:
            raise EntityError(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        name = ascii_lower(self._text[begin + 1 : self._place])
        if name not in TAGS:
            where = f'tag "{name}" at byte offset {self._bytes(begin)}'
            raise EntityError(f"Unsupported start {where}")
        tag = Tag(name, self._offset, len(self._result))
        while self._text[self._place] != ">":
            self._skip_spaces()
            if self._text[self._place] != ">":
                self._read_attribute(tag, begin)
        if name == "span" and tag.argument != "spoiler":
            raise EntityError(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}'
            )
        self._open.append(tag)

    def _read_attribute(self, tag: Tag, begin: int) -> None:
        name_begin = self._place
        self._skip_until(_SPACES_AND_END + "=>/\"'")
        name = self._text[name_begin : self._place]
        where = f'tag "{tag.name}" at byte offset {self._bytes(begin)}'
        if not name:
            raise EntityError(f"Empty attribute name in the {where}")
        self._skip_spaces()
        if self._text[self._place] != "=":
            if self._text[self._place] == _END:
                raise EntityError(f"Unclosed start {where}")
            if name == "expandable":
                set_attribute(tag, name, "")
            return
        self._place += 1
        self._skip_spaces()
        if self._text[self._place] == _END:
            raise EntityError(f"Unclosed start {where}")
        value = self._read_string() if self._text[self._place] in "'\"" else self._read_token()
        if self._text[self._place] == _END:
            raise EntityError(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        set_attribute(tag, name, value)

    def _read_token(self) -> str:
        """A value without quotes: letters, digits, dots and hyphens, in lower case."""
        begin = self._place
        while self._text[self._place] in ".-" or _is_alphanumeric(self._text[self._place]):
            self._place += 1
        if self._text[self._place] not in _SPACES_AND_END + ">":
            raise EntityError(f"Unexpected end of name token at byte offset {self._bytes(begin)}")
        return ascii_lower(self._text[begin : self._place])

    def _read_string(self) -> str:
        quote = self._text[self._place]
        self._place += 1
        value: list[str] = []
        while self._text[self._place] not in (quote, _END):
            value.append(self._read_character())
        if self._text[self._place] == quote:
            self._place += 1
        return "".join(value)

    def _read_end_tag(self, begin: int) -> None:
        if not self._open:
            raise EntityError(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        self._skip_until(_SPACES_AND_END + ">")
        name = ascii_lower(self._text[begin + 2 : self._place])
        self._skip_spaces()
        if self._text[self._place] != ">":
            raise EntityError(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        tag = self._open.pop()
        if name and name != tag.name:  # `</>` closes anything
            raise EntityError(
                f"Unmatched end tag at byte offset {self._bytes(begin)}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        length = self._offset - tag.offset
        if length == 0:
            return
        if tag.name in {"pre", "code"}:
            self._close_pre_or_code(tag, length)
        else:
            inside = "".join(self._result[tag.begin :])
            self._entities.extend(tag_entity(tag, length, inside))

    def _close_pre_or_code(self, tag: Tag, length: int) -> None:
        """`<pre><code class="language-x">`, in either order, is one `pre` with a language."""
        last = self._entities[-1] if self._entities else None
        if last is not None and (last.offset, last.length) == (tag.offset, length):
            if tag.name == "pre" and last.type == "code" and last.language:
                self._entities[-1] = replace(last, type="pre")
                return
            if tag.name == "code" and last.type == "pre" and not last.language and tag.argument:
                self._entities[-1] = replace(last, language=tag.argument)
                return
        language = tag.argument or None
        self._entities.append(Entity(tag.name, tag.offset, length, language=language))

    def _skip_until(self, signs: str) -> None:
        while self._text[self._place] not in signs:
            self._place += 1

    def _skip_spaces(self) -> None:
        while self._text[self._place] in _SPACES:
            self._place += 1

    def _bytes(self, place: int) -> int:
        return byte_length(self._source[:place])


def _is_alphanumeric(character: str) -> bool:
    return character.isascii() and character.isalnum()
