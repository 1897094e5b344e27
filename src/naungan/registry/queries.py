"""Reads of the registry for pages and higher rooms. Whoever asks gives the scope; nothing outside it is
returned.
"""

from __future__ import annotations

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from naungan.accounts.scope import Scope
from naungan.registry.models import ImportBatch, Membership, MembershipTerms, Payer, Person, Roll


def visible_people(scope: Scope) -> QuerySet[Person]:
    """People, once each (aliases left out): whose domicile lies in the scope, or for whom a payer in the
    scope pays. A proposal pays for nobody yet: writing a NIK on a list opens no record.
    """
    people = Person.objects.filter(merged_into=None)
    if scope.everywhere:
        return people
    rolls = Roll.objects.filter(scope.payer_q("registration__payer__"), binding_q()).values("pk")
    paid_for = Membership.objects.filter(roll__in=rolls).exclude(end_cause=Membership.EndCause.UNDONE)
    # In a province nearly everybody is a resident: ask for the few others one by one. In a regency most people
    # are others: collect once those for whom it pays.
    wide = any("." not in area for area in scope.areas)
    merged = Q(pk__in=paid_for.filter(person__merged_into__isnull=False).values("person__merged_into"))
    elsewhere = has_spell(paid_for) if wide else Q(pk__in=paid_for.values("person")) | merged
    return people.filter(scope.area_q("domicile_id") | elsewhere)


def has_spell(spells: QuerySet[Membership]) -> Q:
    """Condition on a person: one of the memberships is theirs, or of a record that was merged into theirs."""
    return Q(Exists(spells.filter(person=OuterRef("pk")))) | Q(
        Exists(spells.filter(person__merged_into=OuterRef("pk")))
    )


def of_person(pk: int) -> Q:
    """Condition on a row with a `person`: theirs, or of a record that was merged into theirs."""
    return Q(person=pk) | Q(person__merged_into=pk)


def binding_q(path: str = "") -> Q:
    """Condition on a path to a roll: it got past the proposal, so that its payer pays for its people."""
    proposal = Q(**{f"{path}state__in": [Roll.State.PROPOSED, Roll.State.VERIFIED]})
    withdrawn = Q(
        **{
            f"{path}state": Roll.State.ENDED,
            f"{path}basis": Roll.Basis.DECREE,
            f"{path}decree_number": "",
        }
    )
    return ~proposal & ~withdrawn


def roll_q(scope: Scope, path: str = "") -> Q:
    """Condition on a path to a roll (`""` for the roll itself, `"roll__"`): whose payer is in the scope, or
    that asks a government above to pay for workers of an area in the scope.
    """
    if scope.everywhere:
        return Q()
    payer = f"{path}registration__payer__"
    asked = scope.area_q(f"{path}area_id") & Q(**{f"{payer}kind": Payer.Kind.GOVERNMENT})
    return scope.payer_q(payer) | asked


def batch_q(scope: Scope) -> Q:
    """Condition on a batch: its payer is in the scope, or it was proposed from an area in the scope."""
    if scope.everywhere:
        return Q()
    return scope.payer_q("payer__") | scope.area_q("proposed_from_id")


def visible_payers(scope: Scope) -> QuerySet[Payer]:
    """Payers in the scope, with their area."""
    return Payer.objects.filter(scope.payer_q()).select_related("area")


def visible_rolls(scope: Scope) -> QuerySet[Roll]:
    """Rolls that the scope shows (`roll_q`), with `member_count` (people on it), counted for shown rows only."""
    own = Membership.objects.exclude(end_cause=Membership.EndCause.UNDONE).filter(roll=OuterRef("pk"))
    counted = own.order_by().values("roll").annotate(total=Count("person", distinct=True)).values("total")
    rolls = Roll.objects.filter(roll_q(scope))
    return rolls.select_related(
        "registration__payer", "group", "area", "entry", "supplements", "renews"
    ).annotate(member_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def visible_batches(scope: Scope) -> QuerySet[ImportBatch]:
    """Import batches that the scope shows (`batch_q`), the newest first."""
    batches = ImportBatch.objects.filter(batch_q(scope))
    return batches.select_related("payer", "roll", "entry").order_by("-pk")


def memberships_of(person: Person, scope: Scope) -> QuerySet[Membership]:
    """The memberships of a person that the scope shows, undone ones left out, with roll, group and payer.

    Whoever may see the person by domicile sees all of them; a payer's own people show the payer's
    memberships only.
    """
    spells = Membership.objects.filter(of_person(person.pk)).exclude(end_cause=Membership.EndCause.UNDONE)
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
