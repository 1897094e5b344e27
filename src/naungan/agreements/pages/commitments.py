"""The commitment matrix as of a day, the statements behind it, and a new statement."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, actor_of, needs
from naungan.agreements.filters import CommitmentFilter
from naungan.agreements.forms import meetings as forms
from naungan.agreements.models import Commitment, Meeting
from naungan.agreements.pages.parts import EDIT, may_edit, question, tabs, today
from naungan.agreements.queries import Cell, MatrixRow, since_last_meeting, visible_meetings
from naungan.agreements.queries.matrix import COMPUTED, RECORDED, newest_day
from naungan.agreements.services import correct_commitment, record_commitment
from naungan.areas.queries import name_of
from naungan.coverage.queries import provinces_in_use
from naungan.kit import numbers
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response

VIEW = "agreements.view"


@needs(VIEW)
def commitments(request: HttpRequest) -> HttpResponseBase:
    """The matrix: each regency and group, and what changed since the last meeting."""
    actor = actor_of(request)
    form = forms.MatrixForm(request.GET, actor=actor)
    form.is_valid()
    given = getattr(form, "cleaned_data", {})
    day = given.get("per") or newest_day(actor.scope, today())
    area = given.get("wilayah") or _own_area(actor.scope.areas)
    rows, meeting = since_last_meeting(area, as_of=day, scope=actor.scope) if area else ([], None)
    if given.get("kelompok"):
        rows = [row for row in rows if row.group == given["kelompok"]]
    where = {"area": name_of(area), "day": numbers.day(day)}
    return list_response(
        request,
        title=_("Komitmen %(area)s per %(day)s") % where if area else _("Komitmen daerah"),
        columns=_columns(),
        rows=rows,
        filterset=_Bound(form),
        source=_(
            "Dicatat: pernyataan daerah dengan sumbernya. Dihitung: daftar, bulan iuran dan peraturan di Naungan."
        ),
        name="komitmen",
        template="agreements/matrix.html",
        context={
            **tabs("commitments"),
            "may_edit": may_edit(request),
            "last_meeting": meeting,
            "changed": sum(bool(row.changes) for row in rows),
            "empty_text": _("Belum ada pernyataan, daftar atau cakupan untuk wilayah dan tanggal ini."),
        },
    )


class _Bound:
    """A bound form where the list page asks for a filter set: the rows are filtered already."""

    def __init__(self, form: Any) -> None:
        self.form = form


def _own_area(areas: tuple[str, ...]) -> str:
    """The viewer's own area, cut to its regency; the first province in use for who sees everything."""
    if areas:
        return areas[0][:5] if len(areas) == 1 or areas[0][:2] != areas[-1][:2] else areas[0][:2]
    used = provinces_in_use()
    return used[0] if used else ""


def _columns() -> list[Column]:
    return [
        Column("area", _("Wilayah"), "area_name", sort="area"),
        Column("group", _("Kelompok pekerja"), "group_name", sort="group_name"),
        _column("budgeted", _("Dianggarkan (dicatat)")),
        _column("decreed", _("SK (dihitung)")),
        _column("registered", _("Terdaftar (dihitung)")),
        _column("paid_by", _("Dibayar dari")),
        _column("covered", _("Cakupan (dihitung)")),
        _column("legal_basis", _("Dasar hukum")),
        _column("statement", _("Pernyataan (dicatat)")),
        Column("changes", _("Sejak rapat terakhir"), lambda row: "; ".join(row.changes)),
        Column("source", _("Sumber catatan"), "sources"),
    ]


_MIXED = frozenset({"paid_by", "legal_basis"})


def _column(aspect: str, label: str) -> Column:
    """A cell says how it came about where its column holds both kinds; in files every cell says it."""

    def plain(row: MatrixRow) -> str:
        cell: Cell = getattr(row, aspect)
        return cell.text

    def told(row: MatrixRow) -> str:
        cell: Cell = getattr(row, aspect)
        how = {COMPUTED: _("dihitung"), RECORDED: _("dicatat")}.get(cell.how)
        if not cell.text or how is None:
            return cell.text
        return _("%(text)s (%(how)s)") % {"text": cell.text, "how": how}

    return Column(aspect, label, told, sort=f"{aspect}.text", show=told if aspect in _MIXED else plain)


@needs(VIEW)
def statements(request: HttpRequest) -> HttpResponseBase:
    """Every statement as it was recorded, the newest first."""
    scope, own = actor_of(request).scope, may_edit(request)

    def correction(row: Commitment) -> str:
        return (
            reverse("commitment_correct", args=[row.pk]) if own and not hasattr(row, "corrected_by") else ""
        )

    rows = Commitment.objects.filter(scope.area_q("area_id")).select_related(
        "area", "group", "meeting", "entry", "corrected_by"
    )
    rows = rows.order_by("-stated_on", "-pk")
    return list_response(
        request,
        title=_("Riwayat pernyataan"),
        columns=[
            Column("on", _("Dinyatakan pada"), "stated_on", kind="date", sort="stated_on"),
            Column("area", _("Wilayah"), "area.name", sort="area_id"),
            Column("group", _("Kelompok pekerja"), "group.name", sort="group__name"),
            Column("budgeted", _("Dianggarkan"), "get_budgeted_display", sort="budgeted"),
            Column("paid", _("Dibayar dari"), "get_paid_by_display", sort="paid_by"),
            Column("legal", _("Dasar hukum"), "legal_basis"),
            Column("statement", _("Pernyataan"), "statement"),
            Column("source", _("Sumber"), "source"),
            Column("recorded", _("Dicatat"), "recorded_at", kind="moment", sort="recorded_at"),
            Column("by", _("Pencatat"), "entry.actor"),
            Column("corrected", _("Koreksi"), _corrected, kind="tag", link=correction, tone=_tone),
        ],
        rows=rows,
        filterset=CommitmentFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, ruang kerja sama; pernyataan hanya ditambah, tidak pernah diubah."),
        name="pernyataan",
        template="agreements/list.html",
        context={**tabs("commitments"), "empty_text": _("Belum ada pernyataan yang dicatat.")},
    )


def _corrected(row: Commitment) -> str:
    """Whether it still speaks; a statement without a correction has no row that names it."""
    later = getattr(row, "corrected_by", None)
    return _("dikoreksi %(day)s") % {"day": numbers.short_day(later.recorded_at)} if later else _("berlaku")


def _tone(row: Commitment) -> str:
    return "off" if getattr(row, "corrected_by", None) else "good"


@needs(EDIT)
def commitment_correct(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A statement that was recorded wrongly is told anew."""
    actor = actor_of(request)
    wrong = Commitment.objects.filter(actor.scope.area_q("area_id"), pk=pk).first()
    if wrong is None:
        raise Http404
    said = ("budgeted", "paid_by", "legal_basis", "statement", "source", "stated_on")
    first = {name: getattr(wrong, name) for name in said}
    first |= {"area": wrong.area_id, "group": wrong.group_id, "meeting": wrong.meeting_id}
    form = bound(request, forms.CorrectionForm, actor=actor, meetings=_held(actor), initial=first)
    words = question(
        "commitments",
        title=_("Koreksi pernyataan"),
        lead=_("Pernyataan yang keliru tetap ada di riwayat, dengan tanda bahwa sudah dikoreksi."),
        button=_("Simpan koreksi"),
        back=reverse("statements"),
        done=_("Koreksi dicatat."),
    )
    return ask(request, form, words, lambda given: correct_commitment(wrong, actor=actor, **given.facts()))


def _held(actor: Actor) -> QuerySet[Meeting]:
    """Meetings that took place, the newest first."""
    held = [Meeting.State.HELD, Meeting.State.CLOSED]
    return visible_meetings(actor.scope).filter(state__in=held).order_by("-on")


@needs(EDIT)
def commitment_new(request: HttpRequest) -> HttpResponseBase:
    """A statement of a region."""
    actor = actor_of(request)
    form = bound(
        request,
        forms.CommitmentForm,
        actor=actor,
        meetings=_held(actor),
        initial={"stated_on": today(), "meeting": request.GET.get("rapat", "")},
    )
    words = question(
        "commitments",
        title=_("Catat pernyataan daerah"),
        lead=_(
            "Pernyataan baru menggantikan yang lama hanya pada hal yang dinyatakannya; yang lama tetap tersimpan."
        ),
        button=_("Simpan pernyataan"),
        back=reverse("commitments"),
        done=_("Pernyataan dicatat."),
    )

    def write(given: Any) -> object:
        made = record_commitment(actor=actor, **given.facts())
        return f"{reverse('commitments')}?wilayah={made.area_id}&per={made.stated_on.isoformat()}"

    return ask(request, form, words, write)
