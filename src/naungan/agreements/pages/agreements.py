"""Agreements: the list, one agreement, and its steps."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.agreements.filters import AgreementFilter
from naungan.agreements.forms import agreements as forms
from naungan.agreements.forms.parts import DocumentForm
from naungan.agreements.models import Agreement, Stage
from naungan.agreements.pages.parts import EDIT, STATE_TONES, may_edit, question, tabs, today
from naungan.agreements.queries import (
    MOST_CORRECTIONS,
    STAGE_DAYS,
    State,
    expiring,
    stage_uses,
    terms_on,
    visible_agreements,
)
from naungan.agreements.services import (
    advance_stage,
    amend,
    end_early,
    propose,
    record_signed,
    renew,
    send_back,
    sign,
    start_roll,
)
from naungan.contributions.models import BillLine
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response
from naungan.registry.models import Roll
from naungan.registry.queries import roll_q

VIEW = "agreements.view"


def href(agreement: Agreement) -> str:
    """Its page."""
    return reverse("agreement", args=[agreement.pk])


def _state(row: Any) -> str:
    return str(State(row.state_now).label)


def _tone(row: Any) -> str:
    return STATE_TONES[State(row.state_now)]


def _names(row: Agreement) -> str:
    return "; ".join(party.name for party in row.parties.all())


@needs(VIEW)
def agreements(request: HttpRequest) -> HttpResponseBase:
    """Every agreement that the viewer may see."""
    rows = visible_agreements(actor_of(request).scope, today()).prefetch_related("parties")
    rows = rows.order_by("-starts_on", "-pk")
    return list_response(
        request,
        title=_("Perjanjian kerja sama"),
        columns=[
            Column("title", _("Judul"), "title", sort="title", link=href),
            Column("kind", _("Jenis"), words_of_kind, sort="kind"),
            Column("area", _("Wilayah"), "area.name", sort="area_id"),
            Column("parties", _("Para pihak"), _names),
            Column("starts", _("Mulai"), "starts_on", kind="date", sort="starts_on"),
            Column("ends", _("Berakhir"), "ends_now", kind="date", sort="ends_now"),
            Column("state", _("Status"), _state, kind="tag", sort="state_now", tone=_tone),
            Column("stage", _("Tahap"), "get_stage_display", sort="stage"),
        ],
        rows=rows,
        filterset=AgreementFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, ruang kerja sama; adendum sudah diperhitungkan."),
        name="perjanjian",
        template="agreements/agreements.html",
        context={
            **tabs("agreements"),
            "may_edit": may_edit(request),
            "soon": expiring(rows, today()).count(),
            "empty_text": _(
                "Belum ada perjanjian di wilayah Anda. Catat yang sudah ditandatangani, atau ajukan yang baru."
            ),
        },
    )


def words_of_kind(row: Agreement) -> str:
    """The kind of paper in short words."""
    return _("Nota Kesepakatan") if row.kind == Agreement.Kind.MEMORANDUM else _("PKS")


def find(request: HttpRequest, pk: int) -> Agreement:
    """One agreement, or not found outside the scope."""
    rows = visible_agreements(actor_of(request).scope, today())
    found: Agreement | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _own(request: HttpRequest, pk: int) -> Agreement:
    """One that lies in the scope of who edits: an area above it may be seen, never edited."""
    found = find(request, pk)
    if not actor_of(request).scope.holds_area(found.area_id):
        raise Http404
    return found


@needs(VIEW)
def agreement(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One agreement: where it stands in its tree, what it says today, its drafting, papers and next steps."""
    found = find(request, pk)
    scope = actor_of(request).scope
    near = visible_agreements(scope, today()).prefetch_related("parties")
    terms = terms_on(found, today())
    own = scope.holds_area(found.area_id)
    context = {
        "title": found.title,
        "agreement": found,
        "kind": words_of_kind(found),
        "state": (_state(found), _tone(found)),
        "terms": terms,
        "paid_by": _label(Agreement, "paid_by", terms.paid_by),
        "schedule": _label(Agreement, "schedule", terms.schedule),
        "parties": found.parties.all(),
        "tree": _tree(found, near),
        "stages": stage_uses(found, today()) if found.steps.exists() else [],
        "stage_total": sum(STAGE_DAYS.values()),
        "corrections": found.steps.filter(is_correction=True).count(),
        "most_corrections": MOST_CORRECTIONS,
        "amendments": found.amendments.all(),
        "documents": found.documents.select_related("entry"),
        "rolls": [link.roll for link in found.rolls.filter(roll_q(scope, "roll__")).select_related("roll")],
        "meetings": found.meetings.filter(scope.area_q("area_id")).order_by("-on"),
        "steps": _steps(found) if own and may_edit(request) else [],
        "may_edit": own and may_edit(request),
        "document_form": DocumentForm(),
        **tabs("agreements"),
    }
    return render(request, "agreements/agreement.html", context)


def _label(model: type[Any], field: str, value: str) -> str:
    return str(dict(model._meta.get_field(field).flatchoices).get(value, ""))


def _tree(found: Agreement, near: QuerySet[Agreement]) -> list[dict[str, Any]]:
    """The memorandum and what hangs below it; of an agreement without one, itself."""
    root = found.parent_id or found.pk
    rows = [*near.filter(pk=root), *near.filter(parent=root).order_by("area_id", "title")]
    return [
        {
            "row": row,
            "is_root": row.pk == root,
            "here": row.pk == found.pk,
            "state": (_state(row), _tone(row)),
        }
        for row in rows
    ]


def _steps(found: Agreement) -> list[tuple[str, str, bool]]:
    """What can be done now: address, words, and whether it is the next thing."""

    def link(name: str) -> str:
        return reverse(name, args=[found.pk])

    state = found.state_now  # type: ignore[attr-defined]
    if state == State.ENDED:
        return []
    if found.stage != Stage.DONE:
        following = list(Stage)[list(Stage).index(Stage(found.stage)) + 1]
        onward = (
            (link("agreement_sign"), _("Catat tanda tangan"), True)
            if following == Stage.DONE
            else (
                link("agreement_stage"),
                _("Lanjut ke %(stage)s") % {"stage": following.label.lower()},
                True,
            )
        )
        back = (link("agreement_back"), _("Kembalikan untuk koreksi"), False)
        late = list(Stage).index(Stage(found.stage)) > list(Stage).index(Stage.DRAFTING)
        return [onward, *([back] if late else []), (link("agreement_end"), _("Batalkan naskah"), False)]
    steps = [(link("agreement_renew"), _("Perpanjang"), state == State.EXPIRED)]
    if state in {State.IN_FORCE, State.UPCOMING}:
        steps.append((link("agreement_amend"), _("Catat adendum"), False))
        if found.kind == Agreement.Kind.COOPERATION:
            steps.append((link("agreement_roll"), _("Mulai daftar peserta"), False))
        steps.append((link("agreement_end"), _("Akhiri lebih awal"), False))
    return steps


@needs(EDIT)
def agreement_new(request: HttpRequest) -> HttpResponseBase:
    """A new agreement."""
    actor = actor_of(request)
    memoranda = visible_agreements(actor.scope, today()).filter(kind=Agreement.Kind.MEMORANDUM)
    form = bound(
        request,
        forms.AgreementForm,
        actor=actor,
        memoranda=memoranda.order_by("-starts_on"),
        initial={"on": today(), "parent": request.GET.get("induk", ""), "kind": request.GET.get("jenis", "")},
    )
    words = question(
        "agreements",
        title=_("Perjanjian baru"),
        lead=_("Ajukan naskah baru, atau catat perjanjian yang sudah ditandatangani."),
        button=_("Simpan perjanjian"),
        back=reverse("agreements"),
        done=_("Perjanjian dicatat."),
    )

    def write(given: Any) -> object:
        typed = given.cleaned_data
        if typed["signed_on"]:
            return href(record_signed(given.deed(), signed_on=typed["signed_on"], actor=actor))
        return href(propose(given.deed(), on=typed["on"] or today(), actor=actor))

    return ask(request, form, words, write)


@needs(EDIT)
def agreement_stage(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The next stage."""
    found, actor = _own(request, pk), actor_of(request)
    form = bound(request, forms.StageForm, initial={"on": today()})
    words = question(
        "agreements",
        title=_("Lanjutkan tahap"),
        lead=found.title,
        button=_("Lanjutkan"),
        back=href(found),
        done=_("Tahap dilanjutkan."),
    )
    return ask(request, form, words, lambda given: advance_stage(found, actor=actor, **given.cleaned_data))


@needs(EDIT)
def agreement_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Back for a correction."""
    found, actor = _own(request, pk), actor_of(request)
    form = bound(request, forms.SendBackForm, initial={"on": today()})
    words = question(
        "agreements",
        title=_("Kembalikan untuk koreksi"),
        lead=found.title,
        button=_("Kembalikan ke penyusunan"),
        back=href(found),
        done=_("Naskah kembali ke penyusunan."),
    )
    return ask(request, form, words, lambda given: send_back(found, actor=actor, **given.cleaned_data))


@needs(EDIT)
def agreement_sign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Signed."""
    found, actor = _own(request, pk), actor_of(request)
    first = {"signed_on": today(), "starts_on": found.starts_on, "ends_on": found.ends_on}
    form = bound(request, forms.SignForm, agreement=found, initial=first)
    words = question(
        "agreements",
        title=_("Catat tanda tangan"),
        lead=found.title,
        button=_("Catat sebagai ditandatangani"),
        back=href(found),
        done=_("Perjanjian sudah ditandatangani. Unggah pindaian naskahnya."),
    )

    def write(given: Any) -> object:
        days = {name: given.cleaned_data[name] for name in first}
        return sign(found, numbers=given.numbers(), actor=actor, **days)

    return ask(request, form, words, write)


@needs(EDIT)
def agreement_amend(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An addendum."""
    found, actor = _own(request, pk), actor_of(request)
    form = bound(request, forms.AmendForm)
    words = question(
        "agreements",
        title=_("Catat adendum"),
        lead=_("Isi hanya yang berubah; yang kosong tetap seperti semula."),
        button=_("Simpan adendum"),
        back=href(found),
        done=_("Adendum dicatat."),
    )
    return ask(request, form, words, lambda given: amend(found, actor=actor, **given.changes()))


@needs(EDIT)
def agreement_renew(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What follows."""
    found, actor = _own(request, pk), actor_of(request)
    form = bound(request, forms.RenewForm)
    words = question(
        "agreements",
        title=_("Perpanjang perjanjian"),
        lead=_("Isi, cakupan dan para pihak disalin; nomor dan tanggalnya baru."),
        button=_("Buat naskah perpanjangan"),
        back=href(found),
        done=_("Naskah perpanjangan diajukan."),
    )
    return ask(
        request, form, words, lambda given: href(renew(found, on=today(), actor=actor, **given.cleaned_data))
    )


@needs(EDIT)
def agreement_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An early end."""
    found, actor = _own(request, pk), actor_of(request)
    form = bound(request, forms.EndForm, initial={"on": today()})
    words = question(
        "agreements",
        title=_("Akhiri perjanjian"),
        lead=_("Catatannya tetap ada; pengakhiran ini tidak dapat ditarik kembali."),
        button=_("Akhiri"),
        back=href(found),
        done=_("Perjanjian diakhiri."),
    )
    return ask(request, form, words, lambda given: end_early(found, actor=actor, **given.cleaned_data))


@needs(EDIT)
def agreement_roll(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A list begins with the agreement."""
    found, actor = _own(request, pk), actor_of(request)
    form = bound(request, forms.RollForm, rolls=_unbilled_rolls(found, actor))
    words = question(
        "agreements",
        title=_("Mulai daftar peserta"),
        lead=_(
            "Bulan pertama daftar menjadi bulan mulai PKS. Hanya daftar yang belum ditagih dapat dipilih."
        ),
        button=_("Samakan awalnya"),
        back=href(found),
        done=_("Bulan pertama daftar mengikuti PKS."),
    )
    return ask(request, form, words, lambda given: start_roll(found, given.chosen(), actor=actor))


def _unbilled_rolls(found: Agreement, actor: Any) -> QuerySet[Roll]:
    """Lists in the agreement's area and groups on which no bill stands."""
    area = found.area_id
    rows = Roll.objects.filter(actor.scope.narrowed(area).payer_q("registration__payer__"))
    groups = [group.pk for group in terms_on(found, today()).groups]
    if groups:
        rows = rows.filter(group__in=groups)
    billed = BillLine.objects.values("roll")
    return rows.exclude(pk__in=billed).exclude(state=Roll.State.ENDED).order_by("-first_month", "name")
