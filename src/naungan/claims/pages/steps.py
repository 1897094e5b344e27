"""What is done in a case: steps, payment, notes, papers, heirs, children. Each asks with a form and calls a service."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.claims import forms
from naungan.claims.models import Child, Claim, Heir
from naungan.claims.pages.cases import find_claim, href
from naungan.claims.pages.parts import EDIT, tabs, today
from naungan.claims.queries import at_death
from naungan.claims.queries.cases import children_of, papers_of
from naungan.claims.queries.entitlement import benefits_for
from naungan.claims.services import (
    add_child,
    add_heir,
    advance,
    file_school_year,
    mark_documents,
    note_case,
    pay_case,
    set_cause,
    withdraw_child,
    withdraw_heir,
)
from naungan.kit.asking import AskForm, Question, ask, bound

State = Claim.State
# The names of the law's amounts, by kind of benefit.
_LAW_NAMES = {"DEATH": "death_grant", "PERIODIC": "periodic", "FUNERAL": "funeral"}


def _question(request: HttpRequest, claim: Claim, title: str, done: str, button: str = "") -> Question:
    return Question(
        title=title,
        button=button or _("Simpan"),
        back=href(claim),
        done=done,
        lead=claim.person.name,
        context=tabs(request, "claims"),
    )


@needs(EDIT)
def claim_step(request: HttpRequest, pk: int, to: str) -> HttpResponseBase:
    """A step to another state."""
    found, actor = find_claim(request, pk), actor_of(request)
    state = to.upper()
    if state not in State.values:
        raise Http404
    if state == State.PAID:
        return _paid(request, found)
    form = bound(
        request,
        forms.StepForm,
        initial={"on": today()},
        asks_receipt=state == State.SUBMITTED,
        asks_reason=state in {State.REFUSED, State.WITHDRAWN},
    )
    title = str(State(state).label)
    question = _question(request, found, title, _("Status kasus diubah."))
    return ask(
        request, form, question, lambda given: advance(found, state, actor=actor, **given.cleaned_data)
    )


def _paid(request: HttpRequest, found: Claim) -> HttpResponseBase:
    form = bound(request, forms.PaidForm, initial={"paid_on": today(), **_expected(found)})

    def write(given: forms.PaidForm) -> object:
        told = given.cleaned_data
        return pay_case(
            found,
            given.amounts(),
            paid_on=told["paid_on"],
            reference=told["reference"],
            note=told["note"],
            actor=actor_of(request),
        )

    question = _question(request, found, _("Catat pembayaran manfaat"), _("Manfaat dicatat; kasus selesai."))
    return ask(request, form, question, write)


def _expected(found: Claim) -> dict[str, Any]:
    """What the law gives, to begin with; what was paid is what the paper says."""
    stood = at_death({found.person_id: found.died_on}, as_of=today())[found.person_id]
    benefits = benefits_for(stood, died_on=found.died_on, cause=found.death.cause)
    amounts = benefits[0].amounts if benefits else {}
    return {kind: amounts.get(name) for kind, name in _LAW_NAMES.items()}


@needs(EDIT)
def claim_note(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A note, and what is done next."""
    found = find_claim(request, pk)
    initial = {"next_action": found.next_action, "next_on": found.next_on}
    form = bound(request, forms.NoteForm, initial=initial)
    question = _question(request, found, _("Catatan dan langkah berikutnya"), _("Catatan disimpan."))
    return ask(
        request, form, question, lambda given: note_case(found, actor=actor_of(request), **given.cleaned_data)
    )


@needs(EDIT)
def claim_cause(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Whether the death was a work accident."""
    found = find_claim(request, pk)
    form = bound(request, forms.CauseForm, initial={"cause": found.death.cause})
    question = _question(request, found, _("Sebab kematian"), _("Sebab kematian diubah."))
    return ask(
        request, form, question, lambda given: set_cause(found, actor=actor_of(request), **given.cleaned_data)
    )


@needs(EDIT)
def claim_papers(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The checklist of documents."""
    found = find_claim(request, pk)
    papers = papers_of(found, with_children=bool(children_of(found)))
    form = bound(request, forms.PapersForm, papers=papers)
    question = _question(request, found, _("Kelengkapan berkas"), _("Kelengkapan berkas disimpan."))
    return ask(
        request,
        form,
        question,
        lambda given: mark_documents(found, given.cleaned_data, actor=actor_of(request)),
    )


@needs(EDIT)
def claim_heir(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An heir is named."""
    found = find_claim(request, pk)
    question = _question(request, found, _("Tambah ahli waris"), _("Ahli waris dicatat."))
    return ask(
        request,
        bound(request, forms.HeirForm),
        question,
        lambda given: add_heir(found, actor=actor_of(request), **given.cleaned_data),
    )


@needs(EDIT)
def claim_heir_withdraw(request: HttpRequest, pk: int, heir: int) -> HttpResponseBase:
    """An heir was named wrongly."""
    found = find_claim(request, pk)
    row = get_object_or_404(Heir, pk=heir, claim=found, withdrawn_entry=None)
    question = _question(request, found, _("Tarik ahli waris"), _("Ahli waris ditarik."))
    return ask(
        request,
        bound(request, forms.ReasonForm),
        question,
        lambda given: withdraw_heir(row, actor=actor_of(request), reason=given.cleaned_data["reason"]),
    )


@needs(EDIT)
def claim_child(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A child is named for the scholarship."""
    found = find_claim(request, pk)
    question = _question(request, found, _("Tambah anak penerima beasiswa"), _("Anak dicatat."))
    return ask(
        request,
        bound(request, forms.ChildForm),
        question,
        lambda given: add_child(found, given.pupil(), actor=actor_of(request)),
    )


def _child(found: Claim, child: int) -> Child:
    return get_object_or_404(Child, pk=child, claim=found, withdrawn_entry=None)


@needs(EDIT)
def claim_child_withdraw(request: HttpRequest, pk: int, child: int) -> HttpResponseBase:
    """A child's scholarship ends, or the child was named wrongly."""
    found = find_claim(request, pk)
    row = _child(found, child)
    question = _question(request, found, _("Akhiri beasiswa anak"), _("Beasiswa anak diakhiri."))
    return ask(
        request,
        bound(request, forms.ReasonForm),
        question,
        lambda given: withdraw_child(row, actor=actor_of(request), reason=given.cleaned_data["reason"]),
    )


@needs(EDIT)
def claim_school_year(request: HttpRequest, pk: int, child: int) -> HttpResponseBase:
    """A year of a child's scholarship is filed."""
    found = find_claim(request, pk)
    row = _child(found, child)
    initial = {"year": today().year, "level": row.level, "filed_on": today()}
    form: AskForm = bound(request, forms.SchoolYearForm, initial=initial)
    title = _("Beasiswa %(name)s") % {"name": row.name}
    question = _question(request, found, title, _("Beasiswa tahun itu dicatat."))
    return ask(
        request,
        form,
        question,
        lambda given: file_school_year(row, actor=actor_of(request), **given.cleaned_data),
    )
