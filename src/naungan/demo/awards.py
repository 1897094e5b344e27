"""What the articles report of awards, recorded through the pages' own services.

The Paritrana edition of 2020 with its eight interview finalists, one of them Bone Bolango, the others places that
no article names; the certificates of November 2023; and the certificate for orderly payment in 2020, which the
system computes from bills and payments. Again changes nothing.
"""

from __future__ import annotations

from datetime import date

from naungan.accounts.access import Actor
from naungan.awards.models import AwardEdition, Candidate, Category, Certificate
from naungan.awards.services import (
    Handing,
    add_category,
    advance,
    choose_finalists,
    hand_over,
    issue_for_punctual,
    nominate,
    open_edition,
    verify,
)
from naungan.contributions.models import Bill
from naungan.demo.facts import Fact, facts
from naungan.demo.lists import BOALEMO, BONE_BOLANGO, GORUT, KAB_GORONTALO, KOTA, POHUWATO, PROVINCE
from naungan.demo.meetings import BRANCH, source_of
from naungan.law import months

FINALISTS = 8
PUNCTUAL_YEAR = 2020
HANDED_TO = (PROVINCE, KAB_GORONTALO, BOALEMO, BONE_BOLANGO, POHUWATO, GORUT, KOTA)


def edition_of(fact: Fact) -> AwardEdition | None:
    """The edition that a fact tells of; None while it is not recorded."""
    return AwardEdition.objects.filter(source=source_of(fact)).first()


def certificates_of(fact: Fact) -> list[Certificate]:
    """The certificates that a fact tells of."""
    return list(Certificate.objects.filter(source=source_of(fact)).order_by("pk"))


def record_awards(actor: Actor) -> None:
    """Record the facts about awards. Again changes nothing."""
    if edition_of(facts()["S4-5"]) is None:
        _paritrana(facts()["S4-5"], actor)
    if not certificates_of(facts()["S2-10"]):
        _hand_over(facts()["S2-10"], actor)
    if not certificates_of(facts()["S4-1"]) and _is_billed():
        _punctual(facts()["S4-1"], actor)


def _paritrana(fact: Fact, actor: Actor) -> None:
    """The edition stands at the interview: who came first was not decided when the article was written."""
    edition = open_edition(
        name="Paritrana 2020",
        organiser="Panitia nasional Paritrana (rekaan percontohan)",
        level=AwardEdition.Level.NATIONAL,
        assessed_from=date(2020, 1, 1),
        assessed_to=date(2020, 12, 31),
        opened_on=date(2021, 1, 4),
        note="Delapan finalis wawancara menurut berita; bobot dan tanggal tahap tidak disebut.",
        source=source_of(fact),
        actor=actor,
        reason=fact.id,
    )
    category = add_category(
        edition,
        kind=Category.Kind.REGENCY,
        finalists=FINALISTS,
        winners=3,
        prize="Mobil untuk tiga terbaik",
        actor=actor,
    )
    named = [
        nominate(category, on=date(2021, 1, 4), area_code=BONE_BOLANGO, source=source_of(fact), actor=actor)
    ]
    named += [_unnamed(category, number, fact, actor) for number in range(2, FINALISTS + 1)]
    advance(edition, on=date(2021, 3, 1), actor=actor, note="tanggal rekaan")
    for one in named:
        verify(one, on=date(2021, 6, 30), actor=actor)
    reason = "Delapan finalis wawancara se-Indonesia menurut berita"
    choose_finalists(category, [one.pk for one in named], actor=actor, reason=reason)
    advance(edition, on=date(2021, 7, 1), actor=actor, note="tanggal rekaan")


def _unnamed(category: Category, number: int, fact: Fact, actor: Actor) -> Candidate:
    name = f"Finalis {number} (daerahnya tidak disebut berita)"
    return nominate(category, on=date(2021, 1, 4), name=name, source=source_of(fact), actor=actor)


def _hand_over(fact: Fact, actor: Actor) -> None:
    handing = Handing(giver=BRANCH, given_on=fact.as_of, place="Gorontalo", source=source_of(fact))
    hand_over(
        HANDED_TO,
        handing,
        occasion="Serah terima piagam, rapat evaluasi 2023",
        text="dukungan terhadap jaminan sosial ketenagakerjaan di daerahnya",
        actor=actor,
        reason=fact.id,
    )


def _punctual(fact: Fact, actor: Actor) -> None:
    handing = Handing(giver=BRANCH, given_on=date(2021, 7, 1), source=source_of(fact))
    issue_for_punctual(PUNCTUAL_YEAR, [BONE_BOLANGO], handing, actor=actor, reason=fact.id)


def _is_billed() -> bool:
    first = months.parse(f"{PUNCTUAL_YEAR}-01")
    return Bill.objects.filter(payer__code=BONE_BOLANGO, month__range=(first, first + 11)).exists()
