"""What two records say, side by side, and how much alike each part is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from naungan.kit import numbers
from naungan.registry.duplicates.deciding import CHOSEN
from naungan.registry.duplicates.models import Pair
from naungan.registry.models import Person

SAME, ALIKE, DIFFERS, UNKNOWN = "same", "alike", "differs", "unknown"
# the first level that is no longer the same, and the first that is not even alike (see worker._LEVELS)
_BOUNDS = {
    "name": (1, 5), "birth": (1, 4), "place": (1, 3), "serial": (1, 2), "mother": (1, 3), "home": (1, 3),
    "sex": (1, 1),
}  # fmt: skip
TONES = {SAME: "good", ALIKE: "warn", DIFFERS: "bad", UNKNOWN: "off"}


@dataclass(frozen=True, slots=True)
class Row:
    """A field of both records; `kind` says how to show it ("nik", "date", "text"), `mark` how alike they are."""

    name: str
    label: str
    left: Any
    right: Any
    mark: str
    kind: str = "text"

    @property
    def tone(self) -> str:
        """The colour of the mark."""
        return TONES[self.mark]

    @property
    def words(self) -> str:
        """The mark in words."""
        return {
            SAME: _("Sama"),
            ALIKE: _("Mirip"),
            DIFFERS: _("Berbeda"),
            UNKNOWN: _("Tidak lengkap"),
        }[self.mark]


def rows_of(pair: Pair) -> list[Row]:
    """The fields of a pair, in the order in which one reads them."""
    place, serial = _mark(pair, "place"), _mark(pair, "serial")
    nik = DIFFERS if DIFFERS in {place, serial} else ALIKE
    sexes = (pair.first.get_sex_display(), pair.second.get_sex_display())
    homes = (pair.first.domicile.name, pair.second.domicile.name)
    return [
        Row("nik", _("NIK"), pair.first.nik, pair.second.nik, nik, "nik"),
        _row(pair, "name", _("Nama"), part="name"),
        _row(pair, "birth_on", _("Tanggal lahir"), part="birth", kind="date"),
        Row("sex", _("Jenis kelamin"), *sexes, _equal(pair, "sex")),
        _row(pair, "mother_name", _("Nama ibu kandung"), part="mother"),
        Row("domicile_id", _("Domisili"), *homes, _or_equal(pair, "home", "domicile_id")),
        _row(pair, "address", _("Alamat")),
        _row(pair, "kpj", _("KPJ")),
        _row(pair, "deceased_on", _("Meninggal dunia pada"), kind="date"),
    ]


def _row(pair: Pair, name: str, label: str, *, part: str = "", kind: str = "text") -> Row:
    mark = _or_equal(pair, part, name)
    return Row(name, label, getattr(pair.first, name), getattr(pair.second, name), mark, kind)


def differing(pair: Pair) -> list[tuple[str, str]]:
    """Fields of which one value must be chosen, with their labels; the day of death is kept anyhow."""
    chosen = [row for row in rows_of(pair) if row.name in CHOSEN and row.name != "deceased_on"]
    return [(row.name, row.label) for row in chosen if _value(pair.first, row) != _value(pair.second, row)]


def probability(pair: Pair) -> str:
    """The probability in words: "99,85 %", or how it was found when it is not known."""
    if pair.method == Pair.Method.EXACT:
        return _("tidak dihitung")
    return numbers.percent(pair.ppm / 10_000)


def _value(person: Person, row: Row) -> Any:
    return getattr(person, row.name)


def _mark(pair: Pair, part: str) -> str:
    level = pair.evidence.get(part)
    if level is None or level < 0:
        return UNKNOWN
    alike, differs = _BOUNDS[part]
    return SAME if level < alike else ALIKE if level < differs else DIFFERS


def _equal(pair: Pair, name: str) -> str:
    left, right = getattr(pair.first, name), getattr(pair.second, name)
    if not left or not right:
        return UNKNOWN
    return SAME if left == right else DIFFERS


def _or_equal(pair: Pair, part: str, name: str) -> str:
    """The level found by the search, unless both values are the same now."""
    equal = _equal(pair, name)
    return equal if equal in {SAME, UNKNOWN} or part not in pair.evidence else _mark(pair, part)
