"""Why one worker of a bill is billed what they are."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_for, needs
from naungan.accounts.models import User
from naungan.contributions.pages.bills import find
from naungan.contributions.pages.words import day_of
from naungan.contributions.queries.why import Why, asked, explain_line
from naungan.kit import numbers
from naungan.law import parameters
from naungan.registry.models import PaidBy, Person, Roll, Segment
from naungan.registry.queries import visible_people


@needs("contributions.view")
def bill_why(request: HttpRequest, pk: int, membership: int) -> HttpResponseBase:
    """The frozen facts and amounts of one worker, and the law behind them. Needs sight of the person, too."""
    found = find(request, pk, day_of(request))
    actor = actor_for(request.user, "registry.view") if isinstance(request.user, User) else None
    why = explain_line(membership, found.month, run_id=found.run_id) if actor else None
    if why is None or why.row["registration_id"] != found.registration_id:
        raise Http404
    people = visible_people(actor.scope) if actor else Person.objects.none()
    person = people.filter(pk=_standing_for(why.row["person_id"])).first()
    if person is None:
        raise Http404
    context = {
        "title": _("Mengapa jumlah ini?"),
        "bill": found,
        "person": person,
        "why": why,
        "roll": Roll.objects.get(pk=why.row["roll_id"]),
        "facts": _facts(why),
        "amounts": _amounts(why.row),
        "used": _used(why),
        "history": [
            {"correction": one, "difference": (one.new_rp or 0) - one.old_rp} for one in why.corrections
        ],
        "doubts": [
            {**doubt, "title": _parameter_title(doubt["parameter"])} for doubt in why.explanation["doubts"]
        ],
        "law_href": f"{reverse('law_explain')}?{urlencode(_question(why.row), doseq=True)}",
        "today": timezone.localdate(),
    }
    return render(request, "contributions/why.html", context)


def _standing_for(person_id: int) -> int:
    """The person who stands for one that was merged after the month was posted."""
    person = Person.objects.get(pk=person_id)
    return person.pk if person.merged_into_id is None else _standing_for(person.merged_into_id)


def _facts(why: Why) -> list[tuple[str, str]]:
    row, facts = why.row, asked(why.row)
    basis = _("Penghasilan sebulan") if row["segment"] == Segment.BPU else _("Upah sebulan")
    found = [
        (_("Bulan iuran (BLTH)"), numbers.month(row["month"])),
        (_("Segmen"), str(Segment(row["segment"]).label)),
        (basis, numbers.rupiah(row["amount_rp"])),
        (_("Program"), ", ".join(facts["programmes"])),
        (_("Dibayar dari"), str(PaidBy(facts["paid_by"]).label)),
    ]
    if row["segment"] == Segment.PU:
        found.append((_("Kelompok risiko"), str(row["risk_group"])))
    if row["registered_month"] is not None:
        found.append((_("Terdaftar sejak"), numbers.month(row["registered_month"])))
    return found


def _amounts(row: dict[str, Any]) -> list[tuple[str, int]]:
    parts = [
        ("JKK", row["jkk"]),
        ("JKM", row["jkm"]),
        (_("JHT, bagian pemberi kerja"), row["jht_employer"]),
        (_("JHT, bagian pekerja"), row["jht_worker"]),
        (_("JP, bagian pemberi kerja"), row["jp_employer"]),
        (_("JP, bagian pekerja"), row["jp_worker"]),
    ]
    return [(name, amount) for name, amount in parts if amount]


def _used(why: Why) -> list[dict[str, Any]]:
    """Each parameter that the amounts rest on, once, with its value, dates and article."""
    found: dict[str, dict[str, Any]] = {}
    for step in why.explanation["steps"]:
        for used in step["parameters"]:
            found[used["name"]] = {
                "name": used["name"],
                "title": _parameter_title(used["name"]),
                "value": _value(used),
                "since": date.fromisoformat(used["from"]),
                "until": date.fromisoformat(used["to"]) if used["to"] else None,
                "reference": used["reference"],
                "doubted": used["confidence"] != "high",
            }
    return list(found.values())


def _value(used: dict[str, Any]) -> str:
    value, unit = used["value"], str(used["unit"])
    if isinstance(value, bool) or not isinstance(value, int):
        return str(value)
    if unit == "ppm":
        whole, rest = divmod(value, 10_000)
        decimals = f"{rest:04d}".rstrip("0")
        return numbers.percent(
            f"{whole}.{decimals}" if decimals else str(whole), places=max(len(decimals), 0)
        )
    return numbers.rupiah(value) if unit.startswith("rupiah") else numbers.count(value)


def _parameter_title(name: str) -> str:
    parameter = parameters.catalogue().get(name)
    return parameter.title["en" if numbers.is_english() else "id"] if parameter else name


def _question(row: dict[str, Any]) -> dict[str, Any]:
    """The same facts as a question to the page of the law; flags only when they hold, as its form sends them."""
    facts = {key: value for key, value in asked(row).items() if value is not False}
    return {"ask": "contribution", **facts}
