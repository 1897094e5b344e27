"""The pages of lists: what they show, the steps forward, and who may take them."""

from __future__ import annotations

import pytest

from naungan.accounts.models import Role
from naungan.registry.models import Roll

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


@pytest.fixture
def proposal(world) -> Roll:
    roll = world.roll("Nelayan usulan 2022", "75.03", "nelayan", state="PROPOSED", decree_number="")
    world.person("RAHMAN USULAN", "7503011203800007", "75.03.01.2005")
    world.spell("RAHMAN USULAN", "Nelayan usulan 2022")
    return roll


def test_lists_show_payer_group_months_people_and_state(world, sign_in):
    page = text(sign_in().get("/daftar/"))
    for words in (
        "Nelayan 2021",
        "Pemkab Bone Bolango",
        "Januari 2021",
        "Desember 2021",
        "Aktif",
        "JKK, JKM",
    ):
        assert words in page
    assert "Petani kota 2021" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "PROPOSED"}, {"Nelayan usulan 2022"}),
        ({"group": "petani"}, {"Petani kota 2021"}),
        ({"payer": "75.03", "state": "ACTIVE"}, {"Nelayan 2021"}),
        ({"area": "75.71"}, {"Petani kota 2021"}),
        ({"month": "2022-01"}, set()),
        ({"q": "SK-1/2021", "state": "ACTIVE"}, {"Nelayan 2021", "Petani kota 2021"}),
    ],
)
def test_filters_in_the_address_find_lists(world, proposal, sign_in, query, found):
    page = text(sign_in(Role.AUDITOR, None).get("/daftar/", query))
    assert {name for name in world.rolls if f">{name}<" in page} == found


def test_a_list_outside_the_scope_does_not_exist(world, sign_in):
    client = sign_in()
    pk = world.rolls["Petani kota 2021"].pk
    assert client.get(f"/daftar/{pk}/").status_code == 404
    assert client.get(f"/daftar/{pk}/", {"format": "csv"}).status_code == 404


def test_the_people_of_a_list_can_be_searched_and_taken_along(world, sign_in):
    client = sign_in()
    address = f"/daftar/{world.rolls['Nelayan 2021'].pk}/"
    assert "YUSUF LAPANANDA" in text(client.get(address))
    assert "YUSUF LAPANANDA" not in text(client.get(address, {"q": "siti"}))
    lines = text(client.get(address, {"format": "csv"}))
    assert "7503014507900001" in lines
    assert "Nelayan 2021" in lines


def test_a_list_without_its_decree_says_that_the_decree_follows(world, sign_in):
    roll = world.roll("Dicatat dulu", "75.03", "nelayan", basis="UNDECREED", decree_number="")
    page = text(sign_in().get(f"/daftar/{roll.pk}/"))
    assert "SK menyusul." in page
    assert "Catat SK" not in page, "an operator does not decree"
    client = sign_in(Role.LIST_OWNER)
    given = {"sk-decree_number": "77/KEP/2021", "sk-decree_on": "2021-03-01", "sk-reason": "terbit"}
    page = text(client.post(f"/daftar/{roll.pk}/sk/", given, follow=True))
    assert "SK menyusul." not in page
    assert "77/KEP/2021" in page


def test_a_list_goes_from_proposal_to_active_each_step_by_who_may(world, proposal, sign_in):
    address = f"/daftar/{proposal.pk}/"
    client = sign_in(Role.OPERATOR)
    assert "Tandai terverifikasi" in text(client.get(address))
    assert f"{address}verifikasi/" not in text(client.get(address)), "an operator has no button"
    assert client.post(f"{address}verifikasi/").status_code == 403
    client = sign_in(Role.LIST_OWNER)
    assert f"{address}verifikasi/" in text(client.get(address))
    assert "Terverifikasi" in text(client.post(f"{address}verifikasi/", follow=True))
    page = text(client.post(f"{address}tetapkan/", {"decree_number": "", "decree_on": ""}))
    assert "Ada yang harus diperbaiki" in page
    assert Roll.objects.get(pk=proposal.pk).state == "VERIFIED"
    client.post(f"{address}tetapkan/", {"decree_number": "188/DISNAKER/2022", "decree_on": "2022-01-10"})
    decreed = Roll.objects.get(pk=proposal.pk)
    assert (decreed.state, decreed.decree_number, str(decreed.decree_on)) == (
        "DECREED",
        "188/DISNAKER/2022",
        "2022-01-10",
    )
    client.post(f"{address}daftarkan/")
    page = text(client.post(f"{address}aktifkan/", follow=True))
    assert Roll.objects.get(pk=proposal.pk).state == "ACTIVE"
    assert "188/DISNAKER/2022" in page
    assert "list_owner-75.03" in page, "each step names who took it"


def test_a_step_taken_twice_changes_nothing_the_second_time(world, proposal, sign_in):
    client = sign_in(Role.LIST_OWNER)
    client.post(f"/daftar/{proposal.pk}/verifikasi/")
    page = text(client.post(f"/daftar/{proposal.pk}/verifikasi/", follow=True))
    assert "tidak ada yang diubah" in page
    assert Roll.objects.get(pk=proposal.pk).state == "VERIFIED"


def test_nobody_moves_a_list_outside_the_scope(world, proposal, sign_in):
    client = sign_in(Role.LIST_OWNER, "75.71")
    assert client.post(f"/daftar/{proposal.pk}/verifikasi/").status_code == 404
    assert Roll.objects.get(pk=proposal.pk).state == "PROPOSED"


def test_the_start_page_tells_what_waits(world, proposal, sign_in):
    page = text(sign_in(Role.LIST_OWNER).get("/", follow=True))
    assert "Daftar menunggu" in page
    assert "1 menunggu verifikasi, 0 menunggu SK" in page
    assert "Verifikasi daftar yang diusulkan" in page


def test_a_list_is_ended_from_a_month_with_a_reason_by_who_decrees(world, sign_in):
    roll = world.rolls["Nelayan 2021"]
    address = f"/daftar/{roll.pk}/"
    assert sign_in(Role.OPERATOR).post(f"{address}akhiri/").status_code == 403
    client = sign_in(Role.LIST_OWNER)
    page = text(client.post(f"{address}akhiri/", {"end-month": "2021-07", "end-reason": ""}))
    assert "Ada yang harus diperbaiki" in page
    client.post(f"{address}akhiri/", {"end-month": "2021-07", "end-reason": "anggaran habis"})
    roll.refresh_from_db()
    assert roll.state == "ENDED"
    page = text(client.get(address))
    assert "Juni 2021" in page
    assert "Akhiri daftar" not in page
