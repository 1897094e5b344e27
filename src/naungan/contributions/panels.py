"""What this room adds elsewhere: the start page's card and next steps, a person's months, a payer's bills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import User
from naungan.contributions.models import Bill, MonthRun
from naungan.contributions.pages.months import visible_runs
from naungan.contributions.pages.words import STATUS_TONES
from naungan.contributions.queries import (
    PersonMonth,
    Status,
    bills_state,
    months_billed_after,
    person_months,
    standing,
)
from naungan.contributions.queries.corrected import corrections_of_person
from naungan.contributions.queries.stakes import members_of_due_soon
from naungan.kit import numbers
from naungan.kit.panels import Card, NextAction, register_panel
from naungan.law import months
from naungan.registry.models import Payer, Person

VIEW = "contributions.view"
# Worst first: the sign of a month on several bills is that of the best, since any of them protects.
_BEST_FIRST = (Status.PAID, Status.IN_GRACE, Status.ARREARS, Status.LAPSED)
MOST_CORRECTIONS = 24
SOON_DAYS = 14
_SIGNS = {Status.PAID: "✓", Status.IN_GRACE: "…", Status.ARREARS: "!", Status.LAPSED: "×"}


def register() -> None:
    """Put the room's parts in their places; called once, when the room starts."""
    register_panel("home", unpaid_card, permission=VIEW, order=20)
    register_panel("home.next", next_actions, permission=VIEW, order=20)
    register_panel("home.next", due_soon_action, permission=VIEW, order=21)
    register_panel("registry.person", months_of_person, permission="registry.view", order=20)
    register_panel("registry.payer", bills_of_payer, permission=VIEW, order=20)


def _actor(request: HttpRequest, permission: str) -> Actor | None:
    return actor_for(request.user, permission) if isinstance(request.user, User) else None


def unpaid_card(request: HttpRequest, _obj: object) -> Card | None:
    """What is unpaid in the viewer's scope, and how much of it is due."""
    actor = _actor(request, VIEW)
    if actor is None:
        return None
    today = timezone.localdate()
    rows: Any = standing(as_of=today, scope=actor.scope)
    unpaid = list(rows.exclude(status=Status.PAID).values_list("status", "outstanding_rp"))
    late = [amount for status, amount in unpaid if status != Status.IN_GRACE]
    note = _("%(bills)s tagihan belum lunas; lewat jatuh tempo %(late)s") % {
        "bills": numbers.count(len(unpaid)),
        "late": numbers.rupiah(sum(late)),
    }
    return Card(
        title=_("Tagihan belum lunas"),
        figure=numbers.rupiah(sum(amount for _status, amount in unpaid)),
        note=note if unpaid else _("Semua tagihan lunas."),
        href=f"{reverse('bills')}?status=UNPAID" if unpaid else reverse("bills"),
        action=_("Buka tagihan"),
        tone="bad" if late else "warn" if unpaid else "good",
        source=_("Posisi per %(day)s") % {"day": numbers.day(today)},
    )


def next_actions(request: HttpRequest, _obj: object) -> list[NextAction]:
    """Drafts that wait to be posted, for who may post them."""
    actor = _actor(request, "month.post")
    if actor is None:
        return []
    drafts = visible_runs(actor).filter(state=MonthRun.State.DRAFT).count()
    if not drafts:
        return []
    return [
        NextAction(_("Finalkan rancangan bulan iuran"), f"{reverse('months')}?state=DRAFT", drafts, "warn")
    ]


def due_soon_action(request: HttpRequest, _obj: object) -> NextAction | None:
    """Bills that fall due within two weeks, and whose protection hangs on them."""
    actor = _actor(request, VIEW)
    if actor is None:
        return None
    today = timezone.localdate()
    bills, members = members_of_due_soon(today=today, days=SOON_DAYS, scope=actor.scope)
    if not bills:
        return None
    told = ngettext(
        "Tagihan jatuh tempo dalam %(days)s hari; perlindungan %(people)s kepesertaan bergantung padanya",
        "Tagihan jatuh tempo dalam %(days)s hari; perlindungan %(people)s kepesertaan bergantung padanya",
        members,
    ) % {"days": SOON_DAYS, "people": numbers.count(members)}
    return NextAction(told, f"{reverse('bills')}?status={Status.IN_GRACE.value}", bills, "warn")


@dataclass(frozen=True, slots=True)
class Square:
    """One month of a person's strip: a sign, its words and colour; empty where nothing was billed."""

    sign: str
    words: str
    tone: str
    href: str


def months_of_person(request: HttpRequest, person: Person) -> SafeString | None:
    """A person's billed months by year, and which of them protect."""
    actor = _actor(request, "registry.view")
    if actor is None:
        return None
    today = timezone.localdate()
    found = person_months(person.pk, as_of=today, scope=actor.scope)
    payer_side = _actor(request, VIEW)
    opens: set[int] = set()
    if payer_side is not None:
        bills = Bill.objects.filter(
            payer_side.scope.payer_q("payer__"), pk__in=[one.bill_id for one in found]
        )
        opens = set(bills.values_list("pk", flat=True))
    years = _strip(found, opens)
    context = {
        "years": years,
        "months": [date(2000, month, 1) for month in range(1, 13)],
        "protected": len({one.month for one in found if one.protected}),
        "billed": len({one.month for one in found}),
        "today": today,
        "statement_href": reverse("person_statement", args=[person.pk]),
        **_claims_back(request, person),
        "signs": [(_SIGNS[status], status.label, STATUS_TONES[status]) for status in _BEST_FIRST],
    }
    return render_to_string("contributions/person_months.html", context, request=request)


def _claims_back(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Months that are billed after the person's death, for who may correct them, and those that were corrected."""
    payer_side = _actor(request, VIEW)
    if payer_side is None:
        return {}
    corrected = corrections_of_person(person.pk, scope=payer_side.scope)
    told: dict[str, Any] = {"corrected": list(corrected[:MOST_CORRECTIONS])}
    corrector = _actor(request, "month.run")
    if person.deceased_on is None or corrector is None:
        return told
    after = months_billed_after([person.pk], months.of(person.deceased_on), scope=corrector.scope)
    if not after:
        return told
    asked = {
        "since": months.format_month(after[0].month),
        "until": months.format_month(after[-1].month),
        "orang": person.pk,
    }
    return {
        **told,
        "after_death": len({one.month for one in after}),
        "after_death_rp": sum(one.total for one in after),
        "claim_back_href": f"{reverse('corrections')}?{urlencode(asked)}",
    }


def _strip(found: list[PersonMonth], opens: set[int]) -> list[tuple[int, list[Square | None]]]:
    best: dict[int, PersonMonth] = {}
    for one in found:
        known = best.get(one.month)
        if known is None or _BEST_FIRST.index(one.status) < _BEST_FIRST.index(known.status):
            best[one.month] = one
    years = sorted({month // 12 for month in best}, reverse=True)
    return [(year, [_square(best.get(year * 12 + index), opens) for index in range(12)]) for year in years]


def _square(one: PersonMonth | None, opens: set[int]) -> Square | None:
    if one is None:
        return None
    told = _("%(month)s: %(status)s, %(amount)s, %(payer)s") % {
        "month": numbers.month(one.month),
        "status": one.status.label,
        "amount": numbers.rupiah(one.total),
        "payer": one.payer_name,
    }
    href = reverse("bill_why", args=[one.bill_id, one.membership_id]) if one.bill_id in opens else ""
    return Square(_SIGNS[one.status], told, STATUS_TONES[one.status], href)


def bills_of_payer(request: HttpRequest, payer: Payer) -> SafeString | None:
    """A payer's newest bills, and how the year's months were paid."""
    actor = _actor(request, VIEW)
    if actor is None:
        return None
    today = timezone.localdate()
    states = bills_state(as_of=today, scope=actor.scope, payer_code=payer.code)
    if not states:
        return None
    context: dict[str, Any] = {
        "states": [(state, STATUS_TONES[state.status]) for state in reversed(states[-12:])],
        "billed": sum(state.billed for state in states),
        "paid": sum(state.paid for state in states),
        "outstanding": sum(state.outstanding for state in states),
        "on_time": sum(state.on_time for state in states),
        "count": len(states),
        "href": f"{reverse('bills')}?{urlencode({'payer': payer.code})}",
        "statement_href": reverse("payer_statement", args=[payer.code]),
        "today": today,
    }
    return render_to_string("contributions/payer_bills.html", context, request=request)
