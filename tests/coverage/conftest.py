"""A small world that can be counted by hand: two regencies of one province, six people, one month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from django.core.cache import cache

from naungan.accounts.access import Actor, operator
from naungan.accounts.scope import Scope
from naungan.areas.models import Area, Office
from naungan.coverage.services import load_indicators
from naungan.journal.services import record
from naungan.law import months
from naungan.registry.models import Group, Payer

DAY = date(2023, 11, 30)
AREAS = {
    "71": "Sulawesi Utara",
    "71.01": "Kabupaten Bolaang Mongondow",
    "75": "Gorontalo",
    "75.01": "Kabupaten Gorontalo",
    "75.03": "Kabupaten Bone Bolango",
    "75.03.01": "Tapa",
    "75.03.01.2001": "Talulobutu",
    "75.03.01.2002": "Dunggala",
    "75.71": "Kota Gorontalo",
    "75.71.01": "Kota Barat",
    "75.71.01.1001": "Dembe I",
}
GROUPS = {
    "non-asn": ("PU", None, True),
    "tpkd": ("PU", "non-asn", True),
    "aparatur-desa": ("PU", None, True),
    "pekerja-rentan": ("BPU", None, True),
    "petani": ("BPU", "pekerja-rentan", True),
    "buruh-harian": ("BPU", "pekerja-rentan", True),
    "korpri": ("BPU", None, False),
}


@dataclass
class Protection:
    """Stands for `contributions.queries.protected_by_month`: rows by month, narrowed by scope, known from a moment
    on.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, person: int, area: str, group: str, **more: Any) -> None:
        segment = GROUPS[group][0]
        row = {
            "month": months.of(DAY),
            "person_id": person,
            "area": area,
            "payer_area": area[:2],
            "payer_code": "75",
            "segment": segment,
            "group": group,
            "has_jkk": True,
            "has_jkm": True,
            "paid_by": 4,
            "protected": True,
            "known_from": datetime(2000, 1, 1, tzinfo=UTC),
        }
        self.rows.append(row | more)
        cache.clear()

    def by_month(self, days: Any, **asked: Any) -> dict[int, pl.LazyFrame]:
        """The protected rows of each month, as of its day."""
        return {
            month: self(month, as_of=day, **asked).filter(pl.col("protected")) for month, day in days.items()
        }

    def __call__(
        self, month: int, *, as_of: date, known_at: datetime | None = None, scope: Scope
    ) -> pl.LazyFrame:
        shown = [
            row
            for row in self.rows
            if row["month"] == month
            and (known_at is None or row["known_from"] <= known_at)
            and (scope.holds_area(row["area"]) or scope.holds_payer(row["payer_code"], row["payer_area"]))
        ]
        schema = {
            "person_id": pl.Int64,
            "area": pl.String,
            "segment": pl.String,
            "group": pl.String,
            "payer_code": pl.String,
            "has_jkk": pl.Boolean,
            "has_jkm": pl.Boolean,
            "paid_by": pl.Int8,
            "protected": pl.Boolean,
        }
        return pl.DataFrame([{name: row[name] for name in schema} for row in shown], schema=schema).lazy()


@pytest.fixture
def actor() -> Actor:
    return operator("tester")


@pytest.fixture
def places(db: None) -> None:
    for code, name in AREAS.items():
        Area.objects.create(
            code=code, name=name, level=code.count(".") + 1, parent_id=code.rpartition(".")[0] or None
        )
    for code in ("72", "73", "74", "76", "81", "82"):
        Area.objects.create(code=code, name=f"Provinsi {code}", level=1)
    office = Office.objects.create(code="sulawesi-maluku", name="Kantor Wilayah", kind="REGIONAL")
    office.areas.set(Area.objects.filter(level=1))
    branch = Office.objects.create(code="gorontalo", name="Cabang Gorontalo", kind="BRANCH")
    branch.areas.set(["75"])


@pytest.fixture
def measures(places: None) -> None:
    for code, (segment, within, counted) in GROUPS.items():
        Group.objects.create(
            code=code,
            name=code.title(),
            name_en=code.upper(),
            definition="d",
            definition_en="d",
            segment=segment,
            within_id=within,
            in_numerator=counted,
        )
    load_indicators()
    entry = record(actor="tester", action="test")
    Payer.objects.create(code="75", name="Pemprov Gorontalo", kind="GOVERNMENT", area_id="75", entry=entry)
    Payer.objects.create(code="OPD-1", name="Dinas Satu", kind="AGENCY", area_id="75.03", entry=entry)


@pytest.fixture
def empty(measures: None, monkeypatch: pytest.MonkeyPatch) -> Protection:
    """The world with nobody protected yet."""
    cache.clear()
    protection = Protection()
    monkeypatch.setattr("naungan.coverage.queries.counts.protected_by_month", protection.by_month)
    return protection


@pytest.fixture
def world(empty: Protection) -> Protection:
    """Six people; person 1 stands on two lists of two payers, person 6 is in arrears, person 5 is a civil
    servant.
    """
    empty.add(1, "75.03.01.2001", "petani")
    empty.add(1, "75.03.01.2001", "non-asn", payer_code="OPD-1", payer_area="75.03")
    empty.add(2, "75.03.01.2002", "aparatur-desa")
    empty.add(3, "75.71.01.1001", "tpkd")
    empty.add(4, "75.71", "petani")
    empty.add(5, "75.71.01.1001", "korpri")
    empty.add(6, "75.03.01.2001", "petani", protected=False)
    return empty


@pytest.fixture
def denominator(measures: None, actor: Actor) -> Callable[..., Any]:
    from naungan.coverage.services import add_denominator

    def add(area: str, people: int, **more: Any) -> Any:
        given = {"indicator": "potensi", "on": date(2023, 1, 1), "method": "Sakernas", "source": "BPS"}
        return add_denominator(area_code=area, people=people, actor=actor, **(given | more))

    return add


@pytest.fixture
def reported(measures: None, actor: Actor) -> Callable[..., Any]:
    from naungan.coverage.services import add_reported

    def add(code: str, area: str | None, **more: Any) -> Any:
        given = {"indicator": "potensi", "as_of": DAY, "source": "surat kabar"}
        return add_reported(code=code, area_code=area, actor=actor, **(given | more))

    return add


@pytest.fixture
def post_month(measures: None) -> Callable[[date], None]:
    """A posted run of a month; its rows come from the stand-in above."""
    from django.utils import timezone

    from naungan.contributions.models import MonthRun

    def post(day: date) -> None:
        given: dict[str, Any] = {
            "month": months.of(day),
            "state": "POSTED",
            "members": 0,
            "total_rp": 0,
            "by_programme": {},
            "digest": "",
            "law_version": "",
            "lake_path": f"month={day}",
            "posted_at": timezone.now(),
            "created_at": timezone.now(),
            "number": 1,
            "bill_count": 0,
            "entry": record(actor="tester", action="test"),
        }
        fields = {field.name for field in MonthRun._meta.get_fields()}
        MonthRun.objects.create(**{name: value for name, value in given.items() if name in fields})

    return post
