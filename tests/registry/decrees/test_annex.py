"""The annex as a numbered paper, and a long one that is made in the background."""

from __future__ import annotations

import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape
from io import BytesIO

import pytest

from naungan.accounts.models import Role
from naungan.law.findings import Refused
from naungan.papers.models import IssuedPaper
from naungan.registry.decrees import annex, tasks
from naungan.registry.models import Roll
from tests.structure.addresses import let_go

pytestmark = pytest.mark.django_db
PDF = {"bentuk": "pdf", "untuk": "lengkap"}


@pytest.fixture
def decreed(proposal):
    """The five are in a decree."""
    Roll.objects.filter(pk=proposal.roll.pk).update(
        state="ACTIVE", decree_number="1/KEP/2021", decree_on=date(2021, 1, 4)
    )
    return proposal


@pytest.fixture
def long(monkeypatch, decreed):
    """Three people are many; a volume holds two, typeset in this process."""
    monkeypatch.setattr(tasks, "LONG", 3)
    monkeypatch.setattr(annex, "VOLUME", 2)
    monkeypatch.setattr(annex, "_typesetter", lambda: ThreadPoolExecutor(1))
    return decreed


def base_of(proposal) -> str:
    return f"/daftar/{proposal.roll.pk}/lampiran/"


def page(client, address) -> str:
    return unescape(client.get(address).content.decode())


def whole(answer) -> bytes:
    content = b"".join(answer.streaming_content)
    let_go(answer)
    return content


def test_the_same_people_keep_the_number_and_other_people_get_another(decreed, actor):
    for is_whole in (True, False, True):
        annex.annex_pdf(decreed.fresh(), whole=is_whole, actor=actor)
    first = IssuedPaper.objects.get(kind="annex")
    assert dict(first.facts)["Jumlah"] == "5 orang"
    assert "7503" not in str(first.facts).replace(decreed.roll.name, "")
    decreed.world.spell("SITI HADIJAH", "Usulan")
    annex.annex_pdf(decreed.fresh(), whole=True, actor=actor)
    assert [one.number for one in IssuedPaper.objects.filter(kind="annex").order_by("pk")] == [
        "0001/LAMPIRAN/75.03/2021",
        "0002/LAMPIRAN/75.03/2021",
    ]


def test_a_short_annex_is_the_answer_and_a_look_at_the_page_numbers_nothing(decreed, sign_in):
    client = sign_in(Role.LIST_OWNER)
    assert "siap diunduh" not in page(client, base_of(decreed))
    assert not IssuedPaper.objects.exists()
    assert client.post(f"{base_of(decreed)}buat/", PDF).content.startswith(b"%PDF-")
    assert "0001/LAMPIRAN/75.03/2021" in page(client, base_of(decreed))


def test_a_long_annex_waits_in_volumes_for_who_comes_back(long, sign_in):
    client = sign_in(Role.LIST_OWNER)
    assert client.post(f"{base_of(long)}buat/", PDF).status_code == 302
    assert "siap diunduh" in page(client, base_of(long))
    content = whole(client.get(f"{base_of(long)}lengkap.zip"))
    with zipfile.ZipFile(BytesIO(content)) as book:
        assert book.namelist() == [f"lampiran-jilid-0{number}.pdf" for number in (1, 2, 3)]
        assert all(book.read(name).startswith(b"%PDF-") for name in book.namelist())


def test_volumes_hold_whole_villages_and_everybody_once(long):
    rows = annex.rows_of(long.fresh(), whole=True)
    volumes = list(annex._volumes(rows))
    assert [row for lines in volumes for row in lines] == rows
    villages = {row.village: sum(one.village == row.village for one in rows) for row in rows}
    # only the village that is larger than a volume is cut
    assert sorted(len(lines) for lines in volumes) == [1, 2, 2]
    assert sorted(villages.values()) == [2, 3]


def test_who_reads_no_nik_whole_gets_the_public_annex_only(long, sign_in):
    owner = sign_in(Role.LIST_OWNER)
    owner.post(f"{base_of(long)}buat/", PDF)
    auditor = sign_in(Role.AUDITOR)
    assert "NIK lengkap" not in page(auditor, base_of(long))
    assert auditor.get(f"{base_of(long)}lengkap.zip").status_code == 404
    auditor.post(f"{base_of(long)}buat/", PDF | {"untuk": "umum"})
    assert whole(auditor.get(f"{base_of(long)}umum.zip")).startswith(b"PK")


def test_another_region_finds_no_annex(long, sign_in):
    sign_in(Role.LIST_OWNER).post(f"{base_of(long)}buat/", PDF)
    stranger = sign_in(Role.LIST_OWNER, "75.71")
    for address in ("", "kemajuan/", "lengkap.zip"):
        assert stranger.get(base_of(long) + address).status_code == 404
    assert stranger.post(f"{base_of(long)}buat/", PDF).status_code == 404


def test_what_stopped_the_work_is_told_and_it_can_be_asked_again(long, sign_in, monkeypatch):
    def refuse(*_given, **_more):
        raise Refused("annex.test", "Ruang simpan penuh.")

    client = sign_in(Role.LIST_OWNER)
    with monkeypatch.context() as broken:
        broken.setattr(annex, "annex_file", refuse)
        client.post(f"{base_of(long)}buat/", PDF)
    assert "Ruang simpan penuh." in page(client, base_of(long))
    client.post(f"{base_of(long)}buat/", PDF)
    told = page(client, base_of(long))
    assert "siap diunduh" in told
    assert "Ruang simpan penuh." not in told


def test_progress_is_asked_until_it_ends_and_then_the_page_comes_anew(long, sign_in, monkeypatch):
    monkeypatch.setattr(tasks, "make", type("Waiting", (), {"enqueue": staticmethod(lambda *given: None)}))
    client = sign_in(Role.LIST_OWNER)
    client.post(f"{base_of(long)}buat/", PDF)
    assert "Sedang dibuat" in page(client, base_of(long))
    asked = f"{base_of(long)}kemajuan/?n=1"
    assert "0 persen" in client.get(asked, headers={"HX-Request": "true"}).content.decode()
    tasks.cache.delete(tasks._key(long.roll.pk, "pdf", "lengkap"))
    answer = client.get(asked, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
