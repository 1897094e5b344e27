"""Reading what papers say: the text of a PDF as this system writes it, the cells of a workbook."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)endobj", re.DOTALL)
_TEXT = re.compile(rb"/(f\d+) [\d.]+ Tf|(\()", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(pdf: bytes) -> str:
    """The text of a PDF in the order of its streams, by the fonts' own tables of letters."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if b"/Contents" in body and b"/Resources" in body]
    found = []
    for page in pages:
        # the names of fonts are each page's own
        resources = re.search(rb"/Resources (\d+) 0 R", page)
        named = objects[int(resources[1])] if resources else page
        fonts = {
            name: _font(objects, int(number)) for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", named)
        }
        contents = re.search(rb"/Contents (\d+) 0 R", page)
        assert contents, "a page without text"
        found.append(_pieces(_stream(objects[int(contents[1])]), fonts))
    return "".join(found)


def sheet_rows(content: bytes) -> dict[str, list[list[Any]]]:
    """The rows of every sheet of a workbook."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*)\r?\nendstream", body, re.DOTALL)
    if not found:
        return b""
    return zlib.decompress(found[1]) if b"FlateDecode" in body[: found.start()] else found[1]


def _font(objects: dict[int, bytes], number: int) -> dict[int, str]:
    table = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
    return _letters(_stream(objects[int(table[1])])) if table else {}


def _letters(table: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", table)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _pieces(data: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    letters: dict[int, str] = {}
    found = []
    at = 0
    while (match := _TEXT.search(data, at)) is not None:
        at = match.end()
        if match[1]:
            letters = fonts.get(match[1], {})
            found.append("\n")
        else:
            end = _end(data, at)
            found += [letters.get(code, "") for code in _codes(data[at:end])]
            at = end + 1
    return "".join(found)


def _end(data: bytes, at: int) -> int:
    """Where a literal string ends: balanced brackets stand in it as they are, others escaped."""
    depth = 1
    while True:
        sign = data[at : at + 1]
        depth += {b"(": 1, b")": -1}.get(sign, 0)
        if depth == 0:
            return at
        at += 2 if sign == b"\\" else 1


def _codes(text: bytes) -> Iterator[int]:
    plain = _ESCAPED.sub(
        lambda sign: bytes([int(sign[1], 8) & 255]) if sign[1].isdigit() else _SIGNS.get(sign[1], sign[1]),
        text,
    )
    return (int.from_bytes(plain[at : at + 2], "big") for at in range(0, len(plain), 2))
