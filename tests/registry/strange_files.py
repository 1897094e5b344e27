"""Files that nobody prepared: real layouts, twisted at random by a seed. Made-up people."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.registry.lists import Worker, sipp_rows, village_rows, workers, write_csv

Cells = list[list[Any]]


@dataclass
class Strange:
    """A file in the making: rows from the header on, what stands above, and how it is written."""

    chance: random.Random
    people: list[Worker]
    rows: Cells
    above: Cells = field(default_factory=list)
    below: Cells = field(default_factory=list)
    more_sheets: list[Cells] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int, str]] = field(default_factory=list)
    csv: bool = False
    wreck: Callable[[bytes], bytes] | None = None
    told: list[str] = field(default_factory=list)

    def column(self, *names: str) -> int:
        """Where a heading stands."""
        head = self.rows[0]
        return next(at for at, cell in enumerate(head) if str(cell).upper().replace("_", " ") in names)


def shuffled_columns(file: Strange) -> None:
    order = list(range(len(file.rows[0])))
    file.chance.shuffle(order)
    file.rows = [[row[at] for at in order] for row in file.rows]


def header_in_row_seven(file: Strange) -> None:
    file.above += [["DAFTAR PEKERJA RENTAN"], [], ["TAHUN 2021"], [], ["Kecamatan Kabila"], []]


def merged_headers(file: Strange) -> None:
    """A second row of the header, the first one with a merged heading over it."""
    width = len(file.rows[0])
    file.rows.insert(1, [""] * width)
    file.merged.append((0, 0, 1, 0, str(file.rows[0][0])))


def two_tables(file: Strange) -> None:
    """A second table below, with its own header in another order."""
    half = len(file.rows) // 2
    head, second = file.rows[0], file.rows[half:]
    order = list(range(len(head)))
    file.chance.shuffle(order)
    file.rows = [*file.rows[:half], [], ["", "Lanjutan"], [head[at] for at in order]]
    file.rows += [[row[at] for at in order] if row else [] for row in second]


def side_by_side(file: Strange) -> None:
    half = 1 + (len(file.rows) - 1) // 2
    left, right = file.rows[1:half], file.rows[half : 2 * half - 1]
    joined = [[*one, "", *two] for one, two in zip(left, right, strict=False)]
    file.rows = [[*file.rows[0], "", *file.rows[0]], *joined, *([[*one] for one in left[len(right) :]])]
    file.people = []


def hidden(file: Strange) -> None:
    file.hidden_rows = [2, 3]
    file.hidden_columns = [file.chance.randrange(len(file.rows[0]))]


def another_sheet(file: Strange) -> None:
    file.more_sheets.append([["Rekapitulasi"], ["Desa", "Jumlah"], ["Bongoime", 12], ["JUMLAH", 12]])


def odd_dates(file: Strange) -> None:
    at = file.column("TANGGAL LAHIR")
    forms = ("%d/%m/%y", "%m/%d/%Y", "Gorontalo, %d-%m-%Y", "%d %B %Y", "entah", "%Y%m%d")
    for row, person in zip(file.rows[1:], file.people, strict=False):
        if len(row) > at:
            row[at] = person.born.strftime(file.chance.choice(forms))


def totals(file: Strange) -> None:
    file.below += [
        ["", "JUMLAH", len(file.people)],
        [],
        ["", "Mengetahui,"],
        ["", "Kepala Desa"],
        ["", "NIP 197501012005011001"],
    ]


def emoji(file: Strange) -> None:
    at = file.column("NAMA", "NAMA LENGKAP")
    for row in file.rows[1::2]:
        if len(row) > at:
            row[at] = f"{row[at]} 😀"


def three_hundred_columns(file: Strange) -> None:
    file.rows = [
        [*row, *[f"K{n}" if at == 0 else "" for n in range(300 - len(row))]]
        for at, row in enumerate(file.rows)
    ]


def formulas(file: Strange) -> None:
    """In a column that nobody reads."""
    file.rows = [[*row, "HITUNGAN" if at == 0 else "=1+1"] for at, row in enumerate(file.rows)]


def doubled_headings(file: Strange) -> None:
    at = file.column("NAMA", "NAMA LENGKAP")
    file.rows = [[*row, row[at] if row else ""] for row in file.rows]


def numbers_for_text(file: Strange) -> None:
    at = file.column("NIK", "NOMOR IDENTITAS")
    for row in file.rows[1:]:
        if file.chance.random() < 0.3 and len(row) > at and str(row[at]).isdigit():
            row[at] = int(row[at])


def blank_rows(file: Strange) -> None:
    for _ in range(4):
        file.rows.insert(file.chance.randrange(1, len(file.rows)), [])


def repeated_people(file: Strange) -> None:
    file.rows += [list(row) for row in file.rows[1:4]]


def spaces_and_case(file: Strange) -> None:
    file.rows[0] = [f"  {str(cell).lower()} *" for cell in file.rows[0]]


def as_csv(file: Strange) -> None:
    file.csv = True


def nul_bytes(file: Strange) -> None:
    file.csv, file.wreck = True, lambda content: content.replace(b"\n", b"\x00\n", 1)


def byte_order_mark(file: Strange) -> None:
    file.csv, file.wreck = True, lambda content: b"\xef\xbb\xbf" + content


def cut_off(file: Strange) -> None:
    file.wreck = lambda content: content[: len(content) * 2 // 3]


def nothing(file: Strange) -> None:
    file.wreck = lambda _content: b""


def bomb(file: Strange) -> None:
    def wreck(_content: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", bytes(30_000_000))
            archive.writestr("[Content_Types].xml", bytes(30_000_000))
        return buffer.getvalue()

    file.wreck = wreck


GENTLE = (
    shuffled_columns, header_in_row_seven, merged_headers, two_tables, hidden, another_sheet, odd_dates, totals, emoji,
    three_hundred_columns, formulas, doubled_headings, numbers_for_text, blank_rows, repeated_people, spaces_and_case,
    as_csv, byte_order_mark,
)  # fmt: skip
# after these a file may hold nobody any more
ROUGH = (side_by_side, nul_bytes, cut_off, nothing, bomb)


def strange_file(folder: Path, seed: int) -> tuple[Path, Strange]:
    """A file of a seed: one of the layouts, with one to four twists; every fifth is wrecked for good."""
    chance = random.Random(seed)
    people = workers(12, seed=seed + 1)
    rows = village_rows(people) if chance.random() < 0.6 else sipp_rows(people)
    file = Strange(chance, people, [list(row) for row in rows])
    twists = chance.sample(GENTLE, chance.randint(1, 4))
    twists.sort(key=lambda twist: twist in {spaces_and_case, two_tables, blank_rows, merged_headers})
    if seed % 5 == 0:
        twists.append(ROUGH[seed // 5 % len(ROUGH)])
    for twist in twists:
        twist(file)
        file.told.append(twist.__name__)
    path = folder / f"aneh-{seed}.{'csv' if file.csv else 'xlsx'}"
    _write(file, path)
    if file.wreck:
        path.write_bytes(file.wreck(path.read_bytes()))
    if file.csv:
        # whoever stood behind the place where a text file was cut is not in it
        left = path.read_bytes().decode(errors="replace")
        file.people = [person for person in file.people if person.nik in left]
    return path, file


def _write(file: Strange, path: Path) -> None:
    rows = [*file.above, *file.rows, *file.below]
    if file.csv:
        write_csv(path, rows, separator=file.chance.choice(",;\t|"))
        return
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Daftar")
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
        for top, left, bottom, right, text in file.merged:
            page.merge_range(top + len(file.above), left, bottom + len(file.above), right, text)
        for at in file.hidden_rows:
            page.set_row(at + len(file.above), None, None, {"hidden": True})
        for at in file.hidden_columns:
            page.set_column(at, at, None, None, {"hidden": True})
        for number, cells in enumerate(file.more_sheets):
            other = book.add_worksheet(f"Lain {number}")
            for at, row in enumerate(cells):
                other.write_row(at, 0, row)
            other.hide()
