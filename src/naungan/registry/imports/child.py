"""Reads a workbook in a process of its own, with bounds on memory and time: the file is a stranger's.

`python -m naungan.registry.imports.child KIND FILE OUT` writes JSON: `{"sheets": [{"name", "rows": [[number,
cells]],
"formulas": [[row, column]]}]}`. A text cell is a string, a number a number, a date a list with its ISO text.
Rows
without any content are left out; row numbers and columns count from 1 and from 0. Exit status: 0 read, 3
locked,
4 damaged; anything else means that the bounds were hit. Formulas are never run: only the stored results are
read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MEMORY = 3 * 1024**3
SECONDS = 120
MAX_COLUMNS = 300
LOCKED, DAMAGED = 3, 4

_FORMULA_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f\b')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def main(kind: str, source: str, target: str) -> int:
    """Read `source` and write its cells to `target`; the answer is the exit status."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        book = CalamineWorkbook.from_path(source)
        formulas = _formulas(kind, source, list(book.sheet_names))
        sheets = [
            {"name": name, "rows": list(_rows(book, name)), "formulas": formulas.get(name, [])}
            for name in book.sheet_names
        ]
    except PasswordError:
        return LOCKED
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, OSError):
        return DAMAGED
    # all at once: the encoder that writes piece by piece takes three times as long
    text = json.dumps({"sheets": sheets}, ensure_ascii=False, default=_plain)
    Path(target).write_text(text, encoding="utf-8")
    return 0


def _rows(book: CalamineWorkbook, name: str) -> Iterator[list[Any]]:
    """Rows with content, each with its number as the spreadsheet shows it."""
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return
    top, left = sheet.start
    padding = [""] * left
    # calamine gives the rows from the first one that is used, however a file begins
    for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
        if any(cell != "" for cell in cells):
            yield [number, [_clean(cell) for cell in (padding + cells)[:MAX_COLUMNS]]]


def _clean(cell: Any) -> Any:
    """Text without control characters, which XLSX can hold ("_x0000_") and no database text should."""
    return _CONTROL.sub("", cell) if isinstance(cell, str) and not cell.isprintable() else cell


def _plain(cell: object) -> object:
    """Dates as a list with their ISO text, so that they stay apart from texts; times and spans as text."""
    if isinstance(cell, dt.datetime):
        return [cell.date().isoformat()]
    if isinstance(cell, dt.date):
        return [cell.isoformat()]
    return str(cell)


def _formulas(kind: str, source: str, names: list[str]) -> dict[str, list[list[int]]]:
    """Where formulas stand, by sheet, as [row, column]. Old XLS files do not tell."""
    if kind == "XLSX":
        return _xlsx_formulas(source)
    if kind == "ODS":
        return _ods_formulas(source, names)
    return {}


def _xlsx_formulas(source: str) -> dict[str, list[list[int]]]:
    with zipfile.ZipFile(source) as archive:
        parts = set(archive.namelist())
        found = {}
        for name, part in _sheet_parts(archive):
            content = archive.read(part) if part in parts else b""
            if b"<f" in content or b":f" in content:
                found[name] = [
                    [int(row), column_number(col.decode())] for col, row in _FORMULA_CELL.findall(content)
                ]
        return found


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Sheet name and the part that holds it, by the workbook's relations."""
    targets = {}
    if "xl/_rels/workbook.xml.rels" in archive.namelist():
        for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
            targets[_attribute(tag, "Id")] = _attribute(tag, "Target")
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = targets.get(_attribute(tag, r"\w+:id"), "")
        yield _attribute(tag, "name"), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _attribute(tag: bytes, name: str) -> str:
    match = re.search(rf'\s{name}="([^"]*)"'.encode(), tag)
    if match is None:
        return ""
    text = match[1].decode("utf-8", "replace")
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


def _ods_formulas(source: str, names: list[str]) -> dict[str, list[list[int]]]:
    with zipfile.ZipFile(source) as archive:
        content = archive.read("content.xml")
        if b"table:formula=" not in content:
            return {}
        root = ElementTree.fromstring(content)  # noqa: S314 (bounded process; expat refuses expanding entities)
    tables = root.iter(f"{_TABLE}table")
    return {name: list(_ods_table(table)) for name, table in zip(names, tables, strict=False)}


def _ods_table(table: ElementTree.Element) -> Iterator[list[int]]:
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in row:
            if f"{_TABLE}formula" in cell.attrib:
                yield [number + 1, column]
            column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        number += int(row.get(f"{_TABLE}number-rows-repeated", "1"))


def column_number(letters: str) -> int:
    """0 for "A", 25 for "Z", 26 for "AA"."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
