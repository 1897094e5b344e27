"""Months: compute a draft, look at its sums, post it with its consequence stated."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import Actor, needs
from naungan.accounts.models import User
from naungan.areas.queries import names
from naungan.contributions import tasks
from naungan.contributions.filters import RunFilter
from naungan.contributions.forms import PostForm, RunForm
from naungan.contributions.models import Bill, MonthRun
from naungan.contributions.pages.words import RUN_TONES, actor_of
from naungan.contributions.queries.audit import last_check
from naungan.engine.lake import open_runs, totals
from naungan.kit import numbers
from naungan.kit.lists import Column, list_response
from naungan.kit.viewer import viewer
from naungan.registry.duplicates.queries import overlapping_in
from naungan.registry.duplicates.rules import reason_of
from naungan.registry.models import Payer


@needs("contributions.view")
def runs(request: HttpRequest) -> HttpResponseBase:
    """Every run that lies within the viewer's scope."""
    rows = visible_runs(actor_of(request)).select_related("area", "entry").order_by("-month", "-pk")
    return list_response(
        request,
        title=_("Bulan iuran"),
        columns=[
            Column("month", _("Bulan iuran (BLTH)"), "month", kind="month", sort="month", link=_href),
            Column("area", _("Wilayah"), lambda run: run.area.name if run.area else _("Semua wilayah")),
            Column("kind", _("Jenis"), "get_kind_display", sort="kind"),
            Column("members", _("Peserta"), "members", kind="count", sort="members"),
            Column("bills", _("Tagihan"), "bill_count", kind="count", sort="bill_count"),
            Column("total", _("Jumlah iuran"), "total_rp", kind="money", sort="total_rp"),
            Column("at", _("Dihitung"), "created_at", kind="moment", sort="created_at"),
            Column("by", _("Oleh"), "entry.actor", sort="entry__actor"),
            Column(
                "state",
                _("Tahap"),
                "get_state_display",
                kind="tag",
                sort="state",
                tone=lambda run: RUN_TONES[MonthRun.State(run.state)],
            ),
        ],
        rows=rows,
        filterset=RunFilter(request.GET, queryset=rows, request=request),
        source=_("Perhitungan bulan di Naungan; bulan yang final tidak pernah diubah."),
        name="bulan",
        template="contributions/months.html",
        context={"empty_text": _("Belum ada bulan yang dihitung di wilayah Anda.")},
    )


def visible_runs(actor: Actor) -> Any:
    """Runs whose area lies in the scope; those of everywhere only for who sees everything.

    A figure of a run covers all its payers, so whoever may not see all of them sees their bills instead.
    """
    if actor.scope.everywhere:
        return MonthRun.objects.all()
    return MonthRun.objects.filter(actor.scope.area_q("area_id") & Q(area__isnull=False))


def _href(run: MonthRun) -> str:
    return reverse("month", args=[run.pk])


@needs("month.run")
def run_new(request: HttpRequest) -> HttpResponseBase:
    """Compute a draft of a month, in the background."""
    actor = actor_of(request)
    form = RunForm(request.POST or None, actor=actor, initial={"area": _only_area(actor)})
    if request.method == "POST" and form.is_valid():
        assert isinstance(actor.user, User)
        area = form.cleaned_data["area"] or None
        return redirect("month_work", key=tasks.start_draft(form.cleaned_data["month"], area, actor.user).key)
    return render(request, "contributions/month_new.html", {"title": _("Hitung bulan"), "form": form})


def _only_area(actor: Actor) -> str:
    return actor.scope.areas[0] if len(actor.scope.areas) == 1 else ""


def _nothing_new(state: str, month: int) -> str:
    if state == "posted":
        text = _("Semua peserta %(month)s sudah ditagih; tidak ada yang perlu ditambahkan.")
    else:
        text = _("Tidak ada daftar yang ditagih pada %(month)s di wilayah ini.")
    return text % {"month": numbers.month(month)}


@needs("contributions.view")
def run(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One run: its sums and its bills, and for a draft what posting it will do."""
    return _run_page(request, _find(request, pk), PostForm())


@needs("month.post")
def run_post(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Post a draft as it was seen, in the background; a month that changed since is refused."""
    if request.method != "POST":
        return redirect("month", pk=pk)
    found, form = _find(request, pk), PostForm(request.POST)
    if found.state == MonthRun.State.POSTED:
        messages.info(request, _("Bulan ini sudah final; tidak ada yang diubah."))
        return redirect("month", pk=pk)
    if not form.is_valid():
        return _run_page(request, found, form)
    actor = actor_of(request)
    assert isinstance(actor.user, User)
    return redirect(
        "month_work", key=tasks.start_post(found, actor.user, reason=form.cleaned_data["reason"]).key
    )


@needs("contributions.view")
def month_work(request: HttpRequest, key: str) -> HttpResponseBase:
    """How far the viewer's own work on a month is; when it is done, on to what came of it."""
    user = request.user
    assert isinstance(user, User)
    work = tasks.work_of(key, user)
    asks_again = bool(request.headers.get("HX-Request"))
    if work is None:
        raise Http404
    if not work.done:
        template = "contributions/_month_working.html" if asks_again else "contributions/month_working.html"
        told = _("Memfinalkan bulan") if work.kind == tasks.POST else _("Menghitung rancangan")
        return render(request, template, {"work": work, "title": told})
    if asks_again:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return _leave(request, work)


def _leave(request: HttpRequest, work: tasks.MonthWork) -> HttpResponseBase:
    if work.refused:
        messages.error(request, work.refused)
        if work.draft is not None and MonthRun.objects.filter(pk=work.draft).exists():
            return redirect("month", pk=work.draft)
        return redirect("months")
    if work.run_id is None:
        messages.info(request, _nothing_new(work.state, work.month))
        return redirect("months")
    if work.kind == tasks.POST:
        told = ngettext("%(count)s tagihan diterbitkan.", "%(count)s tagihan diterbitkan.", work.bills)
        messages.success(request, told % {"count": numbers.count(work.bills)})
    return redirect("month", pk=work.run_id)


def _find(request: HttpRequest, pk: int) -> MonthRun:
    found = visible_runs(actor_of(request)).select_related("area", "entry").filter(pk=pk).first()
    if found is None:
        raise Http404
    assert isinstance(found, MonthRun)
    return found


def _run_page(request: HttpRequest, found: MonthRun, form: PostForm) -> HttpResponseBase:
    place = found.area.name if found.area else _("Semua wilayah")
    return list_response(
        request,
        title=_("Bulan iuran %(month)s") % {"month": numbers.month(found.month)},
        columns=[
            Column("payer", _("Pembayar iuran"), "payer", sort="payer"),
            Column("area", _("Wilayah"), "area", sort="area"),
            Column("segment", _("Segmen"), "segment", sort="segment"),
            Column("members", _("Peserta"), "members", kind="count", sort="members"),
            Column("total", _("Jumlah iuran"), "total", kind="money", sort="total"),
        ],
        rows=_by_registration(found),
        source=_("Perhitungan bulan; satu baris per pembayar iuran dan segmen."),
        name="tagihan-bulan",
        template="contributions/month.html",
        context={
            "run": found,
            "place": place,
            "tone": RUN_TONES[MonthRun.State(found.state)],
            "programmes": [(name.upper(), amount) for name, amount in found.by_programme.items() if amount],
            "post_form": form if found.state == MonthRun.State.DRAFT else None,
            "audit": _audit(request, found),
            "yields": _yields(found),
            "may_post": "month.post" in viewer(request).permissions,
            "bills_href": f"{reverse('bills')}?since={_text(found)}&until={_text(found)}",
        },
    )


def _yields(found: MonthRun) -> list[tuple[str, int]]:
    """Why memberships are left out of the month because another list stands for the person, and how many."""
    if found.kind == MonthRun.Kind.CORRECTION:
        return []
    overlaps = overlapping_in(found.month, found.area_id).order_by().values("rule", "yielding").distinct()
    by_rule = Counter(one["rule"] for one in overlaps)
    return [(reason_of(rule), count) for rule, count in by_rule.most_common()]


def _audit(request: HttpRequest, found: MonthRun) -> dict[str, Any] | None:
    """When the posted run was last compared with its digest, for who may read the journal."""
    if found.state != MonthRun.State.POSTED or "journal.view" not in viewer(request).permissions:
        return None
    return {"last": last_check(found)}


def _text(found: MonthRun) -> str:
    from naungan.law.months import format_month

    return format_month(found.month)


def _by_registration(found: MonthRun) -> list[dict[str, Any]]:
    if found.kind == MonthRun.Kind.CORRECTION:
        return _by_paper(found)
    by_roll = totals(open_runs(settings.LAKE, [found.lake_path]))
    rows = (
        by_roll.group_by("registration_id", "payer_id", "segment", maintain_order=True)
        .agg(pl.col("members", "total").sum())
        .to_dicts()
    )
    payers = Payer.objects.in_bulk({row["payer_id"] for row in rows})
    places = names({payer.area_id for payer in payers.values()})
    assert sum(row["total"] for row in rows) == found.total_rp, "the lake and the run have different totals"
    shown = [
        {
            "payer": payers[row["payer_id"]].name,
            "area": places.get(payers[row["payer_id"]].area_id, ""),
            "segment": row["segment"],
            "members": row["members"],
            "total": row["total"],
        }
        for row in rows
    ]
    return sorted(shown, key=lambda row: (row["payer"], row["segment"]))


def _by_paper(found: MonthRun) -> list[dict[str, Any]]:
    """The differences and credit notes of a correction."""
    papers = Bill.objects.filter(run=found).select_related("payer__area", "registration")
    return [
        {
            "payer": f"{paper.payer.name} ({paper.get_kind_display()})",
            "area": paper.payer.area.name,
            "segment": paper.registration.segment,
            "members": paper.members,
            "total": paper.amount_rp,
        }
        for paper in papers.order_by("payer__name", "pk")
    ]
