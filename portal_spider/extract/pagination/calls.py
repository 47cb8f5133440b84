"""Turning the page by the question that a page's script asks its server.

    function getList(page) { $.post("/web/list.do", {channelId: id, page: page, rows: 15}, …) }

The address and what goes with it are read from the call of jQuery, axios or fetch: literals,
variables and objects that the page gives literals, values of its hidden inputs, and sums of texts.
What is sent may be a form or JSON. One of the parameters must hold the page's number; a call with a
value that does not stand in the page is left alone.
The answer is turned by what it counts (`counts.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from portal_spider.extract.listing.document import Document
from portal_spider.extract.listing.targets import target_of
from portal_spider.extract.pagination.links import called_number, has_dead_next, has_more
from portal_spider.extract.pagination.numbers import (
    PAGE_PARAMETERS,
    page_parameter,
    parameters,
    with_parameters,
)
from portal_spider.extract.pagination.promises import promised
from portal_spider.extract.pagination.scripts import current_told
from portal_spider.extract.pagination.step import Step, get
from portal_spider.items import PageRequest

LONGEST_CALL = 3000
"""Characters of a call that are read: its answer is handled in the same call, at any length."""

_CALL = re.compile(
    r"(?:(?:\$|jQuery)\s*\.\s*(post|get|getJSON|ajax)|(axios)\s*\.\s*(get|post)|\b(fetch))\s*\(\s*"
)
_ENCODED = re.compile(
    r"(?:(?P<json>JSON\s*\.\s*stringify)|[Qq]s\s*\.\s*stringify|(?:\$|jQuery)\s*\.\s*param"
    r"|new\s+URLSearchParams)\s*\((?P<data>.*)\)",
    re.DOTALL,
)
"""How a script writes what it sends as JSON, or as a form."""
_VARIABLE = r"(?:var|let|const|[;{{}}\n,])\s*{}\s*=\s*"
_LITERAL = re.compile(r"""'([^'\\\n]*)'|"([^"\\\n]*)"|(-?\d+)""")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,15})")
_PLAIN = re.compile(r"[A-Za-z_$][\w$]*(?:\s*-\s*1)?")
_FIELD = re.compile(r"""(?:\$|jQuery)\(\s*['"]#([\w-]+)['"]\s*\)\s*\.\s*val\(\s*\)""")
_PAIR = re.compile(r"""\s*['"]?([\w$-]+)['"]?\s*:\s*(.*)""", re.DOTALL)
_NAME = re.compile(r"\s*[A-Za-z_$][\w$]*\s*")
_MEMBER = re.compile(r"([A-Za-z_$][\w$]*)\.([A-Za-z_$][\w$]*)")
_FILLED = re.compile(r"\$\{([^{}]*)\}")
_COMMENT = re.compile(r"(?<![:'\"\w])//[^\n]*|/\*.*?\*/", re.DOTALL)
_QUOTES = "'\"`"
_OPENING, _CLOSING = "([{", ")]}"

Value = str | int
"""A value of a question; a number stands for the page's number, with this much added to it."""


class Bare(str):
    """A number, `true` or `false`: in JSON without quotes."""

    __slots__ = ()


class Call(NamedTuple):
    """A call as it is written: its address, and what goes with it."""

    address: str
    data: str = "{}"
    is_posted: bool = False
    is_json: bool = False


class Question(NamedTuple):
    """What a script asks its server for a page of the listing."""

    url: str
    values: dict[str, Value]
    is_posted: bool
    is_json: bool


def script_call(document: Document, rows: int) -> Step | None:
    """The question for the page after the rows that are shown; the first where there are none."""
    if document.root is None or document.data is not None or document.sent is not None:
        return None
    pages, total = promised(document)
    number = _wanted(document, rows)
    if rows and not (has_dead_next(document) or has_more(document)):
        return None
    if pages is not None and number > pages:
        return Step(pages=pages, total=total)
    for kind, arguments in _calls(document.text):
        question = _question(document, kind, arguments)
        if question is not None:
            return Step(next=_asked(question, number), pages=pages, total=total)
    return None


def _wanted(document: Document, rows: int) -> int:
    if not rows:
        return 1
    return called_number(document) or (current_told(document.text) or 1) + 1


def _asked(question: Question, number: int) -> PageRequest | None:
    form = {
        name: value if isinstance(value, str) else Bare(number + value)
        for name, value in question.values.items()
    }
    if question.is_posted:
        body = _as_json(form) if question.is_json else urlencode(form)
        return PageRequest(url=question.url, method="POST", body=body)
    return get(with_parameters(question.url, form))


def _as_json(form: dict[str, str]) -> str:
    """An object as `JSON.stringify` writes it."""
    typed = {
        name: json.loads(value) if isinstance(value, Bare) else value
        for name, value in form.items()
    }
    return json.dumps(typed, ensure_ascii=False, separators=(",", ":"))


def _calls(text: str) -> Iterator[tuple[str, list[str]]]:
    """The calls that ask a server: their names, and their arguments as they are written."""
    for call in _CALL.finditer(text):
        kind = f"axios.{call[3]}" if call[2] else (call[1] or call[4]).lower()
        yield kind, _split(_COMMENT.sub("", text[call.end() : call.end() + LONGEST_CALL]))


def _question(document: Document, kind: str, arguments: list[str]) -> Question | None:
    """What a call asks; `None` where that is no page of a listing, or cannot be read."""
    call = _written(kind, arguments)
    if call is None:
        return None
    place, values = _evaluate(document, call.address), _values(document, call.data)
    if place is None or values is None:
        return None
    url = document.link("".join(part for part in place if isinstance(part, str)))
    if url is None or target_of(url, document.url) != "page":
        return None
    in_address = _number_in(url, place)
    if in_address is not None:
        values = {in_address: 0, **values}
    numbers = [name for name, value in values.items() if isinstance(value, int)]
    if len(numbers) != 1 or (call.is_json and in_address is not None):
        return None
    return Question(url, values, call.is_posted, call.is_json)


def _written(kind: str, arguments: list[str]) -> Call | None:
    """A call as it is written; `None` where what it sends is not written in it."""
    first, second = (*arguments, "", "")[:2]
    if kind == "ajax":
        options = _object(first)
        method = options.get("type") or options.get("method") or ""
        return _sent(options.get("url", ""), options.get("data", "{}"), "post" in method.lower())
    if kind == "fetch":
        options = _object(second)
        is_posted = "post" in options.get("method", "").lower()
        if is_posted != ("body" in options):
            return None
        if not is_posted:
            return Call(first)
        return _sent(first, options["body"]) if _ENCODED.fullmatch(options["body"]) else None
    if kind == "axios.post":
        return _sent(first, second, is_json=True)
    if _ENCODED.fullmatch(second.strip()):
        return _sent(first, second, kind == "post")
    is_data = second.lstrip().startswith("{") or (len(arguments) > 2 and _NAME.fullmatch(second))
    data = second if is_data else "{}"
    return Call(first, _object(data).get("params", data), kind == "post")


def _sent(address: str, data: str, is_posted: bool = True, is_json: bool = False) -> Call:
    """A call that says itself, perhaps, how what it sends is written."""
    encoded = _ENCODED.fullmatch(data.strip())
    if encoded is None:
        return Call(address, data, is_posted, is_json)
    return Call(address, encoded["data"], is_posted, encoded["json"] is not None)


def _number_in(url: str, place: list[Value]) -> str | None:
    """The parameter of an address written as a sum that the page's number is added to."""
    if not any(isinstance(part, int) for part in place):
        found = page_parameter(url) if len(place) > 1 else None
        return found[0] if found else None
    empty = [name for name, value in parameters(url) if not value and _is_page(name)]
    return empty[0] if len(empty) == 1 else None


def _values(document: Document, data: str) -> dict[str, Value] | None:
    """The parameters that an object or a sum of texts gives; `None` where one is not known."""
    data = data.strip()
    if _NAME.fullmatch(data):
        named = _assigned_object(document, data)
    elif data.startswith("{"):
        named = _object(data)
    else:
        return None
    values: dict[str, Value] = {}
    for name, source in named.items():
        parts = _evaluate(document, source)
        if parts is None or (len(parts) > 1 and not all(isinstance(p, str) for p in parts)):
            return None
        if len(parts) == 1 and isinstance(parts[0], int):
            if not _is_page(name):
                return None
            values[name] = parts[0]
        elif _is_page(name):
            values[name] = 0
        else:
            values[name] = parts[0] if len(parts) == 1 else "".join(map(str, parts))
    return values


def _is_page(name: str) -> bool:
    return name.lower() in PAGE_PARAMETERS


def _evaluate(document: Document, source: str) -> list[Value] | None:
    """The parts of a sum: texts, and a number for a name that the page gives no literal."""
    parts: list[Value] = []
    if source.strip().startswith("`"):
        source = _FILLED.sub(r"' + \1 + '", source.strip()).replace("`", "'")
    for piece in _split(source, "+"):
        value = _value(document, piece.strip())
        if value is None:
            return None
        parts.append(value)
    return parts


def _value(document: Document, piece: str) -> Value | None:
    literal = _literal(_LITERAL.fullmatch(piece))
    if literal is not None:
        return literal
    field = _FIELD.fullmatch(piece)
    if field is not None and document.root is not None:
        named = document.root.xpath("//input[@id=$id]/@value", id=field[1])
        return str(named[0]) if named else None
    member = _MEMBER.fullmatch(piece)
    if member is not None:
        written = _assigned_object(document, member[1]).get(member[2])
        return _literal(_LITERAL.fullmatch(written)) if written else None
    if piece in ("true", "false"):
        return Bare(piece)
    if not _PLAIN.fullmatch(piece):
        return None
    name, minus, _ = piece.partition("-")
    assigned = re.search(
        _VARIABLE.format(re.escape(name.strip())) + rf"(?:{_LITERAL.pattern})\s*(?:[;,\n]|$)",
        document.text,
    )
    if assigned is None or minus:
        return -1 if minus else 0
    return _literal(assigned)


def _literal(found: re.Match[str] | None) -> str | None:
    """The text or number that a literal of a script is; empty where it is an empty text."""
    if found is None:
        return None
    one, two, number = found.groups()
    if number is None:
        return one or two or ""
    return Bare(number) if _NUMBER.fullmatch(number) else str(number)


def _assigned_object(document: Document, name: str) -> dict[str, str]:
    """What an object literal that a variable is given holds, as it is written."""
    assigned = re.search(_VARIABLE.format(re.escape(name)) + r"(?=\{)", document.text)
    end = assigned.end() if assigned else 0
    return _object(document.text[end : end + LONGEST_CALL]) if assigned else {}


def _object(text: str) -> dict[str, str]:
    """Names and values of an object literal, as they are written."""
    start = text.find("{")
    if start < 0:
        return {}
    pairs = (_PAIR.fullmatch(piece) for piece in _split(text[start + 1 :]))
    return {pair[1]: pair[2].strip() for pair in pairs if pair is not None}


def _split(text: str, separator: str = ",") -> list[str]:
    """The pieces of `text` between separators, up to the bracket that closes what it is in."""
    pieces, depth, start, quote = [], 0, 0, ""
    end = len(text)
    for place, character in enumerate(text):
        if quote:
            if character == quote and text[place - 1] != "\\":
                quote = ""
        elif character in _QUOTES:
            quote = character
        elif character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
            if depth < 0:
                end = place
                break
        elif character == separator and depth == 0:
            pieces.append(text[start:place])
            start = place + 1
    pieces.append(text[start:end])
    return [piece for piece in pieces if piece.strip()]
