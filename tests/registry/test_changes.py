"""Changes to members from the agency's files, and lists given back in the agency's layouts."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.journal.models import Change
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.imports import batches, exports
from naungan.registry.imports.change_checks import read_month
from naungan.registry.imports.templates import LAYOUTS
from naungan.registry.models import ImportBatch, Membership, MembershipTerms, Person, Roll
from naungan.registry.services import ChangeRequest, change_roll, export_to
from tests.registry.conftest import Bring, codes
from tests.registry.lists import sipp_rows, workers, write_csv

PEOPLE = workers(4)
KPJ = [f"2100123456{place}" for place in range(4)]
PU = {
    "segment": "PU",
    "group": "pekerja-swasta",
    "paid_by": "EMPLOYER",
    "programmes": frozenset({"JKK", "JKM"}),
}


@pytest.fixture
def members(bring: Bring, tmp_path: Path) -> list[Person]:
    """Four wage earners of 75.03 in 2021, each with the agency's number."""
    bring(write_csv(tmp_path / "baru.csv", sipp_rows(PEOPLE)), **PU)
    people = [Person.objects.get(nik=worker.nik) for worker in PEOPLE]
    for person, kpj in zip(people, KPJ, strict=True):
        Person.objects.filter(pk=person.pk).update(kpj=kpj)
    return people


@pytest.fixture
def change(members: list[Person], actor: Any, tmp_path: Path) -> Any:
    """Bring in a file of changes, given as rows."""

    def bring_in(rows: list[list[Any]], **given: Any) -> Any:
        request = ChangeRequest("75.03", given.pop("actor", actor), **given)
        return change_roll(write_csv(tmp_path / "ubah.csv", rows), request)

    return bring_in


def inactive(*rows: tuple[int, str, str]) -> list[list[str]]:
    head = ["KPJ", "NAMA_LENGKAP", "TGL_LAHIR", "SEBAB_NA", "TGL_KEJADIAN", "KETERANGAN"]
    body = [
        [KPJ[at], PEOPLE[at].name, f"{PEOPLE[at].born:%d-%m-%Y}", cause, on, ""] for at, cause, on in rows
    ]
    return [head, *body]


def wages(*rows: tuple[int, str, str]) -> list[list[str]]:
    head = [
        "NIK",
        "NO_PEGAWAI",
        "KPJ",
        "KODE_TK",
        "NAMA_LENGKAP",
        "TGL_LAHIR",
        "UPAH",
        "RAPEL",
        "BLTH",
        "NPP",
    ]
    return [
        head,
        *(
            [PEOPLE[at].nik, "", "", "", PEOPLE[at].name, "", wage, "0", month, ""]
            for at, wage, month in rows
        ),
    ]


def spell(at: int) -> Membership:
    return Membership.objects.get(person__nik=PEOPLE[at].nik)


def test_a_member_taken_off_ends_with_the_month_and_the_cause(change: Any) -> None:
    result = change(inactive((0, "Mengundurkan diri", "15-08-2021"), (1, "Pindah", "31-03-2021")))
    assert (result.rows, result.accepted, result.updated) == (2, 2, 2)
    first, second = spell(0), spell(1)
    assert (first.last_month, first.end_cause, first.ended_on) == (
        months.parse("2021-08"),
        "OTHER",
        date(2021, 8, 15),
    )
    assert (second.last_month, second.end_cause) == (months.parse("2021-03"), "MOVED")
    change_of = Change.objects.get(model="registry.Membership", record=str(first.pk))
    assert change_of.before["last_month"] == months.parse("2021-12")


def test_a_death_is_never_a_plain_end(change: Any) -> None:
    for cause in ("Meninggal dunia", "WAFAT", "kematian"):
        result = change(inactive((0, cause, "15-08-2021")))
        assert codes(result, blocking=True) == ["end.death"]
        assert "Catat kematiannya" in result.findings[0].mend
    assert spell(0).end_cause == ""


def test_a_wage_holds_from_its_month_and_leaves_the_months_before(change: Any) -> None:
    result = change(wages((0, "3500000", "06-2021"), (1, "3000000", "06-2021")))
    assert (result.accepted, result.updated) == (2, 1)
    assert codes(result) == ["wage.back_dated", "wage.unchanged"]
    terms = MembershipTerms.objects.filter(membership=spell(0)).order_by("from_month")
    assert [(one.from_month, one.amount_rp) for one in terms] == [
        (months.parse("2021-01"), 3_000_000),
        (months.parse("2021-06"), 3_500_000),
    ]
    change(wages((0, "3600000", "06-2021")))
    assert terms.last().amount_rp == 3_600_000
    assert terms.count() == 2


def test_a_correction_changes_the_person_and_is_journalled(change: Any) -> None:
    head = ["KODE", "ALAMAT_LENGKAP_DOMISILI", "HANDPHONE", "LOKASI_PEKERJAAN", "EMAIL", "NOMOR_REKENING"]
    result = change(
        [head, [KPJ[0], "Jalan Baru 7", "0812-3456-7890", "", "", "123"], [KPJ[1], "", "", "", "", ""]]
    )
    person = Person.objects.get(nik=PEOPLE[0].nik)
    assert (person.address, person.phone) == ("Jalan Baru 7", "081234567890")
    assert codes(result) == ["correction.nothing"]
    assert "NOMOR REKENING" in result.ignored
    (change_of,) = Change.objects.filter(
        model="registry.Person", record=str(person.pk), after__has_key="phone"
    )
    assert change_of.before == {"address": "Jalan Raya 1", "phone": ""}


def test_continuing_workers_come_by_their_number(members: Any, bring: Bring, tmp_path: Path) -> None:
    head = ["NOMOR_IDENTITAS_KPJ", "NO_PEGAWAI", "NAMA_LENGKAP", "TGL_LAHIR", "UPAH", "LOKASI_PEKERJAAN",
            "STATUS_PEGAWAI", "TGL_AWAL_BEKERJA", "TGL_AKHIR_KONTRAK"]  # fmt: skip
    rows = [
        [KPJ[at], "", PEOPLE[at].name, f"{PEOPLE[at].born:%d-%m-%Y}", "3100000", "", "", "", ""]
        for at in range(4)
    ]
    rows[1][2] = "ORANG LAIN SEKALI"
    rows[2][0] = "99999999999"
    rows[3][0] = "123"
    listed = write_csv(tmp_path / "lanjut.csv", [head, *rows])
    year = {"first_month": months.parse("2022-01"), "last_month": months.parse("2022-12")}
    result = bring(listed, **PU, **year)
    assert (result.rows, result.accepted, result.created) == (4, 1, 0)
    assert codes(result, blocking=True) == ["kpj.shape", "kpj.unknown", "member.name_differs"]
    assert Membership.objects.filter(person__kpj=KPJ[0]).count() == 2
    assert not any(worker.nik in str(result.as_json()) for worker in PEOPLE), "a number tells nobody's NIK"


def test_who_is_no_member_of_the_payer_is_unknown_whoever_they_are(change: Any, bring: Bring) -> None:
    stranger = workers(1, seed=9, area="75.71.01")[0]
    bring([stranger], payer_code="75.71")
    rows = wages((0, "1", "06-2021"))
    rows[1][0], rows[1][4] = stranger.nik, stranger.name
    result = change(rows)
    assert codes(result) == ["member.unknown"]
    assert result.accepted == 0


def test_another_s_members_are_not_changed(members: Any, tmp_path: Path) -> None:
    other = Actor("lain", Scope(areas=("75.71",)))
    with pytest.raises(Refused):
        change_roll(
            write_csv(tmp_path / "a.csv", inactive((0, "Pindah", "15-08-2021"))),
            ChangeRequest("75.03", other),
        )
    assert spell(0).end_cause == ""


def test_the_same_file_twice_changes_nothing_more(change: Any) -> None:
    rows = inactive((0, "Pindah", "15-08-2021"))
    change(rows)
    entries = Change.objects.count()
    result = change(rows)
    assert codes(result) == ["end.unchanged"]
    assert (result.updated, Change.objects.count()) == (0, entries)


def test_a_batch_of_changes_is_taken_back_while_nothing_changed_again(change: Any, actor: Any) -> None:
    first = change(wages((0, "3500000", "06-2021")))
    second = change(inactive((1, "Pindah", "15-08-2021")))
    for result in (first, second):
        batches.undo_batch(ImportBatch.objects.get(pk=result.batch_id), actor=actor, reason="keliru")
    assert MembershipTerms.objects.filter(membership=spell(0)).count() == 1
    assert (spell(1).end_cause, spell(1).last_month, spell(1).ended_on) == ("", months.parse("2021-12"), None)


def test_what_changed_again_since_is_not_overwritten(change: Any, actor: Any) -> None:
    result = change(inactive((1, "Pindah", "15-08-2021")))
    Membership.objects.filter(pk=spell(1).pk).update(end_cause="DUPLICATE")
    with pytest.raises(Refused) as refusal:
        batches.undo_batch(ImportBatch.objects.get(pk=result.batch_id), actor=actor, reason="keliru")
    assert refusal.value.code == "batch.changed_since"
    assert spell(1).end_cause == "DUPLICATE"


def test_a_file_for_another_purpose_is_told_apart(bring: Bring, change: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        bring(write_csv(tmp_path / "a.csv", inactive((0, "Pindah", "15-08-2021"))))
    assert "Perubahan peserta" in refusal.value.mend
    with pytest.raises(Refused) as refusal:
        change(sipp_rows(PEOPLE))
    assert refusal.value.code == "layout.other"


@pytest.mark.parametrize(
    "text", ["03-2021", "2021-03", "202103", "3/2021", "2021-03-01", "Maret 2021", "01-03-2021"]
)
def test_a_month_is_read_in_each_form_that_lists_use(text: str) -> None:
    assert read_month(text) == months.parse("2021-03")


@pytest.mark.parametrize("text", ["", "13-2021", "bulan lalu", "2021", "00-2021"])
def test_what_is_no_month_is_none(text: str) -> None:
    assert read_month(text) is None


def sheet_of(path: Path) -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_goes_out_in_each_layout_with_the_templates_headings_as_text(
    members: Any, actor: Any, tmp_path: Path, layout: str
) -> None:
    path, rows = export_to(tmp_path, Roll.objects.get().pk, layout, actor=actor)
    head, *body = sheet_of(path)
    assert head == [heading.name for heading in LAYOUTS[layout]]
    assert len(body) == rows == (0 if layout == "sipp-tk-nonaktif" else 4)
    assert all(isinstance(cell, str) for row in body for cell in row)


def test_a_list_that_went_out_comes_in_again_without_a_remark(
    members: Any, bring: Bring, actor: Any, tmp_path: Path
) -> None:
    path, _rows = export_to(tmp_path, Roll.objects.get().pk, "sipp-tk-baru", actor=actor)
    result = bring(path, **PU)
    assert (result.rows, result.accepted, result.repeated) == (4, 4, True)
    path, _rows = export_to(tmp_path, Roll.objects.get().pk, "sipp-tk-lanjutan", actor=actor)
    assert bring(path, **PU).repeated


def test_a_month_s_movement_holds_who_moved_in_it(change: Any, actor: Any, tmp_path: Path) -> None:
    change(inactive((0, "Pindah", "15-08-2021"), (1, "Pindah", "15-09-2021")))
    change(wages((2, "3500000", "06-2021")))
    roll = Roll.objects.get().pk
    for layout, month, names in (
        ("sipp-tk-nonaktif", "2021-08", [PEOPLE[0].name]),
        ("sipp-upah", "2021-06", [PEOPLE[2].name]),
        ("sipp-tk-baru", "2021-02", []),
    ):
        path, rows = export_to(tmp_path / month, roll, layout, actor=actor, month=months.parse(month))
        head, *body = sheet_of(path)
        assert [row[head.index("NAMA_LENGKAP")] for row in body] == names
        assert rows == len(names)


def test_more_rows_than_a_file_may_have_go_out_as_several(
    members: Any, actor: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 3)
    path, rows = export_to(tmp_path, Roll.objects.get().pk, "sipp-upah", actor=actor)
    assert (path.suffix, rows) == (".zip", 4)
    with zipfile.ZipFile(path) as archive:
        assert len(archive.namelist()) == 2
        archive.extractall(tmp_path / "isi")
    sizes = [len(sheet_of(part)) - 1 for part in sorted((tmp_path / "isi").iterdir())]
    assert sizes == [3, 1]
