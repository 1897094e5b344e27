"""Taking in what the agency tells: its active members as a file, its bill by file or by hand. Only added."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions.reconciliation.amounts import PARTS
from naungan.contributions.reconciliation.comparing import newest_bill
from naungan.contributions.reconciliation.export import Export, lines_of, number_of, read_export
from naungan.contributions.reconciliation.keeping import keep
from naungan.contributions.reconciliation.models import AgencyBill, AgencyList, Reconciliation
from naungan.contributions.reconciliation.reconciling import (
    is_ready,
    reconcile,
    reconcile_beside,
    refuse_outside,
)
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.law.findings import Finding, Refused
from naungan.registry.models import Registration


@dataclass(frozen=True, slots=True)
class Received:
    """What a file became: a list for each registration in it, compared where our month is final.

    `is_new` is false when the very file was known: then nothing was written.
    """

    lists: tuple[AgencyList, ...]
    reconciliations: tuple[Reconciliation, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class _File:
    """A file that came: its name, digest and month, and the journal entry under which it is taken in."""

    name: str
    digest: str
    month: int
    entry: Entry


@transaction.atomic
def receive_list(
    path: Path, *, registration: Registration, month: int, actor: Actor, file_name: str = "", reason: str = ""
) -> Received:
    """Take in the agency's active members of a month and compare.

    Rows that bear the number of another registration of the actor's payers become that one's list. Refused:
    scope.outside, `file.*`, `layout.*`, agency.nobody when no row is of the month and of a known registration.
    """
    refuse_outside(registration, actor)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = AgencyList.objects.filter(registration=registration, month=month, sha256=digest).first()
    if known is not None:
        return Received((known,), _compared(registration, month), is_new=False)
    export = read_export(path, month)
    parts, strangers = _by_registration(export, registration, actor)
    if not any(map(len, parts.values())):
        raise _nobody(path.name)
    entry = record(
        actor=actor.name, user=actor.user, action="reconciliation.list", reason=reason,
        summary={"payer": registration.payer.code, "area": registration.payer.area_id, "month": month,
                 "rows": export.rows, "members": sum(map(len, parts.values()))},
    )  # fmt: skip
    file = _File(file_name or path.name, digest, month, entry)
    lists = []
    for one, members in parts.items():
        own = one.pk == registration.pk
        findings = [*export.findings, *strangers] if own else []
        if own or not AgencyList.objects.filter(registration=one, month=month, sha256=digest).exists():
            lists.append(_added(file, one, members, findings))
    done = [
        reconcile(one.registration, month, actor=actor, entry=entry)
        for one in lists
        if is_ready(one.registration, month)
    ]
    for added in lists:
        reconcile_beside(added.registration, month, actor=actor, entry=entry)
    return Received(tuple(lists), tuple(done), is_new=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says beside a file of the agency's bill: its whole, and why; None takes the sum of its lines."""

    amount_rp: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedBill:
    """What a bill by person became: a bill for each registration in it, compared where our month is final.

    `is_new` is false when it is the very file that counts already: then nothing was written.
    """

    bills: tuple[AgencyBill, ...]
    reconciliations: tuple[Reconciliation, ...]
    is_new: bool


@transaction.atomic
def receive_bill(
    path: Path,
    *,
    registration: Registration,
    month: int,
    actor: Actor,
    file_name: str = "",
    asked: Asked | None = None,
) -> ReceivedBill:
    """Take in the agency's bill of a month by person, and compare.

    Lines with the number of another registration of the actor's payers become that one's bill. Refused: scope.outside,
    `file.*`, `layout.*`, agency.nobody, agency.no_amounts when no line says what it costs.
    """
    refuse_outside(registration, actor)
    asked = asked or Asked()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = newest_bill(registration, month)
    if known is not None and known.sha256 == digest and asked.amount_rp in (None, known.amount_rp):
        return ReceivedBill((known,), _compared(registration, month), is_new=False)
    export = read_export(path, month)
    parts, strangers = _by_registration(export, registration, actor)
    if not any(map(len, parts.values())):
        raise _nobody(path.name)
    export = lines_of(export)
    parts, strangers = _by_registration(export, registration, actor)
    entry = record(
        actor=actor.name, user=actor.user, action="reconciliation.bill", reason=asked.reason,
        summary={"payer": registration.payer.code, "area": registration.payer.area_id, "month": month,
                 "rows": export.rows, "members": sum(map(len, parts.values()))},
    )  # fmt: skip
    file = _File(file_name or path.name, digest, month, entry)
    bills = []
    for one, lines in parts.items():
        own = one.pk == registration.pk
        bills.append(
            _billed(
                file,
                one,
                lines,
                [*export.findings, *strangers] if own else [],
                asked.amount_rp if own else None,
            )
        )
    done = [
        reconcile(one.registration, month, actor=actor, entry=entry)
        for one in bills
        if is_ready(one.registration, month)
    ]
    return ReceivedBill(tuple(bills), tuple(done), is_new=True)


def _billed(
    file: _File,
    registration: Registration,
    lines: pl.DataFrame,
    findings: list[Finding],
    amount_rp: int | None,
) -> AgencyBill:
    sums = {name.upper(): int(lines[name].sum() or 0) for name in PARTS}
    total = int(lines["total"].sum())
    whole = sum(sums.values()) == total
    return AgencyBill.objects.create(
        registration=registration,
        month=file.month,
        amount_rp=total if amount_rp is None else amount_rp,
        members=len(lines),
        by_programme={name: each for name, each in sums.items() if each} if whole else {},
        file_name=file.name[:200],
        sha256=file.digest,
        path=keep(lines, findings, file.month),
        remarks=len(findings),
        set_aside=sum(finding.blocking for finding in findings),
        recorded_at=timezone.now(),
        entry=file.entry,
    )


@transaction.atomic
def record_agency_bill(
    registration: Registration,
    month: int,
    *,
    amount_rp: int,
    actor: Actor,
    members: int | None = None,
    by_programme: Mapping[str, int] | None = None,
    file_name: str = "",
    reason: str = "",
) -> AgencyBill:
    """Record what the agency asks a registration for a month, and compare if our month is final.

    Refused: scope.outside; agency.sum when the programmes told do not add up to the amount.
    """
    refuse_outside(registration, actor)
    told = {name: amount for name, amount in (by_programme or {}).items() if amount}
    if told and sum(told.values()) != amount_rp:
        raise Refused(
            "agency.sum",
            _("Jumlah program tidak sama dengan jumlah tagihan."),
            where="amount_rp",
            mend=_("Periksa angka tiap program, atau kosongkan semuanya."),
        )
    entry = record(
        actor=actor.name, user=actor.user, action="reconciliation.bill", reason=reason,
        summary={"payer": registration.payer.code, "area": registration.payer.area_id, "month": month,
                 "amount": amount_rp},
    )  # fmt: skip
    bill = AgencyBill.objects.create(
        registration=registration,
        month=month,
        amount_rp=amount_rp,
        members=members,
        by_programme=told,
        file_name=file_name,
        recorded_at=timezone.now(),
        entry=entry,
    )
    if is_ready(registration, month):
        reconcile(registration, month, actor=actor, entry=entry)
    return bill


def _added(
    file: _File, registration: Registration, members: pl.DataFrame, findings: list[Finding]
) -> AgencyList:
    return AgencyList.objects.create(
        registration=registration,
        month=file.month,
        file_name=file.name[:200],
        sha256=file.digest,
        path=keep(members, findings, file.month),
        members=len(members),
        remarks=len(findings),
        set_aside=sum(finding.blocking for finding in findings),
        received_at=timezone.now(),
        entry=file.entry,
    )


def _compared(registration: Registration, month: int) -> tuple[Reconciliation, ...]:
    return tuple(Reconciliation.objects.filter(registration=registration, month=month))


def _by_registration(
    export: Export, registration: Registration, actor: Actor
) -> tuple[dict[Registration, pl.DataFrame], list[Finding]]:
    """The members by whose list they are on, and remarks on those whose number is none of the actor's payers."""
    by_number = _numbers(registration, actor)
    own = number_of(registration.number)
    parts: dict[Registration, pl.DataFrame] = {}
    strangers: list[Finding] = []
    told = export.members.select("npp", "division").unique(maintain_order=True).rows()
    lone = len({number_of(npp) for npp, _division in told if npp}) <= 1
    for npp, division in told:
        rows = export.members.filter((pl.col("npp") == npp) & (pl.col("division") == division))
        number = number_of(npp)
        is_own = not number or (not own and lone)
        found = registration if is_own else _choose(by_number.get(number, []), registration, division)
        if found is None:
            strangers += _strange(rows)
            continue
        parts[found] = pl.concat([parts[found], rows]) if found in parts else rows
    return parts, strangers


def _numbers(registration: Registration, actor: Actor) -> dict[str, list[Registration]]:
    """The registrations of the actor's payers by their number."""
    found: dict[str, list[Registration]] = {}
    rows = Registration.objects.filter(actor.scope.payer_q("payer__")).exclude(number="")
    for one in rows.select_related("payer"):
        found.setdefault(number_of(one.number), []).append(one)
    if registration.number:
        found.setdefault(number_of(registration.number), [registration])
    return found


def _choose(known: list[Registration], registration: Registration, division: str) -> Registration | None:
    """Of the registrations with a number the one of the division, else the one that was chosen, else the only one."""
    of_division = [one for one in known if division and one.division == division.zfill(3)]
    chosen = [one for one in known if one.pk == registration.pk]
    return next(iter(of_division or chosen or known[:1]), None)


def _strange(rows: pl.DataFrame) -> list[Finding]:
    return [
        Finding(
            code="agency.npp",
            sheet=sheet,
            cell=str(line),
            found=npp[:200],
            expected=_("nomor pendaftaran (NPP) yang dikenal"),
            mend=_("Isi NPP pada pendaftaran pembayarnya, lalu unggah berkas ini pada pendaftaran itu."),
            blocking=True,
        )
        for sheet, line, npp in rows.select("sheet", "line", "npp").rows()
    ]


def _nobody(name: str) -> Refused:
    return Refused(
        "agency.nobody",
        _("Tidak ada baris di berkas %(name)s untuk bulan dan pendaftaran ini.") % {"name": name},
        where="file",
        mend=_("Periksa bulan iuran (BLTH) dan NPP di berkas itu."),
    )
