"""A roll renewed by a new decree from the last one: who is still eligible goes on, the others are named with the cause.

Eligible is who is a member in the old list's last month, lives, has not moved out, is under the age limit on day 1 of
the first new month, is no wage earner then, and is on no other list for the same programmes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.access import Actor
from naungan.journal.services import record
from naungan.kit import numbers
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry import states
from naungan.registry.decrees import lists
from naungan.registry.decrees.models import SnapshotRow, Standing
from naungan.registry.decrees.queries import family_of
from naungan.registry.duplicates import overlaps
from naungan.registry.imports.checks import OLDEST
from naungan.registry.models import Membership, Roll, Segment

AGE_LIMIT = OLDEST + 1
REASONS: Mapping[str, str | Promise] = {
    "DEATH": gettext_lazy("Meninggal dunia"),
    "MOVED": gettext_lazy("Pindah keluar wilayah"),
    "AGE": gettext_lazy("Mencapai batas usia pada bulan pertama"),
    "WAGE_EARNER": gettext_lazy("Penerima upah pada bulan pertama"),
    "COVERED": gettext_lazy("Sudah pada daftar lain untuk program yang sama"),
    "ENDED": gettext_lazy("Kepesertaannya sudah berakhir"),
}
_AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who does not go on, and why (a key of `REASONS`)."""

    spell: Membership
    reason: str

    @property
    def words(self) -> str:
        """Why, in words."""
        return str(REASONS[self.reason])


@dataclass(frozen=True, slots=True)
class Renewal:
    """What renewing a roll would do."""

    going_on: tuple[Membership, ...]
    left_out: tuple[LeftOut, ...]
    first_month: int
    last_month: int
    by_reason: Mapping[str, int] = field(default_factory=dict)


def preview(roll: Roll, first_month: int, last_month: int, *, age_limit: int = AGE_LIMIT) -> Renewal:
    """Who would go on and who not; reads only. `Refused` `renewal.months` unless one to twelve months after the old
    list's last one.
    """
    if not roll.last_month < first_month <= last_month < first_month + states.LONGEST:
        raise Refused(
            "renewal.months",
            _("Masa baru dimulai sesudah bulan terakhir daftar lama, 1 sampai 12 bulan."),
            where="first_month",
        )
    spells = _latest_spells(roll)
    elsewhere = _elsewhere(roll, spells, first_month, last_month)
    moved = _moved({spell.pk for spell in spells})
    day = months.first_day(first_month)
    own = roll.registration.payer.area_id
    going_on, left_out = [], []
    for spell in spells:
        person = spell.person
        checks = (
            ("DEATH", person.deceased_on is not None),
            ("MOVED", spell.pk in moved or not (person.domicile_id + ".").startswith(own + ".")),
            ("ENDED", spell.last_month < roll.last_month),
            (
                "AGE",
                person.birth_on is not None and months.whole_years(person.birth_on, day) >= age_limit,
            ),
            ("WAGE_EARNER", elsewhere.get(person.pk) == Segment.PU and roll.segment != Segment.PU),
            ("COVERED", person.pk in elsewhere),
        )
        reason = next((code for code, holds in checks if holds), "")
        if reason:
            left_out.append(LeftOut(spell, reason))
        else:
            going_on.append(spell)
    counts = Counter(one.reason for one in left_out)
    return Renewal(tuple(going_on), tuple(left_out), first_month, last_month, counts)


@transaction.atomic
def renew(
    roll: Roll,
    first_month: int,
    last_month: int,
    *,
    expected: int,
    actor: Actor,
    name: str = "",
    reason: str = "",
    age_limit: int = AGE_LIMIT,
) -> Roll:
    """Propose the next list with those who go on, at their newest terms; it then is verified and decreed as any other.
    `expected` is how many were shown.

    `Refused`: `roll.out_of_scope`, `renewal.months`, `renewal.state` for a list never in force, `renewal.known` when it
    was renewed already, `renewal.nobody`, `renewal.changed`.
    """
    roll = states.locked(roll, actor)
    if roll.state not in states.BILLED or roll.supplements_id is not None:
        raise Refused(
            "renewal.state",
            _("Yang diperbarui adalah daftar induk yang pernah ditetapkan."),
            where=roll.name,
        )
    if roll.renewed_by.exclude(state=Roll.State.ENDED).exists():
        raise Refused("renewal.known", _("Daftar ini sudah diperbarui."), where=roll.name)
    seen = preview(roll, first_month, last_month, age_limit=age_limit)
    if not seen.going_on:
        raise Refused("renewal.nobody", _("Tidak seorang pun dapat dilanjutkan."), where=roll.name)
    if len(seen.going_on) != expected:
        raise Refused(
            "renewal.changed",
            _("Sekarang %(now)s orang, bukan %(then)s; periksa lagi.")
            % {"now": numbers.count(len(seen.going_on)), "then": numbers.count(expected)},
            where="expected",
        )
    payer = roll.registration.payer
    entry = record(
        actor=actor.name, user=actor.user, action="registry.renew_roll", reason=reason,
        summary={"payer": payer.code, "area": payer.area_id, "roll": roll.pk, "people": expected,
                 "left_out": dict(seen.by_reason), "month": months.format_month(first_month)},
    )  # fmt: skip
    made = lists.copy_roll(
        roll, entry=entry, name=name.strip()[:200] or _next_name(roll, first_month), renews=roll,
        state=Roll.State.PROPOSED, quota=roll.quota, first_month=first_month, last_month=last_month,
    )  # fmt: skip
    lists.enrol(made, [(spell.person_id, spell.pk) for spell in seen.going_on], entry=entry)
    overlaps.find(actor=actor, entry=entry)
    return made


def _next_name(roll: Roll, first_month: int) -> str:
    """The old name with its year moved on, else with the first month behind it."""
    old, new = str(roll.first_month // 12), str(first_month // 12)
    if old in roll.name and old != new:
        return roll.name.replace(old, new)[:200]
    return f"{roll.name[:180]}, {months.format_month(first_month)}"


def _latest_spells(roll: Roll) -> list[Membership]:
    """Each person's last membership on a decree and its supplements; who never was a member is left out."""
    rows = Membership.objects.filter(roll_id__in=family_of(roll)).exclude(
        end_cause__in=[
            Membership.EndCause.UNDONE,
            Membership.EndCause.REJECTED,
            Membership.EndCause.QUEUED,
        ]
    )
    newest: dict[int, Membership] = {}
    for spell in rows.select_related("person__domicile").order_by("last_month", "pk"):
        newest[spell.person_id] = spell
    return sorted(newest.values(), key=lambda spell: (spell.person.name, spell.pk))


def _elsewhere(roll: Roll, spells: Iterable[Membership], first_month: int, last_month: int) -> dict[int, str]:
    """People who have the same programmes by another list in the new months, with its segment; PU goes before."""
    people = [spell.person_id for spell in spells]
    own = set(roll.programmes.split(","))
    found: dict[int, str] = {}
    for start in range(0, len(people), _AT_ONCE):
        rows = Membership.objects.filter(
            person_id__in=people[start : start + _AT_ONCE], first_month__lte=last_month,
            last_month__gte=first_month, roll__state__in=states.IN_FORCE,
        )  # fmt: skip
        for person, segment, programmes in rows.values_list("person_id", "roll__segment", "roll__programmes"):
            if own & set(programmes.split(",")) and found.get(person) != Segment.PU:
                found[person] = segment
    return found


def _moved(memberships: set[int]) -> set[int]:
    """Of these, whom the civil registry has as moved by the latest check."""
    gone = Standing.objects.filter(is_latest=True, civil__life=SnapshotRow.Life.MOVED)
    return memberships & set(gone.values_list("membership_id", flat=True))
