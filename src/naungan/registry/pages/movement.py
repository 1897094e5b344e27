"""Movement of a list between two months, people who go to another list, and who reaches the age limit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import Actor, needs
from naungan.accounts.scope import EVERYWHERE
from naungan.kit import numbers
from naungan.kit.asking import bound
from naungan.kit.lists import Column, list_response
from naungan.kit.nik import is_masked
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.decrees import movement, transfer
from naungan.registry.decrees.forms import CompareForm, TransferForm, TwoMonthsForm
from naungan.registry.decrees.renewal import AGE_LIMIT
from naungan.registry.filters import MemberFilter, spells, this_month
from naungan.registry.models import Membership, Roll
from naungan.registry.pages.verification import find_roll
from naungan.registry.queries import visible_rolls
from naungan.registry.search import people_q
from naungan.registry.states import IN_FORCE

DECREE = "registry.decree"
KIND_TONES = {movement.Kind.CAME: "good", movement.Kind.LEFT: "bad", movement.Kind.WAGE: "info"}


@needs("registry.view")
def roll_movement(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Two months of a list, name by name: `?dari=2021-01&ke=2021-02`."""
    roll = find_roll(request, pk)
    before, after = _months(request, roll)
    given = request.GET.dict() | {"dari": months.format_month(before), "ke": months.format_month(after)}
    form = CompareForm(given, auto_id="filter_%s")
    own = _seen(request, roll)
    rows = movement.compare(roll, before, after, own)
    return list_response(
        request,
        title=_("Mutasi peserta"),
        columns=_columns(before, after),
        rows=_narrowed(request, rows, form),
        filterset=_Asked(form),
        source=_("Registri Naungan; daftar ini beserta perubahannya."),
        name="mutasi",
        template="registry/movement.html",
        context={
            "roll": roll,
            "two_months": TwoMonthsForm(given),
            "before": before,
            "after": after,
            "sums": movement.summary(roll, before, after, own),
            "earlier": _href(roll, before - 1, before) if before > roll.first_month - 1 else "",
            "later": _href(roll, after, after + 1) if after <= roll.last_month else "",
            "empty_text": _("Tidak ada yang masuk, keluar, atau berubah upahnya di antara kedua bulan itu."),
        },
    )


class _Asked:
    """The form of a list whose rows are narrowed already."""

    def __init__(self, form: CompareForm) -> None:
        self.form = form


def _months(request: HttpRequest, roll: Roll) -> tuple[int, int]:
    """The two months that were asked, the earlier first; else this month against the one before."""
    form = CompareForm(request.GET)
    form.is_valid()
    told = getattr(form, "cleaned_data", {})
    now = max(roll.first_month, min(this_month(), roll.last_month))
    after = int(told["ke"]) if told.get("ke") is not None else now
    before = int(told["dari"]) if told.get("dari") is not None else after - 1
    if before == after:
        before = after - 1
    return min(before, after), max(before, after)


def _seen(request: HttpRequest, roll: Roll) -> QuerySet[Membership]:
    """What the viewer may see: all people of a payer of theirs, else those who live in their scope."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    payer = roll.registration.payer
    whole = actor.scope.holds_payer(payer.code, payer.area_id)
    return spells(EVERYWHERE if whole else actor.scope)


def _narrowed(request: HttpRequest, rows: QuerySet[Any], form: CompareForm) -> QuerySet[Any]:
    if not form.is_valid():
        return rows.none()
    told = form.cleaned_data
    if told["kind"]:
        rows = rows.filter(kind=told["kind"])
    if told["cause"]:
        rows = rows.filter(kind=movement.Kind.LEFT, end_cause=told["cause"])
    if told["q"]:
        rows = rows.filter(people_q(told["q"], path="person__", whole_nik_only=is_masked(request)))
    return rows


def _href(roll: Roll, before: int, after: int) -> str:
    query = f"dari={months.format_month(before)}&ke={months.format_month(after)}"
    return f"{reverse('roll_movement', args=[roll.pk])}?{query}"


def _columns(before: int, after: int) -> list[Column]:
    def person(row: Membership) -> str:
        return reverse("person", args=[row.person_id])

    def kind(row: Any) -> str:
        return str(movement.Kind(row.kind).label)

    def tone(row: Any) -> str:
        return KIND_TONES[movement.Kind(row.kind)]

    return [
        Column("kind", _("Perubahan"), kind, kind="tag", sort="kind", tone=tone),
        Column("nik", _("NIK"), "person.nik", kind="nik", sort="person__nik"),
        Column("name", _("Nama"), "person.name", sort="person__name", link=person),
        Column("village", _("Desa/Kelurahan"), "person.domicile.name", sort="person__domicile_id"),
        Column("why", _("Sebab"), _why),
        Column(
            "before", _("Upah %(month)s") % {"month": numbers.month(before)}, "amount_before", kind="money"
        ),
        Column("after", _("Upah %(month)s") % {"month": numbers.month(after)}, "amount_after", kind="money"),
    ]


def _why(row: Any) -> str:
    """Why somebody left, or whom a newcomer replaces."""
    if row.kind == movement.Kind.LEFT:
        return str(row.get_end_cause_display()) or _("Masa daftar habis")
    replaces = getattr(row, "replaces", None)
    if row.kind == movement.Kind.CAME and replaces is not None:
        return _("Menggantikan %(name)s") % {"name": replaces.replaced.person.name}
    return ""


@needs(DECREE)
def roll_transfer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """People of a list go to another without a gap: the filters in the address say who; shown first, then done."""
    roll = find_roll(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    targets = _targets(roll, actor)
    filterset = MemberFilter(request.GET, queryset=_seen(request, roll).filter(roll=roll), request=request)
    members = list(filterset.qs.values_list("pk", flat=True))
    form = bound(
        request, TransferForm, targets=[(str(one.pk), one.name) for one in targets],
        initial={"from_month": this_month() + 1},
    )  # fmt: skip
    seen = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        target = next(one for one in targets if str(one.pk) == told["target"])
        from_month = int(told["from_month"])
        seen = transfer.preview(roll, target, members, from_month)
        try:
            if told["expected"] is not None:
                count = transfer.transfer(
                    roll, target, members, from_month=from_month, expected=told["expected"],
                    actor=actor, amount_rp=told["amount_rp"], reason=told["reason"],
                )  # fmt: skip
                _say_moved(request, count, target)
                return redirect("roll", pk=target.pk)
        except Refused as refused:
            form.refuse(refused)
    context = {
        "title": _("Pindahkan ke daftar lain"),
        "roll": roll,
        "form": form,
        "seen": seen,
        "people": len(members),
        "filter_form": filterset.form,
        "going": seen.going[:_SHOWN] if seen else (),
    }
    return render(request, "registry/movement_transfer.html", context)


_SHOWN = 100


def _say_moved(request: HttpRequest, count: int, target: Roll) -> None:
    text = ngettext(
        "%(count)s orang dipindahkan ke %(roll)s tanpa jeda.",
        "%(count)s orang dipindahkan ke %(roll)s tanpa jeda.",
        count,
    )
    messages.success(request, text % {"count": numbers.count(count), "roll": target.name})


def _targets(roll: Roll, actor: Actor) -> list[Roll]:
    """Lists of the viewer's payers that are in force and reach beyond this month's eve, nearest first."""
    rows = visible_rolls(actor.scope).filter(
        actor.scope.payer_q("registration__payer__"),
        state__in=IN_FORCE,
        last_month__gte=roll.first_month,
    )
    return list(rows.exclude(pk=roll.pk).order_by("-first_month", "name")[:200])


@needs("registry.view")
def reaching_age(request: HttpRequest) -> HttpResponseBase:
    """Members who reach the age limit in the next months."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = movement.reaching_age(actor.scope, this_month())

    def reaches(row: Membership) -> int:
        assert row.person.birth_on is not None
        return months.of(row.person.birth_on) + AGE_LIMIT * 12

    def roll_href(row: Membership) -> str:
        return reverse("roll", args=[row.roll_id])

    return list_response(
        request,
        title=_("Mencapai batas usia"),
        columns=[
            Column("nik", _("NIK"), "person.nik", kind="nik", sort="person__nik"),
            Column("name", _("Nama"), "person.name", sort="person__name"),
            Column("birth", _("Tanggal lahir"), "person.birth_on", kind="date", sort="person__birth_on"),
            Column("reaches", _("Mencapai batas usia"), reaches, kind="month", sort="person__birth_on"),
            Column("village", _("Desa/Kelurahan"), "person.domicile.name", sort="person__domicile_id"),
            Column("roll", _("Daftar"), "roll.name", sort="roll__name", link=roll_href),
        ],
        rows=rows,
        filterset=MemberFilter(request.GET, queryset=rows, request=request),
        source=_("Registri Naungan; peserta aktif yang genap %(years)s tahun dalam tiga bulan ke depan.")
        % {"years": AGE_LIMIT},
        name="batas-usia",
        template="registry/movement_age.html",
        context={"empty_text": _("Tidak ada yang mencapai batas usia dalam tiga bulan ke depan.")},
    )
