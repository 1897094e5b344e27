"""Made-up employers that are not, or only partly, registered, and what was done about them in the spring of 2024."""

from __future__ import annotations

from datetime import date
from random import Random

from naungan.accounts.access import Actor
from naungan.compliance.models import Employer, Step
from naungan.compliance.procedure import working_day_after
from naungan.compliance.services import Lead, note_employer, record_licence_check, record_step
from naungan.demo.lists import BOALEMO, BONE_BOLANGO, GORUT, KOTA, POHUWATO
from naungan.registry.models import Payer

SEED = 75
SOURCE = "Daftar perizinan 2024 (rekaan percontohan)"
FOUND_ON = date(2024, 1, 15)
_FORMS = ("CV", "UD", "PT", "Toko")
_FIRST = ("Sinar", "Mitra", "Karya", "Cahaya", "Bintang", "Sumber", "Maju", "Usaha")
_SECOND = ("Rekaan", "Contoh", "Percobaan", "Umpama", "Andai")
_SECTORS = ("Perdagangan", "Perikanan", "Perhotelan", "Angkutan", "Perkebunan")
_AREAS = (KOTA, BONE_BOLANGO, GORUT, BOALEMO, POHUWATO)
Kind = Employer.Kind
# How far each matter has come: the number of steps of the procedure, and how it ended.
_WAYS: tuple[tuple[str, int, str], ...] = (
    (Kind.NOT_REGISTERED, 0, ""),
    (Kind.NOT_REGISTERED, 1, ""),
    (Kind.NOT_REGISTERED, 2, Step.Kind.MENDED),
    (Kind.NOT_REGISTERED, 4, ""),
    (Kind.NOT_REGISTERED, 6, ""),
    (Kind.WORKERS, 1, Step.Kind.CLOSED),
    (Kind.WORKERS, 2, ""),
    (Kind.WAGES, 1, ""),
    (Kind.PROGRAMMES, 0, ""),
)


def record_compliance(actor: Actor) -> None:
    """Note the made-up employers and their steps. Again changes nothing."""
    if Employer.objects.filter(source=SOURCE).exists():
        return
    random = Random(SEED)
    for at, (kind, count, end) in enumerate(_WAYS):
        employer = note_employer(_lead(random, at, kind), actor=actor)
        _walk(employer, count, end, actor)
    _partly(actor)
    record_licence_check(
        area_code=KOTA,
        on=date(2024, 2, 20),
        applicant="CV Umpama Baru",
        permit="Izin usaha perdagangan (rekaan)",
        asked_by="DPMPTSP Kota Gorontalo",
        result="ADVISED",
        actor=actor,
    )


def _lead(random: Random, at: int, kind: str) -> Lead:
    name = f"{random.choice(_FORMS)} {random.choice(_FIRST)} {random.choice(_SECOND)} {at + 1}"
    return Lead(
        name=name,
        kind=kind,
        area_code=_AREAS[at % len(_AREAS)],
        source_kind=Employer.SourceKind.LICENCES,
        source=SOURCE,
        found_on=FOUND_ON,
        nib="".join(random.choices("0123456789", k=13)),
        sector=random.choice(_SECTORS),
        size=random.choice(Employer.Size.values),
        workers=random.randint(3, 90),
        wage_rp=random.randrange(1_500_000, 3_500_000, 50_000),
    )


def _partly(actor: Actor) -> None:
    """A made-up company that pays, for fewer people than it is thought to employ."""
    payer = Payer.objects.filter(kind=Payer.Kind.COMPANY).order_by("pk").first()
    if payer is None:
        return
    lead = Lead(
        name=payer.name,
        kind=Kind.WORKERS,
        area_code=payer.area_id,
        source_kind=Employer.SourceKind.AGENCY,
        source=SOURCE,
        found_on=FOUND_ON,
        npp=payer.code,
        workers=5_000,
    )
    record_step(note_employer(lead, actor=actor), Step.Kind.NOTICE_1, on=date(2024, 2, 5), actor=actor)


def _walk(employer: Employer, count: int, end: str, actor: Actor) -> None:
    on = date(2024, 2, 1)
    for kind in list(Step.Kind)[:count]:
        record_step(employer, kind, on=on, officer="Petugas rekaan", actor=actor)
        on = working_day_after(on, 11)
    if end:
        record_step(employer, end, on=on, note="Rekaan: contoh akhir perkara", actor=actor)
