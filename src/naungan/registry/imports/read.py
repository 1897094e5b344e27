"""Cells of a file: text, numbers and dates kept apart, each with its address; nothing in the file is ever
run.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from naungan.law.findings import Refused
from naungan.registry.imports import child, sniff
from naungan.registry.imports.headers import find_header
from naungan.registry.imports.table import TextRows, in_parts, put_together

MAX_ROWS = 1_100_000
# More line breaks than this inside one field mean a quotation mark that never closes.
MAX_BREAKS_IN_FIELD = 5
_SEPARATORS = (",", ";", "\t", "|")
_LOOK_AHEAD = 60
_NIK = re.compile(r"\d{16}")
_TIMEOUT_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: row numbers as the spreadsheet shows them, and their cells (str, int, float, bool, [ISO
    date]). The rows of a text file are `table.TextRows`.
    """

    name: str
    numbers: Sequence[int]
    rows: Sequence[list[Any]]
    formulas: frozenset[tuple[int, int]] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets of a file with content, and what kind of file it is."""

    kind: str
    detail: str
    sheets: tuple[Sheet, ...]


def read(path: Path, *, separator: str = "", encoding: str = "") -> Book:
    """All cells of a spreadsheet file; `Refused` (`file.*`) when it is no readable spreadsheet or holds
    nothing. A text file is read with the separator and encoding given, else with those that it shows.
    """
    kind = sniff.sniff(path)
    if kind.name == "CSV":
        kind = sniff.Kind("CSV", encoding or kind.encoding)
        book = _read_csv(path, kind, separator)
    else:
        book = _read_workbook(path, kind)
    count = sum(len(sheet.rows) for sheet in book.sheets)
    if count == 0:
        raise sniff.empty(path)
    if count > MAX_ROWS:
        raise sniff.too_large(path)
    return book


def _read_workbook(path: Path, kind: sniff.Kind) -> Book:
    with tempfile.TemporaryDirectory(prefix="naungan-read-") as folder:
        target = Path(folder) / "cells.json"
        command = [sys.executable, "-m", child.__name__, kind.name, str(path.resolve()), str(target)]
        try:
            done = subprocess.run(command, check=False, capture_output=True, timeout=_TIMEOUT_SECONDS)  # noqa: S603
        except subprocess.TimeoutExpired as expired:
            raise sniff.too_large(path) from expired
        if done.returncode == child.LOCKED:
            raise sniff.locked(path)
        if done.returncode == child.DAMAGED or b"PanicException" in done.stderr:
            raise sniff.damaged(path)
        if done.returncode != 0:
            raise sniff.too_large(path)
        cells = json.loads(target.read_bytes())
    return Book(kind.name, "", tuple(_sheet(sheet) for sheet in cells["sheets"] if sheet["rows"]))


def _sheet(sheet: dict[str, Any]) -> Sheet:
    formulas = frozenset((row, column) for row, column in sheet["formulas"])
    return Sheet(
        sheet["name"], [row[0] for row in sheet["rows"]], [row[1] for row in sheet["rows"]], formulas
    )


def _read_csv(path: Path, kind: sniff.Kind, separator: str) -> Book:
    numbers = array("q")
    parts: list[TextRows] = []
    try:
        with path.open(encoding=kind.encoding, newline="") as stream:
            head = stream.read(_HEAD)
            separator = separator or _separator(_without_mark(head))
            stream.seek(0)
            skipped = 1 if head[:4].lower() == "sep=" and stream.readline() else 0
            records = enumerate(csv.reader(stream, delimiter=separator), start=1 + skipped)
            parts.extend(in_parts(_filled(records, numbers), child.MAX_COLUMNS))
    except UnicodeError as error:
        raise sniff.not_spreadsheet(path) from error
    except csv.Error as error:
        raise _open_quotation(path, len(numbers) + 1) from error
    name = {"\t": "TAB"}.get(separator, separator)
    if not parts:
        return Book("CSV", f"{name} {kind.encoding}", ())
    rows = put_together(parts)
    _refuse_open_quotation(path, numbers, rows, separator)
    return Book("CSV", f"{name} {kind.encoding}", (Sheet("", numbers, rows),))


def _filled(records: Iterable[tuple[int, list[str]]], numbers: array[int]) -> Iterator[list[str]]:
    """The rows with content; their numbers go into `numbers`."""
    for number, row in records:
        if any(cell and not cell.isspace() for cell in row):
            numbers.append(number)
            yield row


def _without_mark(head: str) -> str:
    return "\n" + head.partition("\n")[2] if head[:4].lower() == "sep=" else head


_HEAD = 200_000


def _separator(text: str) -> str:
    """The separator under which the first rows hold a known header; else the one that splits most."""
    head = "\n".join(text.splitlines()[:_LOOK_AHEAD])

    def merit(separator: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(io.StringIO(head), delimiter=separator))
        except csv.Error:
            return (0, 0)
        header = find_header(rows)
        return (len(header.columns) if header else 0, sum(map(len, rows)))

    return max(_SEPARATORS, key=merit)


def _refuse_open_quotation(path: Path, numbers: Sequence[int], rows: TextRows, separator: str) -> None:
    """`Refused` where a field holds whole rows: the people in them would be lost without a word."""
    most = max(1, rows.frame.width - 1)
    broken = pl.any_horizontal(pl.all().str.contains(line_break, literal=True) for line_break in ("\n", "\r"))
    for at in rows.frame.select(broken.alias("at"))["at"].arg_true():
        for _first, *others in (cell.splitlines() for cell in rows[at] if "\n" in cell or "\r" in cell):
            swallowed = any(line.count(separator) >= most or _NIK.search(line) for line in others)
            if swallowed or len(others) > MAX_BREAKS_IN_FIELD:
                raise _open_quotation(path, numbers[at])


def _open_quotation(path: Path, number: int) -> Refused:
    return Refused(
        "file.quotation",
        _("Tanda kutip di sekitar baris %(row)d dibuka tetapi tidak ditutup; baris sesudahnya menyatu.")
        % {"row": number},
        where=path.name,
        mend=_('Hapus tanda kutip (") di baris itu, lalu unggah lagi.'),
    )
