"""A family's case from opening to payment: each step, paper, heir, child and note a service of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.claims.models import (
    Child,
    Claim,
    ClaimDocument,
    ClaimNote,
    ClaimStep,
    DeathReport,
    Heir,
    SchoolYear,
)
from naungan.claims.queries import at_death, visible_claims
from naungan.claims.queries.cases import children_of, document_codes, papers_of
from naungan.claims.services.ground import changed, entry_of
from naungan.journal.models import Entry
from naungan.law import parameters
from naungan.law.findings import Refused

State = Claim.State
# From a state, the states that a step leads to. A submitted case may come back for papers; a refused or ended one
# may be taken up again. PAID is reached by `services.benefits.pay_case`, which writes the money.
STEPS: Mapping[str, tuple[str, ...]] = {
    State.OPENED: (State.CONTACTED, State.WITHDRAWN),
    State.CONTACTED: (State.COMPLETE, State.WITHDRAWN),
    State.COMPLETE: (State.SUBMITTED, State.CONTACTED, State.WITHDRAWN),
    State.SUBMITTED: (State.PAID, State.REFUSED, State.CONTACTED),
    State.REFUSED: (State.CONTACTED,),
    State.WITHDRAWN: (State.CONTACTED,),
    State.PAID: (),
}
# The programmes that pay a family after a death.
_FOR_FAMILIES = frozenset({"JKK", "JKM"})


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child as told: the level now, and the years left at each level."""

    name: str
    level: str
    tk_years: int = 0
    sd_years: int = 0
    smp_years: int = 0
    sma_years: int = 0
    tertiary_years: int = 0


def open_cases(reports: Sequence[DeathReport], *, entry: Entry, opened_on: Mapping[int, date]) -> list[Claim]:
    """Open a case for each death of who was a member of JKK or JKM in the month of death; the new ones.

    `opened_on` says for each person on which day the death was told.
    """
    died_on = {report.person_id: report.died_on for report in reports}
    stood = at_death(died_on, as_of=timezone.localdate())
    claims = []
    for report in reports:
        membership = stood[report.person_id].membership
        if membership is None or not _FOR_FAMILIES & stood[report.person_id].programmes:
            continue
        roll, on = membership.roll, opened_on[report.person_id]
        claims.append(
            Claim(
                death=report,
                person_id=report.person_id,
                died_on=report.died_on,
                area_id=report.area_id,
                payer=roll.registration.payer,
                group=roll.group,
                segment=roll.segment,
                state_on=on,
                opened_on=on,
                entry=entry,
            )
        )
    Claim.objects.bulk_create(claims, batch_size=500)
    ClaimStep.objects.bulk_create(
        [ClaimStep(claim=claim, state=State.OPENED, on=claim.opened_on, entry=entry) for claim in claims],
        batch_size=500,
    )
    return claims


def why_kept(reports: Sequence[DeathReport]) -> list[str]:
    """What was done for families of these deaths that keeps the deaths from being taken back; sentences."""
    claims = Claim.objects.filter(death__in=reports)
    reasons = (
        (claims.exclude(state__in=[State.OPENED, State.WITHDRAWN]), _("kasus keluarga sudah berjalan")),
        (claims.filter(payments__isnull=False), _("manfaat sudah dicatat untuk keluarganya")),
        (claims.filter(documents__isnull=False), _("berkas keluarga sudah dicatat")),
        (claims.filter(heirs__isnull=False), _("ahli waris sudah dicatat")),
        (claims.filter(children__isnull=False), _("anak penerima beasiswa sudah dicatat")),
    )
    return [words for rows, words in reasons if rows.exists()]


def void_cases(reports: Sequence[DeathReport], *, entry: Entry) -> None:
    """End the cases of deaths that are taken back."""
    for claim in Claim.objects.filter(death__in=reports).exclude(state=State.WITHDRAWN):
        note = _("Kematian dibatalkan.")
        _enter(claim, State.WITHDRAWN, timezone.localdate(), entry=entry, note=note)


@transaction.atomic
def advance(
    claim: Claim, to: str, *, on: date, actor: Actor, note: str = "", receipt_number: str = ""
) -> Claim:
    """Take a case a step further. Refused: `claim.step`, `claim.papers_missing` before *berkas lengkap*,
    `claim.receipt` without the agency's receipt, `claim.reason` for an end without one, `claim.day`.
    """
    claim = _locked(claim, actor)
    _must_allow(claim, to)
    _refuse_wrong_day(claim, on)
    if to == State.PAID:
        raise Refused("claim.step", _("Catat pembayarannya; kasus lalu menjadi dibayar."), where="to")
    if to == State.COMPLETE:
        _refuse_if_papers_missing(claim)
    more: dict[str, Any] = {}
    if to == State.SUBMITTED:
        if not receipt_number.strip():
            message = _("Isi nomor tanda terima dari BPJS Ketenagakerjaan.")
            raise Refused("claim.receipt", message, where="receipt_number")
        more = {"submitted_on": on, "receipt_number": receipt_number.strip()[:80]}
    if to in {State.REFUSED, State.WITHDRAWN} and not note.strip():
        raise Refused("claim.reason", _("Tulis alasannya."), where="note")
    entry = entry_of(actor, f"case_{to.lower()}", claim.area_id, note, claim=claim.pk)
    _enter(claim, to, on, entry=entry, note=note, **more)
    return claim


@transaction.atomic
def note_case(
    claim: Claim, *, text: str = "", next_action: str = "", next_on: date | None = None, actor: Actor
) -> Claim:
    """Note something about a case, and what is done next until when."""
    claim = _locked(claim, actor)
    entry = entry_of(actor, "case_note", claim.area_id, claim=claim.pk)
    if text.strip():
        ClaimNote.objects.create(claim=claim, text=text.strip()[:1000], entry=entry)
    if (next_action, next_on) != (claim.next_action, claim.next_on):
        changed(entry, claim, next_action=next_action.strip()[:200], next_on=next_on)
    return claim


@transaction.atomic
def mark_documents(claim: Claim, states: Mapping[str, str], *, actor: Actor, note: str = "") -> Claim:
    """Say what became of documents of the checklist (code: state); only what changes is written."""
    claim = _locked(claim, actor)
    unknown = sorted(set(states) - set(document_codes()))
    assert not unknown, f"no document {unknown}"
    now = {paper.code: paper.state for paper in papers_of(claim, with_children=True)}
    new = {code: state for code, state in states.items() if now.get(code) != state}
    if not new:
        return claim
    entry = entry_of(actor, "case_documents", claim.area_id, note, claim=claim.pk, documents=new)
    ClaimDocument.objects.bulk_create(
        ClaimDocument(claim=claim, code=code, state=state, note=note[:200], entry=entry)
        for code, state in sorted(new.items())
    )
    return claim


@transaction.atomic
def add_heir(claim: Claim, *, name: str, relation: str, contact: str = "", actor: Actor) -> Heir:
    """Name an heir."""
    claim = _locked(claim, actor)
    entry = entry_of(actor, "case_heir", claim.area_id, claim=claim.pk)
    return Heir.objects.create(
        claim=claim, name=name[:150], relation=relation, contact=contact[:100], entry=entry
    )


@transaction.atomic
def withdraw_heir(heir: Heir, *, actor: Actor, reason: str) -> None:
    """An heir was named wrongly; the row stays, marked."""
    claim = _locked(heir.claim, actor)
    entry = entry_of(actor, "case_heir_withdrawn", claim.area_id, reason, claim=claim.pk, heir=heir.pk)
    changed(entry, heir, withdrawn_entry_id=entry.pk)


@transaction.atomic
def add_child(claim: Claim, pupil: Pupil, *, actor: Actor) -> Child:
    """Name a child for the scholarship. Refused: `claim.children` beyond those that the law of the day pays."""
    claim = _locked(claim, actor)
    most = parameters.at("scholarship_children", claim.died_on).value
    assert isinstance(most, int)
    if len(children_of(claim)) >= most:
        message = _("Beasiswa diberikan untuk paling banyak %(most)s anak.") % {"most": most}
        raise Refused("claim.children", message, where="name")
    entry = entry_of(actor, "case_child", claim.area_id, claim=claim.pk)
    values = {name: getattr(pupil, name) for name in Pupil.__slots__}
    return Child.objects.create(claim=claim, entry=entry, **values)


@transaction.atomic
def withdraw_child(child: Child, *, actor: Actor, reason: str) -> None:
    """A child was named wrongly, came of age (23), married or works; the row stays, marked."""
    claim = _locked(child.claim, actor)
    entry = entry_of(actor, "case_child_withdrawn", claim.area_id, reason, claim=claim.pk, child=child.pk)
    changed(entry, child, withdrawn_entry_id=entry.pk)


@transaction.atomic
def file_school_year(
    child: Child, *, year: int, level: str, proof: str, filed_on: date, actor: Actor
) -> SchoolYear:
    """File a scholarship's year with its proof. Refused: `school.filed` for a year filed already."""
    claim = _locked(child.claim, actor)
    if SchoolYear.objects.filter(child=child, year=year).exists():
        message = _("Beasiswa tahun %(year)s sudah diajukan.") % {"year": year}
        raise Refused("school.filed", message, where="year")
    entry = entry_of(actor, "case_school_year", claim.area_id, claim=claim.pk, child=child.pk, year=year)
    return SchoolYear.objects.create(
        child=child, year=year, level=level, proof=proof[:200], filed_on=filed_on, entry=entry
    )


@transaction.atomic
def set_cause(claim: Claim, cause: str, *, actor: Actor, reason: str) -> Claim:
    """Say whether the death was a work accident: the programme that pays depends on it. Not once it is submitted."""
    claim = _locked(claim, actor)
    if claim.state not in {State.OPENED, State.CONTACTED, State.COMPLETE, State.REFUSED}:
        raise Refused("claim.step", _("Kasus ini sudah diajukan; sebabnya tidak diubah lagi."), where="cause")
    entry = entry_of(actor, "case_cause", claim.area_id, reason, claim=claim.pk)
    changed(entry, claim.death, cause=cause)
    return claim


def locked(claim: Claim, actor: Actor) -> Claim:
    """The case as it stands now, held until the transaction ends. Refused: `area.out_of_scope`."""
    return _locked(claim, actor)


def enter(claim: Claim, to: str, on: date, *, entry: Entry, note: str = "") -> None:
    """Take a case to a state that the step before allows. Refused: `claim.step`, `claim.day`."""
    _must_allow(claim, to)
    _refuse_wrong_day(claim, on)
    _enter(claim, to, on, entry=entry, note=note)


def _locked(claim: Claim, actor: Actor) -> Claim:
    if not visible_claims(actor.scope).filter(pk=claim.pk).exists():
        raise Refused(
            "area.out_of_scope",
            _("Kasus ini di luar kewenangan Anda."),
            where="claim",
            mend=_("Minta petugas wilayah itu yang mengerjakannya."),
        )
    return Claim.objects.select_for_update(of=("self",)).select_related("death", "person").get(pk=claim.pk)


def _must_allow(claim: Claim, to: str) -> None:
    if to not in STEPS[claim.state]:
        words = {"now": claim.get_state_display(), "to": State(to).label}
        message = _("Kasus berstatus %(now)s tidak dapat langsung menjadi %(to)s.") % words
        raise Refused("claim.step", message, where="to")
    if DeathReport.objects.filter(pk=claim.death_id, undone_entry__isnull=False).exists():
        raise Refused("claim.step", _("Kematiannya dibatalkan; kasus ini tidak dilanjutkan."), where="to")


def _refuse_wrong_day(claim: Claim, on: date) -> None:
    if on > timezone.localdate() or on < claim.died_on:
        message = _("Tanggal harus sejak hari meninggal sampai hari ini.")
        raise Refused("claim.day", message, where="on")


def _refuse_if_papers_missing(claim: Claim) -> None:
    missing = [paper for paper in papers_of(claim, with_children=False) if paper.missing]
    if missing:
        names = "; ".join(paper.name for paper in missing[:3])
        raise Refused(
            "claim.papers_missing",
            _("Masih ada %(count)s berkas yang belum ada: %(names)s.")
            % {"count": len(missing), "names": names},
            where="to",
            mend=_("Tandai berkas yang sudah ada, dan yang tidak diperlukan."),
        )


def _enter(claim: Claim, to: str, on: date, *, entry: Entry, note: str = "", **more: Any) -> None:
    changed(entry, claim, state=to, state_on=on, next_action="", next_on=None, **more)
    ClaimStep.objects.create(claim=claim, state=to, on=on, note=note[:500], entry=entry)
