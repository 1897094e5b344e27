"""Who looks at a page: permissions, roles and places in words, for the kit's header."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from naungan.accounts.models import Role, RoleGrant, User
from naungan.accounts.roles import PERMISSIONS
from naungan.kit.viewer import VISITOR, Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a request, with one question to the database.

    A visitor who has not signed in has nothing.
    """
    if not isinstance(request.user, User):
        return VISITOR
    grants = list(request.user.grants.select_related("area", "office").order_by("pk"))
    permissions = frozenset(p for grant in grants for p in PERMISSIONS.get(grant.role, frozenset()))
    roles = dict.fromkeys(str(Role(grant.role).label) for grant in grants)
    places = dict.fromkeys(place_of(grant) for grant in grants)
    return Viewer(request.user.get_username(), permissions, tuple(roles), tuple(places))


def place_of(grant: RoleGrant) -> str:
    """Where a role holds, in words."""
    if grant.area:
        return grant.area.name
    if grant.office:
        return grant.office.name
    return grant.payer_code or _("Seluruh Indonesia")
