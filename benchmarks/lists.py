"""A list of 100,000 workers, as XLSX and as CSV, to committed: the room's own `import_roll`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from benchmarks import ground
from benchmarks.child import seconds

HEADER = (
    "NO",
    "NIK",
    "NAMA",
    "JENIS KELAMIN",
    "TANGGAL LAHIR",
    "ALAMAT",
    "RT",
    "RW",
    "JENIS PEKERJAAN",
)
_DAYS = 9_000
_FIRST_BIRTH = date(1968, 1, 1)


def run(rows: int, kind: str, scratch: str) -> dict[str, Any]:
    """Write the list (not counted) and bring it into an empty registry; `kind` is "xlsx" or "csv"."""
    ground.ready()
    path = Path(scratch) / f"list-{rows}.{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        WRITERS[kind](path, rows)
    from naungan.accounts.access import operator
    from naungan.law import months
    from naungan.registry.models import Membership
    from naungan.registry.services import RollOptions, import_roll, payer_for

    actor = operator("benchmark")
    payer_for("75.03", actor=actor)
    options = RollOptions(
        payer_code="75.03",
        segment="BPU",
        group="pekerja-rentan",
        paid_by="APBD",
        programmes=frozenset({"JKK", "JKM"}),
        first_month=months.parse("2025-01"),
        last_month=months.parse("2025-12"),
        income_rp=1_000_000,
    )
    taken, result = seconds(lambda: import_roll(path, options, actor=actor))
    assert (result.rows, result.accepted) == (rows, rows), f"{result.rows} rows, {result.accepted} accepted"
    assert Membership.objects.count() == rows
    return {
        "seconds": taken.wall,
        "processor": taken.processor,
        "rows": rows,
        "mib": path.stat().st_size / 1024**2,
    }


def rows_of(count: int) -> Iterator[tuple[str, ...]]:
    """The people of a list of a size, row by row."""
    for number in range(count):
        born = _FIRST_BIRTH + timedelta(days=number % _DAYS)
        nik = f"750301{born:%d%m%y}{number // _DAYS + 1:04d}"
        texts = (f"REKAAN {_letters(number)}", "L", f"{born:%d-%m-%Y}", "DUSUN I", "001", "002", "PETANI")
        yield (str(number + 1), nik, *texts)


def _letters(number: int) -> str:
    """A name that differs from row to row without digits."""
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(4))


def _as_xlsx(path: Path, count: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Daftar")
        for index, row in enumerate((HEADER, *rows_of(count))):
            for column, text in enumerate(row):
                sheet.write_string(index, column, text)


def _as_csv(path: Path, count: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(rows_of(count))


WRITERS = {"xlsx": _as_xlsx, "csv": _as_csv}
