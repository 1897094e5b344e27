"""Which rows are people: not titles, headers, column numbers, section headings, totals or signatures.

Every row with a full NIK, or with a running number and a name, is a person whatever else it says, so that
nobody is
lost; the gentler rules only decide about rows that have neither. Pure: no Django, no files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from naungan.registry.imports.headers import REQUIRED, Header, is_heading, normal
from naungan.registry.imports.table import TextRows

_TOTAL = re.compile(r"^(JUMLAH|TOTAL|SUB ?TOTAL|GRAND TOTAL)\b")
_FOOTER = re.compile(
    r"^(JUMLAH|TOTAL|SUB ?TOTAL|GRAND TOTAL|MENGETAHUI|MENYETUJUI|DISETUJUI|DIKETAHUI|DIBUAT|DITETAPKAN|"
    r"DISAHKAN|CATATAN|KETERANGAN|NIP|NIAP|NIPD|TTD|TANDA TANGAN|SUMBER|TERBILANG|CAMAT|LURAH|BUPATI|"
    r"KEPALA (DESA|DINAS|BADAN|BAGIAN|KELURAHAN|UPT)|WALI ?KOTA|GUBERNUR|SEKRETARIS|PIMPINAN|DIREKTUR)\b"
)
_FULL_NIK = re.compile(r"\d{16}")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
_NOISE = re.compile(r"[\s.\-'`’_]")
_OTHERS = ("sex", "birth", "address", "rt", "rw", "occupation", "wage", "village", "mother", "registered")


def people_rows(rows: Sequence[Sequence[Any]], header: Header) -> Sequence[int]:
    """Indexes of the rows that are people, in order."""
    start = header.last + 1
    # a row of column numbers (1, 2, 3 ...) stands right under the header, if anywhere
    while start < len(rows) and _is_column_numbers(rows[start], header.columns):
        start += 1
    doubtful, last_strong = _doubtful(rows, start, header.columns)
    others = []
    for index in doubtful:
        if _is_strong(rows[index], header.columns):
            last_strong = max(last_strong, index)
        else:
            others.append(index)
    left_out = set()
    footer = False
    for index in others:
        row = rows[index]
        footer = footer or (index > last_strong and _is_footer(row, header.columns))
        if footer or not _is_weak(row, header.columns, inside=index < last_strong):
            left_out.add(index)
    everybody = range(start, len(rows))
    return [index for index in everybody if index not in left_out] if left_out else everybody


def _doubtful(
    rows: Sequence[Sequence[Any]], start: int, columns: Mapping[str, int]
) -> tuple[Sequence[int], int]:
    """The rows that are to be looked at one by one, and the last one that its full NIK makes a person anyway."""
    if "nik" not in columns:
        return range(start, len(rows)), -1
    at = columns["nik"]
    if isinstance(rows, TextRows):
        full = rows.column(at).slice(start).str.contains(r"^\s*[0-9]{16}\s*$")
        doubtful = [start + index for index in (~full).arg_true()]
    else:
        doubtful = [index for index in range(start, len(rows)) if not _says_full_nik(rows[index], at)]
    outside = set(doubtful)
    last = next((index for index in range(len(rows) - 1, start - 1, -1) if index not in outside), -1)
    return doubtful, last


def _says_full_nik(row: Sequence[Any], at: int) -> bool:
    cell = row[at] if at < len(row) else ""
    return isinstance(cell, str) and len(cell) == 16 and cell.isdigit()


def text_of(cell: object) -> str:
    """A cell as text: whole numbers without ".0", dates in ISO form, no spaces around."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e17:
        return str(int(cell))
    if isinstance(cell, list):
        return str(cell[0])
    return "" if cell is None else str(cell)


def cell_of(row: Sequence[Any], columns: Mapping[str, int], name: str) -> Any:
    """The cell of a field in a row; "" where the layout or the row has none."""
    index = columns.get(name)
    return row[index] if index is not None and index < len(row) else ""


def _is_strong(row: Sequence[Any], columns: Mapping[str, int]) -> bool:
    nik = text_of(cell_of(row, columns, "nik"))
    if len(nik) == 16 and nik.isdigit():
        return True
    if _FULL_NIK.fullmatch(_NOISE.sub("", nik)) or _SCIENTIFIC.fullmatch(nik):
        return True
    name = text_of(cell_of(row, columns, "name"))
    number = text_of(cell_of(row, columns, "no")).rstrip(".")
    return bool(name) and number.isdigit() and not name.isdigit() and not _TOTAL.match(normal(name))


def _is_weak(row: Sequence[Any], columns: Mapping[str, int], *, inside: bool) -> bool:
    """A row without full NIK and without running number: a person if it says enough about one."""
    if _is_footer(row, columns) or _repeats_header(row, columns):
        return False
    filled = {name for name in (*REQUIRED, *_OTHERS) if text_of(cell_of(row, columns, name))}
    others = len(filled - set(REQUIRED))
    if "nik" in filled:
        digits = sum(letter.isdigit() for letter in text_of(cell_of(row, columns, "nik")))
        return "name" in filled or others >= 2 or digits >= 6
    if "name" in filled:
        return others >= 2 or (inside and "no" not in columns)
    return others >= 3


def _is_footer(row: Sequence[Any], columns: Mapping[str, int]) -> bool:
    """A total or a signature by its words; an occupation ("Kepala Desa") or an address is no signature."""
    own = {columns.get("occupation"), columns.get("address")}
    cells = (cell for index, cell in enumerate(row) if index not in own and isinstance(cell, str) and cell)
    return any(_FOOTER.match(normal(cell)) for cell in cells)


def _repeats_header(row: Sequence[Any], columns: Mapping[str, int]) -> bool:
    return is_heading("nik", cell_of(row, columns, "nik")) or is_heading(
        "name", cell_of(row, columns, "name")
    )


def _is_column_numbers(row: Sequence[Any], columns: Mapping[str, int]) -> bool:
    marks = [text_of(row[index]).strip("().") for index in sorted(columns.values()) if index < len(row)]
    marks = [mark for mark in marks if mark]
    if len(marks) < 2 or not all(len(mark) <= 3 for mark in marks):
        return False
    if all(mark.isdigit() for mark in marks):
        numbers = [int(mark) for mark in marks]
        return numbers == sorted(set(numbers)) and numbers[-1] <= 100
    return all(len(mark) == 1 and mark.isalpha() for mark in marks) and marks == sorted(
        set(marks), key=str.lower
    )
