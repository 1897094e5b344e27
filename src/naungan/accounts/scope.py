"""Who may see what: one predicate for every query, lake read, page, API and export.

A scope is a set of area prefixes and of payers. A person is visible if the domicile lies in one of the
areas or a payer in the scope pays for them; a payer if its area lies in one of the areas or it is named
itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from naungan.accounts.models import RoleGrant, User


@dataclass(frozen=True, slots=True)
class Scope:
    """Area prefixes ("75", "75.03.01") and payer codes that somebody may see; `everywhere` sees all."""

    areas: tuple[str, ...] = ()
    payer_codes: tuple[str, ...] = ()
    everywhere: bool = False

    def area_q(self, path: str) -> Q:
        """Condition on a path to an area's code (`"area_id"`, `"payer__area_id"`): in one of the areas."""
        if self.everywhere:
            return Q()
        condition = Q(pk__in=[])
        for prefix in self.areas:
            condition |= within(path, prefix)
        return condition

    def payer_q(self, path: str = "") -> Q:
        """Condition on a path to a payer (`""` for the payer itself, `"registration__payer__"`).

        Visible payers.
        """
        if self.everywhere:
            return Q()
        return self.area_q(f"{path}area_id") | Q(**{f"{path}code__in": self.payer_codes})

    def holds_area(self, code: str) -> bool:
        """Whether an area code lies in the scope."""
        return self.everywhere or any(code == a or code.startswith(a + ".") for a in self.areas)

    def holds_payer(self, code: str, area_code: str) -> bool:
        """Whether a payer is in the scope."""
        return self.holds_area(area_code) or code in self.payer_codes

    def proposes_to(self, area_code: str) -> bool:
        """Whether a list from the scope may be put to the government of an area: one that holds areas of it."""
        return self.everywhere or any(area.startswith(area_code + ".") for area in self.areas)

    def narrowed(self, area_code: str) -> Scope:
        """The scope within one area: what lies in both.

        Payers named by code stay when the area itself is not held: they are all that such a scope has there.
        """
        if self.holds_area(area_code):
            return Scope(areas=(area_code,))
        below = tuple(a for a in self.areas if a.startswith(area_code + "."))
        return Scope(areas=below, payer_codes=self.payer_codes)


def within(path: str, code: str) -> Q:
    """Condition on a path to an area's code (as for `Scope.area_q`): the area itself or one that lies in it.

    SQLite compares bytes but ignores case in LIKE, so only a range finds its way through an index there;
    PostgreSQL compares by language and keeps an index of its own for LIKE.
    """
    if connection.vendor == "sqlite":
        below = Q(**{f"{path}__gt": f"{code}.", f"{path}__lt": f"{code}/"})  # "/" comes right after "."
    else:
        # a key of an area takes no text lookup itself; the code behind it is the same column
        text = f"{path}__code" if path.endswith("_id") else path
        below = Q(**{f"{text}__startswith": f"{code}."})
    return Q(**{path: code}) | below


EVERYWHERE = Scope(everywhere=True)
NOWHERE = Scope()


def scope_of(user: User, roles: frozenset[str] | None = None) -> Scope:
    """The union of the places of a user's grants (of the given roles only, if given)."""
    grants = RoleGrant.objects.filter(user=user)
    if roles is not None:
        grants = grants.filter(role__in=roles)
    areas: set[str] = set()
    payers: set[str] = set()
    for grant in grants.prefetch_related("office__areas"):
        if grant.area_id:
            areas.add(grant.area_id)
        elif grant.office:
            areas.update(area.code for area in grant.office.areas.all())
        elif grant.payer_code:
            payers.add(grant.payer_code)
        else:
            return EVERYWHERE
    return Scope(areas=tuple(sorted(areas)), payer_codes=tuple(sorted(payers)))
