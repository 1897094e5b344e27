"""The dated figures that no list gives: potential workers with their method, and what the articles reported.

Nobody published the potential of November 2023. It is computed back from March 2023 (198 thousand people were
48.67 percent), the groups' from their own count and percentage. Regencies' shares are made up and say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from naungan.accounts.access import Actor
from naungan.coverage.services import Said, add_denominator, add_reported, load_published
from naungan.demo.facts import Fact, facts
from naungan.demo.lists import BOALEMO, BONE_BOLANGO, GORUT, KAB_GORONTALO, KOTA, POHUWATO, PROVINCE

POTENTIAL_PEOPLE = 406_821
NON_ASN_PEOPLE = 42_724
OFFICIALS_PEOPLE = 16_034
# Made-up shares of the province's potential, in thousandths.
SHARES = {KAB_GORONTALO: 290, BOALEMO: 110, BONE_BOLANGO: 155, POHUWATO: 125, GORUT: 100, KOTA: 220}
# Villages (desa) by regency: the officials' potential is shared by them.
VILLAGES = {KAB_GORONTALO: 191, BOALEMO: 82, BONE_BOLANGO: 160, POHUWATO: 101, GORUT: 123}

MADE_UP = "rekaan percontohan"
_MARCH_2023 = date(2023, 3, 31)
_NOVEMBER_2023 = date(2023, 11, 30)
# The measures under which the reported percentages and counts of people are shown beside the computed ones.
_MEASURE = {
    "coverage_percent": "potensi",
    "coverage_percent_regencies_average": "potensi",
    "non_asn_covered": "non-asn-luas-tanpa-desa",
    "non_asn_coverage_percent": "non-asn-luas-tanpa-desa",
    "village_officials_covered": "aparatur-desa",
    "village_officials_coverage_percent": "aparatur-desa",
}
# "Of the target", the article says: a share of a target is not a share of the potential.
_MEASURE_OF_FACT = {"S0-2": "target"}
# How the city's budget of 2021 was said: a million of a figure that was in rupiah already, and its three parts.
_SAID = {"S3-2": Said(printed="792965225 juta")} | dict.fromkeys(
    ("S3-3", "S3-5", "S3-7"), Said(part_of="S3-2")
)


def record_figures(actor: Actor) -> None:
    """Record denominators, every reported fact that has a value and what else was published. Again changes
    nothing.
    """
    for one in _potentials():
        _keep(one, actor)
    for fact in facts().values():
        if fact.value is not None:
            _report(fact, actor)
    load_published(actor=actor, reason="percontohan")


def shared(total: int, weights: dict[str, int]) -> dict[str, int]:
    """A total shared by weights, whole people, adding up again: the largest remainders get one more."""
    whole = sum(weights.values())
    parts = {area: total * weight // whole for area, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda area: total * weights[area] % whole, reverse=True)
    for area in by_remainder[: total - sum(parts.values())]:
        parts[area] += 1
    return parts


@dataclass(frozen=True, slots=True)
class _Potential:
    """How many people could be covered, by which method, from which source."""

    indicator: str
    area: str
    on: date
    people: int
    method: str
    source: str


def _potentials() -> Iterator[_Potential]:
    march, november = _MARCH_2023, _NOVEMBER_2023
    back = "hitungan mundur: 198 ribu orang terlindungi = 48,67 persen (Maret 2023)"
    yield _Potential("potensi", PROVINCE, march, POTENTIAL_PEOPLE, back, "read.id, Maret 2023")
    made_up = "potensi provinsi dibagi dengan bagian rekaan per kabupaten/kota"
    for area, people in shared(POTENTIAL_PEOPLE, SHARES).items():
        yield _Potential("potensi", area, march, people, made_up, MADE_UP)
    article = facts()["S2-5"].article.source
    back = "hitungan mundur: 38.161 orang = 89,32 persen"
    yield _Potential("non-asn-luas-tanpa-desa", PROVINCE, november, NON_ASN_PEOPLE, back, article)
    both, added = NON_ASN_PEOPLE + OFFICIALS_PEOPLE, "jumlah potensi non-ASN dan potensi aparatur desa"
    yield _Potential("non-asn-luas", PROVINCE, november, both, added, article)
    back = "hitungan mundur: 7.092 orang = 44,23 persen"
    yield _Potential("aparatur-desa", PROVINCE, november, OFFICIALS_PEOPLE, back, article)
    by_villages = "potensi provinsi dibagi menurut jumlah desa (rekaan)"
    for area, people in shared(OFFICIALS_PEOPLE, VILLAGES).items():
        yield _Potential("aparatur-desa", area, november, people, by_villages, MADE_UP)


def _keep(one: _Potential, actor: Actor) -> None:
    add_denominator(
        indicator=one.indicator,
        area_code=one.area,
        people=one.people,
        on=one.on,
        method=one.method,
        source=one.source,
        actor=actor,
        reason="percontohan",
    )


def _report(fact: Fact, actor: Actor) -> None:
    value = fact.value
    assert value is not None
    add_reported(
        code=fact.id,
        indicator=_MEASURE_OF_FACT.get(fact.id) or _MEASURE.get(fact.indicator, fact.indicator),
        area_code=fact.area,
        as_of=fact.as_of,
        percent=Decimal(value) / 100 if fact.unit == "percent" else None,
        people=value if fact.unit in {"people", "candidates"} else None,
        rupiah=value if fact.unit == "rupiah" else None,
        rank=value if fact.unit == "rank" else None,
        qualifier=fact.qualifier,
        source=fact.article.source,
        note=fact.note_id,
        said=_SAID.get(fact.id),
        actor=actor,
        reason="percontohan",
    )
