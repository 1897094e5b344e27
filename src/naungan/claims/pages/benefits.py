"""Benefits: what came back against what was paid, the payments one by one, and recording or reversing one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.claims import forms
from naungan.claims.drawing import bars
from naungan.claims.filters import BenefitFilter
from naungan.claims.models import BenefitPayment, IncomingFile
from naungan.claims.pages.files import file_rows
from naungan.claims.pages.parts import EDIT, SUMS, VIEW, may, tabs, today
from naungan.claims.queries import Against, contributions_against_benefits, total_of
from naungan.claims.services import BenefitTold, record_benefit, reverse_benefit
from naungan.kit import numbers
from naungan.kit.asking import Question, ask, bound
from naungan.kit.lists import Column, list_response
from naungan.law.findings import Refused
from naungan.registry.models import Person
from naungan.registry.queries import visible_people


@needs(SUMS)
def benefits(request: HttpRequest) -> HttpResponseBase:
    """Contributions paid beside benefits that came back: sums, for leaders too."""
    form = forms.SumsForm(request.GET, actor=actor_of(request))
    asked = form.cleaned_data if form.is_valid() else {}
    by: Any = asked.get("menurut") or "year"
    day = asked.get("per") or today()
    rows = contributions_against_benefits(
        as_of=day,
        since=asked.get("sejak"),
        area_code=asked.get("wilayah") or None,
        by=by,
        scope=actor_of(request).scope,
    )
    title = _("Manfaat yang kembali terhadap iuran")
    chart = {"chart": bars(rows), "chart_title": title}
    if request.GET.get("format") == "svg":
        svg = render_to_string("claims/svg/against.svg", chart)
        return HttpResponse(
            svg,
            content_type="image/svg+xml",
            headers={"Content-Disposition": 'attachment; filename="manfaat-iuran.svg"'},
        )
    sums = total_of(rows, _("Seluruhnya"))
    query = request.GET.copy()
    query["format"] = "svg"
    source = _("Pembayaran iuran yang teralokasi dan manfaat yang dibayar, posisi per %(day)s.")
    return list_response(
        request,
        title=title,
        columns=_columns(by),
        rows=[_named(row) for row in rows],
        source=source % {"day": numbers.day(day)},
        name="manfaat",
        template="claims/benefits.html",
        context={
            **tabs(request, "benefits"),
            **chart,
            "asked_form": form,
            "svg_href": f"?{query.urlencode()}",
            "sums": sums,
            "ratio": _ratio(sums),
            "as_of": day,
            "empty_text": _("Belum ada iuran yang dibayar dan belum ada manfaat yang dicatat."),
        },
    )


def _columns(by: str) -> list[Column]:
    heads = {
        "year": _("Tahun"),
        "area": _("Wilayah"),
        "group": _("Kelompok pekerja"),
        "programme": _("Program"),
    }
    return [
        Column("key", heads[by], "label", sort="label"),
        Column(
            "contributions", _("Iuran dibayar"), "contributions_rp", kind="money", sort="contributions_rp"
        ),
        Column("benefits", _("Manfaat kembali"), "benefits_rp", kind="money", sort="benefits_rp"),
        Column("ratio", _("Manfaat per iuran"), _ratio, kind="percent"),
        Column("cases", _("Kasus"), "cases", kind="count", sort="cases"),
        Column("people", _("Keluarga/penerima"), "people", kind="count", sort="people"),
    ]


def _ratio(row: Against) -> float | None:
    return None if row.ratio_percent_hundredths is None else row.ratio_percent_hundredths / 100


def _named(row: Against) -> Against:
    if row.label:
        return row
    return Against(row.key, _("Tidak disebut"), row.contributions_rp, row.benefits_rp, row.cases, row.people)


@needs(VIEW)
def benefit_payments(request: HttpRequest) -> HttpResponseBase:
    """Every benefit in the scope, reversals too, the newest first."""
    scope = actor_of(request).scope
    rows = BenefitPayment.objects.filter(scope.area_q("area_id")).select_related(
        "person", "area", "group", "claim"
    )
    rows = rows.prefetch_related("reversed_by").order_by("-paid_on", "-pk")
    edits = may(request, EDIT)
    return list_response(
        request,
        title=_("Manfaat yang dibayar"),
        columns=[
            Column("paid", _("Dibayar"), "paid_on", kind="date", sort="paid_on"),
            Column("programme", _("Program"), "programme", sort="programme"),
            Column("kind", _("Jenis"), "get_kind_display", sort="kind"),
            Column("name", _("Peserta"), "person.name", sort="person__name", link=_claim_href),
            Column("nik", _("NIK"), "person.nik", kind="nik"),
            Column("area", _("Wilayah"), "area.name", sort="area_id"),
            Column("group", _("Kelompok pekerja"), "group.name", sort="group_id"),
            Column("people", _("Penerima"), "people", kind="count"),
            Column("amount", _("Jumlah"), "amount_rp", kind="money", sort="amount_rp"),
            Column("reference", _("Nomor bukti"), "reference", kind="id"),
            Column("source", _("Sumber"), "source"),
            Column("stand", _("Catatan"), _stand, link=lambda row: _reverse_href(row) if edits else ""),
        ],
        rows=rows,
        filterset=BenefitFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, ruang klaim; satu baris per pembayaran manfaat."),
        name="manfaat-dibayar",
        template="claims/benefit_payments.html",
        context={
            **tabs(request, "benefit_payments"),
            "may_edit": edits,
            "files": file_rows(request, IncomingFile.Kind.BENEFITS) if edits else [],
            "empty_text": _("Belum ada manfaat yang dicatat."),
        },
    )


def _claim_href(row: BenefitPayment) -> str:
    return reverse("claim", args=[row.claim_id]) if row.claim_id else ""


def _stand(row: BenefitPayment) -> str:
    if row.reverses_id:
        return _("Pembalik")
    return _("Sudah dibalik") if hasattr(row, "reversed_by") else _("Balik catatan")


def _reverse_href(row: BenefitPayment) -> str:
    stands = row.reverses_id is None and not hasattr(row, "reversed_by")
    return reverse("benefit_reverse", args=[row.pk]) if stands else ""


@needs(EDIT)
def benefit_new(request: HttpRequest) -> HttpResponseBase:
    """Record one benefit by hand."""
    actor = actor_of(request)
    form = bound(request, forms.BenefitForm, actor=actor, initial={"paid_on": today()})

    def write(given: forms.BenefitForm) -> None:
        told = given.cleaned_data
        person = _person(request, told["nik"])
        record_benefit(
            BenefitTold(
                programme=told["programme"],
                kind=told["kind"],
                amount_rp=told["amount"],
                paid_on=told["paid_on"],
                reference=told["reference"],
                source=told["source"],
                person=person,
                area_code="" if person else told["area"],
                group_code=told["group"],
                people=told["people"],
            ),
            actor=actor,
        )

    question = Question(
        title=_("Catat manfaat"),
        button=_("Simpan"),
        back=reverse("benefit_payments"),
        done=_("Manfaat dicatat."),
        context=tabs(request, "benefit_payments"),
    )
    return ask(request, form, question, write)


def _person(request: HttpRequest, nik: str) -> Person | None:
    if not nik.strip():
        return None
    found = visible_people(actor_of(request).scope).filter(nik=nik.replace(" ", "")).first()
    if found is None:
        raise Refused("person.unknown", _("Tidak ada peserta dengan NIK ini di wilayah Anda."), where="nik")
    return found


@needs(EDIT)
def benefit_reverse(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a recorded benefit back."""
    actor = actor_of(request)
    found = BenefitPayment.objects.filter(actor.scope.area_q("area_id"), pk=pk).first()
    if found is None:
        raise Http404
    question = Question(
        title=_("Balik catatan manfaat"),
        button=_("Balik catatan"),
        back=reverse("benefit_payments"),
        done=_("Catatan dibalik; keduanya tetap terlihat."),
        lead=f"{found.reference} · {numbers.rupiah(found.amount_rp)}",
        context=tabs(request, "benefit_payments"),
    )
    return ask(
        request,
        bound(request, forms.ReasonForm),
        question,
        lambda given: reverse_benefit(found, actor=actor, reason=given.cleaned_data["reason"]),
    )
