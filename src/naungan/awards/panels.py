"""What this room adds elsewhere: how punctual a payer is, and what waits for a juror."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import User
from naungan.awards.models import Candidate, Stage
from naungan.awards.queries import LAW, Punctual, visible_certificates, years_of
from naungan.kit.panels import NextAction, register_panel
from naungan.registry.models import Payer

VIEW, JUDGE = "awards.view", "awards.judge"
SHOWN = 3


def register() -> None:
    """Put the room's parts in their places; called once, when the room starts."""
    register_panel("registry.payer", punctuality, permission=VIEW, order=60)
    register_panel("home.next", waiting_scores, permission=JUDGE, order=20)


def _actor(request: HttpRequest, permission: str) -> Actor | None:
    return actor_for(request.user, permission) if isinstance(request.user, User) else None


def punctuality(request: HttpRequest, payer: Payer) -> SafeString | None:
    """The payer's last years, and its certificates; nothing before its first bill."""
    actor = _actor(request, VIEW)
    if actor is None or not actor.scope.holds_payer(payer.code, payer.area_id):
        return None
    years = [Punctual(payer, one, LAW, None, 0) for one in years_of(payer.code, as_of=timezone.localdate())]
    kept = visible_certificates(actor.scope).filter(payer=payer, paper__withdrawn_on=None)
    if not years and not kept:
        return None
    context = {"payer": payer, "years": years[:SHOWN], "certificates": kept.order_by("-given_on")[:SHOWN]}
    return render_to_string("awards/payer_panel.html", context, request=request)


def waiting_scores(request: HttpRequest, _obj: object) -> list[NextAction]:
    """Finalists to whom the juror has given nothing yet."""
    actor = _actor(request, JUDGE)
    if actor is None or actor.user is None:
        return []
    finalists = Candidate.objects.filter(
        is_finalist=True, category__edition__stage=Stage.INTERVIEW, category__edition__jurors__user=actor.user
    )
    left = finalists.exclude(scores__juror__user=actor.user).exclude(conflicts__juror__user=actor.user)
    count = left.distinct().count()
    return [NextAction(_("Nilai finalis"), reverse("jury"), count, "warn")] if count else []
