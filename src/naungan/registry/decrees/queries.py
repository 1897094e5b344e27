"""Reads about the people of a roll: how they stand, who is checked, which snapshots are there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from naungan.accounts.scope import Scope
from naungan.areas.queries import names
from naungan.registry.decrees.gate import with_latest
from naungan.registry.decrees.models import Quota, Snapshot, Standing
from naungan.registry.models import Membership, Roll
from naungan.registry.queries import binding_q

VILLAGE_DOTS = 3


class Counted(NamedTuple):
    """How many people stand so."""

    value: str
    label: str
    people: int


def seen_spells(roll: Roll, scope: Scope) -> QuerySet[Membership]:
    """The memberships of a roll that the scope shows: all of them to its payer (and to whoever may see everything),
    else those who live there.
    """
    spells = roll.memberships.exclude(end_cause=Membership.EndCause.UNDONE)
    payer = roll.registration.payer
    if scope.holds_payer(payer.code, payer.area_id):
        return spells
    paid = scope.payer_q("roll__registration__payer__") & binding_q("roll__")
    return spells.filter(scope.area_q("person__domicile_id") | paid)


def standings(roll: Roll, scope: Scope) -> QuerySet[Any]:
    """The people of a roll with `state`, `result`, `decile`, `cause` and `place` of their latest standing; WAITING and
    UNKNOWN where there is none.
    """
    rows: QuerySet[Any] = with_latest(seen_spells(roll, scope)).annotate(
        state=Coalesce("latest__state", Value(Standing.State.WAITING.value)),
        result=Coalesce("latest__result", Value(Standing.Result.UNKNOWN.value)),
        decile=F("latest__decile"),
        cause=Coalesce("latest__cause", Value("")),
        place=F("latest__place"),
    )
    rows = rows.select_related("person__domicile", "roll__group")
    return rows.order_by("person__name", "pk")


def counts_of(rows: QuerySet[Any], name: str) -> list[Counted]:
    """How many people of `standings` there are by `state` or `result`, in the order of the choices."""
    choices = Standing.State if name == "state" else Standing.Result
    found = dict(rows.order_by().values_list(name).annotate(people=Count("pk")))
    return [Counted(one.value, str(one.label), found[one.value]) for one in choices if found.get(one.value)]


def history_of(membership: Membership) -> list[Standing]:
    """All standings of a person on a roll, the newest first, with what the registry said and who decided."""
    rows = membership.standings.select_related("entry", "civil__snapshot")
    return list(rows.order_by("-pk"))


def snapshots_of(scope: Scope) -> QuerySet[Snapshot]:
    """Snapshots of areas in the scope, the newest first."""
    rows = Snapshot.objects.filter(scope.area_q("area_id")).select_related("area", "entry")
    return rows.order_by("-as_of", "-pk")


def quotas_of(roll: Roll) -> dict[str, int]:
    """The quotas of a roll by area, as they stand now."""
    rows = Quota.objects.filter(roll=roll, is_latest=True).order_by("area_id")
    return dict(rows.values_list("area_id", "people"))


def family_of(roll: Roll) -> list[int]:
    """A roll with what it supplements and what supplements it: one decree and its changes."""
    first = roll.supplements_id or roll.pk
    rows = Roll.objects.filter(Q(pk=first) | Q(supplements=first))
    return list(rows.order_by("first_month", "pk").values_list("pk", flat=True))


def villages_of(rows: QuerySet[Membership]) -> list[tuple[str, str, int]]:
    """Where people of a roll live: village (or the smallest area known), its name, how many."""
    found = rows.order_by().values_list("person__domicile_id").annotate(people=Count("pk"))
    told = sorted(found)
    known = names([code for code, _people in told])
    return [(code, known.get(code, code), people) for code, people in told]


def district_and_village(codes: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Names of district and village by area code; "" where the code is wider."""
    districts = {".".join(code.split(".")[:VILLAGE_DOTS]) for code in codes}
    known = names({*codes, *districts})

    def both(code: str) -> tuple[str, str]:
        district = ".".join(code.split(".")[:VILLAGE_DOTS])
        deep = code.count(".")
        return (
            known.get(district, "") if deep >= VILLAGE_DOTS - 1 else "",
            known.get(code, "") if deep == VILLAGE_DOTS else "",
        )

    return {code: both(code) for code in codes}
