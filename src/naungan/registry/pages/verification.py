"""Verification of a proposed list: people beside what other registries say of them, and the decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import Actor, actor_for, needs
from naungan.accounts.models import User
from naungan.kit import numbers
from naungan.kit.asking import bound
from naungan.kit.lists import Column, list_response
from naungan.law.findings import Refused
from naungan.registry.decrees import queries, quotas, verifying
from naungan.registry.decrees.forms import (
    BulkDecideForm,
    DecideForm,
    SnapshotFilter,
    SnapshotForm,
    StandingFilter,
    today,
)
from naungan.registry.decrees.models import Snapshot, Standing
from naungan.registry.decrees.reference import uploaded
from naungan.registry.models import Membership, Roll
from naungan.registry.queries import visible_rolls

VERIFY = "registry.verify"
STATE_TONES = {
    Standing.State.WAITING: "warn",
    Standing.State.VERIFIED: "good",
    Standing.State.QUEUED: "info",
    Standing.State.REJECTED: "bad",
}
RESULT_TONES = {
    Standing.Result.UNKNOWN: "off",
    Standing.Result.FOUND: "good",
    Standing.Result.NAME: "warn",
    Standing.Result.BIRTH: "warn",
    Standing.Result.DEAD: "bad",
    Standing.Result.MOVED: "bad",
    Standing.Result.NOT_FOUND: "bad",
}
MOST_REMARKS = 200


def find_roll(request: HttpRequest, pk: int) -> Roll:
    """The list, if the viewer may see it; else not found."""
    found = visible_rolls(request.actor.scope).filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def may(request: HttpRequest, roll: Roll, permission: str) -> bool:
    """Whether the viewer holds a permission where the list's payer is."""
    actor = actor_for(request.user, permission) if isinstance(request.user, User) else None
    payer = roll.registration.payer
    return actor is not None and actor.scope.holds_payer(payer.code, payer.area_id)


def _columns(roll: Roll) -> list[Column]:
    def href(row: Membership) -> str:
        return reverse("roll_check", args=[roll.pk, row.pk])

    return [
        Column("nik", _("NIK"), "person.nik", kind="nik", sort="person__nik"),
        Column("name", _("Nama"), "person.name", sort="person__name", link=href),
        Column("village", _("Desa/Kelurahan"), "person.domicile.name", sort="person__domicile_id"),
        Column("result", _("Data kependudukan"), result_label, kind="tag", sort="result", tone=result_tone),
        Column("decile", _("Desil"), "decile", kind="count", sort="decile"),
        Column("state", _("Keputusan"), state_label, kind="tag", sort="state", tone=state_tone),
        Column("cause", _("Sebab"), cause_label),
    ]


def result_label(row: Any) -> str:
    """What the civil registry says."""
    return str(Standing.Result(row.result).label)


def state_label(row: Any) -> str:
    """What was decided."""
    return str(Standing.State(row.state).label)


def cause_label(row: Any) -> str:
    """Why somebody was rejected."""
    return str(Standing.Cause(row.cause).label) if row.cause else ""


def result_tone(row: Any) -> str:
    """The tone of a result."""
    return RESULT_TONES[Standing.Result(row.result)]


def state_tone(row: Any) -> str:
    """The tone of a decision."""
    return STATE_TONES[Standing.State(row.state)]


def _filtered(request: HttpRequest, roll: Roll) -> Any:
    rows = queries.standings(roll, request.actor.scope)  # type: ignore[attr-defined]
    villages = [(code, name) for code, name, _people in queries.villages_of(rows)]
    return StandingFilter(request.GET, queryset=rows, request=request, villages=villages)


@needs("registry.view")
def roll_checks(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The people of a list with what the registries say and what was decided."""
    return _page(request, find_roll(request, pk))


def _page(request: HttpRequest, roll: Roll, form: BulkDecideForm | None = None) -> HttpResponseBase:
    filterset = _filtered(request, roll)
    rows = filterset.queryset
    can_decide = roll.state in verifying.OPEN_STATES and may(request, roll, VERIFY)
    chosen = filterset.qs.count() if can_decide and filterset.form.is_valid() else 0
    return list_response(
        request,
        title=_("Verifikasi dan validasi"),
        columns=_columns(roll),
        rows=rows,
        filterset=filterset,
        source=_("Registri Naungan, dicocokkan dengan data acuan terbaru."),
        name="verifikasi",
        template="registry/roll_checks.html",
        context={
            "roll": roll,
            "results": _counted(roll, queries.counts_of(rows, "result"), "result", RESULT_TONES),
            "states": _counted(roll, queries.counts_of(rows, "state"), "state", STATE_TONES),
            "can_decide": can_decide,
            "chosen": chosen,
            "query": request.GET.urlencode(),
            "bulk_form": form or BulkDecideForm(initial={"expected": chosen}),
            "empty_text": _("Belum ada orang pada daftar ini."),
        },
    )


def _counted(
    roll: Roll, counts: list[queries.Counted], name: str, tones: dict[Any, str]
) -> list[dict[str, Any]]:
    base = reverse("roll_checks", args=[roll.pk])
    return [
        {
            "label": one.label,
            "people": one.people,
            "tone": tones[one.value],
            "href": f"{base}?{name}={one.value}",
        }
        for one in counts
    ]


@needs(VERIFY)
def roll_match(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Match the people against the newest snapshots."""
    roll = find_roll(request, pk)
    if request.method == "POST":
        matched = verifying.match(roll, actor=request.actor)  # type: ignore[attr-defined]
        messages.success(
            request,
            _("%(people)s orang dicocokkan; %(changed)s hasil baru.")
            % {
                "people": numbers.count(sum(matched.results.values())),
                "changed": numbers.count(matched.changed),
            },
        )
    return redirect("roll_checks", pk=pk)


@needs(VERIFY)
def roll_decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Decide about everybody whom the filters in the address leave."""
    roll = find_roll(request, pk)
    if request.method != "POST":
        return redirect("roll_checks", pk=pk)
    form = BulkDecideForm(request.POST)
    if not form.is_valid():
        return _page(request, roll, form)
    filterset = _filtered(request, roll)
    chosen = list(filterset.qs.values_list("pk", flat=True)) if filterset.form.is_valid() else []
    try:
        count = _decided(request, roll, chosen, form)
    except Refused as refused:
        form.refuse(refused)
        return _page(request, roll, form)
    messages.success(
        request,
        ngettext(
            "Keputusan dicatat untuk %(count)s orang.", "Keputusan dicatat untuk %(count)s orang.", count
        )
        % {"count": numbers.count(count)},
    )
    return redirect("roll_checks", pk=pk)


def _decided(request: HttpRequest, roll: Roll, members: list[int], form: DecideForm) -> int:
    given = form.cleaned_data
    return verifying.decide(
        roll,
        members,
        given["state"],
        actor=request.actor,  # type: ignore[attr-defined]
        cause=given["cause"],
        reason=given["reason"],
        expected=given.get("expected"),
    )


@needs("registry.view")
def roll_check(request: HttpRequest, pk: int, member: int) -> HttpResponseBase:
    """One person: as the list has them beside the civil registry, and the history of decisions."""
    roll = find_roll(request, pk)
    return _one(request, roll, _member(request, roll, member))


def _member(request: HttpRequest, roll: Roll, member: int) -> Membership:
    rows = queries.standings(roll, request.actor.scope)  # type: ignore[attr-defined]
    found: Membership | None = rows.filter(pk=member).first()
    if found is None:
        raise Http404
    return found


def _one(request: HttpRequest, roll: Roll, found: Any, form: DecideForm | None = None) -> HttpResponseBase:
    history = queries.history_of(found)
    civil = history[0].civil if history else None
    state, cause = verifying.suggestion(found.result)
    return render(
        request,
        "registry/roll_check.html",
        {
            "title": found.person.name,
            "roll": roll,
            "row": found,
            "civil": civil,
            "result": (result_label(found), result_tone(found)),
            "state": (state_label(found), state_tone(found)),
            "working": quotas.working_of(roll, found),
            "history": [{"one": one, "state": (state_label(one), state_tone(one))} for one in history],
            "form": form or DecideForm(initial={"state": state, "cause": cause}),
            "can_decide": roll.state in verifying.OPEN_STATES and may(request, roll, VERIFY),
        },
    )


@needs(VERIFY)
def roll_check_decide(request: HttpRequest, pk: int, member: int) -> HttpResponseBase:
    """Decide about one person."""
    roll = find_roll(request, pk)
    found = _member(request, roll, member)
    if request.method != "POST":
        return redirect("roll_check", pk=pk, member=member)
    form = DecideForm(request.POST)
    if form.is_valid():
        try:
            _decided(request, roll, [found.pk], form)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Keputusan dicatat."))
            return redirect("roll_check", pk=pk, member=member)
    return _one(request, roll, found, form)


@needs(VERIFY)
def snapshots(request: HttpRequest) -> HttpResponseBase:
    """The reference data that were taken in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = queries.snapshots_of(actor.scope)
    return list_response(
        request,
        title=_("Data acuan verifikasi"),
        columns=[
            Column("kind", _("Jenis data"), "get_kind_display", sort="kind"),
            Column("area", _("Wilayah"), "area.name", sort="area__name"),
            Column("as_of", _("Posisi per"), "as_of", kind="date", sort="as_of"),
            Column("people", _("Orang"), "people", kind="count", sort="people"),
            Column("left_out", _("Baris dilewati"), "left_out", kind="count", sort="left_out"),
            Column("source", _("Asal data"), "source"),
            Column("actor", _("Diunggah oleh"), "entry.actor"),
            Column("at", _("Diunggah pada"), "entry.at", kind="moment", sort="entry__at"),
        ],
        rows=rows,
        filterset=SnapshotFilter(request.GET, queryset=rows, request=request),
        source=_("Berkas Dukcapil dan DTSEN yang diunggah; hanya kolom yang perlu yang disimpan."),
        name="data-acuan",
        template="registry/roll_snapshots.html",
        context={"empty_text": _("Belum ada data acuan. Unggah berkas Dukcapil atau DTSEN wilayah Anda.")},
    )


@needs(VERIFY)
def snapshot_new(request: HttpRequest) -> HttpResponseBase:
    """Take a reference file in; rows that cannot be used are shown with their cells."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = bound(request, SnapshotForm, actor=actor, initial={"as_of": today()})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        file, area = given.pop("file"), given.pop("area")
        try:
            with uploaded(file.name, file.chunks()) as reference:
                taken = verifying.take_snapshot(reference, area_code=area, actor=actor, **given)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _taken(request, taken)
    return render(
        request,
        "kit/ask.html",
        {
            "title": _("Unggah data acuan"),
            "lead": _(
                "Yang disimpan hanya NIK, nama, tanggal lahir, status atau desil. Data terbaru berlaku."
            ),
            "form": form,
            "button": _("Unggah"),
            "back": reverse("snapshots"),
            "whole": form.whole,
            "parts": [{"title": "", "fields": list(form)}],
        },
    )


def _taken(request: HttpRequest, taken: verifying.Taken) -> HttpResponseBase:
    snapshot: Snapshot = taken.snapshot
    if taken.is_known:
        messages.info(request, _("Berkas ini sudah pernah diunggah; tidak ada yang berubah."))
        return redirect("snapshots")
    words = {"people": numbers.count(snapshot.people), "left": numbers.count(snapshot.left_out)}
    messages.success(request, _("%(people)s orang disimpan sebagai data acuan.") % words)
    if not taken.findings:
        return redirect("snapshots")
    context = {
        "title": _("Catatan perbaikan data acuan"),
        "snapshot": snapshot,
        "findings": taken.findings[:MOST_REMARKS],
        "more": max(0, len(taken.findings) - MOST_REMARKS),
    }
    return render(request, "registry/roll_snapshot_taken.html", context)
