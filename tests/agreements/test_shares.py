"""The shares of the matrix are those of the coverage pages, group by group and regency by regency."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from naungan.accounts.access import Actor
from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.agreements.queries.shares import shares
from naungan.contributions.services import run_month
from naungan.coverage.queries import coverage
from naungan.coverage.services import add_denominator, load_indicators
from naungan.law import months
from naungan.registry.services import RollOptions, import_roll, load_groups
from tests.journeys.lists import people, write_village_list

CODES = ["75", "75.03", "75.71"]
DAYS = [date(2021, 3, 10), date(2021, 1, 20)]


@pytest.fixture
def office(areas: None, home: Path, actor: Actor, tmp_path: Path) -> None:
    """Bone Bolango's list, two months posted and unpaid, a potential for its group."""
    load_groups()
    load_indicators()
    options = RollOptions(
        payer_code="75.03",
        segment="BPU",
        group="pekerja-rentan",
        paid_by="APBD",
        programmes=frozenset({"JKK", "JKM"}),
        first_month=months.parse("2021-01"),
        last_month=months.parse("2021-03"),
        income_rp=1_000_000,
        decree_number="188/KEP/2021",
    )
    import_roll(write_village_list(tmp_path / "rentan.xlsx", people(30, 5)), options, actor=actor)
    for text in ("2021-01", "2021-02"):
        run_month(months.parse(text), actor=actor, post=True)
    for area, count in (("75.03", 120), ("75.71", 200)):
        add_denominator(
            area_code=area,
            indicator="pekerja-rentan",
            on=date(2021, 1, 1),
            people=count,
            method="Sakernas",
            source="BPS",
            actor=actor,
        )


@pytest.mark.django_db
@pytest.mark.parametrize("scope", [EVERYWHERE, Scope(areas=("75.03",))])
def test_they_are_those_of_the_coverage_pages(office: None, scope: Scope) -> None:
    for _again in range(2):  # counted, then from the cache
        found = shares(CODES, DAYS, scope=scope)
        for day, shown in zip((date(2021, 2, 28), DAYS[1]), found, strict=True):
            held = [code for code in CODES[1:] if scope.holds_area(code)]
            expected = {
                (code, one.key): (one.protected, one.percent)
                for code in held
                for one in coverage(as_of=day, area_code=code, by="group", scope=scope)
                if one.is_computed
            }
            told = {key: (one.people, one.percent) for key, one in shown.items() if key[0] in held}
            assert told == expected
            assert expected


@pytest.mark.django_db
def test_before_the_first_posted_month_there_is_none(office: None) -> None:
    assert shares(CODES, [date(2020, 12, 31)], scope=EVERYWHERE) == [{}]
