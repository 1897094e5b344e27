"""Employers are noted, estimated, recognised in the registry; what was done about them is added step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.compliance import procedure
from naungan.compliance.models import Employer, Estimate, LeadFile, Step
from naungan.compliance.queries.employers import letter_of, subject_of
from naungan.compliance.services.ground import area_held, entry_of
from naungan.journal.models import Entry
from naungan.journal.services import Changed, record_changes
from naungan.law.findings import Refused
from naungan.papers.services import issue, withdraw
from naungan.registry.models import Payer
from naungan.registry.payers import holds

Kind = Step.Kind
SERIES = "KEPATUHAN"


@dataclass(frozen=True, slots=True)
class Lead:
    """An employer as a source names it. `workers` and `wage_rp` (a month, each) are estimates of that source."""

    name: str
    kind: str
    area_code: str
    source_kind: str
    source: str
    found_on: date
    npp: str = ""
    nib: str = ""
    sector: str = ""
    size: str = ""
    workers: int | None = None
    wage_rp: int | None = None


@transaction.atomic
def note_employer(lead: Lead, *, actor: Actor, reason: str = "") -> Employer:
    """Note one employer by hand. Refused: `area.unknown`, `area.out_of_scope`, `employer.empty`."""
    area = area_held(lead.area_code, actor)
    entry = entry_of(actor, "note_employer", area.code, reason, name=lead.name)
    return create_employer(lead, entry)


def create_employer(lead: Lead, entry: Entry, file: LeadFile | None = None) -> Employer:
    """The record of a lead with its first estimate, under an entry of the caller. Refused: `employer.empty`."""
    name, source = " ".join(lead.name.split()), lead.source.strip()
    if not name or not source:
        field = "source" if name else "name"
        raise Refused("employer.empty", _("Nama pemberi kerja dan sumbernya harus diisi."), where=field)
    employer = Employer.objects.create(
        name=name,
        kind=lead.kind,
        area_id=lead.area_code,
        npp=lead.npp.strip(),
        nib=lead.nib.strip(),
        sector=lead.sector.strip(),
        size=lead.size,
        source_kind=lead.source_kind,
        source=source,
        found_on=lead.found_on,
        file=file,
        entry=entry,
    )
    if lead.workers is not None or lead.wage_rp is not None:
        Estimate.objects.create(
            employer=employer,
            on=lead.found_on,
            workers=lead.workers,
            wage_rp=lead.wage_rp,
            source=source,
            entry=entry,
        )
    return employer


@transaction.atomic
def estimate(
    employer: Employer,
    *,
    on: date,
    source: str,
    actor: Actor,
    workers: int | None = None,
    wage_rp: int | None = None,
    reason: str = "",
) -> Estimate:
    """A newer estimate of workers, of the mean monthly wage, or of both. Refused: `estimate.empty`,
    `area.out_of_scope`.
    """
    area_held(employer.area_id, actor)
    if workers is None and wage_rp is None:
        raise Refused(
            "estimate.empty", _("Isi perkiraan tenaga kerja, upah, atau keduanya."), where="workers"
        )
    entry = entry_of(actor, "estimate", employer.area_id, reason, employer=employer.pk)
    return Estimate.objects.create(
        employer=employer, on=on, workers=workers, wage_rp=wage_rp, source=source.strip(), entry=entry
    )


@transaction.atomic
def recognise(employer: Employer, payer: Payer | None, *, actor: Actor, reason: str = "") -> Employer:
    """Say which payer of the registry the employer is, or that none is. Refused: `area.out_of_scope`,
    `payer.out_of_scope`.
    """
    area_held(employer.area_id, actor)
    if payer is not None and not holds(actor, payer):
        raise Refused(
            "payer.out_of_scope",
            _("Pembayar ini di luar kewenangan Anda."),
            where="payer",
            mend=_("Minta petugas wilayah itu yang mengerjakannya."),
        )
    employer = Employer.objects.select_for_update().get(pk=employer.pk)
    before = employer.payer_id
    employer.payer = payer
    employer.save(update_fields=["payer"])
    entry = entry_of(actor, "recognise", employer.area_id, reason, employer=employer.pk)
    change = Changed("compliance.Employer", employer.pk, {"payer": before}, {"payer": employer.payer_id})
    record_changes(entry, [change])
    return employer


@transaction.atomic
def record_step(
    employer: Employer,
    kind: str,
    *,
    on: date,
    actor: Actor,
    officer: str = "",
    together_with: str = "",
    note: str = "",
) -> Step:
    """Add a step; a warning and a summons get their letter with number and code at once.

    Refused: `area.out_of_scope`, `step.order` (the one before it is missing, it was taken, or the matter is at
    its end), `step.day` (before the last step, or after today), `step.reason` (closed without one).
    """
    employer = Employer.objects.select_for_update().get(pk=employer.pk)
    area_held(employer.area_id, actor)
    done = procedure.counted(list(employer.steps.all()))
    _refuse_if_out_of_order(kind, done)
    _refuse_if_wrong_day(on, done)
    if kind == Kind.CLOSED and not note.strip():
        raise Refused("step.reason", _("Alasan penutupan belum diisi."), where="note")
    entry = entry_of(actor, "record_step", employer.area_id, employer=employer.pk, step=str(kind))
    step = Step.objects.create(
        employer=employer,
        kind=kind,
        on=on,
        due_on=procedure.due_after(kind, on),
        officer=officer.strip(),
        together_with=together_with.strip(),
        note=note.strip(),
        entry=entry,
    )
    if kind in procedure.LETTERS:
        _issue_letter(step, employer, actor, entry)
    return step


@transaction.atomic
def withdraw_step(step: Step, *, actor: Actor, reason: str) -> Step:
    """Take the last step that counts back: it stays, beside the step that takes it back.

    Refused: `area.out_of_scope`, `step.not_last`, `step.reason`.
    """
    employer = Employer.objects.select_for_update().get(pk=step.employer_id)
    area_held(employer.area_id, actor)
    if not reason.strip():
        raise Refused("step.reason", _("Alasan belum diisi."), where="reason")
    done = procedure.counted(list(employer.steps.all()))
    if not done or done[-1].pk != step.pk:
        raise Refused("step.not_last", _("Hanya langkah terakhir yang dapat ditarik kembali."), where="step")
    entry = entry_of(actor, "withdraw_step", employer.area_id, reason, employer=employer.pk)
    letter = letter_of(step)
    if letter is not None and letter.withdrawn_on is None:
        withdraw(letter, on=timezone.localdate(), reason=reason, actor=actor)
    return Step.objects.create(
        employer=employer,
        kind=Kind.WITHDRAWN,
        on=max(timezone.localdate(), step.on),
        note=reason.strip(),
        withdraws=step,
        entry=entry,
    )


def _refuse_if_out_of_order(kind: str, done: list[Step]) -> None:
    possible = procedure.possible(done)
    if kind in possible:
        return
    ahead = next(iter(possible), None)
    if ahead is None:
        message = _("Perkara ini sudah berakhir; tidak ada langkah yang dapat ditambah.")
    else:
        message = _("Langkah ini belum dapat dicatat; berikutnya: %(step)s.") % {"step": Kind(ahead).label}
    raise Refused(
        "step.order",
        message,
        where="kind",
        mend=_("Catat langkah menurut urutannya, atau tarik kembali langkah yang keliru."),
    )


def _refuse_if_wrong_day(on: date, done: list[Step]) -> None:
    if done and on < done[-1].on:
        raise Refused("step.day", _("Tanggalnya mendahului langkah sebelumnya."), where="on")
    if on > timezone.localdate():
        raise Refused(
            "step.day", _("Langkah dicatat setelah dilakukan; tanggal ini masih akan datang."), where="on"
        )


def _issue_letter(step: Step, employer: Employer, actor: Actor, entry: Entry) -> None:
    """Number the letter, in Indonesian whatever the language of the page: it is an Indonesian paper."""
    with translation.override("id"):
        facts = [(_("Kepada"), employer.name), (_("Perihal"), str(Kind(step.kind).label))]
        issue(
            kind="letter",
            series=SERIES,
            title=str(Kind(step.kind).label),
            facts=facts,
            issued_on=step.on,
            area_code=employer.area_id[:5],
            subject=subject_of(step),
            actor=actor,
            entry=entry,
        )
