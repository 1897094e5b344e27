"""What this room adds elsewhere: a person's cases and the death form's door, the start page's card and next steps."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import User
from naungan.claims.models import Claim
from naungan.claims.pages.parts import DEATHS, EDIT, STATE_TONES, VIEW
from naungan.claims.queries import claims_of, overdue, visible_claims, waiting
from naungan.claims.queries.cases import OPEN, deaths_without_case, next_action, with_renewal_due
from naungan.kit import numbers
from naungan.kit.panels import Card, NextAction, register_panel
from naungan.registry.models import Person

State = Claim.State


def register() -> None:
    """Put the room's parts in their places; called once, when the room starts."""
    register_panel("registry.person", cases_of_person, permission="registry.view", order=40)
    register_panel("home", cases_card, permission=VIEW, order=30)
    register_panel("home.next", next_actions, permission=VIEW, order=30)
    register_panel("home.next", deaths_to_open, permission=DEATHS, order=31)


def _actor(request: HttpRequest, permission: str) -> Actor | None:
    return actor_for(request.user, permission) if isinstance(request.user, User) else None


def cases_of_person(request: HttpRequest, person: Person) -> SafeString | None:
    """A person's cases; and for who may report deaths, where to."""
    reader, reporter = _actor(request, VIEW), _actor(request, DEATHS)
    rows = list(claims_of(person, reader.scope)) if reader else []
    can_report = reporter is not None and person.deceased_on is None
    if not rows and not can_report:
        return None
    shown = [(claim, STATE_TONES[State(claim.state)], next_action(claim, waits=False)) for claim in rows]
    context = {"person": person, "claims": shown, "can_report": can_report}
    return render_to_string("claims/person_panel.html", context, request=request)


def cases_card(request: HttpRequest, _obj: object) -> Card | None:
    """Families whose case is open. Nothing before the first case."""
    actor = _actor(request, VIEW)
    rows = visible_claims(actor.scope) if actor else Claim.objects.none()
    if not rows.exists():
        return None
    today = timezone.localdate()
    open_count = rows.filter(state__in=OPEN).count()
    waits, late = waiting(rows, today).count(), overdue(rows, today).count()
    note = _("%(waits)s menunggu pelunasan iuran, %(late)s lewat tenggat") % {
        "waits": numbers.count(waits),
        "late": numbers.count(late),
    }
    return Card(
        title=_("Kasus keluarga"),
        figure=numbers.count(open_count),
        note=note if open_count else _("Tidak ada keluarga yang menunggu."),
        href=f"{reverse('claims')}?state=OPEN",
        action=_("Buka kasus"),
        tone="bad" if late or waits else "warn" if open_count else "good",
    )


def next_actions(request: HttpRequest, _obj: object) -> list[NextAction]:
    """Families to be contacted, cases that wait or are late, scholarships to be filed again."""
    actor = _actor(request, EDIT)
    if actor is None:
        return []
    rows, today = visible_claims(actor.scope), timezone.localdate()
    href = reverse("claims")
    found = [
        (
            _("Hubungi keluarga peserta yang meninggal"),
            f"{href}?state=OPENED",
            rows.filter(state=State.OPENED),
            "warn",
        ),
        (_("Kasus keluarga menunggu pelunasan iuran"), f"{href}?waits=payment", waiting(rows, today), "bad"),
        (_("Kasus keluarga lewat tenggat"), f"{href}?waits=overdue", overdue(rows, today), "bad"),
        (
            _("Perpanjang beasiswa tahun ini"),
            f"{href}?waits=school",
            with_renewal_due(rows, today.year),
            "warn",
        ),
    ]
    return [NextAction(text, at, count, tone) for text, at, own, tone in found if (count := own.count())]


def deaths_to_open(request: HttpRequest, _obj: object) -> list[NextAction]:
    """Deaths that were recorded without this room, so that no family is left out."""
    actor = _actor(request, DEATHS)
    count = deaths_without_case(actor.scope).count() if actor else 0
    if not count:
        return []
    return [NextAction(_("Buka kasus kematian yang tertinggal"), reverse("deaths_open"), count, "warn")]
