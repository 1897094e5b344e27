"""Benefits that came back to families: what the claims room followed, and, kept apart, what others reported."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from naungan.areas.queries import name_of
from naungan.claims.queries import contributions_against_benefits
from naungan.coverage.models import ReportedFigure
from naungan.coverage.queries.published import since_of, subject_names, value_of
from naungan.evaluation.pack import Field, Figure, Missing, Part, Row, Table
from naungan.evaluation.queries.asking import Asked
from naungan.kit import numbers

TOLD = ("klaim", "santunan", "beasiswa", "jkk-", "manfaat")
"""How the codes of what is published about benefits begin."""


def benefits(asked: Asked) -> Part:
    """Contributions paid against benefits that came back, this year; published figures beside, never added."""
    told = _told(asked)
    followed = _followed(asked)
    missing: tuple[Missing, ...] = ()
    if not followed.rows:
        text = _("Belum ada manfaat yang tercatat dibayarkan kepada keluarga di %(place)s tahun %(year)s.")
        missing = (
            Missing(
                text % {"place": asked.place, "year": asked.as_of.year},
                _("Catat klaim dan pembayarannya pada halaman Klaim, atau impor dari BPJS Ketenagakerjaan."),
            ),
        )
    remarks = []
    if told.rows:
        remarks.append(
            _(
                "Angka yang dilaporkan mencakup peserta yang tidak ada di Naungan; tidak dijumlahkan dengannya."
            )
        )
    return Part(
        "benefits",
        _("Manfaat yang kembali kepada keluarga"),
        source=_("Naungan, klaim yang didampingi; angka yang dilaporkan menurut sumber pada barisnya"),
        figures=_figures(asked, followed),
        tables=tuple(table for table in (followed, told) if table.rows),
        remarks=tuple(remarks),
        missing=missing,
    )


def _followed(asked: Asked) -> Table:
    found = contributions_against_benefits(
        as_of=asked.as_of,
        known_at=asked.known_at,
        since=date(asked.as_of.year, 1, 1),
        area_code=asked.area,
        by="programme",
        scope=asked.scope,
    )
    rows: list[Row] = [
        (
            row.label,
            row.contributions_rp,
            row.benefits_rp,
            row.cases,
            row.people,
            row.ratio_percent_hundredths,
        )
        for row in found
    ]
    if not any(row[2] or row[3] for row in rows):
        rows = []
    fields = (
        Field("programme", _("Program")),
        Field("contributions", _("Iuran dibayar"), "money"),
        Field("benefits", _("Manfaat dibayarkan"), "money"),
        Field("cases", _("Kasus"), "count"),
        Field("people", _("Penerima"), "count"),
        Field("ratio", _("Manfaat terhadap iuran"), "percent"),
    )
    title = _("Iuran dan manfaat menurut program, tahun %(year)s") % {"year": asked.as_of.year}
    return Table("returned", title, fields, tuple(rows))


def _figures(asked: Asked, followed: Table) -> tuple[Figure, ...]:
    if not followed.rows:
        return ()
    total = sum(int(value or 0) for value in followed.column("benefits"))
    note = _("tahun %(year)s") % {"year": asked.as_of.year}
    return (Figure("benefits", _("Manfaat dibayarkan"), total, "money", note, asked.source_of_money, "good"),)


def _told(asked: Asked) -> Table:
    """Published figures about benefits in the area, the newest first."""
    begins = Q()
    for prefix in TOLD:
        begins |= Q(indicator__startswith=prefix)
    rows = ReportedFigure.objects.filter(begins, asked.scope.area_q("area_id"), as_of__lte=asked.as_of)
    if asked.known_at is not None:
        rows = rows.filter(recorded_at__lte=asked.known_at)
    subjects = subject_names()
    shown = tuple(
        (
            row.code,
            name_of(row.area_id or ""),
            subjects.get(row.indicator, row.indicator),
            _value(row),
            since_of(row).isoformat(),
            row.as_of.isoformat(),
            row.source,
        )
        for row in rows.order_by("-as_of", "code")
    )
    fields = (
        Field("code", _("Kode angka"), "id"),
        Field("area", _("Wilayah")),
        Field("subject", _("Perihal")),
        Field("said", _("Dilaporkan")),
        Field("since", _("Dari"), "date"),
        Field("until", _("Sampai"), "date"),
        Field("source", _("Sumber")),
    )
    return Table("told_benefits", _("Manfaat yang dilaporkan pihak lain"), fields, shown)


def _value(row: ReportedFigure) -> str | None:
    value = value_of(row)
    if value is None:
        return None
    if row.rupiah is not None:
        return numbers.rupiah(value)
    if row.percent_hundredths is not None:
        return numbers.percent(value / 100)
    return _("%(value)s %(unit)s") % {"value": numbers.count(value), "unit": row.get_unit_display()}
