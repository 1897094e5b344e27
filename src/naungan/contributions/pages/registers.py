"""A region's register of disbursements: upload, look, take in; the queue of what matches nothing for certain."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import django_filters
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from naungan.accounts.access import needs
from naungan.contributions.filters import DAY, of_payer
from naungan.contributions.models import Payment
from naungan.contributions.pages.words import actor_of
from naungan.contributions.payment_file import LARGEST_FILE_BYTES
from naungan.contributions.register.forms import (
    FIELD_WORDS,
    HeadingsForm,
    ReasonForm,
    RegisterForm,
    SettleForm,
)
from naungan.contributions.register.matching import Candidate
from naungan.contributions.register.models import LineDecision, RegisterLine
from naungan.contributions.register.reasons import FATES, told
from naungan.contributions.register.receiving import look_at_register, receive_register
from naungan.contributions.register.results import LookedAt, RegisterResult
from naungan.contributions.register.settling import (
    Settlement,
    candidates_of,
    decision_of,
    register_lines,
    reopen,
    settle,
)
from naungan.kit import numbers
from naungan.kit.asking import Question, ask, bound
from naungan.kit.lists import Column, list_response
from naungan.kit.viewer import viewer
from naungan.law.findings import Refused
from naungan.registry.filters import ALL, SEARCH, ScopedFilterSet
from naungan.registry.models import Payer

RECEIVE = "payment.receive"
_KEY = re.compile(r"[0-9a-f]{64}")
_SUFFIXES = frozenset({".xlsx", ".xls", ".ods", ".csv"})
_TONES = {"MATCHED": "good", "QUEUED": "warn", "KNOWN": "off", "IGNORED": "off"}


class QueueFilter(ScopedFilterSet):
    """Lines of registers by whether they wait, number, region and day."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Keadaan"), method="by_state", empty_label=ALL,
        choices=[("open", gettext_lazy("Menunggu")), ("done", gettext_lazy("Sudah diputuskan"))],
    )  # fmt: skip
    reference = django_filters.CharFilter(label=gettext_lazy("Nomor SP2D"), lookup_expr="icontains")
    payer = django_filters.CharFilter(
        label=gettext_lazy("Pemilik register"), method="by_payer", widget=SEARCH
    )
    since = django_filters.DateFilter(
        label=gettext_lazy("Cair sejak"), field_name="paid_on", lookup_expr="gte", widget=DAY
    )

    class Meta:
        model = RegisterLine
        fields: tuple[str, ...] = ()

    def by_state(self, rows: Any, _name: str, state: str) -> Any:
        """Waiting, or decided."""
        return rows.filter(is_open=state == "open")

    def by_payer(self, rows: Any, _name: str, text: str) -> Any:
        """Of a region's register."""
        return rows.filter(of_payer(text, "payer__"))


@needs("contributions.view")
def queue(request: HttpRequest) -> HttpResponseBase:
    """The lines of registers that came in, those that wait first."""
    rows: Any = register_lines(actor_of(request).scope)
    rows = rows.order_by("-is_open", "-paid_on", "-pk")
    return list_response(
        request,
        title=_("Antrean register SP2D"),
        columns=[
            Column("reference", _("Nomor SP2D"), "reference", kind="id", sort="reference", link=_line_href),
            Column("paid_on", _("Tanggal cair"), "paid_on", kind="date", sort="paid_on"),
            Column("amount", _("Jumlah"), "amount_rp", kind="money", sort="amount_rp"),
            Column("state", _("Keadaan"), _state, tone=lambda row: "warn" if row.is_open else "good"),
            Column("why", _("Sebab"), lambda row: " ".join(map(told, row.reasons))),
            Column("description", _("Uraian"), "description"),
            Column("owner", _("Pemilik register"), "payer.name", sort="payer__name"),
        ],
        rows=rows,
        filterset=QueueFilter(request.GET, queryset=rows, request=request),
        source=_("Register SP2D yang diterima; hanya baris tentang iuran yang disimpan."),
        name="antrean-register",
        template="contributions/register_queue.html",
        context={"empty_text": _("Belum ada baris register."), "may": RECEIVE in viewer(request).permissions},
    )


def _state(row: Any) -> str:
    return _("Menunggu") if row.is_open else _("Sudah diputuskan")


def _line_href(row: Any) -> str:
    return reverse("register_line", args=[row.pk])


@needs("contributions.view")
def register_line(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One line: why it waits, its candidates, the decision; and for who may, deciding or taking back."""
    found = register_lines(actor_of(request).scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    may = RECEIVE in viewer(request).permissions
    if request.method == "POST" and not may:
        return redirect("register_line", pk=pk)
    live = decision_of(found)
    return _decided(request, found, live, may=may) if live else _waiting(request, found, may=may)


def _decided(request: HttpRequest, line: RegisterLine, live: LineDecision, *, may: bool) -> HttpResponseBase:
    question = Question(
        title=_("SP2D %(reference)s") % {"reference": line.reference},
        button=_("Batalkan keputusan ini"),
        back=reverse("queue"),
        done=_("Keputusan dibatalkan; baris ini menunggu lagi."),
        template="contributions/register_line.html",
        context={"line": line, "live": live, "may": may, "reasons": list(map(told, line.reasons))},
    )

    def write(form: ReasonForm) -> str:
        reopen(line, actor=actor_of(request), reason=form.cleaned_data["reason"])
        return reverse("register_line", args=[line.pk])

    return ask(request, bound(request, ReasonForm), question, write)


def _waiting(request: HttpRequest, line: RegisterLine, *, may: bool) -> HttpResponseBase:
    actor = actor_of(request)
    matched = candidates_of(line, actor.scope)
    payers = Payer.objects.in_bulk({one.payer_id for one in matched.candidates})
    choices = [(str(at), _choice(one, payers)) for at, one in enumerate(matched.candidates)]
    question = Question(
        title=_("SP2D %(reference)s") % {"reference": line.reference},
        button=_("Simpan keputusan"),
        back=reverse("queue"),
        done=_("Keputusan dicatat."),
        template="contributions/register_line.html",
        context={"line": line, "live": None, "may": may, "reasons": [str(one) for one in matched.reasons],
                 "history": line.decisions.order_by("pk").select_related("entry")},
    )  # fmt: skip

    def write(form: SettleForm) -> object:
        given = form.cleaned_data
        return settle(
            line, _settlement(given, matched.candidates, payers), actor=actor, reason=given["reason"]
        )

    return ask(request, bound(request, SettleForm, actor=actor, choices=choices), question, write)


def _settlement(given: Any, candidates: tuple[Candidate, ...], payers: dict[int, Payer]) -> Settlement:
    choice = given["choice"]
    if choice == LineDecision.Kind.NOT_OURS:
        return Settlement(choice)
    if choice == SettleForm.OTHER:
        return Settlement(LineDecision.Kind.PAYMENT, payer=given["payer"], covers=given["covers"])
    one = candidates[int(choice)]
    if one.known is not None:
        return Settlement(LineDecision.Kind.KNOWN, known=Payment.objects.get(pk=one.known))
    return Settlement(
        LineDecision.Kind.PAYMENT,
        payer=payers[one.payer_id],
        payment_code=one.payment_code,
        covers=one.covers,
    )


def _choice(one: Candidate, payers: dict[int, Payer]) -> str:
    why = " ".join(map(str, one.reasons))
    if one.known is not None:
        return _("Sudah dicatat sebelumnya, %(payer)s. %(why)s") % {
            "payer": payers[one.payer_id].name,
            "why": why,
        }
    return _("Pembayaran dari %(payer)s. %(why)s") % {"payer": payers[one.payer_id].name, "why": why}


@needs(RECEIVE)
def register_new(request: HttpRequest) -> HttpResponseBase:
    """Keep an uploaded register and show what it would become."""
    question = Question(
        title=_("Register SP2D"),
        lead=_(
            "Diperiksa dahulu: baris yang bukan iuran dikesampingkan dengan sebabnya, tidak ada yang disimpan."
        ),
        button=_("Unggah dan periksa"),
        back=reverse("payments"),
        done=_("Register dibaca; periksa sebelum disimpan."),
    )

    def write(form: RegisterForm) -> str:
        return reverse("register_preview", args=[_keep(request, form)])

    return ask(request, bound(request, RegisterForm, actor=actor_of(request)), question, write)


def _keep(request: HttpRequest, form: RegisterForm) -> str:
    upload, payer = form.cleaned_data["file"], form.cleaned_data["payer"]
    suffix = Path(upload.name).suffix.lower()
    if upload.size > LARGEST_FILE_BYTES or suffix not in _SUFFIXES:
        raise Refused("file.too_large", _("Berkas lebih dari 10 MB atau bukan lembar kerja."), where="file")
    content = upload.read()
    key = hashlib.sha256(content).hexdigest()
    path = _kept(request, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    try:
        look_at_register(path, payer=payer, actor=actor_of(request))
    except Refused as refused:
        path.unlink()
        raise Refused(refused.code, refused.message, where="file", mend=refused.mend) from refused
    request.session[f"register:{key}"] = {"name": upload.name, "payer": payer.pk}
    return key


@needs(RECEIVE)
def register_preview(request: HttpRequest, key: str) -> HttpResponseBase:
    """What a kept register would become, line by line with reasons; a POST takes it in, or chooses its headings."""
    kept = request.session.get(f"register:{key}")
    path = _kept(request, key)
    actor = actor_of(request)
    payer = Payer.objects.filter(actor.scope.payer_q(), pk=kept["payer"]).first() if kept else None
    if not _KEY.fullmatch(key) or kept is None or payer is None or not path.is_file():
        raise Http404
    asked = {"payer": payer, "actor": actor, "chosen": kept.get("chosen")}
    result = look_at_register(path, **asked)
    headings = HeadingsForm(request.POST if "headings" in request.POST else None, result=result)
    if "headings" in request.POST and headings.is_valid():
        request.session[f"register:{key}"] = {**kept, "chosen": headings.chosen()}
        return redirect("register_preview", key=key)
    if request.method == "POST" and "headings" not in request.POST:
        reason = request.POST.get("reason", "").replace("\0", "")[:500]
        done = receive_register(path, **asked, file_name=kept["name"], reason=reason)
        if not done.blocked:
            path.unlink(missing_ok=True)
            messages.success(request, _received(done))
            return redirect("queue")
    return _preview(request, result, headings, kept["name"])


def _preview(request: HttpRequest, result: RegisterResult, form: HeadingsForm, name: str) -> HttpResponseBase:
    return list_response(
        request,
        title=_("Pratinjau register SP2D"),
        columns=_remark_columns() if result.blocked else _line_columns(),
        rows=list(result.findings if result.blocked else result.lines),
        source=_("Pemeriksaan berkas %(file)s; belum ada yang disimpan.") % {"file": name},
        name="pratinjau-register",
        template="contributions/register_preview.html",
        context={
            "file_name": name,
            "result": result,
            "form": form,
            "counts": [(word, result.count(fate)) for fate, word in FATES.items()],
            "missing": ", ".join(str(FIELD_WORDS[field]) for field in result.missing),
            "new": result.count("MATCHED")
            + result.count("QUEUED")
            + sum(bool(one.known) for one in result.lines),
            "empty_text": _("Barisnya tampil setelah isi kolom dipilih dan berkas dibaca ulang."),
        },
    )


def _line_columns() -> list[Column]:
    return [
        Column("line", _("Baris"), "row.line", kind="id", sort="row.line"),
        Column("fate", _("Menjadi"), lambda one: str(FATES[one.fate]), tone=lambda one: _TONES[one.fate]),
        Column("reference", _("Nomor SP2D"), "row.reference", kind="id", sort="row.reference"),
        Column("paid_on", _("Tanggal cair"), "row.paid_on", kind="date"),
        Column("amount", _("Jumlah"), "row.amount_rp", kind="money", sort="row.amount_rp"),
        Column("why", _("Sebab"), _why),
        Column("description", _("Uraian"), "row.description"),
    ]


def _remark_columns() -> list[Column]:
    return [
        Column("cell", _("Sel"), "cell", kind="id"),
        Column("found", _("Tertulis"), "found", kind="id"),
        Column("expected", _("Seharusnya"), "expected"),
        Column("mend", _("Cara memperbaiki"), "mend"),
    ]


def _why(one: LookedAt) -> str:
    return " ".join(map(str, one.reasons))


def _received(result: RegisterResult) -> str:
    matched = result.count("MATCHED")
    text = ngettext(
        "%(count)s pembayaran dicatat dari register; %(queued)s baris menunggu di antrean.",
        "%(count)s pembayaran dicatat dari register; %(queued)s baris menunggu di antrean.",
        matched,
    )
    return text % {"count": numbers.count(matched), "queued": numbers.count(result.count("QUEUED"))}


def _kept(request: HttpRequest, key: str) -> Path:
    """Where an uploaded register waits: each user's apart. What kind it is, its content says."""
    return Path(settings.HOME) / "payments" / str(request.user.pk) / f"{key}.register"
