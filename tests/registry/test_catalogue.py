"""Every check of the catalogue has words, a way to mend, a list that sets it off and one that does not."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import naungan.registry.imports as imports
from naungan.areas.models import AreaOrigin
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.imports.catalogue import CHECKS, Weight, blocks, every_wording
from naungan.registry.imports.options import checked
from naungan.registry.models import Person
from naungan.registry.services import ChangeRequest, change_roll
from tests.registry.conftest import Bring
from tests.registry.lists import SIPP, Worker, village_rows, workers, write_csv

PEOPLE = workers(6)
ONE, TWO = PEOPLE[0], PEOPLE[1]
EXTRA = ("DESA", "KECAMATAN", "NO HP", "EMAIL", "NPWP", "KODE POS", "KPJ", "NAMA IBU KANDUNG")
Codes = set[str]


def cells(**given: Any) -> dict[str, Any]:
    """Cells of the first row of a village list, by heading with "_" for spaces."""
    return {name.replace("_", " "): value for name, value in given.items()}


# A village list whose first row has these cells: what sets a check off, and what nearly does but may not.
VILLAGE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "nik.shape": (cells(NIK="750301"), cells(NIK=f"{ONE.nik[:6]} {ONE.nik[6:]}")),
    "nik.pattern": (cells(NIK="3333333333333333"), cells(NIK=ONE.nik)),
    "nik.number": (cells(NIK="7,37101E+15"), cells(NIK=ONE.nik)),
    "nik.area_unknown": (cells(NIK=f"750398{ONE.nik[6:]}"), cells(NIK=ONE.nik)),
    "name.missing": (cells(NAMA=""), cells(NAMA="Alwi")),
    "name.unusual": (cells(NAMA="ALWI 2"), cells(NAMA="ST. AMINAH")),
    "name.long": (cells(NAMA="SITI " * 40), cells(NAMA="SITI " * 20)),
    "name.garbled": (cells(NAMA="SITI NURJANNÃ\x81H"), cells(NAMA="SITI NURJANNAH")),
    "birth_date.differs": (cells(TANGGAL_LAHIR="01-01-1977"), cells(TANGGAL_LAHIR=f"{ONE.born:%d/%m/%y}")),
    "birth_date.swapped": (cells(TANGGAL_LAHIR=f"{ONE.born:%m-%d-%Y}"), cells(TANGGAL_LAHIR=f"{ONE.born:%d-%m-%Y}")),
    "birth_date.unreadable": (cells(TANGGAL_LAHIR="tidak tahu"), cells(TANGGAL_LAHIR="")),
    "sex.differs": (cells(JENIS_KELAMIN="LP".replace(ONE.sex, "")), cells(JENIS_KELAMIN=ONE.sex)),
    "sex.unreadable": (cells(JENIS_KELAMIN="?"), cells(JENIS_KELAMIN="")),
    "address.missing": (cells(ALAMAT=""), cells(ALAMAT="Dusun")),
    "rt.unreadable": (cells(RT="satu"), cells(RT="01")),
    "area.differs": (cells(NIK=f"737101{ONE.nik[6:]}"), cells(NIK=ONE.nik)),
    "area.unknown": (cells(DESA="Tidak Ada", KECAMATAN="Tapa"), cells(DESA="Talulobutu", KECAMATAN="Tapa")),
    "district.outside": (cells(KECAMATAN="Menteng"), cells(KECAMATAN="Tilongkabila")),
    "postcode.shape": (cells(KODE_POS="961"), cells(KODE_POS="96119")),
    "phone.shape": (cells(NO_HP="12"), cells(NO_HP="+62 812-3456-789")),
    "email.shape": (cells(EMAIL="siti(at)contoh"), cells(EMAIL="siti@contoh.id")),
    "npwp.shape": (cells(NPWP="12.3"), cells(NPWP="12.345.678.9-012.345")),
    "mother.same_name": (cells(NAMA_IBU_KANDUNG=ONE.name.lower()), cells(NAMA_IBU_KANDUNG="HADIJAH")),
    "kpj.shape": (cells(KPJ="123"), cells(KPJ="21001234567")),
    "occupation.unknown": (cells(JENIS_PEKERJAAN="Astronot"), cells(JENIS_PEKERJAAN="Petani/Pekebun")),
    "occupation.civil_servant": (cells(JENIS_PEKERJAAN="PNS"), cells(JENIS_PEKERJAAN="PPPK paruh waktu")),
    "occupation.wage_earner": (cells(JENIS_PEKERJAAN="Karyawan swasta"), cells(JENIS_PEKERJAAN="Nelayan")),
    "occupation.not_working": (cells(JENIS_PEKERJAAN="Belum bekerja"), cells(JENIS_PEKERJAAN="Nelayan")),
}  # fmt: skip

# The agency's list of new workers, likewise.
SIPP_LIST: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "birth_date.missing": (cells(TANGGAL_LAHIR=""), cells()),
    "sex.missing": (cells(JENIS_KELAMIN=""), cells()),
    "name.title": (cells(NAMA_LENGKAP="SITI AMINAH, S.Pd"), cells(NAMA_LENGKAP="SITI AMINAH")),
    "identity.not_ktp": (cells(JENIS_IDENTITAS="PASPOR"), cells(JENIS_IDENTITAS="e-KTP")),
    "wage.missing": (cells(UPAH=""), cells(UPAH="2900000")),
    "wage.unreadable": (cells(UPAH="dua juta"), cells(UPAH="Rp 2.900.000,00")),
    "wage.below_minimum": (cells(UPAH="2000000"), cells(UPAH="2788826")),
    "wage.too_high": (cells(UPAH="290000000"), cells(UPAH="20000000")),
    "contract.ended": (cells(TGL_AKHIR_KONTRAK="31-12-2020"), cells(TGL_AKHIR_KONTRAK="31-12-2021")),
    "contract.order": (
        cells(TGL_AWAL_BEKERJA="01-06-2021", TGL_AKHIR_KONTRAK="01-03-2021"),
        cells(TGL_AWAL_BEKERJA="01-03-2021", TGL_AKHIR_KONTRAK="01-06-2021"),
    ),
    "registered.unreadable": (cells(TANGGAL_KEPESERTAAN="entah"), cells(TANGGAL_KEPESERTAAN="01-03-2021")),
    "registered.outside": (cells(TANGGAL_KEPESERTAAN="01-03-2022"), cells(TANGGAL_KEPESERTAAN="01-03-2021")),
}


@pytest.fixture
def village(bring: Bring) -> Callable[..., Codes]:
    """Codes found in a village list of six people, the first with other cells."""

    def look(given: dict[str, Any], people: list[Worker] | None = None, **options: Any) -> Codes:
        rows = village_rows(people or PEOPLE)
        rows[0] += EXTRA
        rows[1:] = [[*row, *[""] * len(EXTRA)] for row in rows[1:]]
        for heading, value in given.items():
            rows[1][rows[0].index(heading)] = value
        return {finding.code for finding in bring(rows, dry_run=True, **options).findings}

    return look


PU = {"segment": "PU", "group": "pekerja-swasta", "paid_by": "EMPLOYER"}


@pytest.fixture
def sipp(bring: Bring, tmp_path: Path) -> Callable[..., Codes]:
    """Codes found in a list of the agency's layout, the first row with other cells."""

    def look(given: dict[str, Any], *, dry_run: bool = True, **options: Any) -> Codes:
        rows: list[list[Any]] = [list(SIPP)]
        for person in PEOPLE[:3]:
            usual = {
                "NAMA LENGKAP": person.name, "TANGGAL LAHIR": f"{person.born:%d-%m-%Y}", "JENIS IDENTITAS": "KTP",
                "NOMOR IDENTITAS": person.nik, "JENIS KELAMIN": person.sex, "UPAH": "3000000", "ALAMAT": "Jalan",
            }  # fmt: skip
            usual |= given if person is ONE else {}
            rows.append([usual.get(heading.replace("_", " "), "") for heading in SIPP])
        path = write_csv(tmp_path / "sipp.csv", rows)
        return {finding.code for finding in bring(path, dry_run=dry_run, **{**PU, **options}).findings}

    return look


def test_a_fault_in_a_village_list_is_found_and_its_neighbour_is_none(village: Any, subtests: Any) -> None:
    for code, (wrong, right) in VILLAGE.items():
        with subtests.test(code):
            assert code in village(wrong)
            assert code not in village(right)


def test_a_fault_in_the_agency_s_list_is_found_and_its_neighbour_is_none(sipp: Any, subtests: Any) -> None:
    for code, (wrong, right) in SIPP_LIST.items():
        with subtests.test(code):
            assert code in sipp(wrong)
            assert code not in sipp(right)


ACROSS = (
    "nik.repeated", "person.same_name", "phone.repeated", "kpj.repeated", "age.out_of_range", "age.limit_ahead",
    "area.former", "quota.over",
)  # fmt: skip


def test_faults_between_rows_and_with_the_list_s_own_particulars(village: Any) -> None:
    clean = village({})
    assert clean == set()
    assert "nik.repeated" in village(cells(NIK=TWO.nik))
    twin = Worker(TWO.name, TWO.born, TWO.sex, TWO.serial + 500)
    assert "person.same_name" in village({}, [*PEOPLE[:2], twin])
    old, soon = (
        Worker("TUA", ONE.born.replace(year=1950), "L", 9001),
        Worker("HAMPIR", ONE.born.replace(year=1956), "L", 9002),
    )
    assert village({}, [old, TWO]) == {"age.out_of_range"}
    assert village({}, [soon, TWO]) == {"age.limit_ahead"}
    assert village({}, quota=2) == {"quota.over"}
    AreaOrigin.objects.create(area_id="75.03", former_code="75.01", source="UU 6/2003")
    assert village(cells(NIK=f"750102{ONE.nik[6:]}")) == {"area.former"}


def test_shared_telephones_and_numbers_are_found(bring: Bring) -> None:
    rows = village_rows(PEOPLE)
    rows[0] += ["NO HP", "KPJ"]
    for at, row in enumerate(rows[1:]):
        row += ["081234567890" if at < 4 else f"08123456789{at}", "21001234567" if at < 2 else ""]
    found = [(f.code, f.cell) for f in bring(rows, dry_run=True).findings]
    assert found == [*((("phone.repeated"), f"J{line}") for line in (2,)), ("kpj.repeated", "K3"),
                     *((("phone.repeated"), f"J{line}") for line in (3, 4, 5))]  # fmt: skip


KNOWN = (
    "name.differs", "person.deceased", "domicile.differs", "programme.on_another_roll", "wage_earner.elsewhere",
    "employer.second", "kpj.of_another",
)  # fmt: skip


def test_faults_against_the_registry(village: Any, bring: Bring, sipp: Any) -> None:
    sipp({}, dry_run=False)  # three wage earners of 75.03
    assert village({}) == {"programme.on_another_roll", "wage_earner.elsewhere"}
    later = {"first_month": months.parse("2022-01"), "last_month": months.parse("2022-12")}
    assert village({}, **later) == set()
    assert village(cells(NAMA="ORANG LAIN"), **later) == {"name.differs"}
    assert sipp({}, payer_code="75", shares_workers=True) == {"employer.second"}
    assert sipp({}, payer_code="75") == {"programme.on_another_roll"}
    Person.objects.filter(nik=ONE.nik).update(deceased_on="2021-02-03")
    Person.objects.filter(nik=TWO.nik).update(kpj="21001234567", domicile_id="75.01")
    found = village(cells(KPJ="21001234567"), **later)
    assert found == {"person.deceased", "kpj.of_another", "domicile.differs"}


CHANGED = {
    "member.unknown": ("inactive", {"KPJ": "99999999999"}, {}),
    "member.name_differs": ("inactive", {"NAMA_LENGKAP": "LAIN"}, {}),
    "member.birth_differs": ("inactive", {"TGL_LAHIR": "01-02-1977"}, {}),
    "end.cause_unknown": ("inactive", {"SEBAB_NA": "entah"}, {}),
    "end.death": ("inactive", {"SEBAB_NA": "Meninggal dunia"}, {}),
    "end.date_unreadable": ("inactive", {"TGL_KEJADIAN": "entah"}, {}),
    "end.before_start": ("inactive", {"TGL_KEJADIAN": "01-02-2020"}, {}),
    "end.ahead": ("inactive", {"TGL_KEJADIAN": "01-02-2090"}, {}),
    "end.unchanged": ("inactive", {"TGL_KEJADIAN": "01-02-2022"}, {}),
    "blth.unreadable": ("wages", {"BLTH": "entah"}, {}),
    "blth.outside": ("wages", {"BLTH": "05-2023"}, {}),
    "wage.unchanged": ("wages", {"UPAH": "3000000"}, {}),
    "wage.back_dated": ("wages", {"BLTH": "06-2021"}, {"UPAH": "3000000"}),
    "rapel.not_billed": ("wages", {"RAPEL": "100000"}, {"RAPEL": "0"}),
    "npp.differs": ("wages", {"NPP": "XX999"}, {"NPP": "GG000123"}),
    "correction.nothing": ("corrections", {"ALAMAT_LENGKAP_DOMISILI": ""}, {}),
    "kpj.ambiguous": ("corrections", {"KODE": "21001230002"}, {}),
}
USUAL = {
    "inactive": {"KPJ": "21001230001", "NAMA_LENGKAP": ONE.name, "TGL_LAHIR": f"{ONE.born:%d-%m-%Y}",
                 "SEBAB_NA": "Pindah", "TGL_KEJADIAN": "15-08-2021"},
    "wages": {"NIK": ONE.nik, "NAMA_LENGKAP": ONE.name, "UPAH": "3500000", "RAPEL": "", "BLTH": "06-2021", "NPP": ""},
    "corrections": {"KODE": "21001230001", "ALAMAT_LENGKAP_DOMISILI": "Jalan Baru", "HANDPHONE": ""},
}  # fmt: skip


def test_faults_in_changes_to_members(sipp: Any, actor: Any, tmp_path: Path, subtests: Any) -> None:
    from naungan.registry.models import Registration

    sipp({}, dry_run=False)
    Registration.objects.update(number="GG000123")
    Person.objects.filter(nik=ONE.nik).update(kpj="21001230001")
    Person.objects.filter(nik__in=[TWO.nik, PEOPLE[2].nik]).update(kpj="21001230002")

    def look(kind: str, given: dict[str, str], times: int = 1) -> Codes:
        row = {**USUAL[kind], **given}
        path = write_csv(tmp_path / "ubah.csv", [list(row), *[list(row.values())] * times])
        request = ChangeRequest("75.03", actor, dry_run=True)
        return {finding.code for finding in change_roll(path, request).findings}

    for code, (kind, wrong, right) in CHANGED.items():
        with subtests.test(code):
            assert code in look(kind, wrong)
            assert code not in look(kind, right)
    assert "row.repeated" in look("inactive", {}, times=2)
    assert "row.repeated" not in look("inactive", {})
    Person.objects.filter(nik=ONE.nik).update(domicile_id="75.01")
    from naungan.accounts.access import Actor
    from naungan.accounts.scope import Scope

    own = ChangeRequest("75.03", Actor("operator", Scope(areas=("75.03",))), dry_run=True)
    row = USUAL["corrections"]
    path = write_csv(tmp_path / "ubah.csv", [list(row), list(row.values())])
    assert {f.code for f in change_roll(path, own).findings} == {"correction.out_of_scope"}


def test_a_number_without_a_person_is_found_on_a_list_of_continuing_workers(
    sipp: Any, bring: Bring, tmp_path: Path
) -> None:
    sipp({}, dry_run=False)
    Person.objects.filter(nik=ONE.nik).update(kpj="21001230001")
    head = ["NOMOR_IDENTITAS_KPJ", "NAMA_LENGKAP", "TGL_LAHIR", "UPAH"]
    later = {"first_month": months.parse("2022-01"), "last_month": months.parse("2022-12")}

    def look(kpj: str) -> Codes:
        path = write_csv(tmp_path / "l.csv", [head, [kpj, ONE.name, "", "3000000"]])
        return {
            finding.code for finding in bring(path, dry_run=True, **PU, **later).findings if finding.blocking
        }

    assert look("99999999999") == {"kpj.unknown"}
    assert look("21001230001") == set()


REFUSED: dict[str, dict[str, Any]] = {
    "programmes.not_in_segment": {"programmes": frozenset({"JKK", "JP"})},
    "months.order": {"first_month": months.parse("2021-06"), "last_month": months.parse("2021-01")},
    "months.out_of_range": {"first_month": months.parse("1990-01"), "last_month": months.parse("1990-02")},
    "months.too_long": {"last_month": months.parse("2026-03")},
    "group.unknown": {"group": "tidak-ada"},
}
FILES: dict[str, list[list[str]]] = {
    "layout.unknown": [["KODE", "BARANG"], ["1", "Beras"]],
    "layout.two_tables": [["NIK", "NAMA", "NIK", "NAMA"], [ONE.nik, ONE.name, TWO.nik, TWO.name]],
    "file.formulas": [["NIK", "NAMA"], [ONE.nik, '=HYPERLINK("x")']],
}


def test_what_refuses_a_list_refuses_it_and_a_sound_one_goes_in(
    registry: None, options: Any, bring: Bring
) -> None:
    from dataclasses import replace

    checked(options)
    for code, given in REFUSED.items():
        with pytest.raises(Refused) as refusal:
            checked(replace(options, **given))
        assert refusal.value.code == code
    for code, rows in FILES.items():
        with pytest.raises(Refused) as refusal:
            bring(rows)
        assert refusal.value.code == code
    assert bring(village_rows(PEOPLE)).rejected == 0


def test_an_open_quotation_mark_refuses_a_list(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "kutip.csv"
    lines = [f'{p.nik},"{p.name}' if p is TWO else f"{p.nik},{p.name}" for p in PEOPLE]
    path.write_text("\n".join(["NIK,NAMA", *lines]), encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        bring(path)
    assert refusal.value.code == "file.quotation"


TRIED = {
    *VILLAGE, *SIPP_LIST, *ACROSS, *KNOWN, *CHANGED, *REFUSED, *FILES, "file.quotation", "kpj.unknown", "row.repeated",
    "correction.out_of_scope",
}  # fmt: skip


# tried beside the rule that it tells of
ELSEWHERE = {"programme.other_yields"}


def test_every_check_of_the_catalogue_is_tried_here() -> None:
    assert set(CHECKS) == TRIED | ELSEWHERE
    assert len(CHECKS) >= 60


def test_every_check_has_words_and_a_way_to_mend() -> None:
    for check, variant, words in every_wording():
        assert check.title, check.code
        assert len(words.expected) > 4, (check.code, variant)
        assert len(words.mend) > 4, (check.code, variant)
        assert words.mend.endswith("."), (check.code, variant)


def test_every_code_that_the_functions_name_is_in_the_catalogue_and_no_other() -> None:
    named: set[str] = set()
    folder = Path(imports.__file__).parent
    for module in folder.glob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Hit", "_hits", "found_where"}:
                named |= {
                    n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and _is_code(n.value)
                }
    assert named <= set(CHECKS), named - set(CHECKS)


def _is_code(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[a-z_]+\.[a-z_]+", value))


def test_the_weight_of_a_check_depends_on_what_the_file_is_for() -> None:
    assert not blocks("kpj.shape", "PU", "new")
    assert blocks("kpj.shape", "PU", "continuing")
    assert blocks("kpj.of_another", purpose="corrections")
    assert CHECKS["months.order"].weight is Weight.REFUSES
