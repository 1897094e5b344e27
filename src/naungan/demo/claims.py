"""Deaths of the made-up participants, and what came back to their families; through the pages' own services.

Two facts are told: the death grant handed over in December 2019 (S0-4), and the four scholarships of participants
who died at work (S4-4). The articles name no sums: here they are what the law gives, and the rows say so. Papers,
heirs and days of the steps are made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from naungan.accounts.access import Actor
from naungan.claims.models import BenefitPayment, Claim, DeathReport
from naungan.claims.notices import DeathNotice
from naungan.claims.queries import at_death
from naungan.claims.queries.cases import papers_of
from naungan.claims.queries.entitlement import benefits_for
from naungan.claims.services import (
    BenefitTold,
    Pupil,
    add_child,
    add_heir,
    advance,
    file_school_year,
    mark_documents,
    note_case,
    pay_case,
    record_benefit,
    record_deaths,
)
from naungan.demo.answers import CHILDREN
from naungan.demo.facts import facts
from naungan.demo.meetings import MADE_UP, source_of
from naungan.demo.world import DEATH_AFTER, DEATH_BEFORE, DEATHS_AT_WORK, Death
from naungan.law.questions import answer

TOLD_AFTER = timedelta(days=4)
HANDED_OVER = facts()["S0-4"].as_of
SCHOLARSHIPS_ON = facts()["S4-4"].as_of
# Cases that stand at other points of the way, so that a list of cases shows all of them; the others wait.
LEFT_AT = ("CONTACTED", "COMPLETE", "SUBMITTED")
_KINDS = {"DEATH": "death_grant", "PERIODIC": "periodic", "FUNERAL": "funeral"}
_LEVELS = (("sd_years", "SD"), ("smp_years", "SMP"), ("sma_years", "SMA"), ("tertiary_years", "TERTIARY"))


def report_deaths(deaths: Iterable[Death], *, actor: Actor, reason: str) -> None:
    """Report deaths as a civil registry would, a few days later."""
    cause = DeathReport.Cause
    notices = [
        DeathNotice(
            nik=death.worker.nik,
            died_on=death.on,
            cause=cause.ACCIDENT if death.at_work else cause.ORDINARY,
            source=DeathReport.Source.CIVIL_REGISTRY,
            reported_on=death.on + TOLD_AFTER,
        )
        for death in deaths
    ]
    result = record_deaths(notices, actor=actor, reason=reason)
    assert not result.rejected, [finding.code for finding in result.findings]


def record_claims(actor: Actor) -> None:
    """Follow the families of the founding facts until they are paid, and some others part of the way."""
    _pay(_claim_of(DEATH_BEFORE), HANDED_OVER, reference="S0-4", note=source_of(facts()["S0-4"]), actor=actor)
    _pay(
        _claim_of(DEATH_AFTER),
        DEATH_AFTER + timedelta(days=30),
        reference="REKAAN-KLAIM-1",
        note=MADE_UP,
        actor=actor,
    )
    for number, (on, children) in enumerate(zip(DEATHS_AT_WORK, CHILDREN, strict=True), 2):
        claim = _claim_of(on)
        if claim is not None:
            _pay(
                claim, on + timedelta(days=40), reference=f"REKAAN-KLAIM-{number}", note=MADE_UP, actor=actor
            )
            _scholarships(claim, children, actor=actor)
    waiting = Claim.objects.filter(state="OPENED").order_by("died_on", "pk")[: len(LEFT_AT)]
    for claim, state in zip(waiting, LEFT_AT, strict=False):
        _follow(claim, claim.opened_on + timedelta(days=20), until=state, actor=actor)


def _claim_of(died_on: date) -> Claim | None:
    return Claim.objects.filter(died_on=died_on).order_by("pk").first()


def _follow(claim: Claim, by: date, *, until: str, actor: Actor) -> None:
    """Take a case on, up to a state, all of it by a day."""
    advance(claim, "CONTACTED", on=claim.opened_on + timedelta(days=1), note=MADE_UP, actor=actor)
    add_heir(claim, name="Ahli Waris Rekaan", relation="SPOUSE", actor=actor)
    if until == "CONTACTED":
        note_case(claim, text=MADE_UP, next_action="Menjemput akta kematian", next_on=by, actor=actor)
        return
    papers = {paper.code: "RECEIVED" for paper in papers_of(claim, with_children=False) if not paper.when}
    papers |= {paper.code: "NOT_NEEDED" for paper in papers_of(claim, with_children=False) if paper.when}
    mark_documents(claim, papers, actor=actor)
    advance(claim, "COMPLETE", on=by - timedelta(days=5), note=MADE_UP, actor=actor)
    if until != "COMPLETE":
        number = f"TT-REKAAN-{claim.pk}"
        advance(claim, "SUBMITTED", on=by - timedelta(days=3), receipt_number=number, actor=actor)


def _pay(claim: Claim | None, on: date, *, reference: str, note: str, actor: Actor) -> None:
    """Follow a case until it is paid what the law gives."""
    if claim is None:
        return
    _follow(claim, on, until="SUBMITTED", actor=actor)
    stood = at_death({claim.person_id: claim.died_on}, as_of=on)[claim.person_id]
    given = benefits_for(stood, died_on=claim.died_on, cause=claim.death.cause)[0].amounts
    amounts = {kind: given[name] for kind, name in _KINDS.items()}
    pay_case(claim, amounts, paid_on=on, reference=reference, note=note, actor=actor)


def _scholarships(claim: Claim, children: Sequence[dict[str, int]], *, actor: Actor) -> None:
    """Name the children, file their first year, and record what was handed over for each."""
    given = {"event_on": claim.died_on.isoformat(), "cause": "WORK_ACCIDENT", "children": list(children)}
    sums = answer("benefit.scholarship", given).results["per_child"]
    for number, (years, amount) in enumerate(zip(children, sums, strict=True), 1):
        level = next(level for name, level in _LEVELS if years.get(name))
        child = add_child(claim, Pupil(f"Anak Rekaan {number}", level, **years), actor=actor)
        proof = "surat keterangan sekolah (rekaan)"
        file_school_year(child, year=2020, level=level, proof=proof, filed_on=SCHOLARSHIPS_ON, actor=actor)
        record_benefit(
            BenefitTold(
                programme="JKK",
                kind=BenefitPayment.Kind.SCHOLARSHIP,
                amount_rp=amount,
                paid_on=SCHOLARSHIPS_ON,
                reference=f"S4-4-{claim.pk}-{number}",
                source=source_of(facts()["S4-4"]),
                person=claim.person,
                claim=claim,
            ),
            actor=actor,
        )
