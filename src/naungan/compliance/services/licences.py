"""Licence checks: asked by a licence office, answered, recorded. Nothing is blocked here."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.compliance.models import Employer, LicenceCheck
from naungan.compliance.services.ground import area_held, entry_of
from naungan.law.findings import Refused
from naungan.registry.models import Payer


@transaction.atomic
def record_licence_check(
    *,
    area_code: str,
    on: date,
    applicant: str,
    permit: str,
    asked_by: str,
    result: str,
    actor: Actor,
    nib: str = "",
    payer: Payer | None = None,
    employer: Employer | None = None,
    note: str = "",
    reason: str = "",
) -> LicenceCheck:
    """Record who asked about whom, for which permit, and what they were told.

    Refused: `area.unknown`, `area.out_of_scope`, `licence.empty`.
    """
    area = area_held(area_code, actor)
    facts = {"applicant": applicant.strip(), "permit": permit.strip(), "asked_by": asked_by.strip()}
    empty = next((name for name, text in facts.items() if not text), None)
    if empty:
        raise Refused("licence.empty", _("Pemohon, izin dan instansi penanya harus diisi."), where=empty)
    entry = entry_of(actor, "record_licence_check", area.code, reason, result=result)
    return LicenceCheck.objects.create(
        area=area,
        on=on,
        **facts,
        nib=nib.strip(),
        result=result,
        payer=payer,
        employer=employer,
        note=note.strip(),
        entry=entry,
    )
