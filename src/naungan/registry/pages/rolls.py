"""Lists of workers: all of them, and one with its steps, its people and its batches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.access import Actor, actor_for, needs
from naungan.accounts.models import User
from naungan.accounts.scope import Scope
from naungan.journal.models import Change
from naungan.kit.lists import Column, list_response
from naungan.kit.viewer import viewer
from naungan.registry import states
from naungan.registry.filters import MemberFilter, RollFilter, spells, this_month
from naungan.registry.forms import DecreeForm, EndForm, StepForm
from naungan.registry.imports.templates import LAYOUT_TITLES
from naungan.registry.models import ImportBatch, Membership, Roll
from naungan.registry.pages import words, work
from naungan.registry.queries import visible_batches, visible_rolls


@dataclass(frozen=True, slots=True)
class Button:
    """How a step of `states.STEPS` looks on a page: the words of its button, what it entails, its form."""

    to: str
    url_name: str
    label: str | Promise
    consequence: str | Promise
    form: type[Form] = StepForm


BUTTONS: dict[str, Button] = {
    Roll.State.VERIFIED: Button(
        Roll.State.VERIFIED,
        "roll_verify",
        gettext_lazy("Tandai terverifikasi"),
        gettext_lazy("Anda menyatakan bahwa daftar ini sudah diverifikasi dan divalidasi."),
    ),
    Roll.State.DECREED: Button(
        Roll.State.DECREED,
        "roll_decree",
        gettext_lazy("Tetapkan dengan SK"),
        gettext_lazy("Setelah ditetapkan, daftar ini ikut ditagih pada bulan-bulannya."),
        DecreeForm,
    ),
    Roll.State.REGISTERED: Button(
        Roll.State.REGISTERED,
        "roll_register",
        gettext_lazy("Tandai terdaftar"),
        gettext_lazy("Anda menyatakan bahwa BPJS Ketenagakerjaan sudah mendaftarkan orang-orang ini."),
    ),
    Roll.State.ACTIVE: Button(
        Roll.State.ACTIVE,
        "roll_activate",
        gettext_lazy("Aktifkan"),
        gettext_lazy("Daftar ini berlaku; iurannya ditagih setiap bulan sampai bulan terakhir."),
    ),
}
END = Button(
    Roll.State.ENDED,
    "roll_end",
    gettext_lazy("Akhiri daftar"),
    gettext_lazy(
        "Mulai bulan itu tidak ada lagi yang menjadi peserta lewat daftar ini. Langkah ini tidak dapat ditarik."
    ),
    EndForm,
)
PERMISSIONS = {step.to: step.permission for step in states.STEPS}


def _href(roll: Roll) -> str:
    return reverse("roll", args=[roll.pk])


@needs("registry.view")
def rolls(request: HttpRequest) -> HttpResponseBase:
    """Every list that the viewer may see."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = visible_rolls(actor.scope).order_by("-first_month", "-pk")
    return list_response(
        request,
        title=_("Daftar peserta"),
        columns=[
            Column("name", _("Nama daftar"), "name", sort="name", link=_href),
            Column("payer", _("Pembayar iuran"), "registration.payer.name", sort="registration__payer__name"),
            Column("group", _("Kelompok pekerja"), "group.name", sort="group__name"),
            Column("segment", _("Segmen"), "segment", sort="segment"),
            Column("programmes", _("Program"), lambda roll: words.programmes(roll.programmes)),
            Column("first", _("Bulan pertama"), "first_month", kind="month", sort="first_month"),
            Column("last", _("Bulan terakhir"), "last_month", kind="month", sort="last_month"),
            Column("members", _("Orang"), "member_count", kind="count", sort="member_count"),
            Column(
                "state",
                _("Tahap"),
                "get_state_display",
                kind="tag",
                sort="state",
                tone=lambda roll: words.ROLL_TONES[roll.state],
            ),
        ],
        rows=rows,
        filterset=RollFilter(request.GET, queryset=rows, request=request),
        source=_("Registri Naungan; satu baris per daftar."),
        name="daftar",
        template="registry/rolls.html",
        context={"empty_text": _("Belum ada daftar. Unggah daftar pekerja; ia masuk sebagai usulan.")},
    )


@needs("registry.view")
def roll(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One list: what it is, the next step, its people and batches. Outside the scope: not found."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _find(actor, pk)
    return _page(request, actor, found)


def _find(actor: Actor, pk: int) -> Roll:
    found = visible_rolls(actor.scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def next_button(found: Roll) -> Button | None:
    """The step that leads the list on; ending it is no step on."""
    onward = [step.to for step in states.steps_from(found) if step.to in BUTTONS]
    return BUTTONS[onward[0]] if onward else None


def _may(request: HttpRequest, found: Roll, to: str) -> bool:
    """Whether the viewer takes a list to a state: with the permission where its payer is, not where it comes
    from.
    """
    if PERMISSIONS[to] not in viewer(request).permissions or not isinstance(request.user, User):
        return False
    actor = actor_for(request.user, PERMISSIONS[to])
    payer = found.registration.payer
    return actor is not None and actor.scope.holds_payer(payer.code, payer.area_id)


def _may_export(request: HttpRequest, found: Roll) -> bool:
    """Whether the viewer brings lists of this payer, and so may take them to the agency."""
    actor = actor_for(request.user, "registry.import") if isinstance(request.user, User) else None
    payer = found.registration.payer
    return actor is not None and actor.scope.holds_payer(payer.code, payer.area_id)


def _may_record_decree(request: HttpRequest, found: Roll) -> bool:
    """Whether the list was recorded before its decree, and the viewer is one who decrees."""
    waits = found.basis == Roll.Basis.UNDECREED and found.state != Roll.State.ENDED
    return waits and _may(request, found, Roll.State.DECREED)


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Roll,
    *,
    step_form: Form | None = None,
    end_form: Form | None = None,
    decree_form: Form | None = None,
) -> HttpResponseBase:
    members = _members(found, actor.scope)
    payer = found.registration.payer
    can_end = found.state != Roll.State.ENDED and _may(request, found, END.to)
    button = next_button(found)
    may_step = button is not None and _may(request, found, button.to)
    batches = visible_batches(actor.scope).filter(roll=found)
    return list_response(
        request,
        title=found.name,
        columns=_member_columns(),
        rows=members,
        filterset=MemberFilter(request.GET, queryset=members, request=request),
        source=_("Registri Naungan; orang pada daftar ini."),
        name="anggota",
        template="registry/roll.html",
        context={
            "roll": found,
            "payer_shown": actor.scope.holds_payer(payer.code, payer.area_id),
            "period": words.period(found.first_month, found.last_month),
            "programmes": words.programmes(found.programmes),
            "place": words.place(found.area_id),
            "tone": words.ROLL_TONES[Roll.State(found.state)],
            "steps": steps(found),
            "step": button,
            "step_form": step_form or (button.form() if button and may_step else None),
            "decree_form": decree_form
            or (DecreeForm(prefix="sk") if _may_record_decree(request, found) else None),
            "end": END,
            "end_form": end_form or (EndForm(prefix="end") if can_end else None),
            "batches": [
                {"batch": one, "tone": words.BATCH_TONES[ImportBatch.State(one.state)]} for one in batches
            ],
            "export_layouts": LAYOUT_TITLES.items() if _may_export(request, found) else (),
            "work": work.work_of(
                found,
                holds_payer=work.viewer_holds(request, found),
                may_decree=_may(request, found, Roll.State.DECREED),
            ),
            "timeline": work.timeline_of(found),
            "over_quota": found.quota is not None and found.member_count > found.quota,  # type: ignore[attr-defined]
            "empty_text": _("Belum ada orang pada daftar ini."),
        },
    )


def _members(found: Roll, scope: Scope) -> QuerySet[Membership]:
    """Who is on a roll: all of them for its payer, else those who live in the scope."""
    rows = spells(scope).filter(roll=found).select_related("person__domicile", "roll__group")
    return rows.prefetch_related("terms__occupation").order_by("person__name", "pk")


def _member_columns() -> list[Column]:
    month = this_month()

    def standing(row: Membership) -> tuple[str, str]:
        return words.spell_standing(row, month)

    def href(row: Membership) -> str:
        return reverse("person", args=[row.person_id])

    return [
        Column("nik", _("NIK"), "person.nik", kind="nik", sort="person__nik"),
        Column("name", _("Nama"), "person.name", sort="person__name", link=href),
        Column("occupation", _("Pekerjaan"), words.occupation),
        Column("village", _("Desa/Kelurahan"), "person.domicile.name", sort="person__domicile_id"),
        Column("first", _("Bulan pertama"), "first_month", kind="month", sort="first_month"),
        Column("last", _("Bulan terakhir"), "last_month", kind="month", sort="last_month"),
        Column("amount", _("Upah/penghasilan"), words.amount, kind="money"),
        Column(
            "state", _("Status"), lambda row: standing(row)[0], kind="tag", tone=lambda row: standing(row)[1]
        ),
    ]


def steps(found: Roll) -> list[dict[str, Any]]:
    """The states of a list in their order: done, now or next, and when and by whom each was reached."""
    order = list(Roll.State)
    if found.basis == Roll.Basis.EMPLOYER:
        order.remove(Roll.State.DECREED)
    now = order.index(Roll.State(found.state))
    reached: dict[str, Any] = {order[0]: found.entry}
    changes = Change.objects.filter(model="registry.Roll", record=str(found.pk)).select_related("entry")
    for change in changes.order_by("pk"):
        if "state" in change.after:
            reached[change.after["state"]] = change.entry
    return [
        {
            "label": state.label,
            "mark": "done" if at < now else "now" if at == now else "next",
            "entry": reached.get(state) if at <= now else None,
        }
        for at, state in enumerate(order)
    ]


def _advance(request: HttpRequest, pk: int, to: str) -> HttpResponseBase:
    """Take the list's step to a state. A plain visit, or a step taken before, leads to the list."""
    if request.method != "POST":
        query = request.GET.urlencode()
        return redirect(reverse("roll", args=[pk]) + (f"?{query}" if query else ""))
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _find(actor, pk)
    button = next_button(found)
    if button is None or button.to != to:
        words_of_state = {"state": found.get_state_display()}
        messages.warning(
            request, _("Daftar ini sudah pada tahap %(state)s; tidak ada yang diubah.") % words_of_state
        )
        return redirect("roll", pk=pk)
    form = button.form(request.POST)
    if not form.is_valid():
        return _page(request, actor, found, step_form=form)
    states.advance(found, to, actor=actor, **form.cleaned_data)
    messages.success(request, _("Tahap daftar sekarang: %(state)s.") % {"state": Roll.State(to).label})
    return redirect("roll", pk=pk)


@needs(PERMISSIONS[Roll.State.VERIFIED])
def roll_verify(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The list was checked."""
    return _advance(request, pk, Roll.State.VERIFIED)


@needs(PERMISSIONS[Roll.State.DECREED])
def roll_decree(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The list was fixed by a decree."""
    return _advance(request, pk, Roll.State.DECREED)


@needs(PERMISSIONS[Roll.State.REGISTERED])
def roll_register(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The agency has registered the list."""
    return _advance(request, pk, Roll.State.REGISTERED)


@needs(PERMISSIONS[Roll.State.ACTIVE])
def roll_activate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The list is in force."""
    return _advance(request, pk, Roll.State.ACTIVE)


@needs(PERMISSIONS[Roll.State.ENDED])
def roll_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The list ends from a month on."""
    if request.method != "POST":
        return redirect("roll", pk=pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _find(actor, pk)
    form = EndForm(request.POST, prefix="end")
    if not form.is_valid():
        return _page(request, actor, found, end_form=form)
    states.end_from(found, int(form.cleaned_data["month"]), actor=actor, reason=form.cleaned_data["reason"])
    messages.success(request, _("Daftar diakhiri."))
    return redirect("roll", pk=pk)


@needs(PERMISSIONS[Roll.State.DECREED])
def roll_record_decree(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The decree of a list that was recorded before it has come."""
    if request.method != "POST":
        return redirect("roll", pk=pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _find(actor, pk)
    form = DecreeForm(request.POST, prefix="sk")
    if not form.is_valid():
        return _page(request, actor, found, decree_form=form)
    given = form.cleaned_data
    states.record_decree(
        found, number=given["decree_number"], on=given["decree_on"], actor=actor, reason=given["reason"]
    )
    messages.success(request, _("SK dicatat; daftar ini sekarang berdasar SK."))
    return redirect("roll", pk=pk)
