"""Where the area stands: the months behind it, its rank and how that moved, its targets and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.areas.queries import name_of, regencies_of
from naungan.coverage.queries import Ranked, areas_of_office, rank, regions_of, trend
from naungan.coverage.queries.targets import Achievement, achievements
from naungan.coverage.queries.tariff import gap_cost
from naungan.coverage.queries.trend import Break
from naungan.coverage.words import place_text, qualified
from naungan.evaluation.drawing import ranks_of, trend_of
from naungan.evaluation.pack import Field, Figure, Missing, Part, Row, Table
from naungan.evaluation.queries.asking import Asked
from naungan.kit import numbers

MONTHS = 24


def months_behind(asked: Asked) -> Part:
    """The share of the last months, with the breaks at which the base was counted anew."""
    line = trend(
        as_of=asked.as_of,
        count=MONTHS,
        known_at=asked.known_at,
        area_code=asked.area,
        scope=asked.scope,
    ).trimmed()
    known = [point for point in line.points if point.protected is not None]
    if not known:
        return Part(
            "trend",
            _("Perjalanan per bulan"),
            missing=(
                Missing(
                    _("Belum ada bulan iuran yang final sampai tanggal ini."),
                    _("Finalkan bulan iuran pada halaman Bulan iuran."),
                ),
            ),
        )
    fields = (
        Field("month", _("Bulan iuran"), "month"),
        Field("protected", _("Terlindungi"), "count"),
        Field("eligible", _("Potensi"), "count"),
        Field("share", _("Cakupan"), "percent"),
        Field("method", _("Cara menghitung penyebut")),
        Field("break", _("Catatan")),
    )
    rows = tuple(
        (
            point.month,
            point.protected,
            point.eligible,
            point.percent_hundredths,
            point.method,
            _("dasar baru: jangan dibandingkan dengan bulan sebelumnya") if point.breaks else "",
        )
        for point in line.points
    )
    return Part(
        "trend",
        _("Perjalanan per bulan"),
        source=asked.source,
        drawings=trend_of(asked, line),
        tables=(Table("trend", _("Cakupan per bulan"), fields, rows),),
        remarks=tuple(_break(one) for one in line.breaks),
    )


def _break(one: Break) -> str:
    words = {
        "month": numbers.month(one.month),
        "old": numbers.count(one.old.people),
        "new": numbers.count(one.new.people),
        "why": one.reason or one.new.method,
    }
    return (
        _("Sejak %(month)s penyebut dihitung dengan dasar lain: %(old)s menjadi %(new)s orang. %(why)s")
        % words
    )


def field_of(area: str) -> tuple[str, list[str]]:
    """The name and the areas among which an area is ranked: its regional office's provinces, its neighbours."""
    if "." not in area:
        office = next(iter(regions_of(area)), None)
        return (office.name, areas_of_office(office.code)) if office else ("", [])
    if area.count(".") == 1:
        return name_of(area[:2]), [one.code for one in regencies_of(area[:2])]
    return "", []


def rank_and_movement(asked: Asked, before: date) -> Part:
    """The rank among its like, and how it moved since a day; unknown ones are named as unknown."""
    title = _("Peringkat dan pergerakan")
    region, areas = field_of(asked.area)
    if not areas:
        text = _("Peringkat hanya dihitung untuk provinsi, kabupaten, dan kota.")
        return Part("rank", title, missing=(Missing(text, _("Pilih wilayah di atasnya."), ""),))
    rows = rank(areas, as_of=asked.as_of, since=before, known_at=asked.known_at, scope=asked.scope)
    own = next(row for row in rows if row.area == asked.area)
    unknown = [row.name for row in rows if row.place.known is None]
    return Part(
        "rank",
        title,
        source=_("dihitung untuk %(place)s; wilayah lain menurut angka yang dilaporkan")
        % {"place": asked.place},
        figures=_rank_figures(asked, own, rows, region),
        drawings=ranks_of(rows, asked, region),
        tables=(_rank_table(rows, before),),
        remarks=_rank_remarks(own, unknown, len(rows)),
    )


def targets(asked: Asked) -> Part:
    """Targets, what was achieved, and the gap in people and rupiah; the way to everybody beside them."""
    found = achievements(as_of=asked.as_of, known_at=asked.known_at, area_code=asked.area, scope=asked.scope)
    missing: tuple[Missing, ...] = ()
    if not any(not one.is_reference for one in found):
        missing = (
            Missing(
                _("Belum ada target %(place)s sendiri untuk tanggal ini.") % {"place": asked.place},
                _("Catat target RPJMD, UCJ, atau rencana daerah pada halaman Sasaran."),
                reverse("coverage_targets"),
            ),
        )
    incomparable = list(dict.fromkeys(one.incomparable for one in found if one.incomparable))
    assumed = [one.gap.assumption for one in found if one.gap]
    figures, words = _everybody(asked)
    return Part(
        "targets",
        _("Target dan selisih"),
        source=asked.source,
        figures=figures,
        tables=(_target_table(found),) if found else (),
        remarks=tuple(dict.fromkeys([*incomparable, *assumed, *words])),
        missing=missing,
    )


def _rank_figures(asked: Asked, own: Ranked, rows: Sequence[Ranked], region: str) -> tuple[Figure, ...]:
    known = sum(row.place.known is not None for row in rows)
    note = _("di antara %(known)s yang angkanya diketahui, dari %(all)s wilayah di %(region)s") % {
        "known": known,
        "all": len(rows),
        "region": region,
    }
    text = place_text(own.place.known) if own.place.known else None
    possible = place_text(own.place.possible)
    source = asked.source if own.kind == "computed" else own.source
    return (
        Figure("rank", _("Peringkat"), text, "text", note, source),
        Figure(
            "possible", _("Peringkat yang mungkin"), possible, "text", _("apa pun angka yang belum diketahui")
        ),
    )


def _rank_table(rows: Sequence[Ranked], before: date) -> Table:
    fields = (
        Field("place", _("Peringkat")),
        Field("code", _("Kode"), "id"),
        Field("name", _("Wilayah")),
        Field("share", _("Cakupan"), "percent"),
        Field("kind", _("Asal angka")),
        Field("on", _("Per tanggal"), "date"),
        Field("source", _("Sumber")),
        Field("before", _("Peringkat per %(day)s") % {"day": numbers.short_day(before)}),
        Field("movement", _("Pergerakan")),
    )
    return Table("ranks", _("Peringkat"), fields, tuple(_rank_row(row) for row in rows), identity=3)


def _rank_row(row: Ranked) -> Row:
    kinds = {"computed": _("dihitung"), "reported": _("dilaporkan")}
    kind = kinds.get(row.kind, _("belum diketahui"))
    if row.percent_hundredths is not None and row.qualifier != "exactly":
        kind = f"{kind}: {qualified(numbers.percent(row.percent), row.qualifier)}"
    then = row.before.place.known if row.before else None
    return (
        place_text(row.place.known) if row.place.known else None,
        row.area,
        row.name,
        row.percent_hundredths,
        kind,
        row.as_of.isoformat() if row.as_of else None,
        row.source,
        place_text(then) if then else None,
        _movement(row),
    )


def _movement(row: Ranked) -> str | None:
    if row.movement is None:
        return None
    if row.movement == 0:
        return _("tetap")
    form = _("naik %(places)s") if row.movement > 0 else _("turun %(places)s")
    return form % {"places": abs(row.movement)}


def _rank_remarks(own: Ranked, unknown: Sequence[str], count: int) -> tuple[str, ...]:
    found = []
    if unknown:
        words = {"count": len(unknown), "all": count, "names": ", ".join(unknown)}
        found.append(_("Angka %(count)s dari %(all)s wilayah belum diketahui: %(names)s.") % words)
    if own.place.known and not own.place.is_decided:
        words = {"possible": place_text(own.place.possible)}
        found.append(_("Peringkat sesungguhnya bisa %(possible)s bila angka itu diketahui.") % words)
    return tuple(found)


def _target_table(found: Sequence[Achievement]) -> Table:
    fields = (
        Field("area", _("Wilayah")),
        Field("plan", _("Rencana")),
        Field("measure", _("Ukuran")),
        Field("target", _("Target")),
        Field("by", _("Dicapai pada"), "date"),
        Field("realised", _("Realisasi")),
        Field("achieved", _("Capaian"), "percent"),
        Field("gap", _("Selisih orang"), "count"),
        Field("cost", _("Selisih rupiah sebulan"), "money"),
        Field("source", _("Sumber")),
    )
    rows = tuple(
        (
            _("%(place)s (acuan nasional)") % {"place": one.area_name} if one.is_reference else one.area_name,
            one.path.kind_label,
            one.path.name,
            _in_unit(one, one.target),
            one.target_on.isoformat() if one.target_on else None,
            _in_unit(one, one.realised),
            one.achieved_hundredths,
            one.gap_people,
            one.gap.rupiah_month if one.gap else None,
            one.source,
        )
        for one in found
    )
    return Table("targets", _("Target dan capaian"), fields, rows, identity=3)


def _in_unit(one: Achievement, value: int | None) -> str | None:
    if value is None:
        return None
    if one.path.in_people:
        return _("%(people)s orang") % {"people": numbers.count(value)}
    return numbers.percent(value / 100)


def _everybody(asked: Asked) -> tuple[tuple[Figure, ...], list[str]]:
    """Those who are not protected yet, and what their contribution would cost for a month."""
    row = asked.computed
    if not asked.is_posted or row is None or row.eligible is None or row.protected is None:
        return (), []
    rest = max(0, row.eligible - row.protected)
    figures = [
        Figure(
            "uncovered",
            _("Belum terlindungi"),
            rest,
            "count",
            _("potensi pekerja dikurangi yang terlindungi"),
            asked.source,
            "warn",
        )
    ]
    cost = gap_cost(rest, asked.as_of)
    if cost is None:
        return tuple(figures), []
    figures.append(
        Figure(
            "cost",
            _("Iuran mereka sebulan"),
            cost.rupiah_month,
            "money",
            _("%(tariff)s per orang") % {"tariff": numbers.rupiah(cost.tariff_rp)},
            cost.reference,
            "warn",
        )
    )
    return tuple(figures), [cost.assumption]
