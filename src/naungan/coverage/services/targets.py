"""Recording what is to be reached. A target is never edited: a newer row stands beside it and holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.coverage.models import Indicator, Precision, Target
from naungan.coverage.queries.paths import basis_text
from naungan.coverage.services.common import journal_entry, whole_number
from naungan.coverage.services.denominators import area_within, indicator_of
from naungan.coverage.services.figures import INDONESIA, hundredths
from naungan.coverage.services.files import Loaded, load_lines
from naungan.coverage.services.published import read_period
from naungan.law.findings import Refused

COLUMNS = ("indicator", "area", "period", "kind", "value", "unit", "basis", "source", "link", "note")
_NEEDED = frozenset({"indicator", "area", "period", "kind", "value", "unit", "basis", "source"})
_UNITS = {"persen": "percent", "orang": "people"}
_WHOLE_SHARE = 10_000
_EARLIEST_YEAR = 2014


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as given: exactly one of `percent` ("43.92") and `people`; `period` is 2026, 2026-06 or a day.

    An empty `basis` is that of the measure, or people. `area_code` "ID" is Indonesia.
    """

    indicator: str
    area_code: str
    period: str
    kind: str
    percent: str = ""
    people: int | None = None
    basis: str = ""
    source: str = ""
    link: str = ""
    note: str = ""


@transaction.atomic
def add_target(aim: Aim, *, actor: Actor, reason: str = "") -> Target:
    """Record a target. The same row again changes nothing.

    Refused: `indicator.unknown`, `area.unknown`, `area.outside_scope`, `target.kind`, `target.value`,
    `target.basis` (unknown, or not the basis of the measure), `target.source`, `target.link`,
    `reported.period`, `target.period`.
    """
    indicator = indicator_of(aim.indicator)
    period = read_period(aim.period)
    if period.since is not None or period.as_of.year < _EARLIEST_YEAR:
        raise Refused(
            "target.period",
            _("Sasaran ditetapkan untuk satu tahun, bulan, atau tanggal sejak 2014."),
            where="period",
            mend=_("Tulis seperti 2029, 2029-06, atau 2029-06-30."),
        )
    fields: dict[str, Any] = {
        "indicator": indicator,
        "area": _area(aim.area_code, actor),
        "kind": _kind(aim.kind, aim.area_code),
        "on": period.as_of,
        "precision": Precision(period.precision),
        **_value(aim),
        "basis": _basis(aim, indicator),
        "source": _source(aim.source),
        "link": _link(aim.link),
        "note": aim.note.strip()[:500],
    }
    known = Target.objects.filter(**fields).order_by("-recorded_at", "-pk").first()
    if known is not None and not _replaced(known):
        return known
    entry = journal_entry(
        actor, "coverage.target", reason, {"area": aim.area_code, "period": aim.period, "kind": aim.kind}
    )
    return Target.objects.create(entry=entry, **fields)


def load_targets(path: Path | None = None, *, actor: Actor, reason: str = "") -> Loaded:
    """Read targets from a CSV, by default the shipped one, with a finding for each line that cannot be kept.

    Columns: indicator, area ("ID" for Indonesia), period, kind, value, unit (persen, orang), basis
    (POTENTIAL, EMPLOYED, PEOPLE), source; and if known link, note. Refused: `file.unreadable`,
    `file.columns`.
    """
    shipped = Path(str(resources.files("naungan.coverage") / "data" / "targets.csv"))

    def keep(row: Mapping[str, str]) -> Target:
        return add_target(_aim(row), actor=actor, reason=reason)

    return load_lines(path or shipped, COLUMNS, keep, Target.objects.count, needed=_NEEDED)


def _aim(row: Mapping[str, str]) -> Aim:
    unit = _UNITS.get(row["unit"])
    if unit is None:
        raise Refused(
            "target.unit",
            _("Satuan “%(given)s” tidak dikenal.") % {"given": row["unit"]},
            where="unit",
            mend=_("Pakai salah satu: %(known)s.") % {"known": ", ".join(_UNITS)},
        )
    return Aim(
        indicator=row["indicator"],
        area_code=row["area"],
        period=row["period"],
        kind=row["kind"],
        percent=row["value"] if unit == "percent" else "",
        people=whole_number(row["value"], "value") if unit == "people" else None,
        basis=row["basis"],
        source=row["source"],
        link=row["link"],
        note=row["note"],
    )


def _area(code: str, actor: Actor) -> Area | None:
    """The area of a target; a national one only by who sees the whole country."""
    if code.strip().upper() != INDONESIA:
        return area_within(code.strip(), actor)
    if not actor.scope.everywhere:
        raise Refused(
            "area.outside_scope",
            _("Sasaran nasional hanya dicatat oleh yang wilayah kerjanya seluruh Indonesia."),
            where="area",
        )
    return None


def _kind(given: str, area_code: str) -> str:
    if given not in Target.Kind.values:
        raise Refused(
            "target.kind",
            _("Jenis rencana “%(given)s” tidak dikenal.") % {"given": given},
            where="kind",
            mend=_("Pakai salah satu: %(known)s.") % {"known": ", ".join(Target.Kind.values)},
        )
    of_regions = given in {Target.Kind.RPJPD, Target.Kind.RPJMD, Target.Kind.RKPD, Target.Kind.OWN}
    if of_regions and area_code.strip().upper() == INDONESIA:
        raise Refused(
            "target.kind",
            _("%(kind)s adalah rencana daerah, bukan rencana Indonesia.") % {"kind": given},
            where="kind",
        )
    return given


def _value(aim: Aim) -> dict[str, int | None]:
    """Exactly one of a share above 0 up to 100 percent and a number of people."""
    share = hundredths(aim.percent) if aim.percent.strip() else None
    if (share is None) == (aim.people is None):
        raise Refused(
            "target.value",
            _("Sasaran adalah persen atau jumlah orang: isi salah satu saja."),
            where="percent",
            mend=_("Kosongkan yang bukan bunyi rencananya."),
        )
    within = 0 < share <= _WHOLE_SHARE if share is not None else (aim.people or 0) > 0
    if not within:
        raise Refused(
            "target.value",
            _("Sasaran harus lebih dari nol, dan persen paling tinggi 100."),
            where="percent" if share is not None else "people",
        )
    return {"percent_hundredths": share, "people": aim.people}


def _basis(aim: Aim, indicator: Indicator) -> str:
    """Of what the target is a share: the basis of the measure, or people."""
    own = Target.Basis.PEOPLE if aim.people is not None else indicator.basis
    basis = aim.basis.strip() or own
    if basis not in Target.Basis.values:
        raise Refused(
            "target.basis",
            _("Dasar “%(given)s” tidak dikenal untuk sasaran ini.") % {"given": basis},
            where="basis",
            mend=_("Pakai salah satu: %(known)s.") % {"known": ", ".join(Target.Basis.values)},
        )
    if basis != own:
        raise Refused(
            "target.basis",
            _("Indikator %(indicator)s tidak memakai dasar itu. %(why)s")
            % {"indicator": indicator.name, "why": basis_text(basis)},
            where="basis",
            mend=_("Pilih indikator yang penyebutnya sama dengan dasar sasaran."),
        )
    return basis


def _source(given: str) -> str:
    if not given.strip():
        raise Refused(
            "target.source",
            _("Sasaran harus menyebut sumbernya."),
            where="source",
            mend=_("Tulis nama dokumen rencana dengan nomor dan tahunnya, atau pemberitaannya."),
        )
    return given.strip()[:300]


def _link(given: str) -> str:
    if not given.strip():
        return ""
    try:
        URLValidator(schemes=["http", "https"])(given.strip())
    except ValidationError as error:
        raise Refused(
            "target.link",
            _("“%(given)s” bukan alamat web.") % {"given": given},
            where="link",
            mend=_("Salin alamat yang dimulai dengan https://, atau kosongkan."),
        ) from error
    return given.strip()[:600]


def _replaced(target: Target) -> bool:
    """Whether a newer row holds for the same plan, day and unit: then the old words are said anew."""
    newer = Target.objects.filter(
        indicator=target.indicator_id,
        area=target.area_id,
        kind=target.kind,
        on=target.on,
        basis=target.basis,
        pk__gt=target.pk,
    )
    return newer.exists()
