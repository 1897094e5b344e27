"""The sign-in page. In a demo it lists the demo's logins, so that a stranger can walk in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings

from naungan.accounts.access import public
from naungan.accounts.models import Role


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A login of the demo, with its role in words."""

    username: str
    password: str
    role: str
    place: str


class SignIn(LoginView):  # type: ignore[misc]
    """Sign-in by user name and password; throttled by django-allauth."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demo's logins."""
        return {**super().get_context_data(**kwargs), "demo_logins": demo_logins()}


sign_in = public(SignIn.as_view())


def demo_logins() -> list[DemoLogin]:
    """The logins that the demo wrote to `NAUNGAN_HOME/demo.json`; none outside a demo."""
    path = settings.HOME / "demo.json"
    if not settings.DEMO or not path.exists():
        return []
    written = json.loads(path.read_text(encoding="utf-8")).get("logins", [])
    labels = {role.value: str(role.label) for role in Role}
    return [
        DemoLogin(
            one["username"], one["password"], labels.get(one["role"], one["role"]), one.get("place", "")
        )
        for one in written
    ]
