"""Coverage of a region as of a day: protected over potential, by one key, computed rows first, reported ones
after.

Computed rows are made only for areas that the asker may see whole; reported figures are public and shown to
all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.areas.models import Area, Office
from naungan.coverage.models import Indicator
from naungan.coverage.queries.asking import (
    Line,
    Request,
    areas_whole,
    in_language,
    indicator_named,
    outermost,
)
from naungan.coverage.queries.counts import (
    Counts,
    Fits,
    counts_by,
    counts_within,
    fits_of,
    stamps,
    total,
)
from naungan.coverage.queries.figures import Reported, reported_in_force
from naungan.coverage.queries.row import POTENTIAL, CoverageRow
from naungan.coverage.queries.shares import percent_hundredths
from naungan.coverage.queries.trend import posted_months
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Group, Payer, Segment

LEVEL = {"province": 1, "regency": 2, "district": 3, "village": 4}
WAYS = ("area", *LEVEL, "office", "segment", "group", "payer", "indicator")


def coverage(
    *,
    as_of: date,
    known_at: datetime | None = None,
    area_code: str | None = None,
    by: str | None = None,
    scope: Scope = EVERYWHERE,
    indicator: str = POTENTIAL,
) -> list[CoverageRow]:
    """Coverage of an area (None: all that the scope holds) in the month of `as_of`, by one of `WAYS`.

    Without `by` one computed row for the area (one each, if the scope holds several); with `by` one per key.
    Reported figures in force follow. An unknown denominator gives None, never zero. A person counts once
    within each key. Refused: `area.unknown`, `coverage.by_unknown`, `coverage.too_wide`, `indicator.unknown`.
    """
    way = by or "area"
    if way not in WAYS:
        raise Refused(
            "coverage.by_unknown",
            _("Cakupan tidak dapat dirinci menurut “%(by)s”.") % {"by": way},
            where="by",
            mend=_("Pakai salah satu: %(known)s.") % {"known": ", ".join(WAYS)},
        )
    whole = areas_whole(area_code, scope)
    month = months.of(as_of)
    stamp = stamps([month])[month]
    request = Request(as_of, known_at, area_code or "", way, scope, whole, stamp)
    measure = indicator_named(indicator)
    if way in ("area", "office", *LEVEL):
        lines, told = _by_place(request, measure)
    elif way == "indicator":
        lines, told = _by_indicator(request)
    elif way == "group":
        lines, told = _by_group(request)
    else:
        lines, told = _by_member(request, measure)
    month_said = _month_said(month, known_at)
    computed = [_computed(request, line, month_said) for line in lines]
    return computed + [_reported(request, *one) for one in told]


def _month_said(month: int, known_at: datetime | None) -> str:
    """What the computed rows rest on: the month, and whether it was posted then."""
    words = {"month": months.format_month(month)}
    if posted_months(range(month, month + 1), known_at):
        return _("Naungan, bulan iuran %(month)s yang final") % words
    return _("Naungan, bulan iuran %(month)s belum final") % words


Told = list[tuple[str, str, Reported]]
"""Reported figures with the key and the name of their row."""


def _by_place(request: Request, measure: Indicator) -> tuple[list[Line], Told]:
    if request.by == "office":
        return _by_office(request, measure), []
    fits = fits_of(measure)
    if request.by == "area":
        counts, codes = _areas_themselves(request, fits)
        public = {request.area_code} if request.area_code else set(codes)
    else:
        counts = counts_by(request.asked(request.whole), request.by, fits)
        codes, public = _areas_below(request, counts, measure)
    names = _names({*codes, *public})
    bases = request.bases([measure.code], codes)
    lines = [
        Line(c, c, names[c], counts.get(c, 0), measure.code, bases.of(request.as_of, measure, c))
        for c in codes
    ]
    if counts.get("") and request.by != "area":
        lines.append(Line("", request.area_code, _("Domisili belum rinci"), counts[""], measure.code, None))
    figures = reported_in_force([measure.code], public, as_of=request.as_of, known_at=request.known_at)
    return lines, [(one.area, names[one.area], one) for one in figures]


def _areas_themselves(request: Request, fits: Fits) -> tuple[Counts, list[str]]:
    codes = [""] if request.whole is None else list(request.whole)
    counts = {}
    for code in codes:
        asked = request.asked((code,) if code else None)
        counts[code] = total(asked, fits)
    return counts, codes


def _areas_below(request: Request, counts: Counts, measure: Indicator) -> tuple[list[str], set[str]]:
    """Codes of the areas at the asked level that are seen whole, and of all whose reported figures are
    public.
    """
    level = LEVEL[request.by]
    within = [request.area_code] if request.area_code else list(request.whole or ())
    if not within:
        if level > LEVEL["regency"]:
            raise Refused(
                "coverage.too_wide",
                _("Rincian kecamatan atau desa memerlukan wilayah."),
                where="area",
                mend=_("Pilih provinsi, kabupaten, atau kota."),
            )
        in_use = {code[:2] for code in counts if code}
        in_use |= {area[:2] for _one, area, _segment in request.bases([measure.code], None).keys()}  # noqa: SIM118
        within = sorted(in_use)
    public = {area for code in within for area in _at_level(code, level)}
    seen = sorted(code for code in public if request.scope.holds_area(code))
    return seen, public


def _at_level(code: str, level: int) -> list[str]:
    """The areas of a level within an area; the area itself if it is as deep already."""
    if code.count(".") + 1 >= level:
        return [code]
    below = (
        Area.objects.filter(level=level, code__startswith=code + ".") if level > 1 else Area.objects.none()
    )
    return list(below.values_list("code", flat=True))


def _by_office(request: Request, measure: Indicator) -> list[Line]:
    """Offices all of whose areas lie in the asked area and are seen whole; partly seen ones would mislead."""
    sets: dict[str, tuple[str, ...]] = {}
    named = {}
    for office in Office.objects.prefetch_related("areas").order_by("kind", "code"):
        codes = outermost(area.code for area in office.areas.all())
        inside = Scope(areas=(request.area_code,)) if request.area_code else EVERYWHERE
        if codes and all(request.scope.holds_area(code) and inside.holds_area(code) for code in codes):
            sets[office.code], named[office.code] = codes, office.name
    counts = counts_within(request.asked(request.whole), sets, fits_of(measure)) if sets else {}
    bases = request.bases([measure.code], {code for codes in sets.values() for code in codes})
    return [
        Line(
            code,
            "",
            named[code],
            counts.get(code, 0),
            measure.code,
            bases.summed(request.as_of, measure, codes),
        )
        for code, codes in sets.items()
    ]


def _by_member(request: Request, measure: Indicator) -> tuple[list[Line], Told]:
    """By segment or payer. A segment has denominators of its own; a payer has none."""
    counts = counts_by(request.asked(_lived_in(request)), request.by, fits_of(measure))
    if request.by == "payer":
        payers = dict(Payer.objects.filter(code__in=counts).values_list("code", "name"))
        visible = {code for code in counts if _may_name(request.scope, code, request.whole)}
        keys = sorted(visible, key=lambda code: (-counts[code], code))
        lines = [Line(c, request.place, payers.get(c, c), counts[c], measure.code, None) for c in keys]
        return lines, []
    bases = request.bases([measure.code], request.whole)
    held = {segment for _one, _area, segment in bases.keys() if segment}  # noqa: SIM118
    keys = [segment for segment in Segment.values if segment in held or segment in counts]
    lines = [
        Line(
            key,
            request.place,
            str(Segment(key).label),
            counts.get(key, 0),
            measure.code,
            bases.summed(request.as_of, measure, request.whole or (), key),
        )
        for key in keys
    ]
    return lines, []


def _by_group(request: Request) -> tuple[list[Line], Told]:
    """By group of the list; a group's denominators are those of the measure that counts this group alone."""
    counts = counts_by(request.asked(_lived_in(request)), "group", Fits())
    measures = {one.code: one for one in Indicator.objects.prefetch_related("groups").order_by("position")}
    alone = measures_alone(measures.values())
    bases = request.bases(alone.values(), request.whole)
    based = {
        code: bases.summed(request.as_of, measures[one], request.whole or ()) for code, one in alone.items()
    }
    groups = Group.objects.filter(code__in={*counts, *alone}).order_by("name")
    names = {group.code: in_language(group.name, group.name_en) for group in groups}
    lines = [
        Line(c, request.place, name, counts.get(c, 0), alone.get(c, ""), based.get(c))
        for c, name in names.items()
        if counts.get(c) or based.get(c)
    ]
    whose = {one: code for code, one in alone.items()}
    told = [
        (whose.get(r.indicator, r.indicator), _measure_name(measures[r.indicator]), r)
        for r in _told(request, [code for code, one in measures.items() if one.groups.all()])
    ]
    return lines, told


def measures_alone(measures: Iterable[Indicator]) -> dict[str, str]:
    """Group codes to the first measure that counts this group alone: its denominators are the group's."""
    alone: dict[str, str] = {}
    for one in measures:
        codes = [group.code for group in one.groups.all()]
        if len(codes) == 1 and not (one.segment or one.programmes or one.paid_by):
            alone.setdefault(codes[0], one.code)
    return alone


def _by_indicator(request: Request) -> tuple[list[Line], Told]:
    """Every measure beside the others: the narrow and the broad reading, the vulnerable, the village
    officials.
    """
    measures = {one.code: one for one in Indicator.objects.prefetch_related("groups").order_by("position")}
    bases = request.bases(measures, request.whole)
    asked = request.asked(_lived_in(request))
    lines = [
        Line(
            code,
            request.place,
            _measure_name(one),
            total(asked, fits_of(one)),
            code,
            bases.summed(request.as_of, one, request.whole or ()),
        )
        for code, one in measures.items()
    ]
    lines = [line for line in lines if line.protected or line.base or line.key == POTENTIAL]
    return lines, [
        (r.indicator, _measure_name(measures[r.indicator]), r) for r in _told(request, list(measures))
    ]


def _told(request: Request, indicators: list[str]) -> list[Reported]:
    public = {request.area_code} if request.area_code else set(request.whole or ("",))
    return reported_in_force(indicators, public, as_of=request.as_of, known_at=request.known_at)


def _measure_name(measure: Indicator) -> str:
    return in_language(measure.name, measure.name_en)


def _lived_in(request: Request) -> tuple[str, ...] | None:
    """Where the counted people live. Who sees payers only sees whom they pay for, wherever those live."""
    if request.whole == () and not request.area_code and request.scope.payer_codes:
        return None
    return request.whole


def _may_name(scope: Scope, code: str, whole: tuple[str, ...] | None) -> bool:
    return bool(code) and (whole is None or bool(whole) or code in scope.payer_codes)


def _computed(request: Request, line: Line, month_said: str) -> CoverageRow:
    base, source = line.base, month_said
    if base is not None:
        words = {"month": month_said, "source": base.source}
        source = _("%(month)s; penyebut: %(source)s") % words
    return CoverageRow(
        by=request.by,
        key=line.key,
        area=line.area,
        name=line.name or _("Indonesia"),
        protected=line.protected,
        eligible=base.people if base else None,
        percent_hundredths=percent_hundredths(line.protected, base.people if base else None),
        kind="computed",
        qualifier="exactly",
        method=base.method if base else "",
        source=source,
        as_of=request.as_of,
        denominator_on=base.on if base else None,
        indicator=line.indicator,
        origin=base.source if base else "",
    )


def _reported(request: Request, key: str, name: str, figure: Reported) -> CoverageRow:
    return CoverageRow(
        by=request.by,
        key=key,
        area=figure.area,
        name=name or _("Indonesia"),
        protected=figure.people,
        eligible=None,
        percent_hundredths=figure.percent_hundredths,
        kind="reported",
        qualifier=figure.qualifier,
        method=figure.note,
        source=figure.source,
        as_of=figure.as_of,
        denominator_on=None,
        indicator=figure.indicator,
        codes=figure.codes,
        origin=figure.source,
    )


def _names(codes: set[str]) -> dict[str, str]:
    found = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    return {code: found.get(code, "") for code in codes}
