"""Records that may be one person: the list, one pair side by side, and the decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import Actor, actor_for, needs
from naungan.accounts.models import User
from naungan.kit import numbers
from naungan.kit.lists import Column, list_response
from naungan.law.findings import Refused
from naungan.registry.duplicates import deciding, evidence, searching, tasks
from naungan.registry.duplicates.filters import PairFilter
from naungan.registry.duplicates.forms import FIRST, SECOND, BulkForm, DecideForm, MergeForm, ReasonForm
from naungan.registry.duplicates.models import Linkage, Pair
from naungan.registry.duplicates.queries import doubled_spells, visible_pairs
from naungan.registry.filters import spells, this_month
from naungan.registry.models import Person
from naungan.registry.pages import words

TONES = {
    Pair.State.OPEN: "warn",
    Pair.State.SAME: "good",
    Pair.State.DIFFERENT: "info",
    Pair.State.UNSURE: "off",
}
SETTLE = "registry.settle"


def _columns() -> list[Column]:
    def href(pair: Pair) -> str:
        return reverse("duplicate", args=[pair.pk])

    return [
        Column("name", _("Nama"), "first.name", sort="first__name", link=href),
        Column("nik", _("NIK"), "first.nik", kind="nik"),
        Column("other_name", _("Nama kedua"), "second.name", sort="second__name"),
        Column("other_nik", _("NIK kedua"), "second.nik", kind="nik"),
        Column("village", _("Desa/Kelurahan"), "first.domicile.name", sort="first__domicile_id"),
        Column("probability", _("Kemungkinan"), evidence.probability, sort="ppm"),
        Column("found", _("Ditemukan"), "found_on", kind="date", sort="found_on"),
        Column("state", _("Keputusan"), "get_state_display", kind="tag", sort="state", tone=_tone),
        Column("decided", _("Diputuskan oleh"), "decided_by"),
    ]


def _tone(pair: Pair) -> str:
    return TONES[Pair.State(pair.state)]


def _waiting_first(rows: QuerySet[Pair]) -> QuerySet[Pair]:
    waits = Case(When(state=Pair.State.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(waits=waits).order_by("waits", "-ppm", "pk")


@needs("registry.view")
def duplicates(request: HttpRequest) -> HttpResponseBase:
    """Every pair of which both live in the viewer's scope, those that wait first."""
    return _list(request)


def _list(request: HttpRequest, bulk: BulkForm | None = None) -> HttpResponseBase:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = _waiting_first(visible_pairs(actor.scope))
    settles = _settler(request)
    very = _very_likely(settles).count() if settles else 0
    return list_response(
        request,
        title=_("Orang yang sama?"),
        columns=_columns(),
        rows=rows,
        filterset=PairFilter(request.GET, queryset=rows, request=request),
        source=_("Registri Naungan; satu baris per pasangan catatan."),
        name="orang-yang-sama",
        template="registry/duplicates.html",
        context={
            "empty_text": _("Belum ada pasangan yang ditemukan. Jalankan pencarian untuk memulai."),
            "last": Linkage.objects.order_by("-pk").first(),
            "can_settle": settles is not None,
            "can_compare": searching.can_compare(),
            "how_to_install": searching.how_to_install(),
            "going_on": tasks.going_on(),
            "stopped": tasks.stopped(),
            "very": very,
            "bulk_form": bulk or BulkForm(initial={"count": very}),
            "threshold": numbers.percent(searching.THRESHOLDS["very_likely_ppm"] / 10_000),
        },
    )


def _settler(request: HttpRequest) -> Actor | None:
    return actor_for(request.user, SETTLE) if isinstance(request.user, User) else None


def _very_likely(actor: Actor) -> QuerySet[Pair]:
    waiting = visible_pairs(actor.scope).filter(state=Pair.State.OPEN, method=Pair.Method.PROBABLE)
    return waiting.filter(
        ppm__gte=searching.THRESHOLDS["very_likely_ppm"], first__merged_into=None, second__merged_into=None
    )


@needs("registry.view")
def duplicate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Two records side by side."""
    return _page(request, _find(request, pk))


def _find(request: HttpRequest, pk: int) -> Pair:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    pair = visible_pairs(actor.scope).filter(pk=pk).first()
    if pair is None:
        raise Http404
    return pair


def _page(
    request: HttpRequest,
    pair: Pair,
    *,
    merge: MergeForm | None = None,
    decide: DecideForm | None = None,
    part: ReasonForm | None = None,
) -> HttpResponseBase:
    settles = _settler(request)
    open_ = pair.state != Pair.State.SAME and not (pair.first.merged_into_id or pair.second.merged_into_id)
    doubled = doubled_spells(pair.first, pair.second) if open_ else []
    return render(
        request,
        "registry/duplicate.html",
        {
            "title": _("%(first)s dan %(second)s") % {"first": pair.first.name, "second": pair.second.name},
            "pair": pair,
            "tone": _tone(pair),
            "probability": evidence.probability(pair),
            "rows": evidence.rows_of(pair),
            "sides": [_side(request, one, label) for one, label in _labelled(pair)],
            "doubled": doubled,
            "can_settle": settles is not None,
            "open": open_,
            "merge_form": merge or _merge_form(pair, bool(doubled)),
            "decide_form": decide or DecideForm(prefix="d"),
            "part_form": part or ReasonForm(prefix="u"),
            "next": _next(request, pair),
        },
    )


def _labelled(pair: Pair) -> list[tuple[Person, str]]:
    return [(pair.first, _("Kiri")), (pair.second, _("Kanan"))]


def _side(request: HttpRequest, person: Person, label: str) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = spells(actor.scope).filter(person=person).select_related("roll__registration__payer")
    month = this_month()
    return {
        "person": person,
        "label": label,
        "place": words.place(person.domicile_id),
        "spells": [
            {
                "roll": spell.roll,
                "period": words.period(spell.first_month, max(spell.first_month, spell.last_month)),
                "programmes": words.programmes(spell.roll.programmes),
                "standing": words.spell_standing(spell, month),
            }
            for spell in found.order_by("-last_month", "-pk")
        ],
    }


def _merge_form(pair: Pair, doubled: bool, given: Any = None) -> MergeForm:  # noqa: FBT001
    how = deciding.preferred(pair)
    leads = FIRST if how.lead_id == pair.first_id else SECOND
    other = SECOND if leads == FIRST else FIRST
    fields = evidence.differing(pair)
    taken = {f"take_{name}": other if name in how.from_other else leads for name, _label in fields}
    return MergeForm(
        pair, given, initial={"lead": leads, **taken}, differing=fields, doubled=doubled, prefix="m"
    )


def _next(request: HttpRequest, pair: Pair) -> Pair | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    waiting = visible_pairs(actor.scope).filter(state=Pair.State.OPEN).exclude(pk=pair.pk)
    return waiting.first()


def _on(request: HttpRequest, pair: Pair, said: str) -> HttpResponseBase:
    """Say what was done and go on with the next pair that waits."""
    messages.success(request, said)
    following = _next(request, pair)
    return redirect("duplicate", pk=following.pk) if following else redirect("duplicates")


@needs(SETTLE)
def duplicate_merge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """They are one person."""
    pair = _find(request, pk)
    if request.method != "POST":
        return redirect("duplicate", pk=pk)
    form = _merge_form(pair, bool(doubled_spells(pair.first, pair.second)), request.POST)
    if not form.is_valid():
        return _page(request, pair, merge=form)
    try:
        deciding.merge(pair, form.chosen, actor=request.actor, reason=form.cleaned_data["reason"])  # type: ignore[attr-defined]
    except Refused as refused:
        form.refuse(refused)
        return _page(request, pair, merge=form)
    return _on(request, pair, _("Digabung menjadi satu orang. Riwayat keduanya tetap ada; dapat dibatalkan."))


@needs(SETTLE)
def duplicate_decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """They are two people, or it is not sure."""
    pair = _find(request, pk)
    if request.method != "POST":
        return redirect("duplicate", pk=pk)
    form = DecideForm(request.POST, prefix="d")
    if not form.is_valid():
        return _page(request, pair, decide=form)
    given = form.cleaned_data
    try:
        deciding.decide(pair, given["state"], actor=request.actor, reason=given["reason"])  # type: ignore[attr-defined]
    except Refused as refused:
        form.refuse(refused)
        return _page(request, pair, decide=form)
    label = Pair.State(given["state"]).label
    return _on(
        request, pair, _("Dicatat: %(state)s. Tidak ditanyakan lagi selama datanya tetap.") % {"state": label}
    )


@needs(SETTLE)
def duplicate_undo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A merge was wrong."""
    pair = _find(request, pk)
    if request.method != "POST":
        return redirect("duplicate", pk=pk)
    form = ReasonForm(request.POST, prefix="u")
    if not form.is_valid():
        return _page(request, pair, part=form)
    try:
        deciding.undo(pair, actor=request.actor, reason=form.cleaned_data["reason"])  # type: ignore[attr-defined]
    except Refused as refused:
        form.refuse(refused)
        return _page(request, pair, part=form)
    messages.success(request, _("Penggabungan dibatalkan; keduanya kembali seperti semula."))
    return redirect("duplicate", pk=pk)


@needs(SETTLE)
def duplicates_bulk(request: HttpRequest) -> HttpResponseBase:
    """Merge all very probable pairs, if they are still as many as the page said."""
    if request.method != "POST":
        return redirect("duplicates")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = BulkForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    pairs = _very_likely(actor)
    if pairs.count() != form.cleaned_data["count"]:
        messages.warning(request, _("Jumlah pasangan berubah sejak halaman dibuka; periksa lalu ulangi."))
        return redirect("duplicates")
    merged, refused = deciding.merge_all(pairs, actor=actor, reason=form.cleaned_data["reason"])
    messages.success(
        request,
        ngettext("%(count)s pasangan digabung.", "%(count)s pasangan digabung.", merged)
        % {"count": numbers.count(merged)},
    )
    if refused:
        messages.warning(
            request,
            ngettext(
                "%(count)s pasangan tidak digabung: %(why)s",
                "%(count)s pasangan tidak digabung: %(why)s",
                len(refused),
            )
            % {"count": numbers.count(len(refused)), "why": refused[0].message},
        )
    return redirect("duplicates")


@needs(SETTLE)
def duplicates_search(request: HttpRequest) -> HttpResponseBase:
    """Start the search in the background."""
    if request.method == "POST":
        actor: Actor = request.actor  # type: ignore[attr-defined]
        assert isinstance(request.user, User)
        area = actor.scope.areas[0] if len(actor.scope.areas) == 1 and not actor.scope.everywhere else None
        if area is None and not actor.scope.everywhere:
            messages.warning(
                request, _("Pencarian dijalankan oleh pengguna dengan satu wilayah atau seluruhnya.")
            )
        else:
            tasks.start_search(request.user, area)
            messages.success(request, _("Pencarian berjalan di latar; muat ulang halaman ini sebentar lagi."))
    return redirect("duplicates")
