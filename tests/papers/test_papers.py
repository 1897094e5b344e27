"""Issued papers: numbered once each, found by whoever holds them, withdrawn with a reason."""

from datetime import date

import pytest

from naungan.journal.models import Entry
from naungan.law.findings import Refused
from naungan.papers.queries import find, papers_of, seal, verify_address
from naungan.papers.services import issue, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]


@pytest.fixture
def certificate(actor):
    """A certificate for a regency."""

    def make(**changed):
        asked = {
            "kind": "certificate",
            "series": "PIAGAM",
            "title": "Piagam tepat waktu",
            "facts": [("Penerima", "Bone Bolango"), ("Masa penilaian", "2020")],
            "issued_on": date(2021, 9, 9),
            "area_code": "75.03",
            "subject": "uji:1",
            "actor": actor,
        }
        return issue(**(asked | changed))

    return make


def test_papers_are_numbered_one_after_the_other_by_series_area_and_year(certificate):
    assert certificate().number == "0001/PIAGAM/75.03/2021"
    assert certificate(subject="uji:2").number == "0002/PIAGAM/75.03/2021"
    assert certificate(subject="uji:3", area_code="75.71").number == "0001/PIAGAM/75.71/2021"
    assert certificate(subject="uji:4", issued_on=date(2022, 1, 3)).number == "0001/PIAGAM/75.03/2022"
    assert certificate(subject="uji:5", area_code=None).number == "0001/PIAGAM/NAUNGAN/2021"


def test_the_same_paper_asked_for_again_is_the_same_paper(certificate):
    first = certificate()
    entries = Entry.objects.count()
    assert certificate().pk == first.pk
    assert Entry.objects.count() == entries


def test_a_changed_fact_makes_another_paper_and_both_can_be_found(certificate):
    first = certificate()
    second = certificate(facts=[("Penerima", "Bone Bolango"), ("Masa penilaian", "2021")])
    assert second.pk != first.pk
    assert [paper.pk for paper in papers_of("uji:1")] == [second.pk, first.pk]


def test_who_holds_the_paper_reads_its_facts_without_signing_in(client, certificate):
    paper = certificate()
    told = client.get(f"/periksa/{paper.token}/").content.decode()
    assert "asli dan berlaku" in told
    assert "0001/PIAGAM/75.03/2021" in told
    assert "Masa penilaian" in told


def test_the_code_may_be_typed_as_people_type(client, certificate):
    paper = certificate()
    typed = " ".join(paper.token[at : at + 4] for at in range(0, 20, 4)).lower()
    assert find(typed).pk == paper.pk
    answer = client.get("/periksa/", {"kode": typed})
    assert answer.headers["Location"] == f"/periksa/{paper.token}/"


@pytest.mark.parametrize(
    "path", ["/periksa/AAAABBBBCCCCDDDDEEEE/", "/periksa/?kode=TIDAKADA", "/periksa/?kode=%20-"]
)
def test_an_unknown_code_is_said_to_be_unknown(client, path):
    answer = client.get(path)
    assert b"asli dan berlaku" not in answer.content
    assert answer.status_code == 404
    assert b"Periksa" in answer.content


def test_a_withdrawn_paper_says_so_and_why_and_is_not_given_again(client, certificate, actor):
    paper = certificate()
    withdraw(paper, on=date(2021, 10, 1), reason="Nama penerima keliru", actor=actor)
    told = client.get(f"/periksa/{paper.token}/").content.decode()
    assert "Nama penerima keliru" in told
    assert "asli dan berlaku" not in told
    assert certificate().number == "0002/PIAGAM/75.03/2021"


def test_no_paper_is_withdrawn_without_reason_or_twice(certificate, actor):
    paper = certificate()
    with pytest.raises(Refused, match="alasan"):
        withdraw(paper, on=date(2021, 10, 1), reason="  ", actor=actor)
    withdraw(paper, on=date(2021, 10, 1), reason="Keliru", actor=actor)
    with pytest.raises(Refused, match="sudah ditarik"):
        withdraw(paper, on=date(2021, 10, 2), reason="Keliru", actor=actor)


def test_the_printed_address_is_the_one_that_was_set(certificate, settings):
    settings.ADDRESS = "https://naungan.example.go.id"
    paper = certificate()
    assert verify_address(paper) == f"https://naungan.example.go.id/periksa/{paper.token}/"
    assert seal(paper)["code"].replace("-", "") == paper.token
    assert seal(paper)["says"].endswith("https://naungan.example.go.id/periksa/")
