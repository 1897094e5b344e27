"""The law in the open: parameters, explanations, and the JSON door."""

import json

import pytest

from naungan.law import parameters
from naungan.law.explanation import explain

pytestmark = pytest.mark.django_db

BPU = "ask=contribution&month=2024-04&segment=BPU&income=1000000&programmes=JKK&programmes=JKM&paid_by=SELF"


def page(client, address: str) -> str:
    return client.get(address).content.decode()


def test_every_parameter_is_listed_with_value_date_article_and_confidence(client):
    shown = page(client, "/hukum/parameter/?cari=bpu")
    for text in ("Dasar penghasilan BPU", "PP 44/2015 Lampiran II", "01-07-2015", "sumber kedua"):
        assert text in shown


def test_the_filters_narrow_the_list(client):
    low = page(client, "/hukum/parameter/?keyakinan=low")
    assert "diragukan</span>" in low
    assert "teks hukum dibaca</span>" not in low
    old = page(client, "/hukum/parameter/?pada=2016-01-01&kelompok=jp")
    assert "2015" in old
    assert "01-03-2025" not in old


def test_the_list_downloads_whole_addresses_where_the_page_shows_only_the_site(client):
    text = b"".join(client.get("/hukum/parameter/?format=csv").streaming_content).decode()
    assert "https://" in text
    assert len(text.splitlines()) > len(parameters.catalogue())


def test_one_parameter_shows_its_history_and_its_table(client):
    shown = page(client, "/hukum/parameter/bpu_base/")
    assert "Isi tabel" in shown
    assert "Rp20.700.000" in shown
    assert client.get("/hukum/parameter/tidak_ada/").status_code == 404


@pytest.mark.parametrize("name", sorted(parameters.catalogue()))
def test_every_parameter_has_a_page_in_both_languages(client, name):
    for language in ("id", "en"):
        client.cookies["naungan_language"] = language
        assert client.get(f"/hukum/parameter/{name}/").status_code == 200


def test_an_amount_is_explained_step_by_step(client):
    shown = page(client, f"/hukum/jelaskan/?{BPU}")
    for text in ("Rp16.800", "Rp10.000", "Rp6.800", "PP 44/2015 Pasal 16"):
        assert text in shown


def test_a_doubtful_parameter_is_flagged(client):
    facts = "month=2026-05&segment=BPU&income=1000000&programmes=JKK&paid_by=APBDES"
    assert "Yang masih diragukan" in page(client, f"/hukum/jelaskan/?ask=contribution&{facts}")


def test_a_missing_fact_is_told_at_its_field(client):
    answer = client.get("/hukum/jelaskan/?ask=contribution&month=2024-04&segment=BPU&programmes=JKK")
    assert answer.status_code == 422
    assert 'href="#id_income"' in answer.content.decode()


def test_a_programme_that_the_segment_cannot_have_is_told(client):
    answer = client.get(
        "/hukum/jelaskan/?ask=contribution&month=2024-04&segment=BPU&income=1000000&programmes=JP"
    )
    assert answer.status_code == 422
    assert "tidak mempunyai program JP" in answer.content.decode()


def test_the_form_alone_asks_nothing_yet(client):
    answer = client.get("/hukum/jelaskan/?ask=benefit.jkm")
    assert answer.status_code == 200
    assert "Isi faktanya" in answer.content.decode()
    assert client.get("/hukum/jelaskan/?ask=lain").status_code == 404


def test_children_are_written_one_a_line(client):
    address = "/hukum/jelaskan/?ask=benefit.scholarship&event_on=2023-05-01&cause=WORK_ACCIDENT&children="
    shown = page(client, address + "sd%3D6%20smp%3D3%0Akuliah%3D4")
    expected = explain(
        "benefit.scholarship",
        {
            "event_on": "2023-05-01",
            "cause": "WORK_ACCIDENT",
            "children": [{"sd_years": 6, "smp_years": 3}, {"tertiary_years": 4}],
        },
    )["results"]["total"]
    assert f"Rp{expected:,}".replace(",", ".") in shown
    assert client.get(address + "sd%3Denam").status_code == 422


class TestTheJsonDoor:
    def ask(self, client, body):
        return client.post("/api/v1/law/explain", json.dumps(body), content_type="application/json")

    def test_it_answers_as_the_contract_has_it(self, client):
        facts = {
            "month": "2024-04",
            "segment": "BPU",
            "income": 1_000_000,
            "programmes": ["JKK", "JKM"],
            "paid_by": "SELF",
        }
        answer = self.ask(client, {"ask": "contribution", "facts": facts})
        assert answer.status_code == 200
        assert answer.json() == json.loads(json.dumps(explain("contribution", facts)))

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"ask": "lain", "facts": {}}, "ask.unknown"),
            ({"ask": "contribution", "facts": {"warna": 1}}, "fact.unknown"),
            ({"ask": "contribution", "facts": {"month": "2024-04"}}, "fact.missing"),
        ],
    )
    def test_a_refusal_is_422_with_its_code(self, client, body, code):
        answer = self.ask(client, body)
        assert answer.status_code == 422
        assert answer.json()["error"]["code"] == code

    @pytest.mark.parametrize(
        "body", [{}, {"ask": 1}, {"ask": "contribution", "facts": [], "more": 1}, [], "x"]
    )
    def test_a_body_of_another_shape_is_422_in_the_same_form(self, client, body):
        answer = self.ask(client, body)
        assert answer.status_code == 422
        assert set(answer.json()["error"]) == {"code", "message", "where", "mend"}

    def test_what_is_no_json_is_told(self, client):
        answer = client.post("/api/v1/law/explain", "{", content_type="application/json")
        assert answer.status_code in (400, 422)
        assert answer.json()["error"]["code"]
