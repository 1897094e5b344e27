"""Targets as paths: dated points of one measure, area, line of plans and basis, as known at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from naungan.coverage.models import Indicator, Target
from naungan.coverage.queries.asking import in_language
from naungan.coverage.queries.interpolation import value_at
from naungan.coverage.queries.known import INDONESIA
from naungan.law import months

TRACKS = {
    "RPJPN": "national",
    "RPJMN": "national",
    "RKP": "national",
    "RPJPD": "regional",
    "RPJMD": "regional",
    "RKPD": "regional",
    "UCJ": "ucj",
    "OWN": "own",
}
"""Plans that set points of one path: the medium plan and the yearly one within it."""


@dataclass(frozen=True, slots=True)
class Path:
    """Dated targets of one measure, area, line of plans, basis and unit; `targets` are in force, oldest
    first, `replaced` those that a newer row took the place of.
    """

    indicator: Indicator
    area: str
    track: str
    basis: str
    targets: tuple[Target, ...]
    replaced: tuple[Target, ...] = ()

    @property
    def in_people(self) -> bool:
        """Whether the targets are numbers of people."""
        return self.basis == Target.Basis.PEOPLE

    @property
    def unit(self) -> str:
        """ "people" or "percent" (values are then hundredths of a percent)."""
        return "people" if self.in_people else "percent"

    @property
    def dated(self) -> list[tuple[int, int]]:
        """Month and value of each target."""
        return [(months.of(one.on), value_of(one)) for one in self.targets]

    @property
    def kind_label(self) -> str:
        """The plans of the path in words."""
        return " / ".join(
            dict.fromkeys(one.kind for one in self.targets if one.kind != Target.Kind.OWN)
        ) or _("Rencana daerah sendiri")

    @property
    def name(self) -> str:
        """The measure in the language of the page."""
        return in_language(self.indicator.name, self.indicator.name_en)

    def value_in(self, month: int) -> int | None:
        """The value of the path in a month; None before the first and after the last target."""
        return value_at(self.dated, month)


def paths(
    *,
    known_at: datetime | None = None,
    areas: Iterable[str] | None = None,
    indicator: str | None = None,
) -> list[Path]:
    """The paths known at a moment, of some areas ("" = Indonesia; None = all) and of one measure or all."""
    rows = Target.objects.select_related("indicator", "area", "entry").order_by("on", "recorded_at", "pk")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    if indicator:
        rows = rows.filter(indicator=indicator)
    if areas is not None:
        named = set(areas)
        place = Q(area__in=[code for code in named if code])
        rows = rows.filter(place | Q(area=None) if INDONESIA in named else place)
    found: dict[tuple[str, ...], list[Target]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    made = [_path(each) for each in found.values()]
    return sorted(made, key=lambda one: (one.area, one.indicator.position, one.track, one.basis))


def path_of(target: Target, *, known_at: datetime | None = None) -> Path:
    """The path on which a target stands, or stood before a newer row replaced it."""
    found = paths(known_at=known_at, areas=[target.area_id or INDONESIA], indicator=target.indicator_id)
    return next(one for one in found if _key(one.targets[0]) == _key(target))


def value_of(target: Target) -> int:
    """The target as a whole number: people, or hundredths of a percent."""
    value = target.people if target.basis == Target.Basis.PEOPLE else target.percent_hundredths
    assert value is not None, "the database holds exactly one of them"
    return value


def basis_text(basis: str) -> str:
    """Why a percentage of one basis says nothing about a target of another."""
    words = {
        Target.Basis.EMPLOYED: _(
            "Sasaran ini adalah persen dari semua penduduk bekerja, termasuk ASN, TNI, dan Polri. Persen dari "
            "potensi pekerja (UCJ) memakai penyebut yang lebih kecil, jadi tidak disandingkan dengannya."
        ),
        Target.Basis.POTENTIAL: _(
            "Sasaran ini adalah persen dari potensi pekerja yang dapat menjadi peserta. Persen dari semua "
            "penduduk bekerja (RPJMN, RPJMD) memakai penyebut yang lebih besar, jadi tidak disandingkan "
            "dengannya."
        ),
    }
    people = _("Sasaran ini jumlah orang, bukan persen; tidak disandingkan dengan persen apa pun.")
    return words.get(Target.Basis(basis), people)


def _key(target: Target) -> tuple[str, ...]:
    """What identifies the path of a target."""
    return target.indicator_id, target.area_id or INDONESIA, TRACKS[target.kind], target.basis


def _path(rows: Sequence[Target]) -> Path:
    """The path of rows in order of date and recording: of two for one month the one recorded last holds."""
    held: dict[int, Target] = {}
    replaced = []
    for row in sorted(rows, key=lambda one: (one.recorded_at, one.pk)):
        before = held.get(months.of(row.on))
        if before is not None:
            replaced.append(before)
        held[months.of(row.on)] = row
    one = rows[0]
    targets = tuple(held[month] for month in sorted(held))
    track, area = TRACKS[one.kind], one.area_id or INDONESIA
    return Path(one.indicator, area, track, one.basis, targets, tuple(replaced))
