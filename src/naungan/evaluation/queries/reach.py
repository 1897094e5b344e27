"""How far the area is: by measure, by group, by the areas below it, and what others said beside it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.coverage.consistency import Flag
from naungan.coverage.models import Indicator, ReportedFigure
from naungan.coverage.queries import POTENTIAL, CoverageRow
from naungan.coverage.queries.counts import fits_of
from naungan.coverage.queries.published import flags_by_code
from naungan.coverage.words import qualified
from naungan.evaluation.drawing import map_of
from naungan.evaluation.pack import Field, Figure, Missing, Part, Row, Table
from naungan.evaluation.queries.asking import BELOW, Asked
from naungan.kit import numbers


def summary_figures(asked: Asked) -> tuple[Figure, ...]:
    """The share of the area, its people and its potential."""
    row = asked.computed
    protected = _protected(asked, row) if row else None
    share = row.percent_hundredths if row and protected is not None else None
    eligible = row.eligible if row else None
    based = _("potensi pekerja belum dicatat")
    if row is not None and row.eligible is not None:
        based = _("penyebut per %(day)s: %(method)s") % {
            "day": numbers.day(row.denominator_on),
            "method": row.method,
        }
    return (
        Figure("share", _("Cakupan kepesertaan"), share, "percent", based, asked.source),
        Figure(
            "protected",
            _("Terlindungi"),
            protected,
            "count",
            _("orang, masing-masing dihitung satu kali"),
            asked.source,
        ),
        Figure("eligible", _("Potensi pekerja"), eligible, "count", "", row.origin if row else ""),
    )


def by_group(asked: Asked) -> Part:
    """Every measure and every group of the month's lists, each over its own base."""
    measures = {one.code: one for one in Indicator.objects.prefetch_related("groups")}
    rows = [row for row in asked.coverage("indicator") if row.is_computed]
    lists = [row for row in asked.coverage("group") if row.is_computed]
    missing = [*_unposted(asked), *_without_base(asked, rows)]
    remarks = (
        _("Orang yang ada di dua daftar dihitung di kedua kelompoknya, tetapi satu kali untuk wilayah."),
        _(
            "Persen hanya dihitung bila potensinya diketahui; ukuran yang penyebutnya berbeda tidak dibandingkan."
        ),
    )
    return Part(
        "groups",
        _("Cakupan menurut kelompok"),
        source=asked.source,
        tables=(
            _measures(asked, [row for row in rows if _is_known(asked, measures[row.key], row)]),
            _groups(asked, lists),
        ),
        remarks=remarks,
        missing=tuple(missing),
    )


def by_area(asked: Asked) -> Part:
    """The areas below, with the whole as last row, and the map."""
    rows = asked.coverage(BELOW[asked.depth])
    below = [row for row in rows if row.is_computed]
    told = {row.key: row for row in rows if not row.is_computed and row.percent is not None}
    places = {str(part) for part in asked.members["part"].unique()}
    shown = [_area_row(asked, row, told.get(row.key), listed=row.key in places) for row in below]
    whole = asked.computed
    if whole is not None:
        told_whole = next((row for row in asked.own if not row.is_computed and row.percent is not None), None)
        named = _area_row(asked, whole, told_whole, listed=True)
        shown.append((named[0], _("Jumlah %(place)s") % {"place": asked.place}, *named[2:]))
    fields = (
        Field("code", _("Kode"), "id"),
        Field("name", _("Wilayah")),
        Field("protected", _("Terlindungi"), "count"),
        Field("eligible", _("Potensi"), "count"),
        Field("share", _("Cakupan"), "percent"),
        Field("on", _("Penyebut per"), "date"),
        Field("origin", _("Sumber penyebut")),
        Field("told", _("Dilaporkan pihak lain")),
    )
    note = _(
        "Potensi wilayah boleh berbeda dasar dari potensi keseluruhan, jadi jumlahnya tidak selalu sama."
    )
    table = Table(
        "areas", _("Cakupan menurut wilayah"), fields, tuple(shown), has_total=whole is not None, note=note
    )
    return Part(
        "areas",
        _("Cakupan menurut wilayah"),
        source=asked.source,
        drawings=map_of(asked, rows),
        tables=(table,),
        missing=_unposted(asked),
    )


def told_by_others(asked: Asked) -> Part:
    """What was published about the area and the areas below, with what speaks against it."""
    flags = _flags(asked)
    rows = [row for row in asked.coverage("indicator") if not row.is_computed]
    below = [row for row in asked.coverage(BELOW[asked.depth]) if not row.is_computed]
    computed = {row.key: row for row in asked.coverage("indicator") if row.is_computed}
    areas = {row.key: row for row in asked.coverage(BELOW[asked.depth]) if row.is_computed}
    shown = [_told_row(asked, asked.place, row, computed.get(row.key), flags) for row in rows]
    shown += [_told_row(asked, row.name, row, areas.get(row.key), flags) for row in below]
    fields = (
        Field("area", _("Wilayah")),
        Field("subject", _("Perihal")),
        Field("code", _("Kode angka"), "id"),
        Field("said", _("Dilaporkan")),
        Field("on", _("Tanggal"), "date"),
        Field("source", _("Sumber")),
        Field("computed", _("Dihitung Naungan"), "percent"),
        Field("flags", _("Pertentangan dan catatan")),
    )
    missing: tuple[Missing, ...] = ()
    if not shown:
        missing = (
            Missing(
                _("Belum ada angka yang dilaporkan pihak lain untuk wilayah ini."),
                _("Catat angka berita atau sambutan pada halaman Angka dilaporkan."),
                reverse("coverage_reported"),
            ),
        )
    table = Table("told", _("Angka yang dilaporkan"), fields, tuple(shown), identity=3)
    return Part(
        "told",
        _("Angka yang dilaporkan pihak lain"),
        source=_("menurut sumber pada barisnya; bukan hitungan Naungan"),
        tables=(table,) if shown else (),
        missing=missing,
    )


def _flags(asked: Asked) -> dict[str, list[Flag]]:
    """The flags by code that figures up to the day raise: what was said later speaks in later packs."""
    later = set(ReportedFigure.objects.filter(as_of__gt=asked.as_of).values_list("code", flat=True))
    return {
        code: [flag for flag in flags if not later.intersection(flag.codes)]
        for code, flags in flags_by_code(asked.known_at).items()
    }


def _measures(asked: Asked, rows: Iterable[CoverageRow]) -> Table:
    fields = (
        Field("name", _("Ukuran")),
        Field("protected", _("Terlindungi"), "count"),
        Field("eligible", _("Potensi"), "count"),
        Field("share", _("Cakupan"), "percent"),
        Field("on", _("Penyebut per"), "date"),
        Field("method", _("Cara menghitung penyebut")),
        Field("origin", _("Sumber penyebut")),
    )
    shown = [
        (
            row.name,
            _protected(asked, row),
            row.eligible,
            row.percent_hundredths if asked.is_posted else None,
            row.denominator_on.isoformat() if row.denominator_on else None,
            row.method,
            row.origin,
        )
        for row in rows
    ]
    return Table("measures", _("Cakupan menurut ukuran"), fields, tuple(shown))


def _groups(asked: Asked, rows: Iterable[CoverageRow]) -> Table:
    fields = (
        Field("name", _("Kelompok pekerja")),
        Field("listed", _("Terdaftar"), "count"),
        Field("protected", _("Terlindungi"), "count"),
        Field("eligible", _("Potensi"), "count"),
        Field("share", _("Cakupan"), "percent"),
        Field("origin", _("Sumber penyebut")),
    )
    known = asked.listed if asked.is_posted else {}
    shown = [
        (
            row.name,
            known.get(row.key),
            row.protected if row.key in known else None,
            row.eligible,
            row.percent_hundredths if row.key in known else None,
            row.origin,
        )
        for row in rows
    ]
    note = _("Terdaftar: orang pada daftar bulan itu, lunas atau belum.")
    return Table("groups", _("Kelompok pada daftar bulan itu"), fields, tuple(shown), note=note)


def _area_row(asked: Asked, row: CoverageRow, told: CoverageRow | None, *, listed: bool) -> Row:
    """One area; nobody's list in it is no zero but something that is not known here."""
    known = asked.is_posted and listed
    said = ""
    if told is not None:
        figure = qualified(numbers.percent(told.percent), told.qualifier)
        said = f"{figure} ({told.source}, {numbers.short_day(told.as_of)})"
    return (
        row.key or None,
        row.name,
        row.protected if known else None,
        row.eligible,
        row.percent_hundredths if known else None,
        row.denominator_on.isoformat() if row.denominator_on else None,
        row.origin,
        said,
    )


def _told_row(
    asked: Asked, place: str, row: CoverageRow, beside: CoverageRow | None, flags: dict[str, list[Flag]]
) -> Row:
    said = []
    if row.percent is not None:
        said.append(qualified(numbers.percent(row.percent), row.qualifier))
    if row.protected is not None:
        said.append(_("%(people)s orang") % {"people": numbers.count(row.protected)})
    found = {flag.reason: flag for code in row.codes for flag in flags.get(code, [])}
    doubts = [f"{flag.title}: {flag.reason}" for flag in found.values()]
    known = asked.is_posted and beside is not None and bool(beside.protected)
    return (
        place,
        row.name if row.name != place else _("Cakupan potensi pekerja"),
        ", ".join(row.codes),
        "; ".join(said),
        row.as_of.isoformat(),
        row.source,
        beside.percent_hundredths if known and beside else None,
        " ".join([*doubts, row.method]).strip(),
    )


def _protected(asked: Asked, row: CoverageRow) -> int | None:
    return row.protected if asked.is_posted else None


def _is_known(asked: Asked, measure: Indicator, row: CoverageRow) -> bool:
    """Whether a computed row says something: somebody is protected or its groups are on a list."""
    if row.key == POTENTIAL or row.protected:
        return row.key != "target" or row.eligible is not None
    groups = fits_of(measure).groups
    return groups is None or bool(groups.intersection(asked.listed))


def _unposted(asked: Asked) -> tuple[Missing, ...]:
    if asked.is_posted:
        return ()
    return (
        Missing(
            _("Bulan iuran %(month)s belum final, jadi yang terlindungi belum diketahui.")
            % {"month": numbers.month(asked.month)},
            _(
                "Finalkan bulan itu pada halaman Bulan iuran, atau pilih tanggal dalam bulan yang sudah final."
            ),
        ),
    )


def _without_base(asked: Asked, rows: Iterable[CoverageRow]) -> list[Missing]:
    unknown = [row.name for row in rows if row.eligible is None and row.key != "target"]
    if not unknown:
        return []
    return [
        Missing(
            _("Potensi belum dicatat untuk: %(measures)s.") % {"measures": ", ".join(unknown)},
            _("Catat potensi dengan sumber dan tanggalnya; persennya lalu terhitung."),
            f"{reverse('coverage_denominator_new')}?wilayah={asked.area}",
        )
    ]
