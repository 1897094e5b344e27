"""Two regencies, a registered company with two workers, and somebody at each desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import RoleGrant, User
from naungan.areas.models import Area
from naungan.compliance.models import Employer
from naungan.compliance.services import Lead, note_employer
from naungan.registry.models import (
    Group,
    Membership,
    MembershipTerms,
    Payer,
    Person,
    Registration,
    Roll,
)

AREAS = {
    "75": "Gorontalo",
    "75.03": "Kabupaten Bone Bolango",
    "75.03.01": "Tapa",
    "75.04": "Kabupaten Pohuwato",
}
TODAY = date(2026, 11, 16)  # a Monday
MONTH = 2026 * 12 + 10


@pytest.fixture(autouse=True)
def ground(db: None, home: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Areas, a day that stands still, files in a home of the test's own, refusals in Indonesian."""
    for code, name in AREAS.items():
        parent = code.rpartition(".")[0] or None
        Area.objects.create(code=code, name=name, level=code.count(".") + 1, parent_id=parent)
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    with translation.override("id"):
        yield


@pytest.fixture
def desk() -> Callable[..., Client]:
    """A signed-in client with a role in a place."""

    def sit(role: str = "branch_officer", area: str = "75") -> Client:
        user = User.objects.create(username=f"{role}-{area}-{User.objects.count()}")
        RoleGrant.objects.create(user=user, role=role, area_id=area)
        client = Client()
        client.force_login(user)
        client.user = user  # type: ignore[attr-defined]
        return client

    return sit


@pytest.fixture
def regency_actor(desk: Callable[..., Client]) -> Actor:
    """The officer of Bone Bolango."""
    found = actor_for(desk(area="75.03").user, "compliance.edit")  # type: ignore[attr-defined]
    assert found is not None
    return found


@pytest.fixture
def lead() -> Callable[..., Lead]:
    """An employer of Bone Bolango that nobody has registered, or what is asked."""

    def of(**more: Any) -> Lead:
        facts = {
            "name": "CV Sinar Rekaan",
            "kind": "NOT_REGISTERED",
            "area_code": "75.03",
            "source_kind": "LICENCES",
            "source": "DPMPTSP, surat 12/2026",
            "found_on": date(2026, 9, 1),
        }
        return Lead(**(facts | more))

    return of


@pytest.fixture
def employer(lead: Callable[..., Lead], actor: Actor) -> Employer:
    """It, noted."""
    return note_employer(lead(workers=5, wage_rp=3_000_000), actor=actor)


@pytest.fixture
def company(actor: Actor, employer: Employer) -> Payer:
    """A registered company of the same name with two workers, at 2.5 and 3.1 million, in November 2026."""
    entry = employer.entry
    group = Group.objects.create(
        code="swasta", name="Swasta", name_en="x", definition="x", definition_en="x", segment="PU"
    )
    payer = Payer.objects.create(
        code="NPP-1", name="CV. SINAR REKAAN", kind="COMPANY", area_id="75.03", entry=entry
    )
    registration = Registration.objects.create(payer=payer, segment="PU", number="NPP-1", entry=entry)
    roll = Roll.objects.create(
        registration=registration,
        name="Karyawan",
        segment="PU",
        group=group,
        programmes="JKK,JKM",
        paid_by="EMPLOYER",
        first_month=MONTH - 5,
        last_month=MONTH,
        area_id="75.03",
        state="ACTIVE",
        basis="EMPLOYER",
        entry=entry,
    )
    for at, wage in enumerate((2_500_000, 3_100_000)):
        person = Person.objects.create(
            nik=f"750301010190000{at}",
            name=f"Rekaan {at}",
            domicile_id="75.03",
            nik_area="75.03.01",
            entry=entry,
        )
        spell = Membership.objects.create(
            person=person, roll=roll, first_month=MONTH - 5, last_month=MONTH, entry=entry
        )
        MembershipTerms.objects.create(membership=spell, from_month=MONTH - 5, amount_rp=wage, entry=entry)
    return payer
