"""Employers: the list, one employer with checks and steps, and what is noted about it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.compliance import forms, procedure
from naungan.compliance.filters import EmployerFilter
from naungan.compliance.letters import letter_pdf
from naungan.compliance.models import Employer, Step
from naungan.compliance.pages.parts import EDIT, OUTCOME_TONES, TONES, VIEW, find, may_edit, question, tabs
from naungan.compliance.queries import Position, checks_of, letter_of, overdue, visible_employers
from naungan.compliance.services import estimate, note_employer, recognise, record_step, withdraw_step
from naungan.kit import papers
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response
from naungan.registry.models import Payer
from naungan.registry.queries import visible_payers


def href(employer: Employer) -> str:
    """Its page."""
    return reverse("employer", args=[employer.pk])


def _step_words(row: Any) -> str:
    return str(Step.Kind(row.step_now).label) if row.step_now else ""


@needs(VIEW)
def employers(request: HttpRequest) -> HttpResponseBase:
    """Every employer that the viewer may see; what is late first."""
    rows = visible_employers(actor_of(request).scope, timezone.localdate()).order_by("name", "pk")
    return list_response(
        request,
        title=_("Kepatuhan pemberi kerja"),
        columns=[
            Column("name", _("Pemberi kerja"), "name", sort="name", link=href),
            Column("kind", _("Dugaan"), "get_kind_display", sort="kind"),
            Column("area", _("Wilayah"), "area.name", sort="area_id"),
            Column("number", _("NPP atau NIB"), lambda row: row.npp or row.nib, kind="id"),
            Column("sector", _("Sektor usaha"), "sector", sort="sector"),
            Column("workers", _("Perkiraan tenaga kerja"), "workers_now", kind="count", sort="workers_now"),
            Column("step", _("Langkah terakhir"), _step_words, sort="step_now"),
            Column("on", _("Tanggal langkah"), "step_on", kind="date", sort="step_on"),
            Column("due", _("Langkah berikutnya sampai"), "due_now", kind="date", sort="due_now"),
            Column(
                "position",
                _("Status"),
                lambda row: str(Position(row.position).label),
                kind="tag",
                sort="position",
                tone=lambda row: TONES[Position(row.position)],
            ),
            Column("source", _("Sumber"), "source"),
        ],
        rows=rows,
        filterset=EmployerFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, ruang kepatuhan; dugaan menurut sumbernya, bukan putusan."),
        name="kepatuhan",
        template="compliance/employers.html",
        context={
            **tabs("employers"),
            "may_edit": may_edit(request),
            "late": overdue(rows).count(),
            "empty_text": _(
                "Belum ada pemberi kerja yang dicatat. Unggah daftarnya atau catat satu per satu."
            ),
        },
    )


@needs(VIEW)
def employer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One employer: what is known, what the registry says, what was done, what comes next."""
    found, today = find(request, pk), timezone.localdate()
    steps = list(found.steps.select_related("entry"))
    done = procedure.counted(steps)
    ahead = procedure.following(done)
    checks = checks_of(found, on=today, month=None, scope=actor_of(request).scope)
    context = {
        "title": found.name,
        "employer": found,
        "payer": _payer_seen(request, found),
        "position": (str(Position(found.position).label), TONES[Position(found.position)]),
        "estimates": found.estimates.select_related("entry"),
        "checks": [(check, OUTCOME_TONES[check.outcome]) for check in checks],
        "steps": [_told(step, done) for step in steps],
        "next_step": Step.Kind(ahead).label if ahead else "",
        "next_rule": _rule_of(done),
        "fine_until": procedure.fine_until(done),
        "fine_reference": procedure.FINE_REFERENCE,
        "licence_checks": found.licence_checks.order_by("-on", "-pk"),
        "may_edit": may_edit(request) and actor_of(request).scope.holds_area(found.area_id),
        "may_step": bool(procedure.possible(done)),
        **tabs("employers"),
    }
    return render(request, "compliance/employer.html", context)


def _payer_seen(request: HttpRequest, employer: Employer) -> Payer | None:
    """The payer that somebody has recognised, for who may see it."""
    if employer.payer_id is None:
        return None
    return visible_payers(actor_of(request).scope).filter(pk=employer.payer_id).first()


def _told(step: Step, done: list[Step]) -> dict[str, Any]:
    counts = any(one.pk == step.pk for one in done)
    return {
        "step": step,
        "counts": counts or step.kind == Step.Kind.WITHDRAWN,
        "letter": letter_of(step) if step.kind in procedure.LETTERS else None,
        "may_withdraw": bool(done) and done[-1].pk == step.pk,
    }


def _rule_of(done: list[Step]) -> str:
    """Where the term of the last step comes from."""
    rule = procedure.RULES.get(done[-1].kind) if done else None
    if rule is None or rule.days is None:
        return ""
    facts = {"days": rule.days, "reference": rule.reference}
    if rule.reference:
        return _("%(days)s hari kerja menurut %(reference)s") % facts
    return _("%(days)s hari kerja: kebiasaan kantor, bukan aturan") % facts


@needs(EDIT)
def employer_new(request: HttpRequest) -> HttpResponseBase:
    """An employer is noted by hand."""
    actor = actor_of(request)
    form = bound(request, forms.EmployerForm, actor=actor, initial={"found_on": timezone.localdate()})
    words = question(
        "employers",
        title=_("Catat pemberi kerja"),
        lead=_("Yang dicatat adalah dugaan dengan sumbernya; registri diperiksa dengan sendirinya."),
        button=_("Simpan"),
        back=reverse("employers"),
        done=_("Pemberi kerja dicatat."),
    )
    return ask(request, form, words, lambda given: href(note_employer(given.lead(), actor=actor)))


@needs(EDIT)
def employer_estimate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A newer estimate."""
    found, actor = find(request, pk), actor_of(request)
    form = bound(request, forms.EstimateForm, initial={"on": timezone.localdate()})
    words = question(
        "employers",
        title=_("Catat perkiraan"),
        lead=found.name,
        button=_("Simpan"),
        back=href(found),
        done=_("Perkiraan dicatat; yang lama tetap tersimpan."),
    )
    return ask(request, form, words, lambda given: estimate(found, actor=actor, **given.cleaned_data))


@needs(EDIT)
def employer_recognise(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Which payer of the registry it is."""
    found, actor = find(request, pk), actor_of(request)
    payer = _payer_seen(request, found)
    first = {"payer": payer.code if payer else ""}
    form = bound(request, forms.RecogniseForm, payers=visible_payers(actor.scope), initial=first)
    words = question(
        "employers",
        title=_("Tetapkan pembayar di registri"),
        lead=found.name,
        button=_("Simpan"),
        back=href(found),
        done=_("Pembayar ditetapkan."),
    )
    return ask(request, form, words, lambda given: recognise(found, actor=actor, **given.cleaned_data))


@needs(EDIT)
def employer_step(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A step that was taken: the next one of the procedure, or the end of the matter."""
    found, actor = find(request, pk), actor_of(request)
    kinds = procedure.possible(procedure.counted(list(found.steps.all())))
    form = bound(request, forms.StepForm, kinds=kinds, initial={"on": timezone.localdate()})
    words = question(
        "employers",
        title=_("Catat langkah"),
        lead=found.name,
        button=_("Catat langkah"),
        back=href(found),
        done=_("Langkah dicatat."),
    )
    return ask(request, form, words, lambda given: record_step(found, actor=actor, **given.cleaned_data))


def _step(request: HttpRequest, pk: int, step: int) -> tuple[Any, Step]:
    found = find(request, pk)
    row = found.steps.filter(pk=step).first()
    if row is None:
        raise Http404
    return found, row


@needs(EDIT)
def step_withdraw(request: HttpRequest, pk: int, step: int) -> HttpResponseBase:
    """The last step was wrong."""
    (found, row), actor = _step(request, pk, step), actor_of(request)
    words = question(
        "employers",
        title=_("Tarik kembali langkah"),
        lead=str(row.get_kind_display()),
        button=_("Tarik kembali"),
        back=href(found),
        done=_("Langkah ditarik kembali; catatannya tetap ada."),
    )
    form = bound(request, forms.WithdrawForm)
    return ask(request, form, words, lambda given: withdraw_step(row, actor=actor, **given.cleaned_data))


@needs(VIEW)
def step_letter(request: HttpRequest, pk: int, step: int) -> HttpResponseBase:
    """The letter of a warning or a summons as PDF."""
    found, row = _step(request, pk, step)
    letter = letter_of(row)
    if letter is None:
        raise Http404
    pdf = letter_pdf(row, found, letter, request)
    return papers.response(pdf, f"{row.kind}-{row.on:%Y%m%d}-{found.name}")
