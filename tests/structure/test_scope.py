"""No role sees a person, payer, list, bill or figure outside its scope: asked of every address, page and file."""

import pytest
from django.urls import NoReverseMatch, reverse

from naungan.accounts.access import operator
from naungan.accounts.models import Role
from naungan.accounts.services import Place, add_user
from naungan.journal.services import record
from naungan.law import months
from naungan.registry.models import (
    Group,
    ImportBatch,
    Membership,
    MembershipTerms,
    Payer,
    Person,
    Registration,
    Roll,
)
from tests.structure.addresses import addresses, let_go

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]

SECRET = "Rahasiawati"
PAYER = "Pembayar Rahasia"
NIK = "7571014101809001"
# The roles that together hold every permission to see are asked for files and for foreign filters too.
ASKED_MORE = {Role.ADMINISTRATOR, Role.AUDITOR}
# The quick path walks with those two, the gate with every role.
ROLES = [pytest.param(role, marks=() if role in ASKED_MORE else pytest.mark.slow) for role in Role.values]
MORE = ("?format=csv", f"?cari={SECRET}&area=75.71&wilayah=75.71")


@pytest.fixture
def world() -> dict[str, object]:
    """A person, payer, list and batch of Kota Gorontalo (75.71), each with a name found nowhere else."""
    entry = record(actor=SECRET, action="rahasia", summary={"area": "75.71", "note": SECRET})
    payer = Payer.objects.create(code="75.71", name=PAYER, kind="GOVERNMENT", area_id="75.71", entry=entry)
    registration = Registration.objects.create(payer=payer, segment="BPU", entry=entry)
    group = Group.objects.create(code="uji", name="Uji", name_en="Test", segment="BPU")
    first = months.parse("2023-01")
    roll = Roll.objects.create(
        registration=registration,
        name=f"Daftar {SECRET}",
        segment="BPU",
        group=group,
        programmes="JKK,JKM",
        paid_by="APBD",
        income_rp=1_000_000,
        first_month=first,
        last_month=first + 11,
        area_id="75.71",
        state="ACTIVE",
        basis="UNDECREED",
        entry=entry,
    )
    person = Person.objects.create(
        nik=NIK, name=SECRET, domicile_id="75.71", nik_area="75.71.01", address=SECRET, entry=entry
    )
    spell = Membership.objects.create(
        person=person, roll=roll, first_month=first, last_month=first + 11, entry=entry
    )
    MembershipTerms.objects.create(membership=spell, from_month=first, amount_rp=1_000_000, entry=entry)
    batch = ImportBatch.objects.create(
        payer=payer, roll=roll, file_name=f"{SECRET}.csv", sha256="0" * 64, state="COMMITTED", entry=entry
    )
    return {"person": person, "payer": payer, "roll": roll, "import_batch": batch, "journal_entry": entry}


def paths() -> list[str]:
    """Every address that needs no arguments and belongs to the rooms' pages."""
    return [a.path for a in addresses() if a.path and a.permission not in {"public", "signed-in"}]


def text_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    let_go(answer)
    return content.decode("utf-8", errors="replace")


@pytest.mark.parametrize("role", ROLES)
def test_no_page_or_file_tells_a_stranger_of_another_regency_anything(client, world, role):
    user, _ = add_user(username="asing", role=role, place=Place(area="75.03"), actor=operator())
    client.force_login(user)
    for path in paths():
        for query in ("", *(MORE if role in ASKED_MORE else ())):
            told = text_of(client.get(path + query))
            shown = told.replace(f"={SECRET}", "").replace(f'value="{SECRET}"', "").replace(f": {SECRET}", "")
            assert SECRET not in shown, path + query
            assert NIK not in told, path + query
            assert PAYER not in told, path + query


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_one_record_opens_for_a_stranger(client, world, role):
    user, _ = add_user(username="asing", role=role, place=Place(area="75.03"), actor=operator())
    client.force_login(user)
    for path in record_paths(world):
        for answer in (client.get(path, follow=True), client.post(path, follow=True)):
            assert answer.status_code in {403, 404, 405}, (path, answer.status_code)


def record_paths(world: dict[str, object]) -> list[str]:
    """The address of every page and button of the world's records."""
    found = []
    for address in addresses():
        for name, kept in world.items():
            if address.name != name and not address.name.startswith((name + "_", "roll_", "import_")):
                continue
            try:
                found.append(reverse(address.name, args=[kept.code if name == "payer" else kept.pk]))
            except NoReverseMatch:
                continue
    assert len(found) > len(world)
    return sorted(set(found))


def test_who_holds_the_place_does_see_all_of_it(client, world):
    user, _ = add_user(username="kota", role="administrator", place=Place(area="75.71"), actor=operator())
    client.force_login(user)
    assert SECRET in text_of(client.get("/peserta/?format=csv"))
    assert SECRET in text_of(client.get(reverse("person", args=[world["person"].pk])))
    assert SECRET in text_of(client.get("/jurnal/?format=csv"))
    assert SECRET in text_of(client.get("/daftar/?format=csv"))


def test_who_pays_for_a_person_sees_them_wherever_they_live(client, world):
    user, _ = add_user(username="pembayar", role="operator", place=Place(payer="75.71"), actor=operator())
    client.force_login(user)
    assert SECRET in text_of(client.get("/peserta/?format=csv"))
