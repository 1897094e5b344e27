"""Large lists: what `python -m benchmarks --only imports` measures, each in a process of its own.

1. A CSV of a million rows, half of them known, read, checked against a registry of a million people, and committed.
2. An XLSX of 100,000 rows, previewed: read, checked, its findings and rows kept; nothing registered.
3. The same XLSX committed (`benchmarks.lists`), and beside it the way people do it now: read with openpyxl, and row
   by row through the ORM; only its first rows, because the whole would take minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import ground, lists
from benchmarks.child import seconds

_KNOWN_SHARE = 2


def million(rows: int, scratch: str) -> dict[str, Any]:
    """Bring a CSV in, checked against as many people as it has rows, every second of them on it."""
    ground.ready()
    ground.fill(rows)
    path = _file(rows, "csv", scratch)
    _make_known(rows)
    taken, result = seconds(lambda: _bring(path))
    assert (result.rows, result.accepted) == (rows, rows), (result.rows, result.accepted)
    assert result.known == rows // _KNOWN_SHARE, result.known
    return {"seconds": taken.wall, "processor": taken.processor, "rows": rows}


def preview(rows: int, scratch: str) -> dict[str, Any]:
    """Read and check an XLSX and keep what its preview shows, from the upload on."""
    ground.ready()
    path = _file(rows, "xlsx", scratch)
    from naungan.accounts.access import operator
    from naungan.registry.imports import batches
    from naungan.registry.services import payer_for

    actor = operator("benchmark")
    payer_for("75.03", actor=actor)

    def upload() -> Any:
        batch = batches.receive_upload(
            file_name=path.name, chunks=iter([path.read_bytes()]), options=_options(), actor=actor
        )
        return batches.preview_batch(batch, actor=actor)

    taken, result = seconds(upload)
    assert result.rows == rows, result.rows
    return {"seconds": taken.wall, "processor": taken.processor, "rows": rows}


def row_by_row(rows: int, of: int, scratch: str) -> dict[str, Any]:
    """Each row looked up and saved on its own, in one transaction; without any check but the NIK's length.

    `of` is how long the list is; `seconds` is what all of it would take at the pace of its first `rows`.
    """
    ground.ready()
    path = _file(of, "xlsx", scratch)
    from django.db import transaction

    from naungan.registry.models import Membership, MembershipTerms, Person

    roll, entry = _roll()

    def loop() -> int:
        with transaction.atomic():
            for nik, name in islice(_read_by_openpyxl(path), rows):
                assert len(nik) == 16
                known = {"name": name, "domicile_id": "75.03", "nik_area": "75.03.01", "entry": entry}
                person, _new = Person.objects.get_or_create(nik=nik, defaults=known)
                spell = Membership.objects.create(
                    person=person,
                    roll=roll,
                    first_month=roll.first_month,
                    last_month=roll.last_month,
                    entry=entry,
                )
                MembershipTerms.objects.create(
                    membership=spell, from_month=roll.first_month, amount_rp=1_000_000, entry=entry
                )
        return Person.objects.count()

    taken, count = seconds(loop)
    assert count == rows, count
    share = of / rows
    return {"seconds": taken.wall * share, "processor": taken.processor * share, "rows": of, "read": rows}


def _read_by_openpyxl(path: Path) -> Iterator[tuple[str, str]]:
    """NIK and name of each row, as its read-only reader streams them."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    for row in book.active.iter_rows(min_row=2, values_only=True):
        yield str(row[1]), str(row[2])


def _roll() -> tuple[Any, Any]:
    from django.db import transaction

    from naungan.journal.services import record
    from naungan.registry.models import Payer, Registration, Roll

    options = _options()
    with transaction.atomic():
        entry = record(actor="benchmark", action="benchmark.row_by_row")
        payer = Payer.objects.create(
            code="75.03", name="Pembayar", kind="GOVERNMENT", area_id="75.03", entry=entry
        )
        registration = Registration.objects.create(payer=payer, segment="BPU", entry=entry)
        roll = Roll.objects.create(
            registration=registration, name="Daftar", segment="BPU", group_id="pekerja-rentan",
            programmes="JKK,JKM", paid_by="APBD", first_month=options.first_month, last_month=options.last_month,
            area_id="75.03", state="ACTIVE", basis="UNDECREED", entry=entry,
        )  # fmt: skip
    return roll, entry


def _options() -> Any:
    from naungan.law import months
    from naungan.registry.services import RollOptions

    return RollOptions(
        payer_code="75.03",
        segment="BPU",
        group="pekerja-rentan",
        paid_by="APBD",
        programmes=frozenset({"JKK", "JKM"}),
        first_month=months.parse("2026-01"),
        last_month=months.parse("2026-12"),
        income_rp=1_000_000,
    )


def _bring(path: Path) -> Any:
    from naungan.accounts.access import operator
    from naungan.registry.services import import_roll, payer_for

    actor = operator("benchmark")
    payer_for("75.03", actor=actor)
    return import_roll(path, _options(), actor=actor)


def _file(rows: int, kind: str, scratch: str) -> Path:
    path = Path(scratch) / f"list-{rows}.{kind}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        lists.WRITERS[kind](path, rows)
    return path


def _make_known(rows: int) -> None:
    """Give every second person of the registry the NIK and name of a row of the list."""
    from django.db import connection, transaction

    numbered = enumerate(lists.rows_of(rows), start=1)
    known = [(row[1], row[2], number) for number, row in numbered if number % _KNOWN_SHARE == 0]
    with transaction.atomic(), connection.cursor() as cursor:
        # the others live elsewhere, so that no made-up number meets one of the list
        cursor.execute("UPDATE registry_person SET nik = '7504' || substr(nik, 5)")
        cursor.executemany("UPDATE registry_person SET nik = %s, name = %s WHERE id = %s", known)


if __name__ == "__main__":
    from benchmarks.__main__ import main

    sys.exit(main(["--only", "imports", *sys.argv[1:]]))
