"""Agreements: proposed, drafted stage by stage, signed, amended, renewed, ended early. Nothing is erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.agreements.models import Agreement, AgreementParty, Amendment, Stage, StageStep
from naungan.agreements.queries import MOST_CORRECTIONS, terms_on
from naungan.agreements.services.ground import (
    area_named,
    changed,
    entry_of,
    groups_named,
    refuse_if_out_of_scope,
)
from naungan.journal.models import Entry
from naungan.law.findings import Refused

ORDER = tuple(Stage)


@dataclass(frozen=True, slots=True)
class Party:
    """A side: its name, its own number for the paper, who signs and by which authority (a power of attorney)."""

    name: str
    number: str = ""
    signer: str = ""
    signer_title: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What an agreement says. `starts_on` and `ends_on` may be open while it is drafted."""

    kind: str
    title: str
    area_code: str
    parties: tuple[Party, ...]
    parent: Agreement | None = None
    scope: str = ""
    programmes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    paid_by: str = ""
    schedule: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    note: str = ""
    source: str = ""


@transaction.atomic
def propose(
    deed: Deed, *, on: date, actor: Actor, reason: str = "", renews: Agreement | None = None
) -> Agreement:
    """A draft at its first stage, entered on a day.

    Refused: `area.out_of_scope`, `agreement.parties`, `agreement.parent`, `agreement.days`.
    """
    entry = entry_of(actor, "propose", deed.area_code, reason, title=deed.title)
    agreement = _write(deed, actor, entry, stage=Stage.PROPOSED, renews=renews)
    StageStep.objects.create(agreement=agreement, stage=Stage.PROPOSED, entered_on=on, entry=entry)
    return agreement


@transaction.atomic
def record_signed(
    deed: Deed,
    *,
    signed_on: date,
    actor: Actor,
    reason: str = "",
    renews: Agreement | None = None,
) -> Agreement:
    """An agreement that was signed before it came here. Refused as `propose`; `agreement.start_missing`."""
    _refuse_if_start_is_missing(deed.starts_on)
    entry = entry_of(actor, "record_signed", deed.area_code, reason, title=deed.title)
    return _write(deed, actor, entry, stage=Stage.DONE, signed_on=signed_on, renews=renews)


@transaction.atomic
def advance_stage(agreement: Agreement, *, on: date, actor: Actor, reason: str = "") -> Agreement:
    """The next stage of drafting; the last one is `sign`. Refused: `agreement.stage`, `agreement.stage_day`."""
    agreement = _locked(agreement, actor)
    _refuse_if_not_drafted(agreement)
    following = ORDER[ORDER.index(Stage(agreement.stage)) + 1]
    if following == Stage.DONE:
        raise Refused(
            "agreement.stage",
            _("Tahap berikut adalah penandatanganan selesai."),
            where="stage",
            mend=_("Isi tanggal tanda tangan, nomor para pihak dan masa berlakunya."),
        )
    return _enter(agreement, following, on, actor, reason, action="advance_stage")


@transaction.atomic
def send_back(agreement: Agreement, *, on: date, actor: Actor, reason: str) -> Agreement:
    """Back to drafting for a correction. Refused: `agreement.stage`, `agreement.corrections`,
    `agreement.reason`.
    """
    agreement = _locked(agreement, actor)
    _refuse_if_not_drafted(agreement)
    if ORDER.index(Stage(agreement.stage)) <= ORDER.index(Stage.DRAFTING):
        raise Refused("agreement.stage", _("Naskah belum melewati penyusunan."), where="stage")
    _refuse_if_no_reason(reason)
    if agreement.steps.filter(is_correction=True).count() >= MOST_CORRECTIONS:
        raise Refused(
            "agreement.corrections",
            _("Naskah ini sudah dikoreksi %(count)s kali.") % {"count": MOST_CORRECTIONS},
            where="stage",
            mend=_("Bahas sisa perbedaannya dalam rapat, lalu lanjutkan atau batalkan naskahnya."),
        )
    return _enter(agreement, Stage.DRAFTING, on, actor, reason, action="send_back", is_correction=True)


@transaction.atomic
def sign(
    agreement: Agreement,
    *,
    signed_on: date,
    starts_on: date,
    ends_on: date | None,
    numbers: Sequence[str] = (),
    actor: Actor,
    reason: str = "",
) -> Agreement:
    """Signed by all: the agreement stands. `numbers` are the parties' own, in their order; "" keeps one.

    Refused: `agreement.stage` unless it is at the signing, `agreement.days`, `agreement.stage_day`.
    """
    agreement = _locked(agreement, actor)
    if agreement.stage != Stage.SIGNING or agreement.ended_on:
        raise Refused("agreement.stage", _("Naskah belum sampai pada tahap tanda tangan."), where="stage")
    _refuse_if_days_are_crossed(starts_on, ends_on)
    _refuse_if_day_runs_back(agreement, signed_on)
    entry = entry_of(actor, "sign", agreement.area_id, reason, agreement=agreement.pk)
    for party, number in zip(agreement.parties.all(), numbers, strict=False):
        if number and number != party.number:
            changed(entry, party, number=number)
    changed(entry, agreement, stage=Stage.DONE, signed_on=signed_on, starts_on=starts_on, ends_on=ends_on)
    StageStep.objects.create(agreement=agreement, stage=Stage.DONE, entered_on=signed_on, entry=entry)
    return agreement


@transaction.atomic
def amend(
    agreement: Agreement,
    *,
    number: str,
    signed_on: date,
    effective_on: date,
    actor: Actor,
    reason: str = "",
    scope: str = "",
    programmes: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
    paid_by: str = "",
    schedule: str = "",
    ends_on: date | None = None,
) -> Amendment:
    """An addendum to a signed agreement. Refused: `agreement.not_signed`, `agreement.ended`,
    `agreement.amends_nothing`, `agreement.days`.
    """
    agreement = _locked(agreement, actor)
    _refuse_if_not_signed(agreement)
    if not any((scope, programmes, groups, paid_by, schedule, ends_on)):
        raise Refused(
            "agreement.amends_nothing",
            _("Adendum ini tidak mengubah apa pun."),
            where="scope",
            mend=_("Isi setidaknya satu hal yang berubah; yang kosong tetap seperti semula."),
        )
    _refuse_if_days_are_crossed(max(effective_on, agreement.starts_on or effective_on), ends_on)
    codes = [group.pk for group in groups_named(groups)]
    entry = entry_of(actor, "amend", agreement.area_id, reason, agreement=agreement.pk, number=number)
    return Amendment.objects.create(
        agreement=agreement,
        number=number,
        signed_on=signed_on,
        effective_on=effective_on,
        scope=scope,
        programmes=",".join(programmes),
        group_codes=codes,
        paid_by=paid_by,
        schedule=schedule,
        ends_on=ends_on,
        note=reason,
        entry=entry,
    )


@transaction.atomic
def renew(
    agreement: Agreement, *, starts_on: date, ends_on: date | None, on: date, actor: Actor, reason: str = ""
) -> Agreement:
    """A draft that follows an agreement: everything that stays is copied, numbers and days are new.

    Refused: `agreement.not_signed`, `agreement.days`, `agreement.renewed` when a renewal is there already.
    """
    agreement = _locked(agreement, actor)
    if agreement.stage != Stage.DONE:
        raise Refused(
            "agreement.not_signed", _("Yang diperpanjang adalah perjanjian yang sudah ditandatangani.")
        )
    if agreement.renewals.filter(ended_on=None).exists():
        raise Refused("agreement.renewed", _("Perpanjangan perjanjian ini sudah ada."), where="renews")
    terms = terms_on(agreement, on)
    deed = Deed(
        kind=agreement.kind,
        title=agreement.title,
        area_code=agreement.area_id,
        parties=tuple(
            Party(party.name, "", party.signer, party.signer_title, party.authority)
            for party in agreement.parties.all()
        ),
        parent=agreement.parent,
        scope=terms.scope,
        programmes=terms.programmes,
        groups=tuple(group.pk for group in terms.groups),
        paid_by=terms.paid_by,
        schedule=terms.schedule,
    )
    return propose(
        replace(deed, starts_on=starts_on, ends_on=ends_on),
        on=on,
        actor=actor,
        reason=reason,
        renews=agreement,
    )


@transaction.atomic
def end_early(agreement: Agreement, *, on: date, actor: Actor, reason: str) -> Agreement:
    """End an agreement before its term, or give a draft up. Refused: `agreement.ended`, `agreement.reason`,
    `agreement.days` for a day before its start.
    """
    agreement = _locked(agreement, actor)
    _refuse_if_ended(agreement)
    _refuse_if_no_reason(reason)
    if agreement.stage == Stage.DONE and agreement.starts_on and on < agreement.starts_on:
        raise Refused("agreement.days", _("Perjanjian tidak dapat berakhir sebelum mulai."), where="on")
    entry = entry_of(actor, "end_early", agreement.area_id, reason, agreement=agreement.pk)
    changed(entry, agreement, ended_on=on, end_reason=reason)
    return agreement


def _write(
    deed: Deed,
    actor: Actor,
    entry: Entry,
    *,
    stage: str,
    signed_on: date | None = None,
    renews: Agreement | None = None,
) -> Agreement:
    area = area_named(deed.area_code)
    refuse_if_out_of_scope(actor, area.code)
    _refuse_if_parties_are_few(deed)
    _refuse_if_parent_is_wrong(deed)
    _refuse_if_days_are_crossed(deed.starts_on, deed.ends_on)
    agreement = Agreement.objects.create(
        kind=deed.kind,
        parent=deed.parent,
        renews=renews,
        title=deed.title,
        area=area,
        scope=deed.scope,
        programmes=",".join(deed.programmes),
        paid_by=deed.paid_by,
        schedule=deed.schedule,
        starts_on=deed.starts_on,
        ends_on=deed.ends_on,
        signed_on=signed_on,
        stage=stage,
        note=deed.note,
        source=deed.source,
        entry=entry,
    )
    agreement.groups.set(groups_named(deed.groups))
    AgreementParty.objects.bulk_create(
        AgreementParty(
            agreement=agreement,
            position=position,
            name=party.name,
            number=party.number,
            signer=party.signer,
            signer_title=party.signer_title,
            authority=party.authority,
            entry=entry,
        )
        for position, party in enumerate(deed.parties, 1)
    )
    return agreement


def _enter(
    agreement: Agreement,
    stage: Stage,
    on: date,
    actor: Actor,
    reason: str,
    *,
    action: str,
    is_correction: bool = False,
) -> Agreement:
    _refuse_if_day_runs_back(agreement, on)
    entry = entry_of(actor, action, agreement.area_id, reason, agreement=agreement.pk, stage=str(stage))
    changed(entry, agreement, stage=stage)
    StageStep.objects.create(
        agreement=agreement, stage=stage, entered_on=on, is_correction=is_correction, note=reason, entry=entry
    )
    return agreement


def _locked(agreement: Agreement, actor: Actor) -> Agreement:
    found = Agreement.objects.select_for_update().get(pk=agreement.pk)
    refuse_if_out_of_scope(actor, found.area_id)
    return found


def _refuse_if_parties_are_few(deed: Deed) -> None:
    if len(deed.parties) < 2 or not all(party.name for party in deed.parties):
        raise Refused(
            "agreement.parties",
            _("Perjanjian mempunyai sedikitnya dua pihak."),
            where="party1",
            mend=_("Isi nama pihak pertama dan pihak kedua."),
        )


def _refuse_if_parent_is_wrong(deed: Deed) -> None:
    parent = deed.parent
    if parent is None:
        return
    is_memorandum = parent.kind == Agreement.Kind.MEMORANDUM and deed.kind == Agreement.Kind.COOPERATION
    below = deed.area_code == parent.area_id or deed.area_code.startswith(parent.area_id + ".")
    if not is_memorandum or not below:
        raise Refused(
            "agreement.parent",
            _("Induk hanya untuk PKS, dan berupa Nota Kesepakatan yang mencakup wilayahnya."),
            where="parent",
        )


def _refuse_if_days_are_crossed(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("agreement.days", _("Tanggal berakhir mendahului tanggal mulai."), where="ends_on")


def _refuse_if_start_is_missing(starts_on: date | None) -> None:
    if starts_on is None:
        raise Refused("agreement.start_missing", _("Tanggal mulai berlaku belum diisi."), where="starts_on")


def _refuse_if_day_runs_back(agreement: Agreement, on: date) -> None:
    last = agreement.steps.last()
    if last is not None and on < last.entered_on:
        raise Refused("agreement.stage_day", _("Tanggal ini mendahului tahap yang sekarang."), where="on")


def _refuse_if_not_drafted(agreement: Agreement) -> None:
    if agreement.stage == Stage.DONE or agreement.ended_on:
        raise Refused("agreement.stage", _("Perjanjian ini tidak sedang disusun."), where="stage")


def _refuse_if_not_signed(agreement: Agreement) -> None:
    if agreement.stage != Stage.DONE:
        raise Refused(
            "agreement.not_signed",
            _("Adendum hanya untuk perjanjian yang sudah ditandatangani."),
            where="stage",
        )
    _refuse_if_ended(agreement)


def _refuse_if_ended(agreement: Agreement) -> None:
    if agreement.ended_on:
        raise Refused("agreement.ended", _("Perjanjian ini sudah diakhiri."), where="stage")


def _refuse_if_no_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("agreement.reason", _("Alasan belum diisi."), where="reason")
