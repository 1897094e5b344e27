"""The pages of people and payers: what is seen, what is found, and what nobody outside the scope sees."""

from __future__ import annotations

import io

import pytest
import python_calamine

from naungan.accounts.models import Role

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def test_the_list_shows_everybody_of_the_scope_with_their_list(world, sign_in):
    page = text(sign_in().get("/peserta/"))
    assert "SITI HADIJAH" in page
    assert "7503014507900001" in page
    assert "Talulobutu" in page
    assert "Nelayan tangkap" in page
    assert "Berakhir Desember 2021" in page


def test_an_operator_of_the_regency_sees_nobody_who_belongs_to_the_city_alone(world, sign_in):
    client = sign_in()
    page = text(client.get("/peserta/"))
    assert "DEWI MOPANGGA" not in page
    assert "ISMAIL PAKAYA" in page, "he lives in the regency, whoever pays"
    assert client.get(f"/peserta/{world.people['DEWI MOPANGGA'].pk}/").status_code == 404
    for kind in ("csv", "xlsx"):
        answer = client.get("/peserta/", {"format": kind})
        content = b"".join(answer.streaming_content)
        shown = content.decode() if kind == "csv" else str(sheet(content))
        assert "7503014507900001" in shown
        assert "7571014101880003" not in shown
        assert "DEWI" not in shown


def sheet(content: bytes) -> list:
    return (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )


def test_the_payer_sees_who_it_pays_for_wherever_they_live(world, sign_in):
    page = text(sign_in(area="75.71").get("/peserta/"))
    assert "ISMAIL PAKAYA" in page
    assert "SITI HADIJAH" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "siti had"}, {"SITI HADIJAH"}),
        ({"q": "75030112"}, {"ISMAIL PAKAYA"}),
        ({"q": "7503 0112 0379 0004"}, {"ISMAIL PAKAYA"}),
        ({"area": "75.71"}, {"DEWI MOPANGGA"}),
        ({"area": "75.03.01"}, {"SITI HADIJAH", "YUSUF LAPANANDA", "ISMAIL PAKAYA"}),
        ({"payer": "75.71"}, {"DEWI MOPANGGA", "ISMAIL PAKAYA"}),
        ({"payer": "bone bol", "group": "petani"}, set()),
        ({"payer": "gorontalo", "group": "petani"}, {"DEWI MOPANGGA", "ISMAIL PAKAYA"}),
        ({"group": "nelayan"}, {"SITI HADIJAH", "YUSUF LAPANANDA"}),
        ({"segment": "PU"}, set()),
        ({"month": "2021-06", "area": "75.71"}, {"DEWI MOPANGGA"}),
        ({"month": "Januari 2022"}, set()),
        ({"state": "ended"}, {"SITI HADIJAH", "YUSUF LAPANANDA", "DEWI MOPANGGA", "ISMAIL PAKAYA"}),
        ({"state": "active"}, set()),
        ({"state": "deceased"}, {"ALM. KARIM"}),
        ({"state": "unlisted"}, {"TANPA DAFTAR"}),
    ],
)
def test_filters_in_the_address_find_who_they_say(world, sign_in, query, found):
    world.person("ALM. KARIM", "7503010202600005", "75.03", deceased_on="2020-05-01")
    world.person("TANPA DAFTAR", "7503010202600006", "75.03")
    page = text(sign_in(Role.ADMINISTRATOR, None).get("/peserta/", query))
    assert {name for name in world.people if name in page} == found


def test_an_unreadable_month_finds_nobody_and_says_why(world, sign_in):
    page = text(sign_in().get("/peserta/", {"month": "bulan depan"}))
    assert "bukan bulan" in page
    assert "SITI HADIJAH" not in page


def test_the_list_costs_the_same_number_of_questions_for_more_people(
    world, sign_in, django_assert_max_num_queries
):
    client = sign_in()
    client.get("/peserta/")
    for serial in range(30):
        world.person(f"ORANG {serial}", f"75030101017{serial:05d}", "75.03.01.2005")
        world.spell(f"ORANG {serial}", "Nelayan 2021")
    with django_assert_max_num_queries(16):
        assert "ORANG 29" in text(client.get("/peserta/"))


def test_the_person_page_tells_who_where_which_lists_and_the_history(world, sign_in):
    page = text(sign_in().get(f"/peserta/{world.people['SITI HADIJAH'].pk}/"))
    told = (
        "7503014507900001",
        "Talulobutu, Tapa, Kabupaten Bone Bolango",
        "Nelayan 2021",
        "Pemkab Bone Bolango",
        "Januari 2021 – Desember 2021",
        "JKK, JKM",
        "Rp1.000.000",
        "penyiap",
    )
    for words in told:
        assert words in page


def test_a_merged_person_leads_to_the_one_who_stays(world, sign_in):
    siti = world.people["SITI HADIJAH"]
    twin = world.person("SITI HADIDJAH", "7503014507900009", "75.03.01.2005", merged_into=siti)
    client = sign_in()
    assert client.get(f"/peserta/{twin.pk}/").headers["Location"] == f"/peserta/{siti.pk}/"
    assert "SITI HADIDJAH" not in text(client.get("/peserta/"))


def test_payers_outside_the_scope_do_not_exist(world, sign_in):
    client = sign_in()
    page = text(client.get("/pembayar/"))
    assert "Pemkab Bone Bolango" in page
    assert "Pemkot Gorontalo" not in page
    assert client.get("/pembayar/75.71/").status_code == 404


def test_the_payer_page_shows_its_lists_and_how_many_are_on_them(world, sign_in):
    page = text(sign_in().get("/pembayar/75.03/"))
    assert "Nelayan 2021" in page
    assert "<span>2</span>" in page
    assert "Petani kota 2021" not in page


def test_who_is_not_signed_in_is_sent_to_sign_in_and_a_leader_may_not_look_at_people(world, client, sign_in):
    for path in ("/peserta/", "/pembayar/", "/daftar/", "/unggah/", "/unggah/baru/"):
        assert client.get(path).status_code == 302
    leader = sign_in(Role.LEADER)
    assert leader.get("/peserta/").status_code == 403


def test_the_file_says_of_each_person_what_the_page_says(world, sign_in):
    """The file is read by columns, the page by records: the same words either way."""
    world.roll("Nelayan 2022", "75.03", "nelayan", first_month=24264, last_month=24275)
    world.spell("SITI HADIJAH", "Nelayan 2022")
    world.person("TANPA DAFTAR", "7503010202800041", "75.03.01.2005")
    world.person("SUDAH MENINGGAL", "7503010202800042", "75.03.01.2005", deceased_on="2021-03-04")
    client = sign_in()
    page = text(client.get("/peserta/"))
    lines = text(client.get("/peserta/", {"format": "csv"})).splitlines()
    rows = [line.split(",") for line in lines if line.startswith("75")]
    assert len(rows) == 5
    for row in rows:
        start = page.index(row[0])
        shown = page[start : page.index("</tr>", start)]
        assert all(cell in shown for cell in row), row


def test_writing_a_nik_on_a_proposal_opens_nobody_s_page(world, sign_in):
    world.roll("Usulan 2022", "75.03", "nelayan", state="PROPOSED", decree_number="")
    world.spell("DEWI MOPANGGA", "Usulan 2022")
    client, page = sign_in(), f"/peserta/{world.people['DEWI MOPANGGA'].pk}/"
    assert client.get(page).status_code == 404
    assert "7571014101880003" not in text(client.get("/peserta/"))
    roll = world.rolls["Usulan 2022"]
    roll.state, roll.decree_number = "DECREED", "SK-2/2022"
    roll.save()
    assert client.get(page).status_code == 200, "a decree makes the regency her payer"
