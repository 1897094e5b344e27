"""Columns of the room's tables; the same for page, CSV and XLSX."""

from __future__ import annotations

from django.utils.translation import gettext as _

from naungan.coverage.models import Qualifier
from naungan.coverage.pages.selection import Selection
from naungan.coverage.queries import SMALL, CoverageRow, Point, Ranked
from naungan.coverage.words import movement_text, place_text, standing
from naungan.kit import numbers
from naungan.kit.lists import Column


def of_rows(asked: Selection) -> list[Column]:
    """Coverage rows: the two numbers, the share, and where each comes from."""

    def link(row: CoverageRow) -> str:
        if asked.is_by_area and row.key and row.key != asked.area:
            return asked.href(area=row.key)
        if asked.way == "indikator" and row.key:
            return asked.href(indicator=row.key, way="wilayah")
        return ""

    return [
        Column("nama", _("Nama"), "name", sort="name", link=link),
        Column("kode", _("Kode"), "key", kind="id"),
        Column("terlindungi", _("Terlindungi"), "protected", kind="count", sort="protected"),
        Column("potensi", _("Potensi pekerja"), "eligible", kind="count", sort="eligible"),
        Column("persen", _("Cakupan (%)"), "percent", kind="percent", sort="percent_hundredths"),
        Column("catatan", _("Catatan"), note),
        Column("asal", _("Asal angka"), standing, kind="tag", tone=lambda row: tone_of(row.kind)),
        Column("per", _("Posisi per"), "as_of", kind="date", sort="as_of"),
        Column("penyebut", _("Penyebut per"), "denominator_on", kind="date"),
        Column("sumber", _("Sumber penyebut atau laporan"), "origin"),
    ]


def of_trend() -> list[Column]:
    """Months of a trend."""
    return [
        Column("bulan", _("Bulan iuran"), "month", kind="month", sort="month"),
        Column("terlindungi", _("Terlindungi"), "protected", kind="count"),
        Column("potensi", _("Potensi pekerja"), "eligible", kind="count"),
        Column("persen", _("Cakupan (%)"), "percent", kind="percent"),
        Column("per", _("Posisi per"), "as_of", kind="date"),
        Column("penyebut", _("Penyebut per"), "denominator_on", kind="date"),
        Column("cara", _("Cara menghitung penyebut"), "method"),
        Column("catatan", _("Catatan"), point_note),
    ]


def of_rank() -> list[Column]:
    """Areas of a rank, and how they moved since an earlier day."""
    return [
        Column("peringkat", _("Peringkat"), lambda row: place_text(row.place.known)),
        Column("sebelumnya", _("Sebelumnya"), _place_before),
        Column("perubahan", _("Perubahan"), lambda row: movement_text(row.movement), sort="movement"),
        Column("kisaran", _("Kisaran"), lambda row: place_text(row.place.possible)),
        Column("nama", _("Wilayah"), "name", sort="name"),
        Column("persen", _("Cakupan (%)"), "percent", kind="percent", sort="percent_hundredths"),
        Column("persen_sebelumnya", _("Sebelumnya (%)"), "before.percent", kind="percent"),
        Column("catatan", _("Catatan"), _rank_note),
        Column(
            "asal",
            _("Asal angka"),
            lambda row: known_as(row.kind),
            kind="tag",
            tone=lambda row: tone_of(row.kind),
        ),
        Column("per", _("Posisi per"), "as_of", kind="date", sort="as_of"),
        Column("sumber", _("Sumber"), "source"),
    ]


def note(row: CoverageRow) -> str:
    """What must be read with the figure: how it was meant, and a denominator too small to say much."""
    words = []
    if row.qualifier != Qualifier.EXACT:
        words.append(str(Qualifier(row.qualifier).label))
    if row.is_small:
        words.append(_("penyebut di bawah %(small)s orang") % {"small": SMALL})
    if row.is_computed and row.eligible is None:
        words.append(_("potensi belum diketahui"))
    if row.codes:
        words.append(", ".join(row.codes))
    return "; ".join(words)


def tone_of(kind: str) -> str:
    """The colour of where a figure comes from."""
    return {"computed": "good", "reported": "warn"}.get(kind, "off")


def known_as(kind: str) -> str:
    """Where a figure comes from, in words."""
    return {"computed": _("dihitung"), "reported": _("dilaporkan")}.get(kind, _("belum diketahui"))


def point_note(point: Point) -> str:
    """What must be read with a month: not posted, or counted against a new denominator."""
    if point.protected is None:
        return _("bulan belum difinalkan")
    if not point.breaks or point.base_before is None:
        return ""
    return _("dasar penyebut baru; semula %(people)s orang (%(method)s)") % {
        "people": numbers.count(point.base_before.people),
        "method": point.base_before.method,
    }


def _rank_note(row: Ranked) -> str:
    if row.stale is not None:
        share = row.stale.percent_hundredths
        return _("angka terakhir %(share)s per %(day)s, terlalu lama untuk diperingkat") % {
            "share": numbers.percent(None if share is None else share / 100),
            "day": numbers.day(row.stale.as_of),
        }
    words = [] if row.qualifier == Qualifier.EXACT else [str(Qualifier(row.qualifier).label)]
    if row.is_small:
        words.append(_("penyebut di bawah %(small)s orang") % {"small": SMALL})
    if row.is_rebased:
        words.append(_("dasar penyebut berganti sejak tanggal sebelumnya"))
    return "; ".join(words)


def _place_before(row: Ranked) -> str:
    return place_text(row.before.place.known) if row.before is not None else numbers.UNKNOWN
