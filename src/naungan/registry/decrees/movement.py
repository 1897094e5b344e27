"""Movement between two months, name by name: who came, who left and why, whose wage changed.

A list is compared with its supplementary lists, so that a replacement is one exit and one entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _

from naungan.accounts.scope import Scope
from naungan.law import months
from naungan.registry.decrees.queries import family_of
from naungan.registry.decrees.renewal import AGE_LIMIT
from naungan.registry.models import Membership, MembershipTerms, Roll
from naungan.registry.queries import roll_q
from naungan.registry.states import BILLED, IN_FORCE

UNDONE = Membership.EndCause.UNDONE


class Kind(TextChoices):
    """What happened to somebody between two months."""

    CAME = "CAME", _("Masuk")
    LEFT = "LEFT", _("Keluar")
    WAGE = "WAGE", _("Upah berubah")


@dataclass(frozen=True, slots=True)
class Movement:
    """People between two months; unchanged = there in both, at the same wage."""

    came: int
    left: int
    wage: int
    before: int
    after: int

    @property
    def unchanged(self) -> int:
        """How many are in both months with the same wage."""
        return self.after - self.came - self.wage


def compare(roll: Roll, before: int, after: int, spells: QuerySet[Membership] | None = None) -> QuerySet[Any]:
    """The memberships that make the difference between month `before` and the later month `after`, with `kind` (a
    `Kind`), `amount_before` and `amount_after` in rupiah. `spells` narrows to those that the viewer may see.
    """
    assert before < after, "the earlier month comes first"
    own = _family_spells(roll, spells)
    begun, over = _in(after) & ~_in(before), _in(before) & ~_in(after)
    # who is in both months by two spells went over to a supplementary list
    went_over = begun & Q(person__in=own.filter(over).order_by().values("person"))
    came, left = begun & ~went_over, over & ~Q(person__in=own.filter(begun).order_by().values("person"))
    terms = MembershipTerms.objects.filter(membership=OuterRef("pk"))
    told_anew = Exists(terms.filter(from_month__gt=before, from_month__lte=after))
    amounts = {
        "amount_before": _amount(
            When(_in(before), then=_newest(terms.filter(from_month__lte=before))),
            When(went_over, then=_newest(_elsewhere_in(roll, before))),
        ),
        "amount_after": _amount(When(_in(after), then=_newest(terms.filter(from_month__lte=after)))),
    }
    kind = Case(
        When(came, then=Value(Kind.CAME.value)),
        When(over, then=Value(Kind.LEFT.value)),
        default=Value(Kind.WAGE.value),
        output_field=CharField(),
    )
    # cheap tests first: a wage is looked up only where terms are new or the spell is another one
    paid_otherwise = Q(differing__isnull=False)
    stayed = _in(before) & _in(after) & Q(told_anew)
    rows: QuerySet[Any] = own.annotate(
        kind=kind, **amounts, differing=NullIf(F("amount_before"), F("amount_after"))
    )
    rows = rows.filter(came | left | (stayed & paid_otherwise) | (went_over & paid_otherwise))
    return rows.select_related("person__domicile", "roll", "replaces__replaced__person").order_by(
        "person__name", "pk"
    )


def _amount(*whens: When) -> Case:
    return Case(*whens, output_field=BigIntegerField())


def _newest(terms: QuerySet[MembershipTerms]) -> Subquery:
    """The amount of the newest of some terms."""
    return Subquery(terms.order_by("-from_month").values("amount_rp")[:1], output_field=BigIntegerField())


def _elsewhere_in(roll: Roll, month: int) -> QuerySet[MembershipTerms]:
    """Terms in force in a month on any list of the decree, of the person of an outer row."""
    return MembershipTerms.objects.filter(
        membership__person=OuterRef("person"), membership__roll_id__in=family_of(roll),
        membership__first_month__lte=month, membership__last_month__gte=month, from_month__lte=month,
    )  # fmt: skip


def summary(roll: Roll, before: int, after: int, spells: QuerySet[Membership] | None = None) -> Movement:
    """How many came, left, changed and stayed."""
    rows = compare(roll, before, after, spells).order_by().values("kind").annotate(rows=Count("pk"))
    counts = dict.fromkeys(Kind.values, 0) | dict(rows.values_list("kind", "rows"))
    own = _family_spells(roll, spells)
    # nobody is in one month twice: spells of a list and its supplements do not overlap
    people = [own.filter(_in(month)).order_by().count() for month in (before, after)]
    return Movement(counts[Kind.CAME], counts[Kind.LEFT], counts[Kind.WAGE], *people)


def months_of(roll: Roll) -> list[int]:
    """The months of a list, and the one before and after it: what can be compared."""
    return list(months.iterate(roll.first_month - 1, roll.last_month + 1))


def reaching_age(scope: Scope, month: int, ahead: int = 3, *, limit: int = AGE_LIMIT) -> QuerySet[Membership]:
    """Members in force in a month who reach the age limit (years) within the next `ahead` months."""
    first, last = months.first_day(month), months.last_day(month + ahead)
    born = (_years_before(first, limit), _years_before(last, limit))
    rows = Membership.objects.filter(
        _in(month), roll_q(scope, "roll__"), roll__state__in=BILLED,
        person__birth_on__gt=born[0], person__birth_on__lte=born[1], person__deceased_on=None,
    )  # fmt: skip
    return rows.select_related("person__domicile", "roll__registration__payer").order_by(
        "person__birth_on", "pk"
    )


def _years_before(day: date, years: int) -> date:
    """The birth date of who is so many years old on a day (29 February counts as 1 March)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def _in(month: int) -> Q:
    return Q(first_month__lte=month, last_month__gte=month)


def _family_spells(roll: Roll, spells: QuerySet[Membership] | None) -> QuerySet[Membership]:
    rows = Membership.objects.all() if spells is None else spells
    # a supplementary list that waits for its decree holds nobody yet
    counting = Q(pk=roll.pk) | Q(state__in=[*IN_FORCE, Roll.State.ENDED])
    lists = list(Roll.objects.filter(counting, pk__in=family_of(roll)).values_list("pk", flat=True))
    return rows.filter(roll_id__in=lists).exclude(end_cause=UNDONE)
