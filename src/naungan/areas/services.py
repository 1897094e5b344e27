"""Loading the areas that ship with the product: `areas/data/` (idn-area-data 4.0.1, ODbL; see its NOTICE)."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.db import connection, transaction

from naungan.areas.models import Area, AreaOrigin, LoadedData, Office

DATA = Path(__file__).resolve().parent / "data"
FILES = ("provinces.csv", "regencies.csv", "districts.csv", "villages.csv.gz")
_BATCH = 10_000
_UPSERT = (
    "INSERT INTO areas_area (code, name, level, parent_id) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level, "
    "parent_id = excluded.parent_id"
)
_digests: dict[str, str] = {}

AreaRow = tuple[str, str, int, str | None]


def load_areas(only: str | None = None) -> None:
    """Load provinces, regencies, districts, villages, origins and offices; again costs one question.

    `only` ("75", or "75.03") loads an area with all below and above it, for tests. A code that a newer
    release no longer has stays: people and papers still name it.
    """
    name = f"areas:{only or 'all'}"
    if LoadedData.objects.filter(name=name, digest=_digest()).exists():
        return
    with transaction.atomic():
        _load_rows(row for row in read_areas() if only is None or _belongs(row[0], only))
        _load_origins()
        _load_offices()
        LoadedData.objects.update_or_create(name=name, defaults={"digest": _digest()})


def read_areas() -> Iterator[AreaRow]:
    """Every shipped area as (code, name, level, parent code), parents before children."""
    for file_name in FILES:
        for row in _lines(file_name):
            code, name = row[0], row[-1]
            level = code.count(".") + 1
            yield code, name, level, code.rpartition(".")[0] or None


def _belongs(code: str, only: str) -> bool:
    return code == only or code.startswith(only + ".") or only.startswith(code + ".")


def _lines(file_name: str) -> Iterator[list[str]]:
    content = (DATA / file_name).read_bytes()
    if file_name.endswith(".gz"):
        content = gzip.decompress(content)
    lines = csv.reader(io.StringIO(content.decode("utf-8")))
    next(lines)
    yield from lines


def _load_rows(rows: Iterable[AreaRow]) -> None:
    remaining = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(remaining, _BATCH)):
            cursor.executemany(_UPSERT, batch)


def _load_origins() -> None:
    known = set(Area.objects.filter(level__lte=Area.Level.REGENCY).values_list("code", flat=True))
    origins = [
        AreaOrigin(area_id=area, former_code=former_code, source=source)
        for area, former_code, source in _lines("origins.csv")
        if area in known
    ]
    AreaOrigin.objects.bulk_create(
        origins, update_conflicts=True, unique_fields=["area", "former_code"], update_fields=["source"]
    )


def _load_offices() -> None:
    for code, name, kind, areas in _lines("offices.csv"):
        office, _ = Office.objects.update_or_create(code=code, defaults={"name": name, "kind": kind})
        office.areas.set(Area.objects.filter(code__in=areas.split()))


def _digest() -> str:
    if "all" not in _digests:
        digest = hashlib.sha256()
        for file_name in (*FILES, "origins.csv", "offices.csv"):
            digest.update((DATA / file_name).read_bytes())
        _digests["all"] = digest.hexdigest()
    return _digests["all"]
