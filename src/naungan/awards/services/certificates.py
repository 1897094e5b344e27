"""Certificates: issued for winners, for orderly payers and for hand-overs, many at once; withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.awards.models import Candidate, Category, Certificate, Stage
from naungan.awards.queries import last_day, ranking
from naungan.awards.services.ground import entry_of, organised
from naungan.journal.models import Entry
from naungan.kit import numbers
from naungan.kit.locks import take_turn
from naungan.law.findings import Refused
from naungan.papers.models import IssuedPaper
from naungan.papers.services import issue, withdraw
from naungan.registry.models import Payer

Kind = Certificate.Kind
SERIES = "PIAGAM"
# who gives certificates takes turns: a form sent twice gives each one once
TURN = 7_500_2613


@dataclass(frozen=True, slots=True)
class Handing:
    """Who gives, when and where, and who signs."""

    giver: str
    given_on: date
    place: str = ""
    signer: str = ""
    signer_title: str = ""
    source: str = ""


@transaction.atomic
def issue_for_winners(
    category: Category, handing: Handing, *, actor: Actor, reason: str = ""
) -> list[Certificate]:
    """A certificate for each of the winners; asked again, those that they have. Refused: `award.stage`, ..."""
    edition = organised(category.edition, actor, Stage.AWARDED)
    winners = category.candidates.filter(placing__place__lte=category.winners).select_related("placing")
    entry = entry_of(actor, "issue_certificates", edition.area_id, reason, category=category.pk)
    with translation.override("id"):
        return [
            _issued(
                Certificate(
                    kind=Kind.AWARD,
                    recipient=one.name,
                    area_id=one.area_id or (one.payer.area_id if one.payer else None),
                    candidate=one,
                    payer=one.payer,
                    occasion=edition.name,
                    text=_winner_text(one),
                ),
                handing,
                entry,
                actor,
            )
            for one in winners.order_by("placing__place", "name")
        ]


@transaction.atomic
def issue_for_punctual(
    year: int, payer_codes: Sequence[str], handing: Handing, *, actor: Actor, reason: str = ""
) -> list[Certificate]:
    """A certificate of a year's orderly payment for each payer, by bills and payments.

    Refused: `award.out_of_scope`, `award.nothing_due`.
    """
    take_turn(TURN)
    known = {row.payer.code: row for row in ranking(year, as_of=last_day(year), scope=actor.scope)}
    entry = entry_of(actor, "issue_certificates", None, reason, year=year, payers=list(payer_codes))
    made = []
    for code in payer_codes:
        row = known.get(code)
        if row is None or not row.judged:
            raise Refused(
                "award.nothing_due",
                _("Tidak ada tagihan %(year)s yang sudah jatuh tempo dari %(code)s dalam wilayah Anda.")
                % {"year": year, "code": code},
                where="payers",
            )
        with translation.override("id"):
            made.append(
                _issued(_punctual(row.payer, year, row.facts.on_time, row.judged), handing, entry, actor)
            )
    return made


@transaction.atomic
def hand_over(
    area_codes: Sequence[str],
    handing: Handing,
    *,
    occasion: str,
    text: str,
    actor: Actor,
    reason: str = "",
) -> list[Certificate]:
    """Certificates handed to the governments of areas on one occasion. Refused: `award.out_of_scope`."""
    take_turn(TURN)
    areas = {area.pk: area for area in Area.objects.filter(pk__in=area_codes)}
    outside = [code for code in area_codes if code not in areas or not actor.scope.holds_area(code)]
    if outside or not area_codes:
        raise Refused(
            "award.out_of_scope",
            _("Pilih penerima di dalam wilayah Anda."),
            where="areas",
        )
    entry = entry_of(actor, "hand_over", min(area_codes, key=len), reason, areas=list(area_codes))
    with translation.override("id"):
        return [
            _issued(
                Certificate(
                    kind=Kind.HAND_OVER,
                    recipient=government(areas[code]),
                    area=areas[code],
                    occasion=occasion,
                    text=text,
                ),
                handing,
                entry,
                actor,
            )
            for code in area_codes
        ]


def withdraw_certificate(certificate: Certificate, *, on: date, actor: Actor, reason: str) -> Certificate:
    """Say that a certificate no longer holds. Refused: `award.out_of_scope`, `paper.no_reason`, `paper.withdrawn`."""
    if not _may_withdraw(certificate, actor):
        raise Refused(
            "award.out_of_scope",
            _("Piagam ini di luar kewenangan Anda."),
            mend=_("Minta petugas wilayah itu yang mengerjakannya."),
        )
    assert certificate.paper is not None
    withdraw(certificate.paper, on=on, reason=reason, actor=actor)
    certificate.refresh_from_db()
    return certificate


def government(area: Area) -> str:
    """The government of an area as a certificate names it."""
    named = _("Provinsi %(name)s") % {"name": area.name} if area.level == Area.Level.PROVINCE else area.name
    return _("Pemerintah %(name)s") % {"name": named}


def _may_withdraw(certificate: Certificate, actor: Actor) -> bool:
    if certificate.candidate is not None:
        organised(certificate.candidate.category.edition, actor)
        return True
    if certificate.payer is not None:
        return actor.scope.holds_payer(certificate.payer.code, certificate.payer.area_id)
    return certificate.area_id is not None and actor.scope.holds_area(certificate.area_id)


def _issued(draft: Certificate, handing: Handing, entry: Entry, actor: Actor) -> Certificate:
    """The certificate with its paper; one that stands for the same already is given back."""
    same = Certificate.objects.filter(
        kind=draft.kind,
        occasion=draft.occasion,
        recipient=draft.recipient,
        candidate=draft.candidate,
        payer=draft.payer,
        area_id=draft.area_id,
        paper__withdrawn_on=None,
    )
    known = same.select_related("paper").order_by("-pk").first()
    if known is not None:
        return known
    for given in fields(handing):
        setattr(draft, given.name, getattr(handing, given.name))
    draft.entry = entry
    draft.save(force_insert=True)
    draft.paper = issue(
        kind=IssuedPaper.Kind.CERTIFICATE,
        series=SERIES,
        title=_("Piagam: %(occasion)s") % {"occasion": draft.occasion},
        facts=_facts(draft),
        issued_on=draft.given_on,
        area_code=draft.area_id,
        subject=f"awards.Certificate:{draft.pk}",
        actor=actor,
        entry=entry,
    )
    draft.save(update_fields=["paper"])
    return draft


def _facts(one: Certificate) -> list[tuple[str, str]]:
    rows = [
        (_("Penerima"), one.recipient),
        (_("Atas"), one.text),
        (_("Diberikan oleh"), one.giver),
        (_("Diserahkan pada"), numbers.day(one.given_on)),
    ]
    return rows + ([(_("Tempat"), one.place)] if one.place else [])


def _winner_text(one: Candidate) -> str:
    words = {"place": one.placing.place, "category": one.category}
    return _("Terbaik %(place)s kategori %(category)s") % words


def _punctual(payer: Payer, year: int, on_time: int, judged: int) -> Certificate:
    words = {"year": year, "good": on_time, "all": judged}
    return Certificate(
        kind=Kind.ON_TIME,
        recipient=payer.name,
        area_id=payer.area_id,
        payer=payer,
        occasion=_("Tertib membayar iuran %(year)s") % words,
        text=_("%(good)s dari %(all)s bulan iuran %(year)s lunas pada waktunya") % words,
    )
