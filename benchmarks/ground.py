"""A database of the benchmark's own, in the home that the environment names: real areas, made-up people."""

from __future__ import annotations

import os
from typing import Any

FIRST_MONTH, LAST_MONTH = "2025-01", "2025-12"
ROLL_SIZE = 200


def ready() -> None:
    """Set Django up, migrate, and load Gorontalo's areas and the groups."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naungan.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from naungan.areas.services import load_areas
    from naungan.registry.services import load_groups

    call_command("migrate", verbosity=0, interactive=False)
    load_areas(only="75")
    load_groups()


def fill(rows: int) -> None:
    """Put `rows` made-up members on rolls of 200: one roll of ten of wage earners, nine without employer."""
    from django.db import connection, transaction

    from naungan.areas.models import Area
    from naungan.journal.services import record

    village = Area.objects.filter(level=Area.Level.VILLAGE, code__startswith="75.03.").earliest("code")
    with transaction.atomic():
        entry = record(actor="benchmark", action="benchmark.fill")
        _rolls(-(-rows // ROLL_SIZE), entry)
        with connection.cursor() as cursor:
            for statement in _statements(rows, entry.pk, village.pk):
                cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _rolls(count: int, entry: Any) -> None:
    from naungan.law import months
    from naungan.registry.models import Payer, Registration, Roll

    numbers = range(1, count + 1)
    payers = [
        Payer(pk=n, code=f"P{n:08d}", name=f"Pembayar {n}", kind="COMPANY", area_id="75.03", entry=entry)
        for n in numbers
    ]
    segments = {n: "PU" if n % 10 == 0 else "BPU" for n in numbers}
    registrations = [Registration(pk=n, payer_id=n, segment=segments[n], entry=entry) for n in numbers]
    common = {
        "first_month": months.parse(FIRST_MONTH),
        "last_month": months.parse(LAST_MONTH),
        "area_id": "75.03",
        "state": "ACTIVE",
        "basis": "UNDECREED",
        "entry": entry,
    }
    wage_earners = {"group_id": "non-asn", "programmes": "JKK,JKM,JHT,JP,JKP", "paid_by": "EMPLOYER"}
    own_account = {"group_id": "petani", "programmes": "JKK,JKM", "paid_by": "APBD"}
    rolls = [
        Roll(
            pk=n,
            registration_id=n,
            name=f"Daftar {n}",
            segment=segments[n],
            **common,
            **(wage_earners if segments[n] == "PU" else own_account),
        )
        for n in numbers
    ]
    for model, made in ((Payer, payers), (Registration, registrations), (Roll, rolls)):
        model.objects.bulk_create(made, batch_size=500)


def _statements(rows: int, entry: int, village: str) -> list[str]:
    # One statement a table, in SQL that both databases take: 50,000 rows a second and more.
    from naungan.law import months

    first, last = months.parse(FIRST_MONTH), months.parse(LAST_MONTH)
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows}) "
    columns = {
        "registry_person": {
            "id": "n",
            "nik": "CAST(CAST(7503010101000000 AS bigint) + n AS text)",
            "name": "'Rekaan ' || CAST(n AS text)",
            "sex": "'L'",
            "domicile_id": f"'{village}'",
            "nik_area": "'75.03.01'",
            "address": "''",
            "mother_name": "''",
            "kpj": "''",
            "entry_id": str(entry),
        },
        "registry_membership": {
            "id": "n",
            "person_id": "n",
            "roll_id": f"(n - 1) / {ROLL_SIZE} + 1",
            "first_month": str(first),
            "last_month": str(last),
            "end_cause": "''",
            "entry_id": str(entry),
        },
        "registry_membershipterms": {
            "id": "n",
            "membership_id": "n",
            "from_month": str(first),
            "amount_rp": "1000000 + (n % 97) * 50000",
            "occupation_text": "''",
            "risk_group": "n % 5 + 1",
            "entry_id": str(entry),
        },
    }
    return [
        f"INSERT INTO {table} ({', '.join(named)}) {numbers}SELECT {', '.join(named.values())} FROM numbers"
        for table, named in columns.items()
    ]
