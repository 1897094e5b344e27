"""From a village's list to coverage, through the rooms as they are: import, month, payment, coverage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from naungan.accounts.access import Actor, operator
from naungan.accounts.scope import Scope
from naungan.contributions.services import receive_file, run_month
from naungan.coverage.queries import coverage, trend
from naungan.coverage.services import add_denominator, load_indicators
from naungan.law import months
from naungan.registry.services import RollOptions, import_roll, load_groups

pytestmark = pytest.mark.django_db(transaction=True)
MAY = date(2021, 5, 31)
EARLY = date(2021, 5, 10)
MONTH = months.of(MAY)


@pytest.fixture
def actor() -> Actor:
    return operator("penguji")


@pytest.fixture
def bring(areas: None, home: Path, actor: Actor, tmp_path: Path) -> Callable[..., int]:
    """Write a list of people of an area as CSV and import it; how many were accepted."""
    cache.clear()
    load_groups()
    load_indicators()

    def run(payer: str, area: str, serials: range, group: str = "petani", programmes: str = "JKK") -> int:
        path = tmp_path / f"{payer}-{group}-{serials.start}.csv"
        rows = [
            f"{n},7503010101800{n:03d},Rekaan {chr(65 + n % 26)}{chr(97 + n // 26)},01-01-1980"
            for n in serials
        ]
        path.write_text("\n".join(["NO,NIK,NAMA,TANGGAL LAHIR", *rows]), encoding="utf-8")
        options = RollOptions(
            payer_code=payer,
            segment="BPU",
            group=group,
            paid_by="APBD",
            programmes=frozenset(programmes.split(",")),
            first_month=months.parse("2021-05"),
            last_month=months.parse("2021-06"),
            income_rp=1_000_000,
            area_code=area,
        )
        return import_roll(path, options, actor=actor).accepted

    return run


def protected(day: date = EARLY, area: str | None = "75", **more: Any) -> dict[str, int | None]:
    return {row.key: row.protected for row in coverage(as_of=day, area_code=area, **more) if row.is_computed}


def test_a_bill_protects_until_it_is_due_then_not_until_it_is_paid(
    bring: Callable[..., int], actor: Actor, tmp_path: Path
) -> None:
    assert bring("75.03", "75.03", range(1, 11)) == 10
    assert protected(MAY) == {"75": 0}
    before_posting = timezone.now()
    run_month(MONTH, actor=actor)
    assert protected(EARLY) == {"75": 0}, "a draft protects nobody"
    result = run_month(MONTH, actor=actor, post=True)
    assert protected(EARLY) == {"75": 10}, "not yet due"
    assert protected(EARLY, known_at=before_posting) == {"75": 0}
    assert protected(MAY) == {"75": 0}, "due and unpaid"
    before_payment = timezone.now()
    path = tmp_path / "bayar.csv"
    path.write_text(f"paid_on,amount,payer,reference\n2021-05-20,{result.total},75.03,R1\n", encoding="utf-8")
    receive_file(path, actor=actor)
    assert protected(MAY) == {"75": 10}
    assert protected(date(2021, 5, 19)) == {"75": 0}
    assert protected(MAY, known_at=before_payment) == {"75": 0}
    points = trend(as_of=date(2021, 6, 30), count=2, area_code="75").points
    assert [point.protected for point in points] == [10, None]


def test_a_percentage_stands_on_the_denominator_of_the_regency(
    bring: Callable[..., int], actor: Actor
) -> None:
    bring("75.03", "75.03", range(1, 11))
    run_month(MONTH, actor=actor, post=True)
    given: dict[str, Any] = {"on": date(2021, 1, 1), "method": "m", "source": "s", "actor": actor}
    add_denominator(indicator="potensi", area_code="75.03", people=40, **given)
    row = coverage(as_of=EARLY, area_code="75.03")[0]
    assert (row.protected, row.eligible, row.percent) == (10, 40, 25.0)


def test_a_person_protected_by_one_of_two_payers_is_protected_and_counts_once(
    bring: Callable[..., int], actor: Actor
) -> None:
    assert bring("75.03", "75.03", range(1, 7), programmes="JKK") == 6
    assert bring("75", "75.71", range(4, 9), group="nelayan", programmes="JKM") == 5
    run_month(MONTH, actor=actor, post=True)
    assert protected() == {"75": 8}
    assert protected(by="payer") == {"75": 5, "75.03": 6}
    assert protected(by="group") == {"petani": 6, "nelayan": 5}
    assert protected(by="regency")["75.03"] == 6
    assert protected(by="regency", scope=Scope(areas=("75.71",))) == {"75.71": 2}
    assert protected(by="payer", area=None, scope=Scope(payer_codes=("75.03",))) == {"75.03": 6}
    only_both = [row for row in coverage(as_of=EARLY, area_code="75", by="indicator") if row.protected]
    assert {row.key for row in only_both} >= {"potensi", "pekerja-rentan"}


def test_the_kept_counts_follow_a_month_that_grew(bring: Callable[..., int], actor: Actor) -> None:
    bring("75.03", "75.03", range(1, 5))
    run_month(MONTH, actor=actor, post=True)
    assert protected() == {"75": 4}
    moment = timezone.now()
    bring("75.71", "75.71", range(11, 14), group="nelayan")
    run_month(MONTH, actor=actor, post=True)
    assert protected() == {"75": 7}
    assert protected(known_at=moment) == {"75": 4}
    assert protected(known_at=moment + timedelta(days=1)) == {"75": 7}
