"""What verification and quotas let a roll's steps do: nobody undecided, nobody above the quota, who is left out.

A roll whose people were never checked (no `Standing`) is not held by any of this: an employer's own list, say.
"""

from __future__ import annotations

from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _

from naungan.accounts.scope import within
from naungan.kit import numbers
from naungan.law.findings import Refused
from naungan.registry.decrees.models import Quota, Standing
from naungan.registry.models import Membership, Roll

State = Standing.State
# how a membership ends whose person does not get into the decree
CAUSES = {
    State.REJECTED: Membership.EndCause.REJECTED,
    State.QUEUED: Membership.EndCause.QUEUED,
}


def with_latest(spells: QuerySet[Membership]) -> QuerySet[Any]:
    """Memberships with `latest`, their latest standing (a filtered relation)."""
    latest = FilteredRelation("standings", condition=Q(standings__is_latest=True))
    return spells.annotate(latest=latest)


def counted(roll: Roll) -> QuerySet[Any]:
    """The memberships of a roll that count: none of an undone import."""
    return with_latest(roll.memberships.exclude(end_cause=Membership.EndCause.UNDONE))


def is_checked(roll: Roll) -> bool:
    """Whether people of the roll were checked at all."""
    return Standing.objects.filter(membership__roll=roll).exists()


def refuse_if_unready(roll: Roll, to: str) -> None:
    """`Refused` `roll.undecided` while somebody waits for a decision, `roll.over_quota` for a decree that would hold
    more people than an area or the whole roll may have.
    """
    forward = to in {Roll.State.VERIFIED, Roll.State.DECREED, Roll.State.REGISTERED}
    if not forward or roll.state not in {Roll.State.PROPOSED, Roll.State.VERIFIED} or not is_checked(roll):
        return
    waiting = counted(roll).filter(Q(latest__isnull=True) | Q(latest__state=State.WAITING)).count()
    if waiting:
        raise Refused(
            "roll.undecided",
            _("%(count)s orang belum diputuskan verifikator.") % {"count": numbers.count(waiting)},
            where=roll.name,
            mend=_("Putuskan di halaman Verifikasi daftar ini."),
        )
    if to != Roll.State.VERIFIED:
        _refuse_if_over_quota(roll)


def _refuse_if_over_quota(roll: Roll) -> None:
    accepted = counted(roll).filter(latest__state=State.VERIFIED)
    limits = [(Q(), roll.quota)] if roll.quota is not None else []
    limits += [
        (within("person__domicile_id", area), people)
        for area, people in Quota.objects.filter(roll=roll, is_latest=True).values_list("area_id", "people")
    ]
    for where, most in limits:
        count = accepted.filter(where).count()
        if count > most:
            raise Refused(
                "roll.over_quota",
                _("%(count)s orang terverifikasi, kuota hanya %(most)s.")
                % {"count": numbers.count(count), "most": numbers.count(most)},
                where=roll.name,
                mend=_("Isi kuota menurut urutannya; yang lain menunggu."),
            )


def left_out(roll: Roll) -> list[tuple[str, QuerySet[Membership]]]:
    """Who does not get into the decree, with the cause that ends their memberships."""
    found = counted(roll)
    chosen = [
        (cause.value, [*found.filter(latest__state=state).values_list("pk", flat=True)])
        for state, cause in CAUSES.items()
    ]
    return [(cause, Membership.objects.filter(pk__in=keys)) for cause, keys in chosen if keys]
