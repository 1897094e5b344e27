"""What a list does to the registry: nobody lost, nobody twice, nothing half; the same file twice changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.journal.models import Change, Entry
from naungan.kit import dependents
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry import states
from naungan.registry.imports import batches
from naungan.registry.models import Group, ImportBatch, Membership, MembershipTerms, Payer, Person, Roll
from naungan.registry.queries import memberships_of, visible_people, visible_rolls
from naungan.registry.services import NotAllAccepted, RollOptions, add_payer, load_groups, record_death
from tests.registry.conftest import Bring, codes
from tests.registry.lists import aged, village_rows, workers, write_csv, write_xlsx

PEOPLE = workers(6)
ELSEWHERE = Actor("petugas kota", Scope(areas=("75.71",)))


def snapshot() -> tuple[Any, ...]:
    """Everything that an import can write, as it stands."""
    models = (Person, Payer, Roll, Membership, MembershipTerms, ImportBatch, Entry, Change)
    return tuple(list(model.objects.order_by("pk").values()) for model in models)


def test_a_list_becomes_people_memberships_and_terms_under_one_entry(bring: Bring) -> None:
    result = bring(PEOPLE)
    assert (result.rows, result.accepted, result.created, result.known) == (6, 6, 6, 0)
    roll = Roll.objects.get(pk=result.roll_id)
    assert (roll.state, roll.basis, roll.programmes) == ("ACTIVE", "UNDECREED", "JKK,JKM")
    assert Payer.objects.get().kind == "GOVERNMENT"
    entry = Entry.objects.get(action="registry.import")
    assert (entry.summary["payer"], entry.summary["accepted"]) == ("75.03", 6)
    assert set(Person.objects.values_list("entry_id", flat=True)) == {entry.pk}
    spell = Membership.objects.select_related("person").first()
    assert spell is not None
    assert (spell.first_month, spell.last_month) == (months.parse("2021-01"), months.parse("2021-12"))
    assert spell.person.address == "Dusun Timur RT 1 RW 2"
    assert set(MembershipTerms.objects.values_list("amount_rp", "risk_group")) == {(1_000_000, 1)}


def test_the_same_file_twice_changes_nothing(bring: Bring) -> None:
    rows = village_rows(PEOPLE)
    rows[3][1] = "123"
    first, before = bring(rows), snapshot()
    second = bring(rows)
    assert snapshot() == before
    assert second.repeated
    assert (second.rows, second.accepted, second.rejected, second.created, second.known) == (6, 5, 1, 0, 5)
    assert (second.batch_id, second.roll_id) == (first.batch_id, first.roll_id)
    assert codes(second) == codes(first)


def test_a_mended_list_adds_to_its_own_roll(bring: Bring) -> None:
    rows = village_rows(PEOPLE)
    rows[3][1] = "123"
    first = bring(rows)
    second = bring(PEOPLE)
    assert second.roll_id == first.roll_id
    assert (second.created, second.known, second.rejected) == (1, 5, 0)
    assert Membership.objects.count() == 6


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        ({"payer_code": "75"}, True),
        ({"group": "petani"}, True),
        ({"decree_number": "12/2021"}, True),
        ({"first_month": months.parse("2021-12"), "last_month": months.parse("2022-05")}, True),
        ({"programmes": frozenset({"JKK", "JKM", "JHT"})}, True),
        ({"programmes": frozenset({"JHT"})}, False),
        ({"first_month": months.parse("2022-01"), "last_month": months.parse("2022-06")}, False),
    ],
)
def test_nobody_is_paid_for_twice_for_a_programme_and_month(
    bring: Bring, other: dict[str, Any], clash: bool
) -> None:
    bring(PEOPLE)
    result = bring([*PEOPLE[:2], *workers(8)[6:]], **other)
    blocked = codes(result, blocking=True)
    assert blocked == (["programme.on_another_roll"] * 2 if clash else [])
    assert result.accepted == (2 if clash else 4)
    if clash:
        assert "75.03" in result.findings[0].expected
        assert "2021-01–2021-12" in result.findings[0].expected


def test_a_decree_makes_the_list_stand_on_it(bring: Bring) -> None:
    roll = Roll.objects.get(pk=bring(PEOPLE, decree_number="560/12", decree_on=date(2021, 1, 4)).roll_id)
    assert (roll.basis, roll.decree_number, roll.decree_on) == ("DECREE", "560/12", date(2021, 1, 4))


def test_a_list_recorded_before_its_decree_can_be_put_on_it_later(bring: Bring, actor: Any) -> None:
    roll = Roll.objects.get(pk=bring(PEOPLE).roll_id)
    roll = states.record_decree(roll, number="560/13", on=date(2021, 2, 1), actor=actor)
    assert (roll.basis, roll.state, roll.decree_number) == ("DECREE", "ACTIVE", "560/13")
    again = bring(PEOPLE, decree_number="560/13")
    assert (again.repeated, again.roll_id) == (True, roll.pk)
    with pytest.raises(Refused) as refusal:
        states.record_decree(roll, number="560/14", on=None, actor=actor)
    assert refusal.value.code == "roll.has_decree"


def test_a_roll_ended_early_covers_nobody_from_that_month_on(bring: Bring, actor: Any) -> None:
    roll = Roll.objects.get(pk=bring(PEOPLE).roll_id)
    states.end_from(roll, months.parse("2021-07"), actor=actor, reason="anggaran habis")
    spells = Membership.objects.values_list("last_month", "end_cause").distinct()
    assert list(spells) == [(months.parse("2021-06"), "ROLL_ENDED")]
    assert Change.objects.filter(model="registry.Membership", before__end_cause="").count() == len(PEOPLE)
    other = bring(PEOPLE, payer_code="75", first_month=months.parse("2021-07"))
    assert other.rejected == 0


def test_a_dry_run_says_the_same_and_writes_nothing(bring: Bring) -> None:
    empty = snapshot()
    tried = bring(PEOPLE, dry_run=True)
    assert snapshot() == empty
    done = bring(PEOPLE)
    assert replace(done, batch_id=None, roll_id=None) == tried


def test_all_or_nothing_takes_all_or_nothing(bring: Bring, tmp_path: Path) -> None:
    rows = village_rows(PEOPLE)
    rows[3][1] = "123"
    empty = snapshot()
    with pytest.raises(NotAllAccepted) as refusal:
        bring(rows, all_or_nothing=True, rejects=tmp_path / "perbaikan.xlsx")
    assert snapshot() == empty
    assert codes(refusal.value.result) == ["nik.shape"]
    assert (tmp_path / "perbaikan.xlsx").exists()
    assert bring(PEOPLE, all_or_nothing=True).accepted == 6


def test_a_list_without_a_sound_row_leaves_no_trace(bring: Bring) -> None:
    empty = snapshot()
    rows = village_rows(PEOPLE[:1])
    rows[1][1] = "123"
    assert bring(rows).accepted == 0
    assert snapshot() == empty


def test_rejected_rows_go_back_mended_and_come_in_again(bring: Bring, tmp_path: Path) -> None:
    rows = [["DAFTAR"], [], *village_rows(PEOPLE)]
    rows[4][1], rows[6][4] = 7503011505800001, "01-01-1977"
    back = tmp_path / "perbaikan.xlsx"
    result = bring(write_xlsx(tmp_path / "a.xlsx", rows), rejects=back)
    assert result.rejected == 2
    returned = CalamineWorkbook.from_path(back).get_sheet_by_index(0).to_python()
    assert returned[0] == [*rows[2], "Catatan perbaikan"]
    assert [row[2] for row in returned[1:]] == [PEOPLE[1].name, PEOPLE[3].name]
    assert all(isinstance(row[1], str) for row in returned)
    assert "Teks" in returned[1][-1]
    returned[1][1], returned[2][4] = PEOPLE[1].nik, ""
    again = bring(write_xlsx(tmp_path / "b.xlsx", returned))
    assert (again.created, again.rejected, again.roll_id) == (2, 0, result.roll_id)


def test_known_people_are_completed_but_never_overwritten(bring: Bring) -> None:
    bring(PEOPLE[:2])
    Person.objects.filter(nik=PEOPLE[0].nik).update(address="", name="NAMA LAMA")
    rows = village_rows(PEOPLE[:2])
    rows[1][5] = "Dusun Barat"
    result = bring(rows, first_month=months.parse("2022-01"), last_month=months.parse("2022-12"))
    assert (result.created, result.known, result.updated) == (0, 2, 1)
    assert codes(result) == ["name.differs"]
    person = Person.objects.get(nik=PEOPLE[0].nik)
    assert (person.name, person.address) == ("NAMA LAMA", "Dusun Barat RT 1 RW 2")
    change = Change.objects.get(model="registry.Person")
    assert (change.before, change.after) == ({"address": ""}, {"address": "Dusun Barat RT 1 RW 2"})


def test_the_deceased_stay_out_but_months_before_can_be_recorded_late(bring: Bring, actor: Any) -> None:
    bring(PEOPLE[:1])
    person = Person.objects.get()
    record_death(person=person, on=date(2021, 5, 9), actor=actor, reason="akta")
    spell = Membership.objects.get()
    assert (spell.last_month, spell.end_cause) == (months.parse("2021-05"), "DEATH")
    later = bring(PEOPLE[:2], first_month=months.parse("2022-01"), last_month=months.parse("2022-12"))
    assert codes(later) == ["person.deceased"]
    earlier = bring(PEOPLE[:2], first_month=months.parse("2020-01"), last_month=months.parse("2020-12"))
    assert earlier.rejected == 0


def test_a_death_is_recorded_once_and_with_one_date(bring: Bring, actor: Any) -> None:
    bring(PEOPLE[:1])
    person = record_death(person=Person.objects.get(), on=date(2021, 5, 9), actor=actor, reason="akta")
    before = snapshot()
    record_death(person=person, on=date(2021, 5, 9), actor=actor, reason="akta")
    assert snapshot() == before
    with pytest.raises(Refused, match="2021-05-10"):
        record_death(person=person, on=date(2021, 5, 10), actor=actor, reason="akta")


def test_who_comes_over_the_quota_waits(bring: Bring) -> None:
    result = bring(PEOPLE[:4], quota=3)
    assert codes(result) == ["quota.over"]
    assert result.findings[0].cell == "B5"
    again = bring(PEOPLE, quota=3)
    assert (again.accepted, again.repeated, codes(again)) == (3, True, ["quota.over"] * 3)


def test_an_import_is_undone_and_can_come_again(bring: Bring, actor: Any) -> None:
    first = bring(PEOPLE)
    batch = ImportBatch.objects.get(pk=first.batch_id)
    batches.undo_batch(batch, actor=actor, reason="salah berkas")
    assert Roll.objects.get().state == "ENDED"
    assert not any(memberships_of(person, actor.scope).exists() for person in Person.objects.all())
    again = bring(PEOPLE)
    assert (again.created, again.known, again.joined) == (0, 6, 6)
    with pytest.raises(Refused) as refusal:
        batches.undo_batch(batch, actor=actor, reason="lagi")
    assert refusal.value.code == "batch.state"


def test_undoing_one_of_two_lists_of_a_roll_keeps_the_other(bring: Bring, actor: Any) -> None:
    bring(PEOPLE[:3])
    second = bring(PEOPLE)
    batches.undo_batch(ImportBatch.objects.get(pk=second.batch_id), actor=actor, reason="salah")
    assert Roll.objects.get().state == "ACTIVE"
    again = bring(PEOPLE)
    assert (again.joined, again.unchanged) == (3, 3)
    assert Membership.objects.filter(last_month=months.parse("2021-12")).count() == 6


def test_what_depends_on_an_import_keeps_it(
    bring: Bring, actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dependents, "_asks", {})
    dependents.register_dependent(batches.DEPENDENTS, lambda batch: "tagihan Januari 2021")
    batch = ImportBatch.objects.get(pk=bring(PEOPLE).batch_id)
    with pytest.raises(Refused, match="tagihan Januari 2021"):
        batches.undo_batch(batch, actor=actor, reason="salah")
    assert Roll.objects.get().state == "ACTIVE"


def test_an_upload_is_previewed_then_proposed_then_moves_forward(
    registry: None, options: RollOptions, actor: Any, tmp_path: Path
) -> None:
    data = write_csv(tmp_path / "a.csv", village_rows(PEOPLE)).read_bytes()
    batch = batches.receive_upload(
        file_name="../a.csv", chunks=[data[:50], data[50:]], options=options, actor=actor
    )
    assert (batch.state, batch.file_name) == ("RECEIVED", "a.csv")
    preview = batches.preview_batch(batch, actor=actor)
    assert (preview.accepted, Person.objects.count(), batch.state) == (6, 0, "PREVIEWED")
    batches.commit_batch(batch, actor=actor)
    roll = Roll.objects.get()
    assert (roll.state, batch.state, batch.roll) == ("PROPOSED", "COMMITTED", roll)
    roll = states.advance(roll, "VERIFIED", actor=actor)
    with pytest.raises(Refused) as refusal:
        states.advance(roll, "DECREED", actor=actor)
    assert refusal.value.code == "roll.decree_number"
    states.advance(roll, "DECREED", actor=actor, decree_number="12", decree_on=date(2021, 1, 2))
    with pytest.raises(Refused) as refusal:
        states.advance(roll, "VERIFIED", actor=actor)
    assert refusal.value.code == "roll.step"
    for state in ("REGISTERED", "ACTIVE"):
        roll = states.advance(roll, state, actor=actor)
    with pytest.raises(Refused, match="bulannya"):
        states.advance(roll, "ENDED", actor=actor)
    roll = states.end_from(roll, months.parse("2021-07"), actor=actor)
    assert states.steps_from(roll) == []


def test_a_wrong_upload_tells_why_and_stays_refused(registry: None, options: RollOptions, actor: Any) -> None:
    batch = batches.receive_upload(file_name="a.xlsx", chunks=[b"%PDF-1.7"], options=options, actor=actor)
    with pytest.raises(Refused):
        batches.preview_batch(batch, actor=actor)
    batch.refresh_from_db()
    assert (batch.state, "lembar kerja" in batch.message) == ("REFUSED", True)
    with pytest.raises(Refused, match="Ditolak"):
        batches.commit_batch(batch, actor=actor)


def test_nobody_brings_a_list_for_a_payer_outside_their_scope(bring: Bring) -> None:
    empty = snapshot()
    with pytest.raises(Refused) as refusal:
        bring(PEOPLE, actor=ELSEWHERE)
    assert refusal.value.code == "payer.out_of_scope"
    assert snapshot() == empty


def test_findings_tell_nothing_of_people_and_payers_outside_the_scope(bring: Bring) -> None:
    bring(PEOPLE)
    Person.objects.update(name="RAHASIA SEKALI")
    result = bring(PEOPLE, actor=ELSEWHERE, payer_code="75.71")
    assert set(codes(result)) >= {"name.differs", "programme.on_another_roll"}
    told = " ".join(f"{f.expected} {f.mend}" for f in result.findings)
    assert "RAHASIA" not in told
    assert "75.03" not in told.replace("75.03 ", "")
    assert "Bone Bolango" not in told


def test_a_person_is_visible_by_domicile_or_by_who_pays(bring: Bring) -> None:
    bring(PEOPLE[:2])
    bring(PEOPLE[2:4], payer_code="75.71", area_code="75.03")
    assert visible_people(Scope(areas=("75.03",))).count() == 4
    assert visible_people(Scope(areas=("75.71",))).count() == 2
    assert visible_people(Scope(payer_codes=("75.03",))).count() == 2
    assert visible_people(Scope()).count() == 0
    assert [roll.member_count for roll in visible_rolls(Scope(areas=("75.71",)))] == [2]


def test_wrong_options_are_refused_by_name(bring: Bring) -> None:
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("segment.unknown", {"segment": "X"}),
        ("paid_by.unknown", {"paid_by": "X"}),
        ("programmes.unknown", {"programmes": frozenset({"X"})}),
        ("programmes.missing", {"programmes": frozenset()}),
        ("programmes.not_in_segment", {"programmes": frozenset({"JP"})}),
        ("months.order", {"last_month": months.parse("2020-01")}),
        ("months.too_long", {"last_month": months.parse("2031-01")}),
        ("income.out_of_range", {"income_rp": -1}),
        ("risk_group.unknown", {"risk_group": 6}),
        ("quota.out_of_range", {"quota": 0}),
        ("group.unknown", {"group": "x"}),
        ("payer.unknown", {"payer_code": "x"}),
        ("area.unknown", {"area_code": "99.99"}),
    ]
    for code, given_options in wrong:
        with pytest.raises(Refused) as refusal:
            bring(PEOPLE, **given_options)
        assert refusal.value.code == code
    assert not Entry.objects.exists()


def test_a_payer_is_added_once(registry: None, actor: Any) -> None:
    payer = {"code": "24101780", "name": "CV Maju", "kind": "COMPANY", "area_code": "75.71", "actor": actor}
    add_payer(**payer)
    for change, code in (
        ({}, "payer.exists"),
        ({"kind": "X"}, "payer.kind"),
        ({"area_code": "0"}, "area.unknown"),
    ):
        with pytest.raises(Refused) as refusal:
            add_payer(**{**payer, **change})
        assert refusal.value.code == code


def test_groups_are_loaded_once_and_follow_the_file(registry: None) -> None:
    Group.objects.filter(code="bentor").update(sector="OTHER", synonyms=[])
    count = Group.objects.count()
    load_groups()
    bentor = Group.objects.get(code="bentor")
    assert (bentor.sector, bentor.within_id, Group.objects.count()) == ("TRANSPORT", "pekerja-rentan", count)
    assert "becak motor" in bentor.synonyms
    named = {"petani", "nelayan", "imam", "guru-ngaji", "non-asn", "aparatur-desa", "rt-rw", "tpkd", "korpri"}
    assert named <= set(Group.objects.values_list("code", flat=True))
    assert all(group.definition and group.definition_en for group in Group.objects.all())


FAULTS = (
    "sound",
    "short nik",
    "no name",
    "old",
    "wrong date",
    "twice",
    "other name",
    "scientific",
    "on another roll",
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=25))
def test_no_row_is_lost_whatever_its_fault(bring: Bring, faults: list[str]) -> None:
    people = workers(len(faults), seed=len(faults))
    for model in (MembershipTerms, Membership):
        model.objects.all().delete()
    Person.objects.all().delete()
    others = [person for person, fault in zip(people, faults, strict=True) if fault == "on another roll"]
    if others:
        bring(others, payer_code="75")
    rows = village_rows(people)
    sound = 0
    for person, fault, row in zip(people, faults, rows[1:], strict=True):
        sound += _plant(fault, person, row, rows)
    result = bring(rows)
    assert result.rows == len(rows) - 1 == result.accepted + result.rejected
    assert result.accepted == result.created + result.known == sound
    assert Membership.objects.exclude(roll__registration__payer__code="75").count() == sound
    assert {f.cell[1:] for f in result.findings if f.blocking} == {
        str(source + 2) for source in result.blocked_rows
    }


def _plant(fault: str, person: Any, row: list[Any], rows: list[list[Any]]) -> int:
    """Put a fault into a row; how many people of it are sound."""
    if fault == "short nik":
        row[1] = row[1][:-1]
    elif fault == "no name":
        row[2] = ""
    elif fault == "old":
        row[:] = aged(person, date(1940, 5, 20)).row(row[0])
    elif fault == "wrong date":
        row[4] = "01-01-1977"
    elif fault in {"twice", "other name"}:
        twin = list(row)
        twin[2] = twin[2] if fault == "twice" else "ORANG LAIN SEKALI"
        rows.append(twin)
        return int(fault == "twice")
    elif fault == "scientific":
        row[1] = "7,50301E+15"
    return int(fault == "sound")


def test_the_number_of_queries_does_not_grow_with_the_list(bring: Bring) -> None:
    counts = []
    for count, first in ((20, "2021-01"), (400, "2022-01")):
        bring(workers(count, seed=3), first_month=months.parse(first), last_month=months.parse(first))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            bring(
                workers(count, seed=3),
                first_month=months.parse(first) + 1,
                last_month=months.parse(first) + 2,
            )
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def test_remarks_tell_nothing_of_people_and_payers_outside_the_payers_area_whoever_brings_the_list(bring):
    """They are kept with the batch, and everybody who sees the payer reads them."""
    known = workers(2, area="75.71.01")
    bring(known, payer_code="75.71")
    result = bring([replace(one, name="NAMA LAIN") for one in known], payer_code="75.03")
    told = " ".join(f"{one.expected} {one.mend}" for one in result.findings)
    assert set(codes(result)) >= {"name.differs", "programme.on_another_roll"}
    assert "75.71)" not in told
    assert all(one.name not in told for one in known)
