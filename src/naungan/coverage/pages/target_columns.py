"""Columns, cards and lines of the pages about targets; the same for page, CSV and XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.coverage.models import Precision, Qualifier, Target
from naungan.coverage.pages.columns import known_as, point_note, tone_of
from naungan.coverage.pages.selection import Selection
from naungan.coverage.queries import Achievement, Path
from naungan.coverage.queries.paths import value_of
from naungan.coverage.queries.targets import Year
from naungan.coverage.words import qualified, target_text
from naungan.kit import numbers
from naungan.kit.lists import Column

__all__ = ["facts_of", "for_file", "of_achievements", "of_months", "point_note", "target_lines", "year_lines"]


def of_achievements(asked: Selection) -> list[Column]:
    """Targets with what was achieved, as a page has room for."""
    return [
        Column("indikator", _("Indikator"), "path.name", link=lambda row: _link(asked, row)),
        Column("wilayah", _("Wilayah"), "area_name", sort="area_name"),
        Column("rencana", _("Rencana"), "path.kind_label"),
        Column("untuk", _("Untuk akhir"), "target_on", kind="date", sort="target_on"),
        Column("sasaran", _("Sasaran"), lambda row: _value_text(row.path, row.target)),
        Column("realisasi", _("Realisasi"), lambda row: _value_text(row.path, row.realised)),
        Column("capaian", _("Capaian (%)"), _achieved, kind="percent", sort="achieved_hundredths"),
        Column("selisih", _("Selisih (orang)"), "gap_people", kind="count", sort="gap_people"),
        Column("iuran", _("Iuran sebulan"), "gap.rupiah_month", kind="money"),
        Column("asal", _("Asal angka"), lambda row: known_as(row.realised_kind), kind="tag", tone=_tone),
        Column("catatan", _("Catatan"), _note),
    ]


def for_file(asked: Selection) -> list[Column]:
    """The same rows for a file, with every number in a column of its own: percent apart from people."""
    return [
        Column("indikator", _("Indikator"), "path.name", link=lambda row: _link(asked, row)),
        Column("wilayah", _("Wilayah"), "area_name", sort="area_name"),
        Column("kode", _("Kode"), "area", kind="id", sort="area"),
        Column("rencana", _("Rencana"), "path.kind_label"),
        Column("dasar", _("Dasar"), lambda row: str(Target.Basis(row.path.basis).label)),
        Column("untuk", _("Untuk akhir"), "target_on", kind="date", sort="target_on"),
        Column("sasaran", _("Sasaran (%)"), lambda row: _share(row.path, row.target), kind="percent"),
        Column(
            "sasaran_orang", _("Sasaran (orang)"), lambda row: _people(row.path, row.target), kind="count"
        ),
        Column("realisasi", _("Realisasi (%)"), lambda row: _share(row.path, row.realised), kind="percent"),
        Column("terlindungi", _("Realisasi (orang)"), _reached_people, kind="count"),
        Column("capaian", _("Capaian (%)"), _achieved, kind="percent", sort="achieved_hundredths"),
        Column("selisih", _("Selisih (orang)"), "gap_people", kind="count", sort="gap_people"),
        Column("iuran", _("Iuran selisih sebulan"), "gap.rupiah_month", kind="money"),
        Column("sisa", _("Iuran selisih sisa tahun"), "gap.rupiah_rest_of_year", kind="money"),
        Column("asal", _("Asal angka"), lambda row: known_as(row.realised_kind), kind="tag", tone=_tone),
        Column("per", _("Realisasi per"), "realised_as_of", kind="date"),
        Column("catatan", _("Catatan"), _note),
    ]


def _link(asked: Selection, row: Achievement) -> str:
    query = {"per": asked.as_of.isoformat()}
    if asked.known_on:
        query["diketahui"] = asked.known_on.isoformat()
    if row.is_reference:
        query["wilayah"] = row.area
    return f"{row.href}?{urlencode(query)}"


def _value_text(path: Path, value: int | None) -> str:
    return numbers.UNKNOWN if value is None else target_text(value, in_people=path.in_people)


def of_months(path: Path) -> list[Column]:
    """Months of a path."""
    kind = "count" if path.in_people else "percent"
    shown = [
        Column("bulan", _("Bulan"), "month", kind="month", sort="month"),
        Column("jalur", _("Jalur sasaran"), lambda row: _plain(path, row.target), kind=kind),  # type: ignore[arg-type]
        Column("realisasi", _("Realisasi"), lambda row: _plain(path, row.realised), kind=kind),  # type: ignore[arg-type]
    ]
    counts = [
        Column("terlindungi", _("Terlindungi"), "protected", kind="count"),
        Column("penyebut", _("Penyebut"), "eligible", kind="count"),
    ]
    return [*shown, *([] if path.in_people else counts), Column("catatan", _("Catatan"), "note")]


def facts_of(row: Achievement) -> list[tuple[str, str, str]]:
    """The cards of a target: label, figure, note."""
    path = row.path
    on = _("untuk %(day)s") % {"day": numbers.day(row.target_on)} if row.target_on else _("jalur belum mulai")
    at = target_text(row.path_value, in_people=path.in_people)
    by_now = _("menurut jalur bulan ini %(value)s") % {"value": at} if row.path_value is not None else ""
    reached = target_text(row.realised, in_people=path.in_people)
    said = known_as(row.realised_kind)
    day = _("%(how)s, per %(day)s") % {"how": said, "day": numbers.day(row.realised_as_of)}
    achieved = numbers.percent(_achieved(row))
    gap = _people_text(row.gap_people)
    return [
        (
            _("Sasaran"),
            _value_text(path, row.target),
            "; ".join(filter(None, [on, by_now])),
        ),
        (_("Realisasi"), qualified(reached, row.figure.qualifier), day if row.realised_as_of else said),
        (_("Capaian"), achieved, _("realisasi dibagi sasaran")),
        (_("Selisih"), gap, _gap_note(row)),
    ]


def year_lines(path: Path, years: Sequence[Year]) -> list[dict[str, str]]:
    """The LKPJ form as texts."""
    return [
        {
            "year": str(one.year),
            "target": target_text(one.target, in_people=path.in_people) if one.target is not None else "–",
            "realised": qualified(
                target_text(one.figure.value, in_people=path.in_people), one.figure.qualifier
            ),
            "achieved": numbers.percent(
                None if one.achieved_hundredths is None else one.achieved_hundredths / 100
            ),
            "as_of": numbers.day(one.figure.as_of),
            "how": known_as(one.figure.kind),
        }
        for one in years
    ]


def target_lines(path: Path) -> list[dict[str, str]]:
    """The targets on a path, and those that a newer row replaced."""
    rows = [(one, False) for one in path.targets] + [(one, True) for one in path.replaced]
    rows.sort(key=lambda row: (row[0].on, row[0].recorded_at))
    return [
        {
            "period": _period(one),
            "kind": str(Target.Kind(one.kind).label),
            "value": target_text(value_of(one), in_people=path.in_people),
            "source": one.source,
            "link": one.link,
            "note": one.note,
            "recorded": numbers.short_moment(one.recorded_at),
            "state": _("diganti baris yang lebih baru") if replaced else _("berlaku"),
        }
        for one, replaced in rows
    ]


def _period(one: Target) -> str:
    if one.precision == Precision.YEAR:
        return str(one.on.year)
    return f"{one.on:%m-%Y}" if one.precision == Precision.MONTH else numbers.short_day(one.on)


def _plain(path: Path, value: int | None) -> int | float | None:
    return value if value is None or path.in_people else value / 100


def _share(path: Path, value: int | None) -> float | None:
    return None if value is None or path.in_people else value / 100


def _people(path: Path, value: int | None) -> int | None:
    return value if path.in_people else None


def _reached_people(row: Achievement) -> int | None:
    return row.realised if row.path.in_people else row.protected


def _achieved(row: Achievement) -> float | None:
    return None if row.achieved_hundredths is None else row.achieved_hundredths / 100


def _people_text(people: int | None) -> str:
    if people is None:
        return _("belum diketahui")
    form = ngettext("%(people)s orang", "%(people)s orang", people)
    return form % {"people": numbers.count(people)}


def _gap_note(row: Achievement) -> str:
    if row.gap_people is None:
        return _("tanpa jumlah orang dan penyebut, selisihnya tidak diketahui")
    if row.gap is None:
        return _("sasaran tercapai") if row.gap_people == 0 else ""
    return _("iurannya %(rupiah)s sebulan") % {"rupiah": numbers.rupiah(row.gap.rupiah_month)}


def _note(row: Achievement) -> str:
    words = []
    if row.is_reference:
        words.append(_("sasaran nasional, sebagai acuan"))
    if row.is_past:
        words.append(_("sasaran yang sudah lewat"))
    if row.target is None:
        words.append(_("jalur belum mulai"))
    if row.figure.qualifier != Qualifier.EXACT:
        words.append(str(Qualifier(row.figure.qualifier).label))
    if row.is_on_path is not None:
        words.append(_("di atas jalur bulan ini") if row.is_on_path else _("di bawah jalur bulan ini"))
    if row.incomparable:
        words.append(row.incomparable)
    return "; ".join(words)


def _tone(row: Achievement) -> str:
    return tone_of(row.realised_kind)
