"""Reconciliation month by month: the list, one month three ways, its people by cause, and settling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_for, needs
from naungan.accounts.models import User
from naungan.accounts.scope import Scope
from naungan.contributions.pages.words import actor_of
from naungan.contributions.reconciliation import words
from naungan.contributions.reconciliation.comparing import agency_asks, basis_of, newest_list
from naungan.contributions.reconciliation.filters import DifferenceFilter, MonthsFilter
from naungan.contributions.reconciliation.models import AgencyBill, AgencyList, Difference, Reconciliation
from naungan.contributions.reconciliation.queries import causes_of, months_of, visible
from naungan.contributions.reconciliation.reconciling import is_ready
from naungan.kit import numbers
from naungan.kit.exports import FORMATS
from naungan.kit.lists import FORMAT, Column, list_response
from naungan.law import months
from naungan.registry.models import Registration

SETTLE = "registry.settle"


@needs("contributions.view")
def reconciliations(request: HttpRequest) -> HttpResponseBase:
    """Every registration and month that was billed, compared or not."""
    rows = months_of(actor_of(request).scope)
    filters = MonthsFilter(
        request.GET, queryset=rows.order_by("-month", "payer__name", "pk"), request=request
    )
    return list_response(
        request,
        title=_("Rekonsiliasi"),
        columns=_month_columns(),
        rows=rows,
        filterset=filters,
        source=_("Bulan yang final, dibandingkan dengan daftar dan tagihan BPJS Ketenagakerjaan."),
        name="rekonsiliasi",
        template="contributions/reconciliations.html",
        context={
            "empty_text": _("Belum ada bulan yang final. Rekonsiliasi dimulai sesudah bulan difinalkan.")
        },
    )


def _month_columns() -> list[Column]:
    def href(row: Any) -> str:
        return address(row.registration_id, row.month)

    return [
        Column("month", _("Bulan iuran (BLTH)"), "month", kind="month", sort="month"),
        Column("payer", _("Pembayar iuran"), "payer.name", sort="payer__name", link=href),
        Column("segment", _("Segmen"), "registration.segment", sort="registration__segment"),
        Column("number", _("NPP"), "registration.number", kind="id"),
        Column("asked", _("Tagihan kita"), "asked_rp", kind="money", sort="asked_rp"),
        Column("agency", _("Tagihan BPJS"), "agency_rp", kind="money", sort="agency_rp"),
        Column("apart", _("Selisih"), "apart_rp", kind="money", sort="apart_rp"),
        Column("open", _("Belum diselesaikan"), "open_count", kind="count", sort="open_count"),
        Column("state", _("Tahap"), _state_of, kind="tag", tone=_tone_of),
    ]


def _state_of(row: Any) -> str:
    if row.kept_pk is None:
        return _("Belum dibandingkan")
    return _("Ada selisih terbuka") if row.open_count else _("Selesai")


def _tone_of(row: Any) -> str:
    if row.kept_pk is None:
        return "off"
    return "warn" if row.open_count else "good"


def address(registration: int, month: int) -> str:
    """Where a registration's month stands."""
    return reverse("reconciliation", args=[registration, months.format_month(month)])


@needs("contributions.view")
def reconciliation(request: HttpRequest, registration: int, month: str) -> HttpResponseBase:
    """One month three ways; the people by cause for who may see names."""
    place = find(request, registration, month)
    kept = visible(actor_of(request).scope).filter(registration=place[0], month=place[1]).first()
    people = sees_people(request, place[0])
    rows = (
        kept.differences.select_related("settlement").order_by("cause", "name", "pk")
        if kept and people
        else Difference.objects.none()
    )
    filters = DifferenceFilter(request.GET, queryset=rows, request=request)
    can_settle = _may_settle(request, place[0])
    return list_response(
        request,
        title=_("Rekonsiliasi %(payer)s, %(month)s")
        % {"payer": place[0].payer.name, "month": numbers.month(place[1])},
        columns=[*_columns(request, kept, can_settle=can_settle), *_programme_columns(request, kept)],
        rows=rows,
        filterset=filters if kept and people else None,
        source=_source(kept),
        name="selisih",
        template="contributions/reconciliation.html",
        context={
            **_context(kept, place),
            "sees_people": people,
            "can_settle": can_settle,
            "empty_text": _("Tidak ada selisih yang cocok."),
        },
    )


def _source(kept: Reconciliation | None) -> str:
    if kept is None:
        return _("Belum dibandingkan.")
    return _("Daftar peserta, bulan yang dibekukan, dan %(file)s; dibandingkan %(moment)s.") % {
        "file": kept.agency_list.file_name if kept.agency_list else _("tagihan BPJS"),
        "moment": numbers.moment(kept.computed_at),
    }


def _context(kept: Reconciliation | None, place: tuple[Registration, int]) -> dict[str, Any]:
    """What stands above the list."""
    registration, month = place
    lists = AgencyList.objects.filter(registration=registration, month=month).order_by("-pk")
    told = newest_list(registration, month) is not None or agency_asks(registration, month) is not None
    shared = {
        "registration": registration,
        "month": month,
        "where": [registration.pk, months.format_month(month)],
        "lists": lists.select_related("entry"),
        "bills": AgencyBill.objects.filter(registration=registration, month=month).order_by("-pk"),
        "is_ready": is_ready(registration, month),
        "kept": kept,
        "can_compare": told and is_ready(registration, month),
    }
    if kept is None:
        return shared
    return shared | {
        "causes": causes_of(kept),
        "apart_rp": kept.agency_rp - kept.ours_rp,
        "programmes": [
            (name, *sums, sums[1] - sums[0]) for name, sums in kept.by_programme.items() if any(sums)
        ],
        "settlements": kept.settlements.order_by("-pk")[:20],
        "is_stale": kept.basis != basis_of(registration, month),
        "open_count": kept.differences.filter(state=Difference.State.OPEN).count(),
    }


def _columns(request: HttpRequest, kept: Reconciliation | None, *, can_settle: bool) -> list[Column]:
    def person(row: Difference) -> str:
        return reverse("person", args=[row.person_id]) if row.person_id else ""

    def decide(row: Difference) -> str:
        if not can_settle or kept is None or row.state != Difference.State.OPEN:
            return ""
        place = [kept.registration_id, months.format_month(kept.month)]
        return f"{reverse('reconciliation_settle', args=place)}?id={row.pk}"

    return [
        Column("cause", _("Sebab"), "get_cause_display", sort="cause"),
        Column("nik", _("NIK"), "nik", kind="nik"),
        Column("name", _("Nama"), "name", sort="name", link=person),
        Column("kpj", _("KPJ"), "kpj", kind="id"),
        Column("ours", _("Menurut kita"), lambda row: words.said(row, row.ours, request)),
        Column("theirs", _("Menurut BPJS"), lambda row: words.said(row, row.theirs, request)),
        Column("ours_rp", _("Iuran kita"), "ours_rp", kind="money", sort="ours_rp"),
        Column("agency_rp", _("Iuran BPJS"), "agency_rp", kind="money", sort="agency_rp"),
        Column("apart", _("Selisih"), "difference_rp", kind="money", sort="difference_rp"),
        Column("parts", _("Selisih menurut program"), words.parts_of, show=words.parts_shown),
        Column(
            "follows",
            _("Tindak lanjut"),
            _follows,
            kind="tag",
            sort="state",
            link=decide,
            tone=_difference_tone,
        ),
    ]


def _programme_columns(request: HttpRequest, kept: Reconciliation | None) -> list[Column]:
    """What either side asks of a person by programme, for the files: the page says it in one cell."""
    if kept is None or request.GET.get(FORMAT) not in FORMATS:
        return []

    def part(name: str, at: int) -> Callable[[Difference], int]:
        return lambda row: int(row.by_programme.get(name, (0, 0, 0))[at])

    sides = ((_("%(programme)s kita"), 0), (_("%(programme)s BPJS"), 1), (_("Selisih %(programme)s"), 2))
    return [
        Column(f"{name}-{at}", label % {"programme": name}, part(name, at), kind="money")
        for name, sums in kept.by_programme.items()
        if any(sums)
        for label, at in sides
    ]


def _follows(row: Difference) -> str:
    """What was decided, or that it waits."""
    if row.settlement is not None and row.state == Difference.State.SETTLED:
        return str(row.settlement.get_consequence_display())
    return str(row.get_state_display())


def _difference_tone(row: Difference) -> str:
    return words.STATE_TONES[Difference.State(row.state)]


def find(request: HttpRequest, registration: int, month: str) -> tuple[Registration, int]:
    """The registration of a payer in the viewer's scope, and the month; else not found."""
    scope = actor_of(request).scope
    found = (
        Registration.objects.filter(scope.payer_q("payer__"), pk=registration).select_related("payer").first()
    )
    try:
        number = months.parse(month)
    except ValueError:
        raise Http404 from None
    if found is None:
        raise Http404
    return found, number


def scope_with(request: HttpRequest, permission: str) -> Scope | None:
    """Where the viewer holds a permission."""
    actor = actor_for(request.user, permission) if isinstance(request.user, User) else None
    return actor.scope if actor else None


def sees_people(request: HttpRequest, registration: Registration) -> bool:
    """Whether the viewer may see the names of who is on the list: the payer is theirs by the registry too."""
    return _holds(scope_with(request, "registry.view"), registration)


def _may_settle(request: HttpRequest, registration: Registration) -> bool:
    return _holds(scope_with(request, SETTLE), registration)


def _holds(scope: Scope | None, registration: Registration) -> bool:
    payer = registration.payer
    return scope is not None and scope.holds_payer(payer.code, payer.area_id)
