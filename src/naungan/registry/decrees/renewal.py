"""A roll renewed by a new decree from the last one: who is still eligible goes on, the others are named with the cause.

Eligible is who is a member in the old list's last month, lives, has not moved out, is under the age limit on day 1 of
the first new month, is no wage earner then, and is on no other list for the same programmes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.access import Actor
from naungan.accounts.scope import within
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


@dataclass(frozen=True, slots=True)
class Renewal:
    """What renewing a roll would do: everybody's last membership, with `reason`, a key of `REASONS` or "" for who goes
    on; by the person's name. Nobody is read before they are asked for.
    """

    spells: QuerySet[Any]
    first_month: int
    last_month: int
    going: int
    by_reason: Mapping[str, int]

    @property
    def going_on(self) -> QuerySet[Any]:
        """Who goes on."""
        return self.spells.filter(reason="")

    @property
    def left_out(self) -> QuerySet[Any]:
        """Who does not go on."""
        return self.spells.exclude(reason="")


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
    day = months.first_day(first_month)
    elsewhere, as_wage_earner = _elsewhere(roll, first_month, last_month)
    own = within("person__domicile_id", roll.registration.payer.area_id)
    # the first that holds is the reason
    checks = (
        ("DEATH", Q(person__deceased_on__isnull=False)),
        ("MOVED", ~own | Q(pk__in=_moved(roll))),
        ("ENDED", Q(last_month__lt=roll.last_month)),
        ("AGE", Q(person__birth_on__lte=day.replace(year=day.year - age_limit))),
        ("WAGE_EARNER", as_wage_earner if roll.segment != Segment.PU else Q(pk__in=[])),
        ("COVERED", elsewhere),
    )
    reason = Case(
        *(When(holds, then=Value(code)) for code, holds in checks),
        default=Value(""),
        output_field=CharField(),
    )
    spells: QuerySet[Any] = _latest_spells(roll).annotate(reason=reason)
    counts = dict(spells.order_by().values_list("reason").annotate(people=Count("pk")))
    going = counts.pop("", 0)
    by_reason = {code: counts[code] for code in REASONS if code in counts}
    return Renewal(spells, first_month, last_month, going, by_reason)


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
    if not seen.going:
        raise Refused("renewal.nobody", _("Tidak seorang pun dapat dilanjutkan."), where=roll.name)
    if seen.going != expected:
        raise Refused(
            "renewal.changed",
            _("Sekarang %(now)s orang, bukan %(then)s; periksa lagi.")
            % {"now": numbers.count(seen.going), "then": numbers.count(expected)},
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
    lists.enrol(made, seen.going_on.values_list("person_id", "pk"), entry=entry)
    overlaps.find(actor=actor, entry=entry)
    return made


def _next_name(roll: Roll, first_month: int) -> str:
    """The old name with its year moved on, else with the first month behind it."""
    old, new = str(roll.first_month // 12), str(first_month // 12)
    if old in roll.name and old != new:
        return roll.name.replace(old, new)[:200]
    return f"{roll.name[:180]}, {months.format_month(first_month)}"


def _latest_spells(roll: Roll) -> QuerySet[Membership]:
    """Each person's last membership on a decree and its supplements; who never was a member is left out."""
    rows = Membership.objects.filter(roll_id__in=family_of(roll)).exclude(
        end_cause__in=[
            Membership.EndCause.UNDONE,
            Membership.EndCause.REJECTED,
            Membership.EndCause.QUEUED,
        ]
    )
    later = Q(last_month__gt=OuterRef("last_month")) | Q(
        last_month=OuterRef("last_month"), pk__gt=OuterRef("pk")
    )
    newest = ~Exists(rows.filter(later, person=OuterRef("person")))
    return rows.filter(newest).select_related("person__domicile").order_by("person__name", "pk")


def _elsewhere(roll: Roll, first_month: int, last_month: int) -> tuple[Q, Q]:
    """Conditions on a membership: its person has one of the roll's programmes by another list in the new months; has it
    as a wage earner.
    """
    own = set(roll.programmes.split(","))
    told = (
        Roll.objects.filter(state__in=states.IN_FORCE)
        .order_by()
        .values_list("programmes", flat=True)
        .distinct()
    )
    same = [programmes for programmes in told if own & set(programmes.split(","))]
    rows = Membership.objects.filter(
        first_month__lte=last_month, last_month__gte=first_month, roll__state__in=states.IN_FORCE,
        roll__programmes__in=same, person=OuterRef("person"),
    )  # fmt: skip
    earning = rows.filter(roll__segment=Segment.PU)
    return Q(Exists(rows)), Q(Exists(earning))


def _moved(roll: Roll) -> QuerySet[Any]:
    """Memberships of a decree's people whom the civil registry has as moved by the latest check."""
    gone = Standing.objects.filter(is_latest=True, civil__life=SnapshotRow.Life.MOVED)
    return gone.filter(membership__roll_id__in=family_of(roll)).values("membership")
