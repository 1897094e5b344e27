"""Drawings until the coverage room gives them."""
from django.template.loader import render_to_string
from naungan.coverage import svg
from naungan.coverage.queries import coverage, trend
from naungan.coverage.words import share_text


def map_svg(*, as_of, area_code, known_at=None, scope, indicator="potensi"):
    by = {1: "regency", 2: "district", 3: "village"}[area_code.count(".") + 1]
    rows = [r for r in coverage(as_of=as_of, area_code=area_code, known_at=known_at, scope=scope, by=by) if r.is_computed and r.key]
    areas = [svg.Area(r.key, r.name.removeprefix("Kabupaten "), r.percent_hundredths, share_text(r), "", "") for r in rows]
    return render_to_string("coverage/svg/tiles.svg", {"map": svg.tile_map(areas), "map_title": "Peta", "standalone": True})


def trend_svg(*, as_of, area_code, known_at=None, scope, indicator="potensi", count=24):
    t = trend(as_of=as_of, area_code=area_code, known_at=known_at, scope=scope).trimmed()
    return render_to_string("coverage/svg/trend.svg", {"chart": svg.trend_chart(t), "chart_title": "Tren", "standalone": True})


def rank_svg(rows, own, title):
    return render_to_string("coverage/svg/ranks.svg", {"chart": svg.rank_chart(rows, own), "chart_title": title, "standalone": True})
