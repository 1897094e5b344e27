"""The sign-in page, which in a demo lists the demo's logins, so that a stranger can walk in; one's own address."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from allauth.account.views import LoginView, password_change
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import public, signed_in
from naungan.accounts.forms import EmailForm
from naungan.accounts.models import Role, User
from naungan.accounts.services import set_own_email
from naungan.kit.asking import Question, ask, bound
from naungan.law.findings import Refused


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


@signed_in
def own_password(request: HttpRequest) -> HttpResponseBase:
    """A new password of one's own. Refused: `account.no_password` for an account that comes in without one."""
    user = request.user
    assert isinstance(user, User)
    if not user.has_usable_password():
        raise Refused(
            "account.no_password",
            _("Akun ini belum punya kata sandi, jadi belum ada yang dapat diganti."),
            mend=_("Minta administrator membuatkan kata sandi baru."),
        )
    answer: HttpResponseBase = password_change(request)
    return answer


@signed_in
def own_email(request: HttpRequest) -> HttpResponseBase:
    """One's own e-mail address."""
    user = request.user
    assert isinstance(user, User)
    form = bound(request, EmailForm, initial={"email": user.email})
    words = Question(
        title=_("Alamat surel saya"),
        button=_("Simpan alamat"),
        back=reverse("own_email"),
        done=_("Alamat surel disimpan."),
    )
    return ask(request, form, words, lambda given: set_own_email(user, given.cleaned_data["email"]))


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
