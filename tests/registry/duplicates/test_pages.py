"""The pages of doubled people and of several lists, as their users see them."""

from __future__ import annotations

import html

import pytest

from naungan.accounts.models import Role
from naungan.registry.duplicates import overlaps
from naungan.registry.duplicates.models import Overlap, Pair
from naungan.registry.models import Person

pytestmark = pytest.mark.django_db


def text(response):
    assert response.status_code == 200, response
    return html.unescape(response.content.decode())


def test_the_list_shows_who_may_be_whom_and_how_probably(twice, sign_in):
    page = text(sign_in().get("/peserta/ganda/"))
    for words in ("SITI HADIJAH", "SITI HADIDJAH", "99,85", "Menunggu keputusan", "Unduh XLSX"):
        assert words in page
    assert "Gabungkan 1 pasangan" not in page


def test_a_pair_with_one_of_them_elsewhere_is_not_shown(twice, sign_in):
    Person.objects.filter(pk=twice.again.pk).update(domicile_id="75.71.01.1001")
    client = sign_in()
    assert "HADIDJAH" not in text(client.get("/peserta/ganda/"))
    assert client.get(f"/peserta/ganda/{twice.pair.pk}/").status_code == 404


def test_the_list_is_filtered_by_person_and_decision(twice, sign_in):
    client = sign_in()
    assert "HADIDJAH" in text(client.get("/peserta/ganda/?q=hadid&state=OPEN&certainty=very"))
    assert "HADIDJAH" not in text(client.get("/peserta/ganda/?state=SAME"))
    assert "HADIDJAH" not in text(client.get("/peserta/ganda/?q=yusuf"))


def test_two_records_side_by_side_with_their_differences_and_lists(twice, sign_in):
    page = text(sign_in(Role.VERIFIER).get(f"/peserta/ganda/{twice.pair.pk}/"))
    for words in ("7503014507900001", "7503014507900019", "Mirip", "Sama", "Nelayan 2021", "Orang berbeda"):
        assert words in page


def test_who_may_only_look_decides_nothing(twice, sign_in):
    client = sign_in(Role.OPERATOR)
    assert "Gabungkan" not in text(client.get(f"/peserta/ganda/{twice.pair.pk}/"))
    for step in ("gabungkan", "putuskan", "pisahkan"):
        assert client.post(f"/peserta/ganda/{twice.pair.pk}/{step}/").status_code == 403


def test_a_verifier_merges_and_parts_again(twice, sign_in):
    client = sign_in(Role.VERIFIER)
    address = f"/peserta/ganda/{twice.pair.pk}/"
    given = {
        "m-lead": "first", "m-reason": "KK sama", "m-take_name": "second", "m-take_domicile_id": "first",
        "m-take_mother_name": "second",
    }  # fmt: skip
    page = text(client.post(f"{address}gabungkan/", given, follow=True))
    assert "Digabung menjadi satu orang" in page
    twice.siti.refresh_from_db()
    assert (twice.siti.name, twice.siti.mother_name) == ("SITI HADIDJAH", "HAPSA LAMUSU")
    assert client.get(f"/peserta/{twice.again.pk}/").headers["Location"] == f"/peserta/{twice.siti.pk}/"
    page = text(client.post(f"{address}pisahkan/", {"u-reason": "ternyata adik"}, follow=True))
    assert "kembali seperti semula" in page
    twice.siti.refresh_from_db()
    assert (twice.siti.name, twice.siti.mother_name) == ("SITI HADIJAH", "")


def test_without_a_reason_nothing_is_decided(twice, sign_in):
    client = sign_in(Role.VERIFIER)
    page = text(client.post(f"/peserta/ganda/{twice.pair.pk}/putuskan/", {"d-state": "DIFFERENT"}))
    assert "Dasar keputusan" in page
    assert twice.fresh().state == "OPEN"
    client.post(f"/peserta/ganda/{twice.pair.pk}/putuskan/", {"d-state": "DIFFERENT", "d-reason": "beda KK"})
    assert twice.fresh().state == "DIFFERENT"


def test_a_doubled_bill_is_told_before_and_refused_without_its_end(twice, sign_in):
    twice.world.spell("SITI HADIDJAH", "Nelayan 2021")
    client = sign_in(Role.VERIFIER)
    address = f"/peserta/ganda/{twice.pair.pk}/"
    assert "Akhiri kepesertaan rangkap" in text(client.get(address))
    given = {"m-lead": "first", "m-reason": "KK sama", "m-take_name": "first", "m-take_domicile_id": "first",
             "m-take_mother_name": "first"}  # fmt: skip
    assert "membayar JKK, JKM untuk keduanya" in text(client.post(f"{address}gabungkan/", given))
    client.post(f"{address}gabungkan/", given | {"m-end_doubled": "on"})
    assert twice.fresh().state == "SAME"


def test_bulk_names_how_many_and_does_not_merge_another_number(twice, sign_in):
    client = sign_in(Role.VERIFIER)
    assert "Gabungkan 1 pasangan yang sangat mungkin sama" in text(client.get("/peserta/ganda/"))
    page = text(client.post("/peserta/ganda/sekaligus/", {"count": 7, "reason": "NIK keliru"}, follow=True))
    assert "Jumlah pasangan berubah" in page
    assert Pair.objects.get().state == "OPEN"
    page = text(client.post("/peserta/ganda/sekaligus/", {"count": 1, "reason": "NIK keliru"}, follow=True))
    assert "1 pasangan digabung" in page


@pytest.fixture
def met(world, actor):
    """Siti of the regency's list is on the city's as well."""
    world.spell("SITI HADIJAH", "Petani kota 2021")
    overlaps.find(actor=actor)
    return Overlap.objects.get()


def test_the_other_payer_is_named_but_not_its_list(met, sign_in):
    client = sign_in(Role.LIST_OWNER)
    page = text(client.get("/peserta/beberapa-daftar/"))
    for words in ("SITI HADIJAH", "Pemkab Bone Bolango", "Pemkot Gorontalo", "1 menunggu keputusan"):
        assert words in page
    page = text(client.get(f"/peserta/beberapa-daftar/{met.pk}/"))
    assert "Pemkot Gorontalo" in page
    assert "Nelayan 2021" in page
    assert "Petani kota 2021" not in page


def test_another_region_sees_nothing_of_it(met, sign_in):
    client = sign_in(Role.LIST_OWNER, "75.01")
    assert "SITI" not in text(client.get("/peserta/beberapa-daftar/"))
    assert client.get(f"/peserta/beberapa-daftar/{met.pk}/").status_code == 404


def test_a_payer_ends_its_own_and_is_told_why_not_the_other(met, sign_in):
    client = sign_in(Role.LIST_OWNER)
    address = f"/peserta/beberapa-daftar/{met.pk}/putuskan/"
    given = {"keep": "standing", "from_month": "2021-05", "reason": "sudah kami bayar"}
    assert "dibayar Pemkot Gorontalo" in text(client.post(address, given))
    page = text(client.post(address, given | {"keep": "yielding"}, follow=True))
    assert "Keputusan dicatat" in page
    assert Overlap.objects.get().state == "SETTLED"


def test_overlaps_are_filtered_and_taken_along(met, sign_in):
    client = sign_in(Role.LIST_OWNER)
    assert "SITI" in text(client.get("/peserta/beberapa-daftar/?month=2021-05&payer=Pemkot&rule=EARLIER"))
    assert "SITI" not in text(client.get("/peserta/beberapa-daftar/?state=SETTLED"))
    response = client.get("/peserta/beberapa-daftar/?format=csv")
    assert "Pemkot Gorontalo" in b"".join(response.streaming_content).decode()
