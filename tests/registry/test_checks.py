"""Each fault of a list is found, at its cell, with a way to mend it; what only looks odd keeps nobody out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from naungan.areas.models import AreaOrigin
from naungan.law import months, nik
from naungan.registry.imports.columns import exchanged, read_date, read_rupiah, read_sex
from naungan.registry.models import Membership, MembershipTerms, Person
from tests.registry.conftest import Bring, codes
from tests.registry.lists import aged, sipp_rows, village_rows, workers, write_csv, write_xlsx

PEOPLE = workers(3)


def one(bring: Bring, **cells: Any) -> Any:
    """Three people, the second with other cells; the result."""
    rows = village_rows(PEOPLE)
    rows[2] = PEOPLE[1].row(2, **cells)
    return bring(rows, dry_run=True)


BLOCKING = [
    ({"NIK": ""}, "nik.shape", "B3"),
    ({"NIK": "750301"}, "nik.shape", "B3"),
    ({"NIK": "75O3011505800001"}, "nik.shape", "B3"),
    ({"NIK": "75030115058000011"}, "nik.shape", "B3"),
    ({"NIK": "7503019905800001"}, "nik.shape", "B3"),
    ({"NIK": "7503011513800001"}, "nik.shape", "B3"),
    ({"NIK": "7503011505800000"}, "nik.shape", "B3"),
    ({"NIK": "0003011505800001"}, "nik.shape", "B3"),
    ({"NIK": "7,50301E+15"}, "nik.number", "B3"),
    ({"NIK": "7.50301150580000E+15"}, "nik.number", "B3"),
    ({"NIK": "7503011505800001.0"}, "nik.number", "B3"),
    ({"NAMA": ""}, "name.missing", "C3"),
    ({"NAMA": "-"}, "name.missing", "C3"),
    ({"TANGGAL LAHIR": "01-01-1977"}, "birth_date.differs", "E3"),
]
INFORMING = [
    ({"TANGGAL LAHIR": "tidak tahu"}, "birth_date.unreadable", "E3"),
    ({"TANGGAL LAHIR": "31-02-1980"}, "birth_date.unreadable", "E3"),
    ({"NAMA": "YUSUF 2"}, "name.unusual", "C3"),
    ({"JENIS KELAMIN": "P" if PEOPLE[1].sex == "L" else "L"}, "sex.differs", "D3"),
    ({"JENIS PEKERJAAN": "Astronot"}, "occupation.unknown", "I3"),
]


def test_a_blocking_fault_keeps_one_row_out(bring: Bring, subtests: Any) -> None:
    for cells, code, cell in BLOCKING:
        with subtests.test(f"{code} {cells}"):
            result = one(bring, **cells)
            assert (result.rows, result.accepted, result.rejected) == (3, 2, 1)
            (finding,) = [finding for finding in result.findings if finding.blocking]
            assert (finding.code, finding.cell, finding.found) == (code, cell, next(iter(cells.values())))
            assert finding.expected
            assert finding.mend


def test_what_only_informs_keeps_nobody_out(bring: Bring, subtests: Any) -> None:
    for cells, code, cell in INFORMING:
        with subtests.test(f"{code} {cells}"):
            result = one(bring, **cells)
            assert (result.rows, result.accepted, result.rejected) == (3, 3, 0)
            assert [(f.code, f.cell, f.blocking) for f in result.findings] == [(code, cell, False)]


def test_a_nik_stored_as_a_number_is_kept_out_even_if_it_looks_whole(bring: Bring, tmp_path: Path) -> None:
    rows = village_rows(PEOPLE)
    rows[2][1] = int(PEOPLE[1].nik)
    result = bring(write_xlsx(tmp_path / "a.xlsx", rows))
    assert codes(result) == ["nik.number"]
    assert result.findings[0].sheet == "Daftar 1"
    assert result.rejected == 1


def test_marks_around_a_nik_are_no_fault(bring: Bring) -> None:
    rows = village_rows(workers(5))
    niks = [row[1] for row in rows[1:]]
    for row, marked in zip(rows[1:], ["{} ", "'{}", '="{}"', "{0:.6} {1}", "{0:.6}.{1}"], strict=True):
        row[1] = marked.format(row[1], row[1][6:])
    assert bring(rows).rejected == 0
    assert sorted(Person.objects.values_list("nik", flat=True)) == sorted(niks)


def test_age_is_whole_years_on_day_one_of_the_first_month(bring: Bring) -> None:
    births = {
        date(2004, 1, 1): True,  # 17 on that day
        date(2004, 1, 2): False,
        date(1956, 1, 2): True,  # 64, turns 65 the next day
        date(1956, 1, 1): False,  # 65 on that day
    }
    result = bring([aged(person, born) for person, born in zip(workers(4), births, strict=True)])
    assert [(f.code, f.cell) for f in result.findings] == [
        ("age.out_of_range", "E3"),
        ("age.limit_ahead", "B4"),
        ("age.out_of_range", "E5"),
    ]
    for born, accepted in births.items():
        assert Person.objects.filter(birth_on=born).exists() == accepted
        assert (months.whole_years(born, date(2021, 1, 1)) in range(17, 65)) == accepted


def test_an_exchanged_date_is_mended_from_the_nik(bring: Bring) -> None:
    person = aged(PEOPLE[1], date(1980, 5, 12))
    rows = village_rows([person])
    rows[1][4] = "05-12-1980"
    result = bring(rows)
    assert codes(result) == ["birth_date.swapped"]
    assert result.accepted == 1
    assert Person.objects.get().birth_on == date(1980, 5, 12)


def test_a_missing_date_comes_from_the_nik_without_a_word(bring: Bring) -> None:
    rows = village_rows(PEOPLE)
    rows[2][4] = ""
    assert bring(rows).findings == ()
    assert Person.objects.get(nik=PEOPLE[1].nik).birth_on == PEOPLE[1].born


def test_the_first_of_two_rows_stays_if_the_names_agree(bring: Bring) -> None:
    rows = village_rows([*PEOPLE, PEOPLE[0]])
    rows[4][2] = f"  {PEOPLE[0].name.lower()}, S.Pd. "
    result = bring(rows)
    assert (result.rows, result.accepted) == (4, 3)
    assert [(f.code, f.cell) for f in result.findings] == [("nik.repeated", "B5")]
    assert "2" in result.findings[0].mend


def test_two_names_for_one_nik_keep_both_rows_out(bring: Bring) -> None:
    rows = village_rows([*PEOPLE, replace(PEOPLE[0], name="ORANG LAIN")])
    result = bring(rows)
    assert (result.rows, result.accepted) == (4, 2)
    assert [(f.code, f.cell) for f in result.findings] == [("nik.repeated", "B2"), ("nik.repeated", "B5")]


def test_a_sound_row_stays_when_its_faulty_twin_comes_first(bring: Bring) -> None:
    rows = village_rows([PEOPLE[0], PEOPLE[0]])
    rows[1][4] = "01-01-1977"
    result = bring(rows)
    assert result.accepted == 1
    assert result.rejected == 1


def test_a_nik_of_another_area_only_informs_and_an_older_code_is_a_note(bring: Bring) -> None:
    AreaOrigin.objects.create(area_id="75.03", former_code="75.01", source="UU 6/2003")
    away, older = workers(2, area="73.71.01"), workers(3, seed=9, area="75.01.02")
    result = bring([*away, *older[2:]])
    assert result.rejected == 0
    told = {f.cell: f.code for f in result.findings}
    assert told == {"B2": "area.differs", "B3": "area.differs", "B4": "area.former"}


def test_villages_are_found_by_name_within_the_lists_area(bring: Bring) -> None:
    from naungan.areas.models import Area

    village = (
        Area.objects.filter(code__startswith="75.03", level=4).select_related("parent").order_by("code")[7]
    )
    rows = village_rows(PEOPLE)
    rows[0] += ["DESA/KELURAHAN", "KECAMATAN"]
    rows[1] += [f"Desa {village.name.upper()}", f"Kec. {village.parent.name}"]
    rows[2] += ["Desa Tidak Ada", village.parent.name]
    rows[3] += ["", ""]
    result = bring(rows)
    domiciles = dict(Person.objects.values_list("nik", "domicile_id"))
    assert [domiciles[p.nik] for p in PEOPLE] == [village.code, village.parent_id, "75.03"]
    assert codes(result) == ["area.unknown"]


def test_a_city_and_a_regency_of_one_name_are_told_apart(bring: Bring) -> None:
    rows = village_rows(PEOPLE[:2])
    rows[0] += ["KABUPATEN/KOTA"]
    rows[1] += ["Kota Gorontalo"]
    rows[2] += ["Kab. Gorontalo"]
    bring(rows, payer_code="75")
    domiciles = dict(Person.objects.values_list("nik", "domicile_id"))
    assert [domiciles[p.nik] for p in PEOPLE[:2]] == ["75.71", "75.01"]


def test_wages_come_from_the_row_and_else_from_the_list(bring: Bring, tmp_path: Path) -> None:
    rows = sipp_rows(PEOPLE)
    for row, wage in zip(rows[1:], ["Rp 2.800.000,00", "", 3_100_000.0], strict=True):
        row[23] = wage
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    result = bring(path, segment="PU", group="pekerja-swasta", paid_by="EMPLOYER", wage_rp=2_900_000)
    assert result.rejected == 0
    amounts = MembershipTerms.objects.order_by("id").values_list("amount_rp", flat=True)
    assert list(amounts) == [2_800_000, 2_900_000, 3_100_000]
    assert set(Membership.objects.values_list("registered_on", flat=True)) == {date(2021, 3, 1)}


def test_wage_earners_without_a_wage_are_kept_out(bring: Bring, tmp_path: Path) -> None:
    rows = sipp_rows(PEOPLE)
    rows[1][23], rows[2][23] = "", "dua juta"
    result = bring(write_csv(tmp_path / "a.csv", rows), segment="PU", group="non-asn", paid_by="APBD")
    assert codes(result) == ["wage.missing", "wage.unreadable"]
    assert result.accepted == 1


def test_occupations_are_known_by_many_words(bring: Bring) -> None:
    rows = village_rows(PEOPLE)
    for row, words in zip(rows[1:], ["Petani/Pekebun", "SUPIR BENTOR", "penjual kue keliling"], strict=True):
        row[8] = words
    assert bring(rows).findings == ()
    found = MembershipTerms.objects.order_by("id").values_list("occupation_id", flat=True)
    assert list(found) == ["petani", "bentor", "pedagang-kecil"]


DAYS = st.dates(date(1931, 1, 1), date(2019, 12, 31))


@given(DAYS)
def test_a_date_is_read_back_from_each_form_that_lists_use(day: date) -> None:
    names = ["Jan", "Peb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nop", "Des"]
    forms = [
        f"{day:%d-%m-%Y}",
        f"{day:%d/%m/%y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day:%d%m%Y}",
        f"{day.day} {names[day.month - 1]} {day.year}",
        f"Gorontalo, {day:%d-%m-%Y}",
        str((day - date(1899, 12, 30)).days),
    ]
    assert [read_date(form).read for form in forms] == [day] * len(forms)


@given(DAYS, st.booleans())
def test_the_exchanged_date_is_always_offered(day: date, woman: bool) -> None:
    swapped = exchanged(day)
    assert read_date(f"{day:%m-%d-%Y}").swapped == day
    assert swapped is None or exchanged(swapped) == day
    number = f"750301{day.day + 40 * woman:02d}{day:%m%y}9001"
    parts = nik.parse(number)
    assert parts is not None
    assert parts.birth_on is not None
    assert (parts.birth_on.day, parts.birth_on.month) == (day.day, day.month)


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers(text: str) -> None:
    for kind in "tnd":
        read_date(text, kind)
    assert read_sex(text) in {"L", "P", ""}
    amount = read_rupiah(text)
    assert amount is None or amount >= 0


@given(st.integers(0, 10**9))
def test_rupiah_are_read_from_each_form(amount: int) -> None:
    dots = f"{amount:,}".replace(",", ".")
    forms = [
        str(amount),
        f"Rp {dots}",
        f"Rp{dots},00",
        f"{amount:,}",
        f"{amount:,}.00",
        f"{amount}.0",
        f"Rp. {dots},-",
    ]
    assert [read_rupiah(form) for form in forms] == [amount] * len(forms)


def test_a_day_number_is_a_date_and_a_year_is_not() -> None:
    assert read_date("29353", "n").read == date(1899, 12, 30) + timedelta(days=29353)
    assert read_date("1980", "n").read is None
