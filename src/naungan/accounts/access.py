"""The door of every page: `@needs("registry.view")` or `@public`.

A structure test counts that each URL has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from naungan.accounts.models import User
from naungan.accounts.roles import roles_with
from naungan.accounts.scope import EVERYWHERE, Scope, scope_of

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]
AnyView = TypeVar("AnyView", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the name for the journal, the user if there is one, and what they may see and touch."""

    name: str
    scope: Scope
    user: User | None = None


def operator(name: str = "cli") -> Actor:
    """The actor of the command line: whoever can run it owns the machine and sees everything."""
    return Actor(name=name, scope=EVERYWHERE)


def actor_for(user: User, permission: str) -> Actor | None:
    """The actor with the scope in which the user holds a permission, or None if they hold it nowhere."""
    roles = roles_with(permission)
    held = set(user.grants.filter(role__in=roles).values_list("role", flat=True))
    if not held:
        return None
    return Actor(name=user.get_username(), scope=scope_of(user, roles), user=user)


def needs(permission: str) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponseBase]], View]:
    """Let in only who holds `permission`; the view finds `request.actor` with the scope of that permission.

    Not signed in: to the sign-in page. Signed in without it: 403.
    """
    assert roles_with(permission), f"no role holds {permission}"

    def decorate(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            actor = actor_for(request.user, permission)
            if actor is None:
                raise PermissionDenied
            request.actor = actor  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def actor_of(request: HttpRequest) -> Actor:
    """The actor whom `needs` has found for the view of a request."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def public(view: AnyView) -> AnyView:
    """Mark a page that anybody may see."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Mark a page that everybody who has signed in may see, whatever their roles: one's own password, say."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.permission = "signed-in"  # type: ignore[attr-defined]
    return guarded


def may(user: Any, permission: str) -> bool:
    """Whether a user holds a permission anywhere: for showing or hiding a link, never instead of `needs`."""
    return isinstance(user, User) and user.grants.filter(role__in=roles_with(permission)).exists()
