"""Corrections of posted months: what no longer agrees with the registry and why, and posting the differences."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import actor_for, needs
from naungan.accounts.models import User
from naungan.contributions.forms import CorrectionFilterForm, CorrectionPostForm
from naungan.contributions.models import Correction
from naungan.contributions.pages.words import SOURCE, actor_of
from naungan.contributions.queries import posted_runs
from naungan.contributions.queries.members import Named
from naungan.contributions.services import Adjusted, Corrections, Seen, adjust, find_corrections
from naungan.kit import numbers
from naungan.kit.lists import Column, list_response
from naungan.kit.viewer import viewer
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Person
from naungan.registry.queries import visible_people

CAUSE_TONES = {
    "DEATH": "bad",
    "ENDED": "warn",
    "ROLL": "warn",
    "WAGE": "info",
    "TERMS": "info",
    "RULES": "off",
}
_NO_ROWS = pl.DataFrame(schema={"person_id": pl.Int64, "roll_id": pl.Int64})


@needs("month.run")
def corrections(request: HttpRequest) -> HttpResponseBase:
    """The preview for the months asked; a POST by who may post months issues it as it was seen.

    Comparing a year of a province takes seconds: the page opens with months to choose and compares when asked.
    """
    form = _form(request)
    is_asked = request.method == "POST" or any(request.GET.get(name) for name in form.fields)
    if not is_asked or not form.is_valid():
        return _page(request, form, None, CorrectionPostForm())
    asked = _asked(form.cleaned_data)
    try:
        if request.method == "POST" and "month.post" in viewer(request).permissions:
            agreed = CorrectionPostForm(request.POST)
            if agreed.is_valid():
                return _post(request, asked, agreed.cleaned_data)
            return _page(request, form, find_corrections(**asked, actor=actor_of(request)), agreed)
        found = find_corrections(**asked, actor=actor_of(request))
    except Refused as refused:
        form.add_error(None, f"{refused.message} {refused.mend}".strip())
        return _page(request, form, None, CorrectionPostForm())
    seen = {"memberships": found.memberships, "total": found.total}
    return _page(request, form, found, CorrectionPostForm(initial=seen))


def _form(request: HttpRequest) -> CorrectionFilterForm:
    given = request.GET.copy()
    if not given.get("since") and not given.get("until"):
        posted = posted_runs().order_by("-month").first()
        last = posted.month if posted else None
        if last is not None:
            given["since"], given["until"] = months.format_month(last - 11), months.format_month(last)
    by = actor_for(request.user, "registry.view") if isinstance(request.user, User) else None
    people = visible_people(by.scope) if by else Person.objects.none()
    return CorrectionFilterForm(given, actor=actor_of(request), people=people)


def _asked(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "first": int(given["since"]),
        "last": int(given["until"]),
        "area_code": given["area"] or None,
        "causes": [given["cause"]] if given["cause"] else None,
        "people": [given["orang"].pk] if given["orang"] else None,
    }


def _post(request: HttpRequest, asked: dict[str, Any], agreed: dict[str, Any]) -> HttpResponseBase:
    seen = Seen(agreed["memberships"], agreed["total"])
    done = adjust(**asked, actor=actor_of(request), reason=agreed["reason"], expected=seen)
    messages.success(request, _posted(done))
    since, until = months.format_month(asked["first"]), months.format_month(asked["last"])
    return redirect(f"{reverse('bills')}?since={since}&until={until}")


def _posted(done: Adjusted) -> str:
    told = ngettext(
        "%(runs)s bulan dikoreksi: %(bills)s tagihan kekurangan, %(credits)s nota kredit, selisih %(total)s.",
        "%(runs)s bulan dikoreksi: %(bills)s tagihan kekurangan, %(credits)s nota kredit, selisih %(total)s.",
        len(done.runs),
    )
    return told % {
        "runs": numbers.count(len(done.runs)),
        "bills": numbers.count(done.bills),
        "credits": numbers.count(done.credits),
        "total": numbers.rupiah(done.total),
    }


def _page(
    request: HttpRequest, form: CorrectionFilterForm, found: Corrections | None, agreed: CorrectionPostForm
) -> HttpResponseBase:
    context = {"title": _("Koreksi bulan final"), "form": form, "found": found}
    if found is None:
        return render(request, "contributions/corrections.html", context)
    causes = [(Correction.Cause(cause).label, *figures) for cause, figures in found.by_cause.items()]
    rows = pl.DataFrame(found.rows, infer_schema_length=None) if found.memberships else _NO_ROWS
    return list_response(
        request,
        title=_("Koreksi bulan final"),
        columns=_columns(),
        rows=Named(rows),
        source=_("Bulan yang dibekukan dibandingkan dengan data peserta dan aturan hari ini. %(book)s")
        % {"book": SOURCE},
        name="koreksi",
        template="contributions/corrections.html",
        context={
            **context,
            "causes": causes,
            "programmes": [(name.upper(), amount) for name, amount in found.by_programme.items() if amount],
            "person": form.cleaned_data["orang"],
            "post_form": agreed
            if found.memberships and "month.post" in viewer(request).permissions
            else None,
            "empty_text": _(
                "Bulan yang final masih sama dengan data peserta; tidak ada yang perlu dikoreksi."
            ),
        },
    )


def _columns() -> list[Column]:
    def person(row: dict[str, Any]) -> str:
        return reverse("person", args=[row["person_id"]])

    return [
        Column("month", _("Bulan iuran (BLTH)"), "month", kind="month"),
        Column("nik", _("NIK"), "nik", kind="nik", link=person),
        Column("name", _("Nama"), "name", link=person),
        Column("roll", _("Daftar"), "roll"),
        Column(
            "cause",
            _("Sebab"),
            lambda row: str(Correction.Cause(row["cause"]).label),
            kind="tag",
            tone=lambda row: CAUSE_TONES[row["cause"]],
        ),
        Column("old", _("Ditagih"), "old", kind="money"),
        Column("new", _("Seharusnya"), lambda row: row["new"] or 0, kind="money"),
        Column("difference", _("Selisih"), "difference", kind="money"),
    ]
