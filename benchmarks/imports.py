"""`python -m benchmarks.imports`: large lists, each measured in a process of its own.

1. A CSV of a million rows, half of them known, read, checked against a registry of a million people, and committed.
2. An XLSX of 100,000 rows, previewed: read, checked, its findings and rows kept; nothing registered.
3. The way people do it now: the same XLSX row by row through the ORM. It is read by calamine here (openpyxl is no
   dependency of ours and takes longer), and only its first rows, because the whole would take minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import ground, lists
from benchmarks.child import measure, seconds

LIMITS = {"million": (120.0, 2.0), "preview": (10.0, 2.0)}
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
    return {"seconds": taken.wall, "processor": taken.processor, "rows": rows, "known": result.known}


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
    """Each row looked up and saved on its own, in one transaction; without any check but the NIK's length."""
    ground.ready()
    path = _file(of, "xlsx", scratch)
    import python_calamine
    from django.db import transaction

    from naungan.journal.services import record
    from naungan.registry.models import Membership, MembershipTerms, Payer, Person, Registration, Roll

    with transaction.atomic():
        entry = record(actor="benchmark", action="benchmark.row_by_row")
        payer = Payer.objects.create(
            code="75.03", name="Pembayar", kind="GOVERNMENT", area_id="75.03", entry=entry
        )
        registration = Registration.objects.create(payer=payer, segment="BPU", entry=entry)
        options = _options()
        roll = Roll.objects.create(
            registration=registration, name="Daftar", segment="BPU", group_id="pekerja-rentan",
            programmes="JKK,JKM", paid_by="APBD", first_month=options.first_month, last_month=options.last_month,
            area_id="75.03", state="ACTIVE", basis="UNDECREED", entry=entry,
        )  # fmt: skip

    def loop() -> int:
        sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        with transaction.atomic():
            for row in sheet.to_python()[1 : rows + 1]:
                nik, name = str(row[1]), str(row[2])
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
    assert count == rows
    return {"seconds": taken.wall, "rows": rows, "seconds_for_all": taken.wall * of / rows}


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


def main() -> int:
    """Measure all three; 0 when the limits hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--preview-rows", type=int, default=100_000)
    parser.add_argument("--by-row", type=int, default=10_000)
    asked = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory(prefix="naungan-bench-") as scratch:
        given: list[tuple[str, dict[str, Any]]] = [
            ("preview", {"rows": asked.preview_rows}),
            ("row_by_row", {"rows": asked.by_row, "of": asked.preview_rows}),
            ("million", {"rows": asked.rows}),
        ]
        for name, arguments in given:
            with tempfile.TemporaryDirectory() as home:
                where = {"NAUNGAN_HOME": home}
                found = measure(f"benchmarks.imports:{name}", where, **arguments, scratch=scratch)
            sys.stdout.write(f"{name}: {found}\n")
            most_seconds, most_gib = LIMITS.get(name, (float("inf"), float("inf")))
            over = found.get("seconds", float("inf")) > most_seconds or found.get("peak_gib", 0) > most_gib
            missed += bool(over)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
