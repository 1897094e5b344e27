"""A new roll made of an earlier one: its facts, its people with their terms, and how they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from naungan.journal.models import Entry
from naungan.registry.decrees import verifying
from naungan.registry.decrees.models import Standing
from naungan.registry.models import Membership, MembershipTerms, Roll

_KEPT = (
    *("registration", "segment", "group", "programmes", "paid_by", "fund_source", "proposer", "wage_rp"),
    *("income_rp", "risk_group", "labour_intensive", "area", "basis"),
)
_AT_ONCE = 900


def copy_roll(roll: Roll, *, entry: Entry, **facts: Any) -> Roll:
    """A roll like another, without its decree; `facts` are what differs: name, months, state."""
    kept = {name: getattr(roll, name) for name in _KEPT}
    return Roll.objects.create(entry=entry, **(kept | facts))


def newest_terms(memberships: Sequence[int]) -> dict[int, MembershipTerms]:
    """The newest terms of memberships."""
    found: dict[int, MembershipTerms] = {}
    for start in range(0, len(memberships), _AT_ONCE):
        rows = MembershipTerms.objects.filter(membership_id__in=memberships[start : start + _AT_ONCE])
        found.update({one.membership_id: one for one in rows.order_by("from_month")})
    return found


def enrol(
    roll: Roll,
    people: Iterable[tuple[int, int]],
    *,
    entry: Entry,
    amounts: Mapping[int, int] | None = None,
    first_month: int | None = None,
) -> dict[int, Membership]:
    """Put people (person, the membership whose terms go with them) on a roll from its first month (or a later one) to
    its last; the new memberships by the old ones. `amounts` (rupiah by old membership) stand in for the old terms'.
    """
    pairs, first = list(people), roll.first_month if first_month is None else first_month
    terms, given = newest_terms([old for _person, old in pairs]), amounts or {}
    spells = [
        Membership(person_id=person, roll=roll, first_month=first, last_month=roll.last_month, entry=entry)
        for person, _old in pairs
    ]
    made = Membership.objects.bulk_create(spells, batch_size=1_000)
    by_old = {old: spell for (_person, old), spell in zip(pairs, made, strict=True)}
    MembershipTerms.objects.bulk_create(
        [_terms(roll, by_old[old], terms.get(old), given.get(old), entry) for _person, old in pairs],
        batch_size=1_000,
    )
    return by_old


def _terms(
    roll: Roll, spell: Membership, old: MembershipTerms | None, amount: int | None, entry: Entry
) -> MembershipTerms:
    own = roll.wage_rp if roll.wage_rp is not None else roll.income_rp
    known = old.amount_rp if old else own
    return MembershipTerms(
        membership=spell,
        from_month=spell.first_month,
        amount_rp=amount if amount is not None else known or 0,
        occupation_id=old.occupation_id if old else None,
        occupation_text=old.occupation_text if old else "",
        risk_group=old.risk_group if old else roll.risk_group,
        workplace_id=old.workplace_id if old else None,
        entry=entry,
    )


def mark_verified(spells: Mapping[int, Membership], entry: Entry) -> None:
    """People who were verified on their old membership are so on the new one."""
    before = verifying.latest_of(list(spells))
    verifying.put([_verified(spell, before.get(old)) for old, spell in spells.items()], entry)


def _verified(spell: Membership, before: Standing | None) -> Standing:
    seen = before or Standing()
    return Standing(
        membership=spell, state=Standing.State.VERIFIED, result=seen.result, civil_id=seen.civil_id,
        decile=seen.decile,
    )  # fmt: skip
