"""Fund sources with their rules, and account codes that were seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.budgets import forms
from naungan.budgets.filters import AccountFilter, FundFilter, Shown
from naungan.budgets.models import FundAllocation
from naungan.budgets.pages.parts import EDIT, VIEW, may_edit, question, tabs
from naungan.budgets.reference import Fund, FundRule, funds, seen_accounts
from naungan.budgets.services import allocate_fund
from naungan.kit import numbers
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response


@dataclass(frozen=True, slots=True)
class FundRow:
    """A fund source with one of its rules, if it has any."""

    fund: Fund
    rule: FundRule | None

    @property
    def words(self) -> str:
        """What the rule says."""
        if self.rule is None:
            return _("tidak ada aturan yang tercatat")
        if self.rule.kind == "forbidden":
            return _("tidak boleh membayar iuran")
        share = numbers.percent(self.rule.limit_ppm / 10_000, 0)
        return _("paling banyak %(share)s dari alokasi, bersama semua kegiatan lain") % {"share": share}


@needs(VIEW)
def budget_funds(request: HttpRequest) -> HttpResponseBase:
    """Every fund source and its dated rules; the allocations that the viewer may see."""
    form = FundFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = [FundRow(fund, rule) for fund in funds().values() for rule in fund.rules or (None,)]
    allocations = FundAllocation.objects.filter(actor_of(request).scope.area_q("area_id"))
    return list_response(
        request,
        title=_("Sumber dana dan aturannya"),
        columns=[
            Column("name", _("Sumber dana"), "fund.name", sort="fund.name"),
            Column("rule", _("Aturan"), "words"),
            Column("since", _("Berlaku sejak"), "rule.since", kind="date", sort="rule.since"),
            Column("reference", _("Dasar"), "rule.reference"),
            Column(
                "source",
                _("Dibaca di"),
                "rule.source",
                link=lambda row: row.rule.source if row.rule else "",
                show=lambda row: _("sumber") if row.rule else "",
            ),
            Column("confidence", _("Keyakinan"), _confidence),
        ],
        rows=[row for row in rows if row.rule or not asked.get("aturan")],
        filterset=Shown(form),
        source=_("Tabel sumber dana Naungan; aturan adalah data bertanggal dengan sumbernya."),
        name="sumber-dana",
        template="budgets/funds.html",
        context={
            **tabs("budget_funds"),
            "allocations": allocations.select_related("area", "entry")[:50],
            "may_edit": may_edit(request),
        },
    )


def _confidence(row: FundRow) -> str:
    words: dict[str, Any] = {"high": _("tinggi"), "medium": _("sedang"), "low": _("rendah")}
    return words[row.rule.confidence] if row.rule else ""


@needs(VIEW)
def budget_accounts(request: HttpRequest) -> HttpResponseBase:
    """Account codes that were seen in regions: suggestions, beside the region's own table."""
    form = AccountFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    words = asked.get("q", "").lower()
    return list_response(
        request,
        title=_("Kode rekening yang pernah terlihat"),
        columns=[
            Column("code", _("Kode rekening"), "code", kind="id", sort="code"),
            Column("name", _("Uraian"), "name", sort="name"),
            Column("programme", _("Program"), "programme", sort="programme"),
            Column("source", _("Sumber"), "source"),
        ],
        rows=[
            row
            for row in seen_accounts()
            if asked.get("program") in {None, "", row.programme} and words in f"{row.code} {row.name}".lower()
        ],
        filterset=Shown(form),
        source=_("Data anggaran beberapa daerah; tabel kode rekening daerah sendiri yang menentukan."),
        name="kode-terlihat",
        template="budgets/accounts.html",
        context=tabs("budget_accounts"),
    )


@needs(EDIT)
def budget_allocation(request: HttpRequest) -> HttpResponseBase:
    """What a region receives of a fund source."""
    actor = actor_of(request)
    first = {"year": timezone.localdate().year}
    form = bound(request, forms.AllocationForm, actor=actor, initial=first)
    words = question(
        "budget_funds",
        title=_("Catat alokasi sumber dana"),
        lead=_("Batas bagian untuk iuran dihitung dari alokasi ini; catatan yang lebih baru berlaku."),
        button=_("Simpan"),
        back=reverse("budget_funds"),
        done=_("Alokasi dicatat."),
    )

    def write(given: forms.AllocationForm) -> object:
        facts = dict(given.cleaned_data)
        return allocate_fund(facts.pop("area"), actor=actor, **facts)

    return ask(request, form, words, write)
