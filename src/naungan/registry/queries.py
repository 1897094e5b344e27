"""Reads of the registry for pages and higher rooms. Whoever asks gives the scope; nothing outside it is
returned.
"""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from naungan.accounts.scope import Scope
from naungan.registry.models import ImportBatch, Membership, MembershipTerms, Payer, Person, Roll


def visible_people(scope: Scope) -> QuerySet[Person]:
    """People, once each (aliases left out): whose domicile lies in the scope, or for whom a payer in the
    scope pays.
    """
    people = Person.objects.filter(merged_into=None)
    if scope.everywhere:
        return people
    paid_for = Membership.objects.filter(
        Q(person=OuterRef("pk")) & scope.payer_q("roll__registration__payer__")
    ).exclude(end_cause=Membership.EndCause.UNDONE)
    return people.filter(scope.area_q("domicile_id") | Exists(paid_for))


def visible_payers(scope: Scope) -> QuerySet[Payer]:
    """Payers in the scope, with their area."""
    return Payer.objects.filter(scope.payer_q()).select_related("area")


def visible_rolls(scope: Scope) -> QuerySet[Roll]:
    """Rolls whose payer is in the scope, with `member_count` (people now on it)."""
    on_roll = Count(
        "memberships__person", distinct=True, filter=~Q(memberships__end_cause=Membership.EndCause.UNDONE)
    )
    rolls = Roll.objects.filter(scope.payer_q("registration__payer__"))
    return rolls.select_related("registration__payer", "group", "area").annotate(member_count=on_roll)


def visible_batches(scope: Scope) -> QuerySet[ImportBatch]:
    """Import batches whose payer is in the scope, the newest first."""
    batches = ImportBatch.objects.filter(scope.payer_q("payer__"))
    return batches.select_related("payer", "roll", "entry").order_by("-pk")


def memberships_of(person: Person, scope: Scope) -> QuerySet[Membership]:
    """The memberships of a person that the scope shows, undone ones left out, with roll, group and payer.

    Whoever may see the person by domicile sees all of them; a payer's own people show the payer's
    memberships only.
    """
    spells = Membership.objects.filter(person=person).exclude(end_cause=Membership.EndCause.UNDONE)
    if not scope.holds_area(person.domicile_id):
        spells = spells.filter(scope.payer_q("roll__registration__payer__"))
    return spells.select_related("roll__registration__payer", "roll__group").order_by("first_month", "pk")


def active_memberships(month: int, scope: Scope) -> QuerySet[Membership]:
    """Memberships that run in a month on rolls that bills are made for."""
    from naungan.registry.states import BILLED

    return Membership.objects.filter(
        scope.payer_q("roll__registration__payer__"),
        roll__state__in=BILLED,
        first_month__lte=month,
        last_month__gte=month,
    )


def terms_in(membership: Membership, month: int) -> MembershipTerms | None:
    """The terms of a membership in force in a month."""
    return membership.terms.filter(from_month__lte=month).order_by("-from_month").first()
