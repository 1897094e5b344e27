"""What the general checks find in published figures, and that sound figures raise nothing."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naungan.coverage.consistency import TITLES, Conflict, Told, conflicts

ROLES = {
    "cakupan": ("potensi", "covered"),
    "terlindungi": ("potensi", "covered"),
    "belum": ("potensi", "uncovered"),
    "keseluruhan": ("potensi", "eligible"),
    "terhadap-target": ("target", "covered"),
    "penduduk": ("", "bound"),
    "anggaran": ("", ""),
}


def told(code: str, subject: str, area: str, period: str, value: int, unit: str, **more: Any) -> Told:
    """A figure in short: the period is a year, a month or a day."""
    year, month, day = [*(int(part) for part in period.split("-")), 0, 0][:3]
    last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    first = last if day else date(year, month or 1, 1)
    measure, role = ROLES[subject]
    basis = "TARGET" if measure == "target" else ("POTENTIAL" if measure else "")
    fields: dict[str, Any] = {
        "precision": "day" if day else ("month" if month else "year"),
        "qualifier": "exactly",
        "printed": "",
        "source": "koran",
    }
    return Told(
        code, subject, measure, role, basis, area, first, last, value=value, unit=unit, **(fields | more)
    )


def found(*figures: Told) -> dict[str, Conflict]:
    return {one.check: one for one in conflicts(figures)}


# What was printed about Gorontalo and its neighbours, each set with the one fault it holds (None: it is sound).
PRINTED: list[tuple[str, str | None, list[Told]]] = [
    (
        "Bone Bolango: the share of the covered is printed as that of the uncovered",
        "share_swapped",
        [
            told("a", "keseluruhan", "75.03", "2025-09", 102_316, "people"),
            told("b", "belum", "75.03", "2025-09", 35_562, "people"),
            told("c", "belum", "75.03", "2025-09", 6524, "percent", printed="65.24"),
        ],
    ),
    (
        "Pohuwato: 82 thousand uncovered at 57 % would be more workers than people",
        "whole_impossible",
        [
            told("a", "cakupan", "75.04", "2025-12", 5700, "percent", printed="57"),
            told("b", "belum", "75.04", "2025-12", 82_000, "people", qualifier="about"),
            told("c", "penduduk", "75.04", "2020-09", 146_432, "people", source="sensus"),
        ],
    ),
    (
        "a regency with more workers than its whole province",
        "whole_impossible",
        [
            told("a", "cakupan", "75.04", "2025-12", 1000, "percent", printed="10"),
            told("b", "belum", "75.04", "2025-12", 582_000, "people"),
            told("c", "keseluruhan", "75", "2025-12-16", 582_000, "people", qualifier="about"),
        ],
    ),
    (
        "two regencies said to be the highest a month apart",
        "highest_twice",
        [
            told("a", "cakupan", "75.04", "2025-12", 5700, "percent", printed="57", highest_in="75"),
            told("b", "cakupan", "75.03", "2026-01", 6676, "percent", highest_in="75"),
        ],
    ),
    (
        "Kota Gorontalo: 10,000 workers explained as 100 in each of 50 villages",
        "product_wrong",
        [told("a", "terlindungi", "75.71", "2023", 10_000, "people", each=100, times=50)],
    ),
    (
        "Kota Gorontalo: a million after an amount that is in rupiah already",
        "scale_twice",
        [told("a", "anggaran", "75.71", "2021-10-27", 792_965_225, "rupiah", printed="792965225 juta")],
    ),
    (
        "Gorontalo: the percent fell while people were added",
        "falls_while_rising",
        [
            told("a", "terlindungi", "75", "2023-03", 198_000, "people", qualifier="about"),
            told("b", "cakupan", "75", "2023-11-30", 6173, "percent", source="lain"),
            told("c", "cakupan", "75", "2025-12-16", 5400, "percent", printed="54"),
            told("d", "terlindungi", "75", "2025-12-16", 314_000, "people", qualifier="about"),
        ],
    ),
    (
        "Gorontalo: the whole that two statements imply grew by 43 percent",
        "base_moved",
        [
            told("a", "terlindungi", "75", "2023-03", 198_000, "people", qualifier="about"),
            told("b", "cakupan", "75", "2023-03", 4867, "percent"),
            told("c", "keseluruhan", "75", "2025-12-16", 582_000, "people", qualifier="about"),
        ],
    ),
    (
        "Maluku Utara: 61 percent of a target is not 61 percent of the potential",
        "not_comparable",
        [
            told("a", "cakupan", "82", "2025-05-31", 4164, "percent"),
            told("b", "terhadap-target", "82", "2025-08", 6100, "percent", printed="61"),
        ],
    ),
    (
        "the average of the regencies: 60 percent in one paper, 30 in another of the same year",
        "sources_differ",
        [
            told("a", "cakupan", "75", "2019-12-19", 6000, "percent", qualifier="average"),
            told("b", "cakupan", "75", "2019", 3000, "percent", qualifier="average", source="lain"),
        ],
    ),
    (
        "parts that are one short",
        "parts_wrong",
        [
            told("a", "terlindungi", "75.05", "2025-08", 14_375, "people"),
            told("b", "anggaran", "75.05", "2025-08", 4_932, "people", part_of="a"),
            told("c", "anggaran", "75.05", "2025-08", 9_442, "people", part_of="a"),
        ],
    ),
    (
        "a percent that is neither the share nor the rest",
        "share_wrong",
        [
            told("a", "keseluruhan", "71", "2025-08-31", 854_203, "people"),
            told("b", "terlindungi", "71", "2025-08-31", 513_024, "people"),
            told("c", "cakupan", "71", "2025-08-31", 7611, "percent"),
        ],
    ),
    (
        "covered and uncovered together are more than the whole",
        "rest_wrong",
        [
            told("a", "keseluruhan", "75.03", "2025-09", 102_316, "people"),
            told("b", "belum", "75.03", "2025-09", 65_562, "people"),
            told("c", "terlindungi", "75.03", "2025-09", 66_754, "people"),
        ],
    ),
    (
        "Gorontalo, December 2025: about 314 of 582 thousand, 54 percent, 267,790 not registered",
        None,
        [
            told("a", "cakupan", "75", "2025-12-16", 5400, "percent", printed="54"),
            told("b", "terlindungi", "75", "2025-12-16", 314_000, "people", qualifier="about"),
            told("c", "keseluruhan", "75", "2025-12-16", 582_000, "people", qualifier="about"),
            told("d", "belum", "75", "2025-12-16", 267_790, "people"),
        ],
    ),
    (
        "Kota Gorontalo: three budget lines that add up to the rupiah",
        None,
        [
            told("a", "anggaran", "75.71", "2021", 792_965_225, "rupiah"),
            told("b", "anggaran", "75.71", "2021", 384_175_200, "rupiah", part_of="a"),
            told("c", "anggaran", "75.71", "2021", 245_427_756, "rupiah", part_of="a"),
            told("d", "anggaran", "75.71", "2021", 163_362_269, "rupiah", part_of="a"),
        ],
    ),
    (
        "Indonesia 2021: parts in rounded millions that add up within their rounding",
        None,
        [
            told("a", "keseluruhan", "", "2021-10", 93_860_000, "people", printed="93.86 juta"),
            told("b", "anggaran", "", "2021-10", 42_020_000, "people", printed="42.02 juta", part_of="a"),
            told("c", "anggaran", "", "2021-10", 43_640_000, "people", printed="43.64 juta", part_of="a"),
            told("d", "anggaran", "", "2021-10", 8_190_000, "people", printed="8.19 juta", part_of="a"),
        ],
    ),
    (
        "Konawe: 27,636 of 79,388 is 34.81 percent",
        None,
        [
            told("a", "keseluruhan", "74.02", "2025-04-30", 79_388, "people"),
            told("b", "terlindungi", "74.02", "2025-04-30", 27_636, "people"),
            told("c", "cakupan", "74.02", "2025-04-30", 3481, "percent", printed="34.81"),
        ],
    ),
    (
        "Sulawesi Utara: the percent fell with the people",
        None,
        [
            told("a", "cakupan", "71", "2024", 7611, "percent"),
            told("b", "terlindungi", "71", "2024", 640_000, "people", qualifier="about"),
            told("c", "cakupan", "71", "2025-08-31", 6006, "percent"),
            told("d", "terlindungi", "71", "2025-08-31", 513_024, "people"),
        ],
    ),
    (
        "fewer uncovered than were covered before is no fall of anything",
        None,
        [
            told("a", "terlindungi", "75", "2023-03", 198_000, "people"),
            told("b", "cakupan", "75", "2023-11-30", 6173, "percent"),
            told("c", "cakupan", "75", "2025-12-16", 5400, "percent", source="lain"),
            told("d", "belum", "75", "2025-12-16", 267_790, "people"),
        ],
    ),
    (
        "at least 50 million is not against 51 million",
        None,
        [
            told("a", "terlindungi", "", "2019", 50_000_000, "people", qualifier="at_least"),
            told("b", "terlindungi", "", "2019", 51_000_000, "people", source="lain"),
        ],
    ),
]


@pytest.mark.parametrize(("check", "figures"), [case[1:] for case in PRINTED], ids=[c[0] for c in PRINTED])
def test_the_check_finds_the_fault_and_nothing_else(check: str | None, figures: list[Told]) -> None:
    assert set(found(*figures)) == ({check} if check else set())


def test_every_check_has_a_case_and_words() -> None:
    assert {case[1] for case in PRINTED if case[1]} == set(TITLES)


def test_the_reason_has_the_numbers_and_names_the_doubtful_figure_first() -> None:
    conflict = found(*PRINTED[0][2])["share_swapped"]
    assert conflict.doubted == ("c",)
    assert conflict.numbers == {
        "count": 35_562,
        "whole": 102_316,
        "stated": 6524,
        "computed": 3476,
        "rest": 6524,
    }


@given(st.integers(1, 10**8), st.data())
def test_a_statement_made_from_its_own_counts_is_sound(whole: int, data: st.DataObject) -> None:
    covered = data.draw(st.integers(0, whole))
    share = (covered * 20_000 + whole) // (2 * whole)
    assert not conflicts(
        [
            told("a", "keseluruhan", "75", "2025-09", whole, "people"),
            told("b", "terlindungi", "75", "2025-09", covered, "people"),
            told("c", "belum", "75", "2025-09", whole - covered, "people"),
            told("d", "cakupan", "75", "2025-09", share, "percent", printed=f"{share / 100:.2f}"),
        ]
    )


@given(st.permutations(PRINTED[6][2]))
def test_the_order_of_the_figures_changes_nothing(figures: list[Told]) -> None:
    assert conflicts(figures) == conflicts(PRINTED[6][2])
