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


def people_rows(rows: Sequence[Sequence[Any]], header: Header) -> list[int]:
    """Indexes of the rows that are people, in order."""
    start = header.last + 1
    # a row of column numbers (1, 2, 3 ...) stands right under the header, if anywhere
    while start < len(rows) and _is_column_numbers(rows[start], header.columns):
        start += 1
    strong = [index for index in range(start, len(rows)) if _is_strong(rows[index], header.columns)]
    last_strong = strong[-1] if strong else -1
    found = set(strong)
    footer = False
    for index in range(start, len(rows)):
        if index in found:
            continue
        row = rows[index]
        footer = footer or (index > last_strong and _is_footer(row, header.columns))
        if not footer and _is_weak(row, header.columns, inside=index < last_strong):
            found.add(index)
    return sorted(found)


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
