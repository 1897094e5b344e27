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
    at_before, at_after = _in(before), _in(after)
    again = own.filter(person=OuterRef("person")).order_by()
    terms = MembershipTerms.objects.filter(membership=OuterRef("pk"))
    new_terms = terms.filter(from_month__gt=before, from_month__lte=after)
    kind = Case(
        When(at_after & ~Exists(again.filter(at_before)), then=Value(Kind.CAME.value)),
        When(at_before & ~Exists(again.filter(at_after)), then=Value(Kind.LEFT.value)),
        When(at_after & Exists(new_terms), then=Value(Kind.WAGE.value)),
        default=Value(""),
        output_field=CharField(),
    )
    # who is there in both months by one membership needs a look only where there are new terms: cheap tests first
    stayed = at_before & at_after
    rows: QuerySet[Any] = (
        own.filter((at_before | at_after) & (~stayed | Exists(new_terms)))
        .annotate(kind=kind)
        .exclude(kind="")
    )
    earlier = MembershipTerms.objects.filter(
        membership__person=OuterRef("person"), membership__roll_id__in=family_of(roll),
        membership__first_month__lte=before, membership__last_month__gte=before, from_month__lte=before,
    )  # fmt: skip
    amount = BigIntegerField()
    newest = "-from_month"
    amount_before = earlier.order_by(newest).values("amount_rp")[:1]
    amount_after = terms.filter(from_month__lte=after).order_by(newest).values("amount_rp")[:1]
    rows = rows.annotate(
        amount_before=Subquery(amount_before, output_field=amount),
        amount_after=Case(
            When(at_after, then=Subquery(amount_after, output_field=amount)), output_field=amount
        ),
    )
    same = Q(kind=Kind.WAGE.value, amount_before=F("amount_after"))
    rows = rows.exclude(same).select_related("person__domicile", "roll", "replaces__replaced__person")
    return rows.order_by("person__name", "pk")


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
    own = rows.filter(roll_id__in=family_of(roll)).exclude(end_cause=UNDONE)
    # a supplementary list that waits for its decree holds nobody yet
    return own.filter(Q(roll_id=roll.pk) | Q(roll__state__in=[*IN_FORCE, Roll.State.ENDED]))
