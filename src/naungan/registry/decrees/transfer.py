"""People go from one list to another without a gap: non-civil servants who become part-time civil servants, say.

The old membership ends with the month before, the new one begins; what the person does goes along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.services import record
from naungan.kit import numbers
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry import states
from naungan.registry.decrees import lists
from naungan.registry.duplicates import overlaps
from naungan.registry.models import Membership, Roll

_AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a transfer would do: who goes, who is on the other list already, who is no member in that month's eve."""

    going: tuple[Membership, ...]
    there: tuple[Membership, ...]
    absent: tuple[Membership, ...]


def preview(roll: Roll, target: Roll, members: Sequence[int], from_month: int) -> Transfer:
    """Who of `members` (memberships of a roll) would go to another roll from a month on; reads only.

    Cover stays without a gap: whoever is no member in the month before is not taken along.
    """
    spells = list(
        roll.memberships.filter(pk__in=list(members))
        .exclude(end_cause=Membership.EndCause.UNDONE)
        .select_related("person__domicile")
        .order_by("person__name", "pk")
    )
    running = {"first_month__lte": target.last_month, "last_month__gte": from_month}
    known = set(target.memberships.filter(**running).values_list("person_id", flat=True))
    going: list[Membership] = []
    there: list[Membership] = []
    absent: list[Membership] = []
    for spell in spells:
        member = spell.first_month < from_month <= spell.last_month + 1
        (there if spell.person_id in known else going if member else absent).append(spell)
    return Transfer(tuple(going), tuple(there), tuple(absent))


@transaction.atomic
def transfer(
    roll: Roll,
    target: Roll,
    members: Sequence[int],
    *,
    from_month: int,
    expected: int,
    actor: Actor,
    amount_rp: int | None = None,
    reason: str = "",
) -> int:
    """Move members from one roll to another from a month on; how many. `amount_rp` is their new wage or income, else
    what the target roll says, else what they had.

    `Refused`: `roll.out_of_scope` (either list), `transfer.same`, `transfer.state` for a target not in force,
    `transfer.month` outside the target's months, `transfer.nobody`, `transfer.changed`.
    """
    roll, target = (states.locked(one, actor) for one in (roll, target))
    _refuse_if_unfit(roll, target, from_month)
    seen = preview(roll, target, members, from_month)
    if not seen.going:
        raise Refused(
            "transfer.nobody", _("Tidak ada yang dapat dipindahkan pada bulan itu."), where="from_month"
        )
    if len(seen.going) != expected:
        raise Refused(
            "transfer.changed",
            _("Sekarang %(now)s orang, bukan %(then)s; periksa lagi.")
            % {"now": numbers.count(len(seen.going)), "then": numbers.count(expected)},
            where="expected",
        )
    payer = roll.registration.payer
    entry = record(
        actor=actor.name, user=actor.user, action="registry.transfer", reason=reason,
        summary={"payer": payer.code, "area": payer.area_id, "roll": roll.pk, "target": target.pk,
                 "people": expected, "month": months.format_month(from_month)},
    )  # fmt: skip
    own = (
        amount_rp
        if amount_rp is not None
        else target.wage_rp
        if target.wage_rp is not None
        else target.income_rp
    )
    amounts = {spell.pk: own for spell in seen.going if own is not None}
    people = [(spell.person_id, spell.pk) for spell in seen.going]
    lists.enrol(target, people, entry=entry, amounts=amounts, first_month=from_month)
    keys = [spell.pk for spell in seen.going]
    for start in range(0, len(keys), _AT_ONCE):
        # who ended by themselves the month before keep their own cause
        some = Membership.objects.filter(Q(last_month__gte=from_month), pk__in=keys[start : start + _AT_ONCE])
        states.end_spells(some, from_month, Membership.EndCause.TRANSFERRED, entry)
    overlaps.find(actor=actor, entry=entry)
    return len(keys)


def _refuse_if_unfit(roll: Roll, target: Roll, from_month: int) -> None:
    if roll.pk == target.pk:
        raise Refused("transfer.same", _("Pilih daftar lain sebagai tujuan."), where="target")
    if target.state not in states.IN_FORCE:
        raise Refused(
            "transfer.state",
            _("Daftar tujuan belum ditetapkan atau sudah berakhir."),
            where="target",
            mend=_("Tetapkan daftar tujuan lebih dahulu, supaya perlindungan tidak terputus."),
        )
    if not target.first_month <= from_month <= target.last_month:
        raise Refused("transfer.month", _("Bulan itu di luar masa daftar tujuan."), where="from_month")
