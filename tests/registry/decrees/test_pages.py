"""What users see of verification, quotas, movement and cards: pages, files, doors."""

from __future__ import annotations

from html import unescape
from io import BytesIO

import pytest

from naungan.accounts.models import Role
from naungan.registry import states
from naungan.registry.decrees import quotas, verifying
from naungan.registry.models import Person, Roll
from tests.registry.decrees.conftest import CIVIL
from tests.structure.addresses import let_go

pytestmark = pytest.mark.django_db
VILLAGE = "75.03.01.2005"


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def upload(client, proposal, rows, **more):
    content = proposal.file(CIVIL, rows).read_bytes()
    file = BytesIO(content)
    file.name = "dukcapil.csv"
    given = {
        "kind": "CIVIL",
        "area": "75.03",
        "as_of": "2021-01-10",
        "source": "Dukcapil 12/2021",
        "file": file,
    }
    return client.post("/acuan/baru/", given | more)


def test_a_verifier_brings_the_reference_matches_and_decides_all_that_was_found(proposal, sign_in):
    client = sign_in(Role.VERIFIER)
    upload(client, proposal, proposal.civil(ella={"life": "MENINGGAL"}))
    base = f"/daftar/{proposal.roll.pk}/pemeriksaan/"
    client.post(f"{base}cocokkan/")
    page = text(client.get(base, {"result": "FOUND"}))
    assert "Putuskan 4 orang yang tersaring" in page
    assert "ELLA NTOMA" not in page
    client.post(f"{base}putuskan/?result=FOUND", {"expected": "4", "state": "VERIFIED"})
    assert "5 orang" not in text(client.get(base, {"state": "VERIFIED"}))
    assert "4 baris" in text(client.get(base, {"state": "VERIFIED"}))
    one = text(client.get(f"{base}{proposal.spell('ELLA NTOMA').pk}/"))
    assert "Dukcapil 12/2021" in one
    assert "Meninggal dunia" in one


def test_a_decision_for_a_number_that_has_changed_is_told_and_not_made(proposal, sign_in):
    client = sign_in(Role.VERIFIER)
    base = f"/daftar/{proposal.roll.pk}/pemeriksaan/"
    answer = client.post(f"{base}putuskan/", {"expected": "3", "state": "VERIFIED"})
    assert "Sekarang 5 orang, bukan 3" in text(answer)


def test_rows_of_a_reference_that_cannot_be_used_are_shown_with_their_cells(proposal, sign_in):
    page = text(upload(sign_in(Role.VERIFIER), proposal, [*proposal.civil(), ["123", "X Y", "", "HIDUP"]]))
    assert "A7" in page
    assert "1 baris dilewati" in page


def test_a_village_sees_its_own_people_only_and_decides_nothing(proposal, sign_in):
    Roll.objects.filter(pk=proposal.roll.pk).update(area_id=VILLAGE)
    client = sign_in(Role.OPERATOR, VILLAGE)
    base = f"/daftar/{proposal.roll.pk}/"
    page = text(client.get(f"{base}pemeriksaan/"))
    assert "ABDUL PAKAYA" in page
    assert "BIBI LIHAWA" not in page
    assert "Putuskan" not in page
    assert (
        client.post(f"{base}pemeriksaan/putuskan/", {"expected": "3", "state": "VERIFIED"}).status_code == 403
    )
    assert client.get(f"{base}pengembalian/{VILLAGE}.pdf").status_code == 200
    assert client.get(f"{base}pengembalian/75.03.01.2006.pdf").status_code == 404
    assert client.get(f"{base}lampiran/").status_code == 404, "the annex names everybody"


@pytest.mark.parametrize(
    "page", ["pemeriksaan/", "kuota/", "lampiran/", "pengembalian/", "pengembalian.zip", "mutasi/", "kartu/"]
)
def test_another_region_finds_none_of_it(proposal, sign_in, page):
    client = sign_in(Role.LIST_OWNER, "75.71")
    assert client.get(f"/daftar/{proposal.roll.pk}/{page}").status_code == 404


def test_the_quota_page_tells_why_somebody_waits(proposal, sign_in, actor):
    proposal.take(proposal.social(5, 4, 3, 2, 1), actor=actor, kind="SOCIAL")
    verifying.match(proposal.roll, actor=actor)
    proposal.decide("VERIFIED", actor=actor)
    client = sign_in(Role.LIST_OWNER)
    base = f"/daftar/{proposal.roll.pk}/kuota/"
    client.post(f"{base}tetapkan/", {"total": "4", "area_75.03.01": "2"})
    client.post(f"{base}isi/")
    page = text(client.get(base))
    assert "2 dari 2 orang; 3 menunggu" in page
    one = text(client.get(f"/daftar/{proposal.roll.pk}/pemeriksaan/{proposal.spell('BIBI LIHAWA').pk}/"))
    assert "Urutan ke-4 dari 5" in one
    assert "3 orang di depannya: desilnya lebih rendah." in one


def test_the_list_page_leads_to_the_work_and_keeps_who_did_what(proposal, sign_in, actor):
    proposal.decide("VERIFIED", actor=actor, reason="semua cocok")
    page = text(sign_in(Role.LIST_OWNER).get(f"/daftar/{proposal.roll.pk}/"))
    for words in ("Verifikasi dan validasi", "Lampiran SK", "Diputuskan verifikator", "semua cocok"):
        assert words in page


def test_movement_is_a_list_with_files(proposal, sign_in):
    Roll.objects.filter(pk=proposal.roll.pk).update(state="ACTIVE", decree_number="1/2021")
    client = sign_in(Role.LIST_OWNER)
    asked = {"dari": "2020-12", "ke": "2021-01"}
    base = f"/daftar/{proposal.roll.pk}/mutasi/"
    assert "ABDUL PAKAYA" in text(client.get(base, asked))
    csv = b"".join(client.get(base, asked | {"format": "csv"}).streaming_content).decode()
    assert csv.count("Masuk") == 5
    assert "ABDUL PAKAYA" not in text(client.get(base, asked | {"kind": "LEFT"}))


def test_the_annex_renewal_and_supplement_pages_open(proposal, sign_in, actor):
    proposal.decide("VERIFIED", actor=actor)
    quotas.set_quotas(proposal.fresh(), {}, total=4, actor=actor)
    quotas.fill_quotas(proposal.fresh(), actor=actor)
    states.advance(proposal.roll, "VERIFIED", actor=actor)
    states.advance(proposal.roll, "DECREED", actor=actor, decree_number="1/KEP/2021")
    client = sign_in(Role.LIST_OWNER)
    base = f"/daftar/{proposal.roll.pk}/"
    asked = {"bentuk": "pdf", "untuk": "lengkap"}
    assert client.post(f"{base}lampiran/buat/", asked).content.startswith(b"%PDF-")
    sheet = client.post(f"{base}lampiran/buat/", asked | {"bentuk": "xlsx"})
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    let_go(sheet)
    assert "4 orang, dengan upah" in text(client.get(f"{base}perbarui/"))
    client.post(
        f"{base}perbarui/?first_month=2022-01&last_month=2022-12", {"expected": "4", "name": "Usulan 2022"}
    )
    assert Roll.objects.get(name="Usulan 2022").state == "PROPOSED"
    assert "Tidak ada penggantian" in text(client.get(f"{base}perubahan/"))
    assert "4 orang terpilih" not in text(client.get(f"{base}pindah/", {"q": "ABDUL"}))


def test_cards_are_marked_for_whom_the_filters_leave(proposal, sign_in):
    Roll.objects.filter(pk=proposal.roll.pk).update(state="ACTIVE", decree_number="1/2021")
    client = sign_in(Role.LIST_OWNER)
    base = f"/daftar/{proposal.roll.pk}/kartu/"
    client.post(f"{base}diterima/?village={VILLAGE}", {"expected": "3", "on": "2021-02-01"})
    page = text(client.get(base))
    assert "3 dari 5 orang sudah menerima kartu; 2 belum." in page
    client.post(f"{base}tarik/?q=ABDUL", {"expected": "1", "on": "2021-02-01", "reason": "salah orang"})
    assert "2 dari 5 orang" in text(client.get(base))


def test_who_does_not_go_on_is_a_list_by_cause_with_files(proposal, sign_in):
    Roll.objects.filter(pk=proposal.roll.pk).update(state="ACTIVE", decree_number="1/2021")
    Person.objects.filter(name="ABDUL PAKAYA").update(deceased_on="2021-03-09")
    Person.objects.filter(name="BIBI LIHAWA").update(birth_on="1950-01-01")
    client = sign_in(Role.LIST_OWNER)
    base = f"/daftar/{proposal.roll.pk}/perbarui/"
    page = text(client.get(base))
    assert "3 orang, dengan upah" in page
    assert "2 baris" in page
    dead = text(client.get(base, {"sebab": "DEATH"}))
    assert "ABDUL PAKAYA" in dead
    assert "BIBI LIHAWA" not in dead
    csv = b"".join(client.get(base, {"format": "csv"}).streaming_content).decode()
    assert "Mencapai batas usia pada bulan pertama" in csv
