"""Villages and districts propose, their regency decides and pays: who proposes, who sees it, who moves it on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from naungan.accounts.access import actor_for
from naungan.accounts.models import Role, RoleGrant, User
from naungan.law.findings import Refused
from naungan.registry import states
from naungan.registry.models import ImportBatch, Payer, Roll
from naungan.registry.queries import visible_batches, visible_rolls
from tests.registry.lists import Worker, village_rows, write_csv
from tests.registry.pages.test_imports import text, upload

pytestmark = pytest.mark.django_db

DISTRICT, NEXT_DISTRICT = "75.03.01", "75.03.02"


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    """Two new people of the district, and Ismail, for whom the city pays."""
    people = [
        Worker("RAHMAN USULAN", date(1980, 1, 2), "L", 11),
        Worker("HAPSA USULAN", date(1985, 3, 2), "P", 12),
        Worker("ISMAIL PAKAYA", date(1979, 3, 12), "L", 4),
    ]
    return write_csv(tmp_path / "usulan.csv", village_rows(people))


def propose(client, path: Path, **more) -> ImportBatch:
    upload(client, path, group="petani", name="Usulan petani", **more)
    batch = ImportBatch.objects.order_by("pk").last()
    client.post(f"/unggah/{batch.pk}/simpan/", {"how": "good"}, follow=True)
    batch.refresh_from_db()
    return batch


@pytest.fixture
def batch(world, sign_in, home, list_file) -> ImportBatch:
    """The operator of a district has proposed a list to the regency."""
    return propose(sign_in(Role.OPERATOR, DISTRICT), list_file)


def test_a_district_proposes_to_its_regency_and_sees_what_it_proposed(batch, client):
    roll = batch.roll
    assert (roll.state, roll.area_id, roll.registration.payer.code) == ("PROPOSED", DISTRICT, "75.03")
    page = text(client.get(f"/daftar/{roll.pk}/"))
    assert "RAHMAN USULAN" in page
    assert "Usulan" in page
    assert "/pembayar/75.03/" not in page, "the payer's own page is not the district's to see"
    assert "Usulan petani" in text(client.get("/daftar/"))
    assert "usulan.csv" in text(client.get("/unggah/"))


def test_the_form_offers_the_governments_above(world, sign_in):
    page = text(sign_in(Role.OPERATOR, DISTRICT).get("/unggah/baru/"))
    assert "Diusulkan kepada" in page
    assert 'value="75.03"' in page
    assert 'value="75"' in page
    assert 'value="75.71"' not in page, "a district proposes to nobody beside it"


def test_the_proposer_sees_no_other_roll_bill_or_page_of_the_payer(world, batch, client):
    other = world.rolls["Nelayan 2021"]
    assert client.get(f"/daftar/{other.pk}/").status_code == 404
    assert client.get("/pembayar/75.03/").status_code == 404
    assert "Nelayan 2021" not in text(client.get("/daftar/"))
    assert "Pemkab Bone Bolango" not in text(client.get("/pembayar/"))


def test_a_neighbouring_district_sees_nothing_of_the_proposal(batch, sign_in):
    client = sign_in(Role.OPERATOR, NEXT_DISTRICT)
    for address in (
        f"/daftar/{batch.roll_id}/",
        f"/unggah/{batch.pk}/",
        f"/unggah/{batch.pk}/ditolak.xlsx",
    ):
        assert client.get(address).status_code == 404
    assert "Usulan petani" not in text(client.get("/daftar/"))
    assert client.post(f"/unggah/{batch.pk}/batalkan/", {"reason": "coba"}).status_code == 404


@pytest.mark.parametrize("step", ["verifikasi", "tetapkan", "akhiri"])
def test_the_proposer_never_moves_a_list_on_whatever_the_role(batch, sign_in, step):
    client = sign_in(Role.LIST_OWNER, DISTRICT)
    address = f"/daftar/{batch.roll_id}/"
    assert f"{address}{step}/" not in text(client.get(address))
    given = {"decree_number": "1", "decree_on": "2021-01-02", "end-month": "2021-07", "end-reason": "coba"}
    client.post(f"{address}{step}/", given, follow=True)
    assert Roll.objects.get(pk=batch.roll_id).state == "PROPOSED"


def test_the_service_refuses_what_the_page_does_not_show(batch, sign_in):
    sign_in(Role.LIST_OWNER, DISTRICT)
    actor = actor_for(User.objects.get(username=f"list_owner-{DISTRICT}"), "registry.verify")
    assert actor
    with pytest.raises(Refused) as refused:
        states.advance(batch.roll, "VERIFIED", actor=actor)
    assert refused.value.code == "roll.out_of_scope"


def test_the_regency_sees_the_proposal_waiting_and_moves_it_on(batch, sign_in):
    client = sign_in(Role.LIST_OWNER)
    assert "1 menunggu verifikasi" in text(client.get("/", follow=True))
    client.post(f"/daftar/{batch.roll_id}/verifikasi/")
    client.post(
        f"/daftar/{batch.roll_id}/tetapkan/", {"decree_number": "9/KEP/2021", "decree_on": "2021-01-04"}
    )
    assert Roll.objects.get(pk=batch.roll_id).state == "DECREED"


def test_the_proposer_takes_back_a_proposal_but_not_a_verified_list(batch, client, sign_in):
    undo = f"/unggah/{batch.pk}/batalkan/"
    assert undo in text(client.get(f"/unggah/{batch.pk}/"))
    Roll.objects.filter(pk=batch.roll_id).update(state="VERIFIED")
    assert undo not in text(client.get(f"/unggah/{batch.pk}/"))
    client.post(undo, {"reason": "salah berkas"}, follow=True)
    batch.refresh_from_db()
    assert batch.state == "COMMITTED"
    Roll.objects.filter(pk=batch.roll_id).update(state="PROPOSED")
    client.post(undo, {"reason": "salah berkas"}, follow=True)
    batch.refresh_from_db()
    assert batch.state == "UNDONE"


def test_a_check_by_the_regency_tells_the_proposer_nothing_more(world, sign_in, home, tmp_path):
    """A known person of the next district under another name: their name stays hidden, whoever checks."""
    world.person("NAMA RAHASIA", "7503020201800021", NEXT_DISTRICT)
    path = write_csv(
        tmp_path / "lain.csv", village_rows([Worker("NAMA LAIN", date(1980, 1, 2), "L", 21, "75.03.02")])
    )
    upload(sign_in(Role.OPERATOR, DISTRICT), path, group="petani", name="Usulan petani")
    batch = ImportBatch.objects.order_by("pk").last()
    owner = sign_in(Role.LIST_OWNER)
    owner.post(f"/unggah/{batch.pk}/periksa/", follow=True)
    page = text(owner.get(f"/unggah/{batch.pk}/"))
    assert "Nama berbeda dari data peserta" in page
    assert "NAMA RAHASIA" not in page


def test_a_batch_of_the_payer_for_a_district_is_not_the_districts_to_read(world, sign_in, home, list_file):
    """Its remarks may name people of the whole regency; the list itself is seen."""
    batch = propose(sign_in(Role.LIST_OWNER), list_file, area=DISTRICT)
    client = sign_in(Role.OPERATOR, DISTRICT)
    assert client.get(f"/unggah/{batch.pk}/").status_code == 404
    assert client.get(f"/daftar/{batch.roll_id}/").status_code == 200


def test_somebody_on_the_proposal_who_lives_elsewhere_is_not_shown(world, batch, client):
    world.person("TETANGGA JAUH", "7503020201800031", NEXT_DISTRICT)
    world.rolls["usulan"] = batch.roll
    world.spell("TETANGGA JAUH", "usulan")
    assert "TETANGGA JAUH" not in text(client.get(f"/daftar/{batch.roll_id}/"))
    assert "TETANGGA JAUH" not in text(client.get(f"/daftar/{batch.roll_id}/", {"format": "csv"}))


def test_the_area_of_a_proposal_lies_in_the_proposers_scope(world, sign_in, home, list_file):
    client = sign_in(Role.OPERATOR, DISTRICT)
    upload(client, list_file, area=NEXT_DISTRICT)
    upload(client, list_file, payer="75.71")
    assert not ImportBatch.objects.exists()


def test_of_two_areas_the_proposer_names_one(world, sign_in, home, list_file):
    client = sign_in(Role.OPERATOR, DISTRICT)
    user = User.objects.get(username=f"operator-{DISTRICT}")
    RoleGrant.objects.create(user=user, role=Role.OPERATOR, area_id=NEXT_DISTRICT)
    assert "Pilih wilayah asal daftar ini." in text(upload(client, list_file))
    upload(client, list_file, area=NEXT_DISTRICT)
    batch = ImportBatch.objects.get()
    assert batch.proposed_from_id == NEXT_DISTRICT


def test_an_agency_outside_the_governments_is_no_one_to_propose_to(world, sign_in, home, list_file):
    Payer.objects.create(code="WADAH-1", name="Wadah", kind="COLLECTIVE", area_id="75.03", entry=world.entry)
    upload(sign_in(Role.OPERATOR, DISTRICT), list_file, payer="WADAH-1")
    assert not ImportBatch.objects.exists()


def test_a_province_that_has_no_list_yet_becomes_a_payer_by_a_proposal(world, sign_in, home, list_file):
    batch = propose(sign_in(Role.OPERATOR, DISTRICT), list_file, payer="75")
    assert batch.payer.kind == "GOVERNMENT"
    assert batch.roll.area_id == DISTRICT
    actor = actor_for(User.objects.get(username=f"operator-{DISTRICT}"), "registry.view")
    assert actor
    assert [roll.pk for roll in visible_rolls(actor.scope)] == [batch.roll_id]
    assert [one.pk for one in visible_batches(actor.scope)] == [batch.pk]
