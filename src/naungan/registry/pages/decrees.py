"""From a verified list to its decree: quotas, supplementary decrees, return sheets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, needs
from naungan.areas.queries import name_of, names
from naungan.kit import numbers, papers
from naungan.kit.asking import Question, ask, bound
from naungan.kit.exports import XLSX_TYPE
from naungan.kit.lists import Column, list_response
from naungan.kit.nik import is_masked
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.decrees import queries, quotas, returns, supplement, verifying
from naungan.registry.decrees.forms import (
    FromMonthForm,
    OrderForm,
    QuotaForm,
    StandingFilter,
    SupplementForm,
)
from naungan.registry.decrees.models import Standing
from naungan.registry.filters import this_month
from naungan.registry.models import Membership, Roll
from naungan.registry.pages import words
from naungan.registry.pages.verification import VERIFY, find_roll, may, state_label, state_tone

DECREE = "registry.decree"
DISTRICT = 3  # parts of a district's code


@needs("registry.view")
def roll_quota(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The people who may get a place, in the order of the quota, with what the order looks at."""
    roll = find_roll(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    places = {one.pk: one for one in quotas.places_of(roll)}
    rows = queries.standings(roll, actor.scope).filter(
        latest__state__in=[Standing.State.VERIFIED, Standing.State.QUEUED]
    )
    villages = [(code, name) for code, name, _people in queries.villages_of(rows)]
    own = roll.registration.payer.area_id
    return list_response(
        request,
        title=_("Kuota dan urutan"),
        columns=_quota_columns(roll, places),
        rows=rows.order_by("place", "pk"),
        filterset=StandingFilter(
            request.GET, queryset=rows.order_by("place", "pk"), request=request, villages=villages
        ),
        source=_("Registri Naungan; urutan menurut aturan daerah yang berlaku."),
        name="kuota",
        template="registry/roll_quota.html",
        context={
            "roll": roll,
            "limits": _limits(roll),
            "order": [quotas.KEYS[name].label for name in quotas.order_of(own)],
            "order_place": name_of(own),
            "can_fill": roll.state in verifying.OPEN_STATES and may(request, roll, VERIFY),
            "can_order": may(request, roll, DECREE),
            "empty_text": _("Belum ada yang terverifikasi."),
        },
    )


def _quota_columns(roll: Roll, places: dict[int, quotas.Place]) -> list[Column]:
    def place(row: Any) -> int | None:
        return places[row.pk].place_in_area if row.pk in places else None

    def where(row: Any) -> str:
        area = places[row.pk].area if row.pk in places else ""
        return name_of(area) if area else _("Seluruh daftar")

    def href(row: Membership) -> str:
        return reverse("roll_check", args=[roll.pk, row.pk])

    return [
        Column("place", _("Urutan"), place, kind="count", sort="place"),
        Column("where", _("Kuota"), where),
        Column("name", _("Nama"), "person.name", sort="person__name", link=href),
        Column("village", _("Desa/Kelurahan"), "person.domicile.name", sort="person__domicile_id"),
        Column("decile", _("Desil"), "decile", kind="count", sort="decile"),
        Column("birth", _("Tanggal lahir"), "person.birth_on", kind="date", sort="person__birth_on"),
        Column("state", _("Keputusan"), state_label, kind="tag", sort="state", tone=state_tone),
    ]


def _limits(roll: Roll) -> list[dict[str, Any]]:
    """Each quota with how many are in and how many wait."""
    found: dict[str, list[int]] = {}
    for one in quotas.places_of(roll):
        told = found.setdefault(one.area, [0, 0])
        told[one.hindered_by is not None] += 1
    limits = queries.quotas_of(roll)
    if roll.quota is not None:
        limits = {"": roll.quota} | limits
    return [
        {
            "name": name_of(area) if area else _("Seluruh daftar"),
            "most": most,
            "inside": found.get(area, [0, 0])[0],
            "waiting": found.get(area, [0, 0])[1],
        }
        for area, most in limits.items()
    ]


@needs(VERIFY)
def roll_quota_set(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Set the quotas of a list."""
    roll = find_roll(request, pk)
    known = queries.quotas_of(roll)
    areas = _districts(roll, known)
    initial = {"total": roll.quota, **{f"area_{code}": known.get(code) for code, _name, _people in areas}}
    form = bound(request, QuotaForm, areas=areas, initial=initial)
    back = reverse("roll_quota", args=[pk])
    question = Question(_("Tetapkan kuota"), _("Simpan kuota"), back, _("Kuota disimpan."), lead=roll.name)

    def write(given: QuotaForm) -> None:
        told = given.cleaned_data
        quotas.set_quotas(
            roll, given.quotas(), total=told["total"], actor=request.actor, reason=told["reason"]  # type: ignore[attr-defined]
        )  # fmt: skip

    return ask(request, form, question, write)


def _districts(roll: Roll, known: dict[str, int]) -> list[tuple[str, str, int]]:
    """Districts of the people of a roll (and areas that have a quota), with how many live there."""
    rows = roll.memberships.exclude(end_cause=Membership.EndCause.UNDONE).order_by()
    found: dict[str, int] = dict.fromkeys(known, 0)
    for code, people in rows.values_list("person__domicile_id").annotate(people=Count("pk")):
        district = ".".join(code.split(".")[:DISTRICT])
        found[district] = found.get(district, 0) + people
    told = names(found)
    return [(code, told.get(code, code), found[code]) for code in sorted(found)]


@needs(VERIFY)
def roll_quota_fill(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Fill the quotas by the order in force."""
    roll = find_roll(request, pk)
    if request.method == "POST":
        filled = quotas.fill_quotas(roll, actor=request.actor)  # type: ignore[attr-defined]
        messages.success(
            request,
            _("%(accepted)s orang mendapat tempat, %(waiting)s menunggu kuota.")
            % {"accepted": numbers.count(filled.accepted), "waiting": numbers.count(filled.waiting)},
        )
    return redirect("roll_quota", pk=pk)


@needs(DECREE)
def roll_quota_order(request: HttpRequest, pk: int) -> HttpResponseBase:
    """State the order in which the payer's region fills its quotas."""
    roll = find_roll(request, pk)
    area = roll.registration.payer.area_id
    now = dict(zip(("first", "second", "third"), quotas.order_of(area), strict=False))
    keys = [(name, key.label) for name, key in quotas.KEYS.items()]
    form = bound(request, OrderForm, keys=keys, initial=now)
    lead = _(
        "Berlaku untuk semua daftar %(place)s yang kuotanya diisi sesudah ini. Terakhir selalu urutan usulan."
    )
    question = Question(
        _("Urutan pengisian kuota"),
        _("Simpan urutan"),
        reverse("roll_quota", args=[pk]),
        _("Urutan disimpan."),
        lead=lead % {"place": name_of(area)},
    )

    def write(given: OrderForm) -> None:
        quotas.set_order(area, given.order(), basis=given.cleaned_data["basis"], actor=request.actor)  # type: ignore[attr-defined]

    return ask(request, form, question, write)


@needs(DECREE)
def roll_supplement(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who would replace whom by a supplementary decree, and making it."""
    roll = find_roll(request, pk)
    roll = roll.supplements or roll
    first = max(roll.first_month, min(roll.last_month, this_month() + 1))
    asked = FromMonthForm(
        request.GET if "from_month" in request.GET else {"from_month": months.format_month(first)}
    )
    month = int(asked.cleaned_data["from_month"]) if asked.is_valid() else first
    proposed = supplement.propose(roll, month)
    form = bound(request, SupplementForm, initial={"expected": len(proposed.pairs)})
    if request.method == "POST" and form.is_valid():
        try:
            made = supplement.supplement(
                roll,
                from_month=month,
                expected=form.cleaned_data["expected"],
                actor=request.actor,  # type: ignore[attr-defined]
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Daftar perubahan dibuat; tetapkan dengan nomor SK-nya."))
            return redirect("roll", pk=made.pk)
    context = {
        "title": _("SK perubahan"),
        "roll": roll,
        "asked": asked,
        "proposed": proposed,
        "form": form,
        "month": month,
    }
    return render(request, "registry/roll_supplement.html", context)


@needs("registry.view")
def roll_returns(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The villages of a list, each with its return sheet."""
    roll = find_roll(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = _village_rows(roll, actor)

    def sheet(row: dict[str, Any]) -> str:
        return reverse("roll_return", args=[roll.pk, row["code"], "pdf"])

    return list_response(
        request,
        title=_("Lembar pengembalian"),
        columns=[
            Column("village", _("Desa/Kelurahan"), "name", sort="name", link=sheet),
            Column("district", _("Kecamatan"), "district", sort="district"),
            *(
                Column(state.value, state.label, state.value, kind="count", sort=state.value)
                for state in Standing.State
            ),
        ],
        rows=rows,
        source=_("Registri Naungan; satu lembar per desa."),
        name="lembar-pengembalian",
        template="registry/roll_returns.html",
        context={"roll": roll, "period": words.period(roll.first_month, roll.last_month)},
    )


def _village_rows(roll: Roll, actor: Actor) -> list[dict[str, Any]]:
    rows = queries.standings(roll, actor.scope).order_by()
    counts: dict[str, dict[str, int]] = {}
    for code, state, people in rows.values_list("person__domicile_id", "state").annotate(people=Count("pk")):
        counts.setdefault(code, {})[state] = people
    places = queries.district_and_village(list(counts))
    return [
        {
            "code": code,
            "name": places[code][1] or name_of(code),
            "district": places[code][0],
            **{state.value: counts[code].get(state, 0) for state in Standing.State},
        }
        for code in sorted(counts)
    ]


@needs("registry.view")
def roll_return(request: HttpRequest, pk: int, village: str, form: str) -> HttpResponseBase:
    """A village's return sheet as PDF or XLSX."""
    roll = find_roll(request, pk)
    given: dict[str, Any] = {"scope": request.actor.scope, "whole": not is_masked(request)}  # type: ignore[attr-defined]
    stem = f"lembar-pengembalian-{village}"
    try:
        if form == "xlsx":
            file = returns.return_xlsx(roll, village, **given)
            return FileResponse(file, as_attachment=True, filename=f"{stem}.xlsx", content_type=XLSX_TYPE)
        return papers.response(returns.return_pdf(roll, village, **given), stem)
    except Refused as refused:
        raise Http404 from refused


@needs("registry.view")
def roll_returns_all(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The return sheets of all villages that the viewer may see, in one ZIP."""
    roll = find_roll(request, pk)
    file = returns.all_sheets(roll, scope=request.actor.scope, whole=not is_masked(request))  # type: ignore[attr-defined]
    name = f"lembar-pengembalian-{slugify(roll.name)[:60]}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
