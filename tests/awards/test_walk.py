"""The pages as their users walk them: an organiser, a juror, and the certificates at the end."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from naungan.awards.models import AwardEdition, Category, Certificate, JuryScore, Placing
from naungan.awards.services import advance, verify
from tests.awards.conftest import World
from tests.awards.test_secrets import text_of

pytestmark = pytest.mark.django_db


def test_an_organiser_opens_a_provincial_edition_and_sets_the_weights(desk) -> None:
    officer = desk("cooperation", "75")
    answer = officer.post(
        "/penghargaan/baru/",
        {
            "name": "Paritrana Gorontalo 2021",
            "organiser": "Tim 9 Provinsi Gorontalo",
            "level": "PROVINCIAL",
            "area": "75",
            "assessed_from": "2020-01-01",
            "assessed_to": "2020-12-31",
            "opened_on": "2021-01-10",
            "least_jurors": "1",
        },
        follow=True,
    )
    edition = AwardEdition.objects.get()
    assert "Edisi dibuka" in text_of(answer)
    page = officer.post(
        f"/penghargaan/{edition.pk}/kategori/",
        {"kind": "REGENCY", "finalists": "8", "winners": "3", "prize": "Mobil"},
        follow=True,
    )
    assert "Bobot ini asumsi" in text_of(page)
    category = Category.objects.get()
    weights = {f"weight_{one.pk}": f"{one.weight / 100:.2f}" for one in category.criteria.all()}
    path = f"/penghargaan/kategori/{category.pk}/bobot/"
    first = next(iter(weights))
    wrong = officer.post(path, weights | {first: "21,50", "reason": "rapat"})
    assert "Jumlah bobot 101,50 %; harus tepat 100,00 %." in text_of(wrong)
    officer.post(path, weights | {"reason": "Keputusan panitia 1/2021"})
    assert "Bobot ini asumsi" not in text_of(officer.get(f"/penghargaan/kategori/{category.pk}/"))
    known = officer.post(
        "/penghargaan/baru/",
        {
            "name": "Nasional",
            "organiser": "Panitia",
            "level": "NATIONAL",
            "assessed_from": "2020-01-01",
            "assessed_to": "2020-12-31",
            "opened_on": "2021-01-10",
            "least_jurors": "1",
        },
    )
    assert "Pilih tingkat provinsi, atau minta administrator membukanya." in text_of(known)


def test_a_candidate_is_nominated_valued_and_verified_on_its_pages(world: World) -> None:
    officer = world.desk("administrator", "")
    answer = officer.post(
        f"/penghargaan/kategori/{world.category.pk}/usul/",
        {"area": "75.71", "on": "2021-01-12", "nominated_by": "Cabang Gorontalo"},
        follow=True,
    )
    assert "Calon diusulkan" in text_of(answer)
    officer.post(f"/penghargaan/{world.edition.pk}/tahap/", {"on": "2021-02-01", "expected": "VERIFICATION"})
    candidate = world.category.candidates.get(area_id="75.71")
    innovation = world.category.criteria.get(name="Inovasi")
    path = f"/penghargaan/calon/{candidate.pk}"
    given = {
        "criterion": innovation.pk,
        "value": "82",
        "as_of": "2020-12-31",
        "source": "Naskah inovasi 4/2020",
    }
    assert "bilangan bulat" in text_of(officer.post(f"{path}/nilai/", given | {"value": "82,5"}))
    officer.post(f"{path}/nilai/", given)
    page = text_of(officer.post(f"{path}/verifikasi/", {"on": "2021-02-02"}, follow=True))
    assert "82 nilai" in page
    assert "Naskah inovasi 4/2020" in page
    assert "tidak ada yang dicatat" in page  # regulations: the system knows that there is none
    again = officer.post(f"{path}/verifikasi/", {"on": "2021-02-02"})
    assert "sudah berstatus Terverifikasi" in text_of(again)


def test_a_juror_scores_corrects_and_steps_aside_on_the_desk(world: World) -> None:
    world.to_interview()
    client, _juror = world.juror()
    one, two = world.jury_criteria
    path = reverse("jury_candidate", args=[world.candidates["75.03"].pk])
    assert "0 dari 2 kriteria" in text_of(client.get(reverse("jury")))
    assert "100" in text_of(client.post(path, {f"score_{one.pk}": "101", f"score_{two.pk}": ""}))
    client.post(path, {f"score_{one.pk}": "90,5", f"score_{two.pk}": ""})
    assert "1 dari 2 kriteria" in text_of(client.get(reverse("jury")))
    client.post(path, {f"score_{one.pk}": "91", f"score_{two.pk}": "80"})
    assert list(JuryScore.objects.order_by("pk").values_list("score", flat=True)) == [9050, 9100, 8000]
    other = reverse("jury_conflict", args=[world.candidates["75.04"].pk])
    page = client.post(other, {"reason": "pernah bekerja di sana"}, follow=True)
    assert "tidak dinilai" in text_of(page)
    refused = client.post(
        reverse("jury_candidate", args=[world.candidates["75.04"].pk]), {f"score_{one.pk}": "9"}
    )
    assert "Anda tidak dapat menilai Kabupaten Pohuwato." in text_of(refused)


def test_the_working_shows_every_step_of_the_sum(world: World) -> None:
    world.to_interview({"75.03": 80, "75.04": 40, "71.01": 60})
    _client, juror = world.juror()
    for area in world.candidates:
        world.score(juror, area, 9000, 7000)
    advance(world.edition, on=date(2021, 2, 25), actor=world.actor)
    page = text_of(
        world.desk("leader", "75").get(f"/penghargaan/calon/{world.candidates['75.03'].pk}/hitungan/")
    )
    assert "Rata-rata 1 dari 1 juri." in page
    # coverage 80 % x 25 %, no rule, no budget, on time 80 % x 10 %, innovation 80 x 15 %, jury 90 x 15 %, 70 x 5 %
    for part in ("20,0000", "8,0000", "12,0000", "13,5000", "3,5000"):
        assert part in page, part
    assert "57,00" in page
    only = text_of(
        world.desk("leader", "75").get(
            f"/penghargaan/calon/{world.candidates['75.03'].pk}/hitungan/?asal=JURY"
        )
    )
    assert "2 baris" in only


def test_winners_get_certificates_in_one_go_once(world: World) -> None:
    world.to_interview({"75.03": 80, "75.04": 40, "71.01": 60})
    _client, juror = world.juror()
    for area in world.candidates:
        world.score(juror, area, 9000, 7000)
    advance(world.edition, on=date(2021, 2, 25), actor=world.actor)
    advance(world.edition, on=date(2021, 2, 26), actor=world.actor)
    officer = world.desk("administrator", "")
    path = f"/penghargaan/kategori/{world.category.pk}/piagam/"
    given = {"giver": "Panitia uji", "given_on": "2021-02-27", "place": "Jakarta"}
    page = text_of(officer.post(path, given, follow=True))
    officer.post(path, given)
    assert Certificate.objects.count() == Placing.objects.count() == 3
    first = Certificate.objects.get(area_id="75.03")
    assert first.text == "Terbaik 1 kategori Pemerintah kabupaten/kota"
    assert first.paper.number == "0001/PIAGAM/75.03/2021"
    assert "0001/PIAGAM/75.03/2021" in page


def test_a_certificate_is_a_tagged_paper_that_anybody_can_check_and_that_can_be_withdrawn(
    world: World,
) -> None:
    officer = world.desk("cooperation", "75")
    answer = officer.post(
        "/penghargaan/piagam/serah-terima/",
        {
            "areas": ["75.03", "75.71"],
            "occasion": "Serah terima piagam",
            "text": "perlindungan pekerja",
            "giver": "Cabang Gorontalo",
            "given_on": "2021-02-27",
        },
        follow=True,
    )
    assert "Pemerintah Kota Gorontalo" in text_of(answer)
    one = Certificate.objects.get(area_id="75.03")
    pdf = officer.get(f"/penghargaan/piagam/{one.pk}.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf.content
    from django.test import Client

    public = text_of(Client().get(f"/periksa/{one.paper.token}/"))
    assert "Pemerintah Kabupaten Bone Bolango" in public
    path = f"/penghargaan/piagam/{one.pk}/tarik/"
    officer.post(path, {"reason": "salah nama"})
    assert "salah nama" in text_of(Client().get(f"/periksa/{one.paper.token}/"))
    assert "ditarik" in text_of(officer.get("/penghargaan/piagam/"))
    again = officer.post(path, {"reason": "lagi"})
    assert "sudah ditarik" in text_of(again)


def test_no_certificate_for_a_government_elsewhere(world: World) -> None:
    officer = world.desk("cooperation", "75.03")
    answer = officer.post(
        "/penghargaan/piagam/serah-terima/",
        {"areas": ["71.01"], "occasion": "x", "text": "y", "giver": "z", "given_on": "2021-02-27"},
    )
    assert answer.status_code == 200
    assert not Certificate.objects.exists()


def test_finalists_are_ticked_by_documents_and_the_page_asks_for_a_reason(world: World) -> None:
    officer = world.desk("administrator", "")
    advance(world.edition, on=date(2021, 2, 1), actor=world.actor)
    for one in world.candidates.values():
        verify(one, on=date(2021, 2, 2), actor=world.actor)
    path = f"/penghargaan/kategori/{world.category.pk}/finalis/"
    chosen = {"chosen": [world.candidates["75.03"].pk]}
    assert "Tuliskan alasan panitia" in text_of(officer.post(path, chosen))
    officer.post(path, chosen | {"reason": "keputusan rapat"})
    board = text_of(officer.get(f"/penghargaan/kategori/{world.category.pk}/?finalist=True"))
    rows = board.partition('<tbody role="rowgroup">')[2].partition("</tbody>")[0]
    assert "Bone Bolango" in rows
    assert "Pohuwato" not in rows
