"""Candidates: nominated, given values and evidence, verified or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.awards.models import Candidate, Category, Criterion, CriterionValue, Evidence, Stage
from naungan.awards.queries import Clocks, measure
from naungan.awards.services.ground import (
    changed,
    entry_of,
    locked,
    near,
    organised,
    refuse_unless_in,
)
from naungan.journal.models import Entry
from naungan.kit import files
from naungan.law.findings import Refused
from naungan.registry.models import Payer

State, Kind, Method = Candidate.State, Category.Kind, Criterion.Method
LEVEL_OF = {
    Kind.PROVINCE: Area.Level.PROVINCE,
    Kind.REGENCY: Area.Level.REGENCY,
    Kind.VILLAGE: Area.Level.VILLAGE,
}
COMPUTED = (Method.COVERAGE, Method.ON_TIME, Method.REGULATIONS, Method.BUDGETED)


@transaction.atomic
def nominate(
    category: Category,
    *,
    on: date,
    actor: Actor,
    area_code: str | None = None,
    payer_code: str | None = None,
    name: str = "",
    nominated_by: str = "",
    source: str = "",
    reason: str = "",
) -> Candidate:
    """A candidate: a government by its area, a payer by its code, or only a name where neither is known here.

    By who organises the edition, or for the own area or payer. Refused: `award.candidate_name`,
    `award.candidate_kind`, `award.candidate_area`, `award.candidate_known`, `award.stage`,
    `award.not_organiser`, `payer.unknown`.
    """
    area = Area.objects.filter(pk=area_code).first() if area_code else None
    candidate = Candidate(
        category=category,
        area=area,
        payer=_payer(payer_code, actor),
        nominated_on=on,
        nominated_by=nominated_by,
        source=source,
    )
    candidate.name = name.strip() or str(candidate.payer or (area.name if area else ""))
    edition = near(candidate, actor, Stage.NOMINATION)
    _refuse_if_unfit(candidate)
    candidate.entry = entry_of(
        actor, "nominate", area_code or edition.area_id, reason, category=category.pk, name=candidate.name
    )
    candidate.save(force_insert=True)
    return candidate


@transaction.atomic
def state_value(
    candidate: Candidate,
    criterion: Criterion,
    *,
    value: int,
    source: str,
    as_of: date,
    actor: Actor,
    reason: str = "",
) -> CriterionValue:
    """A value that the committee states, with where it comes from; a newer one supersedes until verifying.

    A criterion of the system may be stated where the system knows nothing; after verifying only what is still
    unknown. Refused: `award.value_source`, `award.value_jury`, `award.value_computed`, `award.value_verified`,
    `award.stage`, `award.not_organiser`.
    """
    assert criterion.category_id == candidate.category_id
    stages = (Stage.NOMINATION, Stage.VERIFICATION, Stage.INTERVIEW)
    edition = organised(candidate.category.edition, actor, *stages)
    known = candidate.values.filter(criterion=criterion).order_by("-pk").first()
    _refuse_if_not_stated(candidate, criterion, known, source)
    entry = entry_of(actor, "state_value", edition.area_id, reason, candidate=candidate.pk)
    return CriterionValue.objects.create(
        candidate=candidate,
        criterion=criterion,
        value=value,
        source=source.strip(),
        as_of=as_of,
        known_at=timezone.now(),
        is_computed=False,
        entry=entry,
    )


@transaction.atomic
def verify(candidate: Candidate, *, on: date, actor: Actor, reason: str = "") -> Candidate:
    """The candidate is verified: what the system knows of it is frozen, as of the period and as known now.

    Refused: `award.candidate_state`, `award.stage`, `award.not_organiser`.
    """
    edition = organised(candidate.category.edition, actor, Stage.VERIFICATION)
    candidate = _in_state(candidate, State.NOMINATED)
    entry = entry_of(actor, "verify", candidate.area_id or edition.area_id, reason, candidate=candidate.pk)
    clocks = Clocks(edition, on, timezone.now())
    with translation.override("id"):
        for criterion in candidate.category.criteria.filter(method__in=COMPUTED):
            _freeze(candidate, criterion, clocks, entry)
    changed(entry, candidate, state=State.VERIFIED, verified_on=on)
    return candidate


@transaction.atomic
def withdraw_candidate(candidate: Candidate, *, actor: Actor, reason: str) -> Candidate:
    """The candidate does not go on, for a reason. Refused: `award.no_reason`, `award.candidate_state`, ..."""
    edition = organised(
        candidate.category.edition, actor, Stage.NOMINATION, Stage.VERIFICATION, Stage.INTERVIEW
    )
    candidate = _in_state(candidate, State.NOMINATED, State.VERIFIED)
    if not reason.strip():
        raise Refused("award.no_reason", _("Tuliskan alasannya."), where="reason")
    entry = entry_of(
        actor, "withdraw_candidate", candidate.area_id or edition.area_id, reason, candidate=candidate.pk
    )
    changed(entry, candidate, state=State.WITHDRAWN, withdrawn_reason=reason.strip()[:500], is_finalist=False)
    return candidate


def attach_evidence(
    candidate: Candidate,
    *,
    name: str,
    chunks: Iterable[bytes],
    actor: Actor,
    title: str = "",
    criterion: Criterion | None = None,
    reason: str = "",
) -> Evidence:
    """Keep a file for a candidate; the same content again gives the evidence it has.

    Refused: `award.stage`, `award.not_organiser`, `file.kind`, `file.too_large`, `file.empty`.
    """
    stages = (Stage.NOMINATION, Stage.VERIFICATION, Stage.INTERVIEW)
    with transaction.atomic():
        near(candidate, actor, *stages)
    name = PurePath(name.replace("\\", "/")).name[:200]
    digest, size = files.keep(name, chunks)
    with transaction.atomic():
        edition = locked(candidate.category.edition)
        refuse_unless_in(edition, *stages)
        known = Evidence.objects.filter(candidate=candidate, sha256=digest).first()
        if known is not None:
            return known
        entry = entry_of(
            actor, "attach", candidate.area_id or edition.area_id, reason, candidate=candidate.pk, file=name
        )
        return Evidence.objects.create(
            candidate=candidate,
            criterion=criterion,
            title=title or name,
            file_name=name,
            sha256=digest,
            size=size,
            entry=entry,
        )


def _freeze(candidate: Candidate, criterion: Criterion, clocks: Clocks, entry: Entry) -> None:
    found = measure(criterion.method, candidate, clocks)
    if found is not None:
        CriterionValue.objects.create(
            candidate=candidate,
            criterion=criterion,
            value=found.value,
            source=found.source,
            as_of=found.as_of,
            known_at=clocks.known_at,
            is_computed=True,
            entry=entry,
        )


def _payer(code: str | None, actor: Actor) -> Payer | None:
    """The payer of a code, in the actor's scope: what verifying freezes is told of nobody else's."""
    if not code:
        return None
    payer = Payer.objects.filter(actor.scope.payer_q(), code=code).first()
    if payer is None:
        raise Refused(
            "payer.unknown",
            _('Pembayar iuran "%(code)s" tidak dikenal.') % {"code": code},
            where="payer",
            mend=_("Periksa kodenya di halaman Pembayar iuran, atau isi namanya saja."),
        )
    return payer


def _in_state(candidate: Candidate, *states: Candidate.State) -> Candidate:
    kept = Candidate.objects.select_related("category__edition", "area", "payer").get(pk=candidate.pk)
    if kept.state not in states:
        raise Refused(
            "award.candidate_state",
            _("Calon ini sudah berstatus %(state)s.") % {"state": kept.get_state_display()},
        )
    return kept


def _refuse_if_unfit(candidate: Candidate) -> None:
    if not candidate.name:
        raise Refused(
            "award.candidate_name", _("Pilih wilayah atau pembayar iuran, atau isi nama calon."), where="name"
        )
    category, area = candidate.category, candidate.area
    level = LEVEL_OF.get(Kind(category.kind))
    if area is not None and area.level != level:
        raise Refused(
            "award.candidate_kind",
            _("%(name)s tidak termasuk kategori %(category)s.") % {"name": area.name, "category": category},
            where="area",
        )
    own = category.edition.area_id
    if own is not None and area is not None and area.pk != own and not area.pk.startswith(f"{own}."):
        raise Refused(
            "award.candidate_area",
            _("%(name)s di luar provinsi penyelenggara.") % {"name": area.name},
            where="area",
        )
    if category.candidates.filter(name=candidate.name).exists():
        raise Refused(
            "award.candidate_known",
            _("%(name)s sudah diusulkan dalam kategori ini.") % {"name": candidate.name},
            where="name",
        )


def _refuse_if_not_stated(
    candidate: Candidate, criterion: Criterion, known: CriterionValue | None, source: str
) -> None:
    if not source.strip():
        raise Refused(
            "award.value_source",
            _("Tuliskan dari mana nilai ini, misalnya nomor dokumennya."),
            where="source",
        )
    if criterion.method == Method.JURY:
        raise Refused("award.value_jury", _("Kriteria ini hanya dinilai oleh juri."), where="criterion")
    if criterion.method in COMPUTED and candidate.state == State.NOMINATED:
        raise Refused(
            "award.value_computed",
            _("Nilai kriteria ini diambil dari sistem ketika calon diverifikasi."),
            where="criterion",
            mend=_(
                "Verifikasi dahulu; bila sistem tidak memilikinya, nilainya dapat dinyatakan sesudah itu."
            ),
        )
    if candidate.state == State.VERIFIED and known is not None:
        raise Refused(
            "award.value_verified",
            _("Nilai ini sudah dibekukan ketika calon diverifikasi."),
            where="criterion",
            mend=_("Yang dapat dinyatakan sekarang hanyalah nilai yang belum ada."),
        )
