"""The search for people who stand twice: people leave the database, a process of its own compares, pairs come back.

Without the extra `linkage` (Splink) only the plain way is left: same name, birth date and district, exactly.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.models import Change, Entry
from naungan.journal.services import record
from naungan.kit.locks import take_turn
from naungan.law.findings import Refused
from naungan.registry.duplicates.keys import RAW, exact_pairs
from naungan.registry.duplicates.models import Linkage, Pair

THRESHOLDS: dict[str, int] = tomllib.loads(
    Path(__file__).with_name("thresholds.toml").read_text(encoding="utf-8")
)
PARTS = ("name", "birth", "place", "serial", "mother", "home", "sex")
TURN = 7_503_04
_FETCHED = 50_000
_MODEL_SHIPPED = Path(__file__).with_name("model.json")
_PEOPLE = """
SELECT id, nik, name, birth_on, sex, mother_name, domicile_id, entry_id FROM registry_person
 WHERE merged_into_id IS NULL ORDER BY id
"""
_Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search did. `fresh` people were compared with all `people`; `found` pairs, of which `opened` are new
    or have changed since they were decided.
    """

    method: str
    people: int
    fresh: int
    found: int
    opened: int
    seconds: int

    def as_json(self) -> dict[str, Any]:
        """For the command line."""
        return {name: getattr(self, name) for name in self.__slots__}


def can_compare() -> bool:
    """Whether the extra `linkage` is installed."""
    return importlib.util.find_spec("splink") is not None


def how_to_install() -> str:
    """What to say where it is not."""
    return _(
        "Hanya kesamaan persis yang dicari. Untuk mencari nama salah ketik dan NIK keliru, pasang: "
        "pip install 'naungan[linkage]'"
    )


def search(
    *,
    actor: Actor,
    area_code: str | None = None,
    whole: bool = False,
    progress: _Progress | None = None,
    exact: bool = False,
) -> Searched:
    """Look for people who stand twice and keep the pairs for review.

    People who are new or changed since the last search are compared with everybody; all with all if there was no
    search yet, for `whole`, and for an area (then its people). `Refused` for an area out of scope.
    """
    report = progress or (lambda _done, _of: None)
    begun = time.monotonic()
    if area_code is not None and not actor.scope.holds_area(area_code):
        raise Refused(
            "scope.outside", _("Wilayah %(code)s di luar wilayah kerja Anda.") % {"code": area_code}
        )
    report(0, 3)
    newest = Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    people = _people(area_code, whole=whole)
    report(1, 3)
    method = Pair.Method.EXACT if exact or not can_compare() else Pair.Method.PROBABLE
    pairs = exact_pairs(people) if method == Pair.Method.EXACT else _compared(people, whole=whole)
    report(2, 3)
    seconds = round(time.monotonic() - begun)
    with transaction.atomic():
        take_turn(TURN)
        entry = record(
            actor=actor.name, user=actor.user, action="registry.duplicates_searched",
            summary={"area": area_code, "people": len(people), "pairs": len(pairs), "method": method.value},
        )  # fmt: skip
        opened = _keep(pairs, people, method, entry)
        Linkage.objects.create(
            method=method, people=len(people), newest_entry=newest if area_code is None else _last_newest(),
            pairs=len(pairs), seconds=seconds, entry=entry,
        )  # fmt: skip
    report(3, 3)
    return Searched(method.value, len(people), int(people["fresh"].sum()), len(pairs), opened, seconds)


def _last_newest() -> int:
    last = Linkage.objects.order_by("-pk").first()
    return last.newest_entry if last else 0


def _people(area_code: str | None, *, whole: bool) -> pl.DataFrame:
    """Everybody who stands for himself, as `keys.RAW`."""
    since = _last_newest()
    changed = set() if not since else _changed_since(since)
    frames = [pl.DataFrame(schema={**_READ, "fresh": pl.Boolean})]
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE)
        while rows := cursor.fetchmany(_FETCHED):
            some = pl.DataFrame(rows, schema=_READ, orient="row")
            new = (pl.col("entry_id") > since) | pl.col("person_id").is_in(list(changed))
            frames.append(some.with_columns(fresh=_fresh(new, area_code, whole=whole or not since)))
    return pl.concat(frames).select(RAW.names())


_READ = pl.Schema({name: kind for name, kind in RAW.items() if name != "fresh"} | {"entry_id": pl.Int64()})


def _fresh(new: pl.Expr, area_code: str | None, *, whole: bool) -> pl.Expr:
    if area_code is not None:
        return (pl.col("area") == area_code) | pl.col("area").str.starts_with(f"{area_code}.")
    return pl.lit(value=True) if whole else new


def _changed_since(entry: int) -> set[int]:
    changes = Change.objects.filter(model="registry.Person", entry_id__gt=entry)
    return {int(record) for record in changes.values_list("record", flat=True)}


def _compared(people: pl.DataFrame, *, whole: bool) -> pl.DataFrame:
    """Pairs by Splink, in a process of its own."""
    folder = Path(settings.HOME) / "linkage"
    own = folder / "model.json"
    train = len(people) >= THRESHOLDS["train_from_people"] and (whole or not own.exists())
    with _private(folder) as work:
        people.write_parquet(work / "people.parquet")
        model = work / "trained.json" if train else own if own.exists() else _MODEL_SHIPPED
        order = {
            "people": str(work / "people.parquet"), "pairs": str(work / "pairs.parquet"), "model": str(model),
            "train": train, "least_ppm": THRESHOLDS["likely_ppm"], "memory_mib": THRESHOLDS["memory_mib"],
            "threads": os.cpu_count() or 1,
        }  # fmt: skip
        (work / "order.json").write_text(json.dumps(order), encoding="utf-8")
        _run(work / "order.json")
        if train:
            model.replace(own)
        return pl.read_parquet(work / "pairs.parquet")


def _run(order: Path) -> None:
    command = [sys.executable, "-m", "naungan.registry.duplicates.worker", str(order)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=THRESHOLDS["timeout_s"])  # noqa: S603
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        said = (error.stderr or b"").decode("utf-8", "replace").strip().splitlines()
        raise Refused(
            "duplicates.comparison_failed",
            _("Pencarian orang yang sama berhenti sebelum selesai; tidak ada yang berubah."),
            where=said[-1][:200] if said else "",
            mend=_("Ulangi pada satu wilayah saja, atau di mesin dengan memori lebih besar."),
        ) from error


@contextmanager
def _private(folder: Path) -> Iterator[Path]:
    """A folder that only this user reads, and that is gone afterwards: names and NIKs lie in it for a while."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="work-", dir=folder))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _keep(pairs: pl.DataFrame, people: pl.DataFrame, method: Pair.Method, entry: Entry) -> int:
    """Write the pairs; those that were decided are opened again only if what was compared has changed."""
    facts = _facts(pairs, people)
    known = {(pair.first_id, pair.second_id): pair for pair in _known(pairs)}
    today, new, again = timezone.localdate(), [], []
    for row in pairs.iter_rows(named=True):
        both = (row["first_id"], row["second_id"])
        found = Pair(
            first_id=both[0], second_id=both[1], ppm=row["ppm"], method=method, digest=_digest(facts, both),
            evidence={part: row[part] for part in PARTS if part in row}, found_on=today, entry=entry,
        )  # fmt: skip
        before = known.get(both)
        if before is None:
            new.append(found)
        elif before.state != Pair.State.SAME and before.digest != found.digest:
            found.pk = before.pk
            again.append(found)
    Pair.objects.bulk_create(new, batch_size=1_000)
    fields = ["ppm", "method", "digest", "evidence", "found_on", "entry", "state", "decided_by", "decided_on"]
    Pair.objects.bulk_update(again, [*fields, "reason", "decision"], batch_size=200)
    return len(new) + len(again)


def _known(pairs: pl.DataFrame) -> Iterator[Pair]:
    firsts = pairs["first_id"].unique().to_list()
    for start in range(0, len(firsts), 900):
        yield from Pair.objects.filter(first_id__in=firsts[start : start + 900])


def _facts(pairs: pl.DataFrame, people: pl.DataFrame) -> dict[int, tuple[Any, ...]]:
    wanted = pl.concat([pairs["first_id"], pairs["second_id"]]).unique()
    rows = people.filter(pl.col("person_id").is_in(wanted.implode())).drop("fresh").iter_rows()
    return {row[0]: row[1:] for row in rows}


def _digest(facts: dict[int, tuple[Any, ...]], both: tuple[int, int]) -> str:
    return hashlib.sha256(repr([facts[one] for one in both]).encode()).hexdigest()
