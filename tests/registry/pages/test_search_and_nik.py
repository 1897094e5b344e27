"""Finding people by name, NIK and KPJ, and who reads a NIK whole."""

from __future__ import annotations

import pytest
from django.db import connection

from naungan.accounts.models import Role
from naungan.journal.models import Entry
from naungan.registry import search
from naungan.registry.models import Person

pytestmark = pytest.mark.django_db

NIK = "7503014507900001"
MASKED = "7503•••••••••001"


def names_found(client, text: str) -> set[str]:
    answer = client.get("/peserta/", {"q": text, "format": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    return {
        name for name in Person.objects.values_list("name", flat=True) if any(name in line for line in lines)
    }


@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hadij", {"SITI HADIJAH"}),
        ("siti HADI", {"SITI HADIJAH"}),
        ("si ha", {"SITI HADIJAH"}),
        ("sitih", set()),
        ("siti%", set()),
        ("s_ti", set()),
        ("'; DROP", set()),
        ('"siti"', set()),
    ],
)
def test_every_word_is_found_wherever_it_stands_in_the_name(world, sign_in, indexed, text, found):
    if indexed:
        search.index_new_names()
    assert names_found(sign_in(), text) == found


def test_a_common_name_is_found_whole_though_it_is_too_common_for_a_list(world, sign_in, monkeypatch):
    client = sign_in()
    search.index_new_names()
    every = names_found(client, "an")
    few = names_found(client, "isma")
    monkeypatch.setattr(search, "COMMON", 0)
    assert names_found(client, "an") == every
    assert names_found(client, "isma") == few == {"ISMAIL PAKAYA"}


def test_of_very_many_who_answer_a_part_is_shown_and_a_file_holds_all(world, sign_in, monkeypatch):
    client = sign_in()
    every = names_found(client, "a")
    assert len(every) > 1
    monkeypatch.setattr(search, "MOST_FOUND", len(every))
    assert "di antaranya" not in client.get("/peserta/", {"q": "a"}).content.decode()
    monkeypatch.setattr(search, "MOST_FOUND", 1)
    page = client.get("/peserta/", {"q": "a"}).content.decode()
    results = page[page.index('id="peserta-results"') :]
    assert "di antaranya" in results, "it stands in the part that a changed filter replaces"
    assert sum(name in page for name in every) == 1
    assert names_found(client, "a") == every
    assert "di antaranya" not in client.get("/peserta/").content.decode(), "only a search is cut"


def test_a_changed_name_is_found_by_the_new_one_only(world, sign_in):
    client = sign_in()
    search.index_new_names()
    Person.objects.filter(name="SITI HADIJAH").update(name="SITI KALTUM")
    assert names_found(client, "kaltum") == {"SITI KALTUM"}
    assert names_found(client, "hadij") == set()


def test_who_came_after_the_index_is_found_and_then_indexed_once(world, sign_in):
    client = sign_in()
    search.index_new_names()
    known = Person.objects.get(name="SITI HADIJAH")
    Person.objects.create(
        nik="7503014507900999",
        name="RAHMATIA BARU",
        domicile_id=known.domicile_id,
        nik_area="75.03.01",
        entry=known.entry,
    )
    assert names_found(client, "rahmatia") == {"RAHMATIA BARU"}
    search.index_new_names()
    search.index_new_names()
    assert names_found(client, "rahmatia") == {"RAHMATIA BARU"}


def test_a_kpj_is_found_whole(world, sign_in):
    client = sign_in()
    Person.objects.filter(name="SITI HADIJAH").update(kpj="19012345678")
    assert names_found(client, "1901 2345 678") == {"SITI HADIJAH"}
    assert names_found(client, "19012345") == set()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own index")
def test_postgresql_has_an_index_of_letters():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'person_name_letters'")
        assert "gin_trgm_ops" in cursor.fetchone()[0]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FINANCE, Role.REGIONAL_OFFICE])
def test_who_only_looks_reads_masked_niks_on_pages_and_in_files(world, sign_in, role):
    client = sign_in(role=role)
    person = world.people["SITI HADIJAH"]
    for path in ("/peserta/", f"/peserta/{person.pk}/", "/peserta/?format=csv"):
        answer = client.get(path)
        told = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert MASKED in told, path
        assert NIK not in told, path


def test_who_works_with_the_records_reads_them_whole(world, sign_in):
    assert NIK in sign_in(role=Role.VERIFIER).get("/peserta/").content.decode()


def test_masked_digits_cannot_be_found_one_by_one(world, sign_in):
    client = sign_in(role=Role.AUDITOR)
    assert names_found(client, NIK[:12]) == set()
    assert names_found(client, NIK) == {"SITI HADIJAH"}
    assert names_found(sign_in(), NIK[:12]) == {"SITI HADIJAH"}


def test_a_nik_is_shown_for_a_reason_and_the_journal_keeps_it(world, sign_in):
    client = sign_in(role=Role.AUDITOR)
    person = world.people["SITI HADIJAH"]
    path = f"/peserta/{person.pk}/nik/"
    assert NIK not in client.post(path, {"reason": " "}).content.decode()
    assert not Entry.objects.filter(action="registry.reveal_nik").exists()
    told = client.post(path, {"reason": "Pemeriksaan iuran Mei"}).content.decode()
    assert NIK in told
    kept = Entry.objects.get(action="registry.reveal_nik")
    assert kept.reason == "Pemeriksaan iuran Mei"
    assert kept.summary["person"] == person.pk
    assert NIK not in client.get(f"/peserta/{person.pk}/").content.decode()


def test_nobody_outside_the_scope_is_shown_a_nik(world, sign_in):
    other = world.people["DEWI MOPANGGA"]
    assert sign_in(role=Role.AUDITOR).post(f"/peserta/{other.pk}/nik/", {"reason": "x"}).status_code == 404
    assert not Entry.objects.filter(action="registry.reveal_nik").exists()


def test_masked_digits_give_no_order(world, sign_in):
    def order(client, wanted: str) -> list[str]:
        page = client.get("/peserta/", {"urut": wanted}).content.decode()
        return sorted((name for name in world.people if name in page), key=page.index)

    working = sign_in(role=Role.VERIFIER)
    assert order(working, "nik") != order(working, "-nik")
    looking = sign_in(role=Role.AUDITOR)
    assert order(looking, "nik") == order(looking, "-nik")
