"""What the system says about each founding fact, asked of the same queries as the pages ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Sum

from naungan.awards.models import Candidate
from naungan.contributions.models import BillLine, MonthRun
from naungan.contributions.queries import bills_state, on_time_summary, protection
from naungan.coverage.models import ReportedFigure
from naungan.coverage.queries import (
    CoverageRow,
    areas_of_office,
    coverage,
    percent_hundredths,
    rank,
    readings,
)
from naungan.demo.awards import certificates_of, edition_of
from naungan.demo.facts import Fact
from naungan.demo.lists import BONE_BOLANGO, KOTA, PROVINCE
from naungan.demo.meetings import record_of
from naungan.demo.world import DEATH_AFTER, DEATH_BEFORE, DEATHS_AT_WORK
from naungan.law import months
from naungan.law.questions import answer
from naungan.registry.models import Membership, Person

COMPUTED, REPORTED, RECORDED, NOT_YET = "computed", "reported", "recorded", "not yet"
REGION_OFFICE = "sulawesi-maluku"
VULNERABLE, SUPPORT_STAFF = "pekerja-rentan", "tpkd"
WITHOUT_OFFICIALS, OFFICIALS = "non-asn-luas-tanpa-desa", "aparatur-desa"
NOVEMBER_2023 = date(2023, 11, 30)
YEAR_2021 = (months.parse("2021-01"), months.parse("2021-12"))

# The school years left of two children of each participant who died at work. Made up.
CHILDREN = (
    (
        {"sd_years": 2, "smp_years": 3, "sma_years": 3, "tertiary_years": 5},
        {"sma_years": 2, "tertiary_years": 5},
    ),
    ({"smp_years": 1, "sma_years": 3, "tertiary_years": 5}, {"tertiary_years": 4}),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value in the fact's unit (None = unknown), how it came about, and what one number cannot hold."""

    value: int | None
    how: str
    detail: Mapping[str, Any] = field(default_factory=dict)


def reported(fact: Fact) -> Found:  # noqa: ARG001 - every answer takes the fact
    """What somebody said stays what somebody said."""
    return Found(None, REPORTED)


def recorded(fact: Fact) -> Found:
    """What was agreed, decided or promised is a record with its source: it has no number to compute."""
    return Found(None, RECORDED if record_of(fact) is not None else NOT_YET)


def handed_certificates(fact: Fact) -> Found:
    """The certificates that were handed over, each with its number and receiver."""
    kept = certificates_of(fact)
    detail = {"certificates": len(kept), "areas": [one.area_id for one in kept]}
    return Found(None, RECORDED, detail) if kept else Found(None, NOT_YET)


def finalists(fact: Fact) -> Found:
    """How many finalists of the edition are recorded; which of them stand in the area of the fact."""
    edition = edition_of(fact)
    if edition is None:
        return Found(None, NOT_YET)
    kept = Candidate.objects.filter(category__edition=edition, is_finalist=True)
    detail = {"finalists": kept.count(), "own": kept.filter(area_id=fact.area).exists()}
    return Found(kept.count(), RECORDED, detail)


def death_grants(fact: Fact) -> Found:  # noqa: ARG001
    """The JKM benefits of two people of the demo who died before and after 2 December 2019."""
    cases = [case for on in (DEATH_BEFORE, DEATH_AFTER) if (case := _jkm(on)) is not None]
    if not cases:
        return Found(None, NOT_YET)
    return Found(None, COMPUTED, {"deaths": cases, "amounts": [case["total"] for case in cases]})


def vulnerable_of_bone_bolango(fact: Fact) -> Found:
    """Protected vulnerable workers whom Bone Bolango's budget pays for."""
    return _people(fact.as_of, BONE_BOLANGO, VULNERABLE)


def informal_of_city(fact: Fact) -> Found:
    """Protected informal workers whom the city pays for."""
    return _people(fact.as_of, KOTA, VULNERABLE)


def support_staff(fact: Fact) -> Found:
    """Protected regional support staff of the city."""
    return _people(fact.as_of, KOTA, SUPPORT_STAFF)


def coverage_percent(fact: Fact) -> Found:
    """Coverage of an area's potential workers."""
    return _percent(_row(fact.as_of, fact.area, "potensi"))


def rank_in_region(fact: Fact) -> Found:
    """The rank among the provinces whose figure is known, and the range that the unknown ones leave open."""
    order = rank(areas_of_office(REGION_OFFICE), as_of=fact.as_of)
    place = next((one.place for one in order if one.area == fact.area), None)
    if place is None or place.known is None:
        return Found(None, NOT_YET)
    unknown = [one.area for one in order if one.percent_hundredths is None]
    detail = {"best": place.possible[0], "worst": place.possible[1], "unknown": unknown}
    return Found(place.known[0], COMPUTED, detail)


def non_civil_servants(fact: Fact) -> Found:
    """Non-civil-servants without village officials; the detail holds the other reading."""
    apart = _row(fact.as_of, fact.area, WITHOUT_OFFICIALS)
    officials = _row(fact.as_of, fact.area, OFFICIALS)
    inside, beside = readings(
        apart.protected or 0,
        officials.protected or 0,
        whole_eligible=apart.eligible,
        part_eligible=officials.eligible,
    )
    detail = {
        "with_village_officials": beside.with_part,
        "inside_is_possible": inside.is_possible,
        "rest_if_inside": inside.rest,
        "rest_eligible_if_inside": inside.rest_eligible,
    }
    return Found(apart.protected, COMPUTED, detail)


def non_civil_servants_percent(fact: Fact) -> Found:
    """Coverage of non-civil-servants without village officials."""
    return _percent(_row(fact.as_of, fact.area, WITHOUT_OFFICIALS))


def village_officials(fact: Fact) -> Found:
    """Protected village officials."""
    return Found(_row(fact.as_of, fact.area, OFFICIALS).protected, COMPUTED)


def village_officials_percent(fact: Fact) -> Found:
    """Coverage of village officials, and which regency has the highest."""
    found = _percent(_row(fact.as_of, fact.area, OFFICIALS))
    rows = coverage(as_of=fact.as_of, area_code=PROVINCE, by="regency", indicator=OFFICIALS)
    known = [row for row in rows if row.is_computed and row.percent_hundredths is not None]
    best = max(known, key=lambda row: row.percent_hundredths or 0, default=None)
    return Found(found.value, found.how, {**found.detail, "highest": best.area if best else None})


def ceilings_together(fact: Fact) -> Found:  # noqa: ARG001
    """The sum of the three recorded ceilings."""
    parts = ReportedFigure.objects.filter(code__in=("S3-3", "S3-5", "S3-7"))
    return Found(parts.aggregate(total=Sum("rupiah"))["total"], RECORDED)


def ceiling_of_informal(fact: Fact) -> Found:
    """The year's contributions for the informal workers, and how many full months the ceiling buys."""
    return _against_ceiling(fact, VULNERABLE)


def ceiling_of_support_staff(fact: Fact) -> Found:
    """The year's contributions for the support staff, and how many full months the ceiling buys."""
    return _against_ceiling(fact, SUPPORT_STAFF)


def ceiling_without_heads(fact: Fact) -> Found:  # noqa: ARG001
    """Nobody published how many people: recorded, not computed."""
    return Found(None, RECORDED, {"people": None})


def on_time(fact: Fact) -> Found:
    """Months of the year in which the whole bill was paid by the law's due date."""
    year = fact.as_of.year
    as_of = date(year + 1, 6, 30)
    first = months.parse(f"{year}-01")
    summary = on_time_summary(BONE_BOLANGO, year, as_of=as_of)
    bills = bills_state(as_of=as_of, payer_code=BONE_BOLANGO, first_month=first, last_month=first + 11)
    if not bills:
        return Found(None, NOT_YET)
    people: dict[int, int] = {}
    for bill in bills:
        people[bill.month] = people.get(bill.month, 0) + bill.members
    detail = {
        "months_billed": summary.months,
        "fewest_people": min(people.values()),
        "most_people": max(people.values()),
        "billed": sum(bill.billed for bill in bills),
        "paid": sum(bill.paid for bill in bills),
    }
    return Found(summary.on_time, COMPUTED, detail)


def target(fact: Fact) -> Found:
    """A target stays recorded; beside it what was reached by the end of the year before."""
    reached = _people(date(fact.as_of.year - 1, 10, 31), BONE_BOLANGO, VULNERABLE).value
    share = percent_hundredths(reached, fact.value) if reached is not None else None
    return Found(reached, RECORDED, {"percent_of_target": share and share / 100})


def scholarships(fact: Fact) -> Found:  # noqa: ARG001
    """What the law gives the made-up children of the demo's participants who died at work."""
    cases = []
    for on, children in zip(DEATHS_AT_WORK, CHILDREN, strict=True):
        if Person.objects.filter(deceased_on=on, domicile__code__startswith=BONE_BOLANGO).exists():
            given = {"event_on": on.isoformat(), "cause": "WORK_ACCIDENT", "children": list(children)}
            cases.append(list(answer("benefit.scholarship", given).results["per_child"]))
    children_paid = sum(amount > 0 for amounts in cases for amount in amounts)
    if not children_paid:
        return Found(None, NOT_YET)
    return Found(children_paid, COMPUTED, {"per_child": cases, "total": sum(map(sum, cases))})


def segments(fact: Fact) -> Found:  # noqa: ARG001
    """How many of each kind of worker Bone Bolango paid for in 2021; its staff in 2023."""
    in_2021 = _protected(date(2021, 10, 31)).filter(pl.col("payer_code") == BONE_BOLANGO)
    kinds = in_2021.group_by("occupation").agg(pl.col("person_id").n_unique().alias("people")).collect()
    by_occupation = dict(kinds.iter_rows())
    staff = _people(NOVEMBER_2023, BONE_BOLANGO, "non-asn").value
    detail = {
        "informal_2021": sum(by_occupation.values()),
        "pegawai_syara_2021": by_occupation.get("pegawai-syara", 0),
        "pemangku_adat_2021": by_occupation.get("pemangku-adat", 0),
        "non_asn_2023": staff or 0,
    }
    if not all(detail.values()):
        return Found(None, NOT_YET, detail)
    return Found(len(detail), COMPUTED, detail)


def _protected(as_of: date) -> pl.LazyFrame:
    return protection(months.of(as_of), as_of=as_of).filter(pl.col("protected"))


def _people(as_of: date, payer: str, group: str) -> Found:
    """Distinct protected people of a payer's lists of a group, in the month of a day."""
    if not MonthRun.objects.filter(month=months.of(as_of), state=MonthRun.State.POSTED).exists():
        return Found(None, NOT_YET)
    rows = _protected(as_of).filter((pl.col("payer_code") == payer) & (pl.col("group") == group))
    return Found(int(rows.select(pl.col("person_id").n_unique()).collect().item()), COMPUTED)


def _row(as_of: date, area: str, indicator: str) -> CoverageRow:
    return coverage(as_of=as_of, area_code=area, indicator=indicator)[0]


def _percent(row: CoverageRow) -> Found:
    detail = {"protected": row.protected, "eligible": row.eligible}
    return Found(row.percent_hundredths, COMPUTED, detail)


def _against_ceiling(fact: Fact, group: str) -> Found:
    """Contributions of 2021 and the months of full tariff (the year's last) that the ceiling would buy."""
    first, last = YEAR_2021
    lines = BillLine.objects.filter(roll__group_id=group, bill__payer__code=KOTA)
    of_year = lines.filter(bill__month__gte=first, bill__month__lte=last)
    by_month = dict(
        of_year.values_list("bill__month")
        .annotate(total=Sum("amount_rp"))
        .values_list("bill__month", "total")
    )
    if not by_month or fact.value is None:
        return Found(None, NOT_YET)
    a_month = by_month[max(by_month)]
    detail = {
        "ceiling": fact.value,
        "contributions": sum(by_month.values()),
        "months_billed": len(by_month),
        "a_month": a_month,
        "months_bought": fact.value * 100 // a_month / 100,
    }
    return Found(sum(by_month.values()), COMPUTED, detail)


def _jkm(died_on: date) -> dict[str, Any] | None:
    """The benefit of the demo's participant who died that day; whole months on lists count as contributed."""
    last = months.of(died_on)
    spells = Membership.objects.filter(
        person__deceased_on=died_on, roll__segment="BPU", first_month__lte=last
    )
    if not spells:
        return None
    contributed = sum(min(spell.last_month, last) - spell.first_month + 1 for spell in spells)
    given = {"event_on": died_on.isoformat(), "segment": "BPU", "months_contributed": contributed}
    total = answer("benefit.jkm", given).results["total"]
    return {"died_on": died_on.isoformat(), "months_contributed": contributed, "total": total}
