"""The words of the checks: what is wrong, why, with the numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from naungan.areas.queries import name_of
from naungan.coverage.consistency.checks import Conflict
from naungan.coverage.consistency.told import Told
from naungan.kit import numbers

CONTRADICTION, REMARK = "contradiction", "remark"
REMARKS = frozenset({"not_comparable", "base_moved", "falls_while_rising"})

TITLES = {
    "share_swapped": gettext_lazy("Tertukar dengan sisanya"),
    "share_wrong": gettext_lazy("Persen tidak sesuai jumlah"),
    "rest_wrong": gettext_lazy("Sisa tidak sesuai keseluruhan"),
    "parts_wrong": gettext_lazy("Bagian tidak sesuai keseluruhan"),
    "whole_impossible": gettext_lazy("Keseluruhan tidak mungkin"),
    "highest_twice": gettext_lazy("Bukan yang tertinggi"),
    "product_wrong": gettext_lazy("Tidak sesuai penjelasannya"),
    "scale_twice": gettext_lazy("Satuan disebut dua kali"),
    "not_comparable": gettext_lazy("Terhadap target"),
    "base_moved": gettext_lazy("Dasar penyebut berubah"),
    "falls_while_rising": gettext_lazy("Turun saat peserta bertambah"),
    "sources_differ": gettext_lazy("Sumber berbeda"),
}

_REASONS = {
    "share_swapped": gettext_lazy(
        "%(count)s dari %(whole)s adalah %(computed)s, bukan %(stated)s. Yang disebut justru bagian sisanya, "
        "%(rest)s."
    ),
    "share_wrong": gettext_lazy("%(count)s dari %(whole)s adalah %(computed)s, bukan %(stated)s."),
    "rest_wrong": gettext_lazy("Jumlah keduanya %(sum)s, keseluruhannya disebut %(whole)s: selisih %(gap)s."),
    "parts_wrong": gettext_lazy(
        "Jumlah bagiannya %(sum)s, keseluruhannya disebut %(whole)s: selisih %(gap)s."
    ),
    "whole_impossible": gettext_lazy(
        "%(count)s orang dengan cakupan %(stated)s berarti keseluruhannya sekitar %(implied)s, lebih besar dari "
        "%(bound)s, %(bound_name)s %(bound_area)s (%(bound_day)s)."
    ),
    "highest_twice": gettext_lazy(
        "%(stated)s disebut tertinggi per %(day)s, sedangkan %(other_area)s disebut %(other)s per %(other_day)s."
    ),
    "product_wrong": gettext_lazy("%(each)s kali %(times)s adalah %(product)s, bukan %(stated)s."),
    "scale_twice": gettext_lazy(
        "Dicetak “%(number)s %(word)s”. Angka itu sudah utuh; bersama kata “%(word)s” ia menjadi %(read)s, yang "
        "tidak mungkin. Dibaca tanpa kata itu."
    ),
    "not_comparable": gettext_lazy(
        "%(stated)s ini terhadap target. Terhadap potensi wilayah itu disebut %(other)s per %(other_day)s. "
        "Keduanya tidak dapat dibandingkan."
    ),
    "base_moved": gettext_lazy(
        "Per %(other_day)s dasarnya sekitar %(before)s orang, per %(day)s sekitar %(after)s orang. Persen "
        "sebelum dan sesudahnya tidak dapat dibandingkan."
    ),
    "falls_while_rising": gettext_lazy(
        "Dari %(first)s (%(other_day)s) menjadi %(last)s (%(day)s), padahal pesertanya bertambah dari %(before)s "
        "menjadi %(after)s. Penyebutnya telah dihitung dengan dasar lain."
    ),
    "sources_differ": gettext_lazy(
        "%(source)s menyebut %(stated)s, %(other_source)s menyebut %(other)s untuk hal dan waktu yang sama."
    ),
}
_SCALE_WORDS = {
    1_000: pgettext_lazy("satuan", "ribu"),
    1_000_000: pgettext_lazy("satuan", "juta"),
    1_000_000_000: pgettext_lazy("satuan", "miliar"),
    1_000_000_000_000: pgettext_lazy("satuan", "triliun"),
}
_SHARES = frozenset({"computed", "rest", "first", "last"})
_AS_TOLD = frozenset({"stated", "other"})


@dataclass(frozen=True, slots=True)
class Flag:
    """One conflict in words: what, why, how grave, and the codes of the figures concerned."""

    check: str
    title: str
    reason: str
    severity: str
    codes: tuple[str, ...]
    doubted: tuple[str, ...]

    @property
    def is_contradiction(self) -> bool:
        """Whether something cannot be true; otherwise it only must not be compared."""
        return self.severity == CONTRADICTION

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        return "bad" if self.is_contradiction else "warn"


def flag(conflict: Conflict, names: dict[str, str]) -> Flag:
    """A conflict in the language of the page; `names` are the subjects' names by code."""
    return Flag(
        check=conflict.check,
        title=str(TITLES[conflict.check]),
        reason=str(_REASONS[conflict.check]) % _words(conflict, names),
        severity=REMARK if conflict.check in REMARKS else CONTRADICTION,
        codes=conflict.codes,
        doubted=conflict.doubted,
    )


def value_text(told: Told, value: int | None = None) -> str:
    """A value in the unit of a figure."""
    shown = told.value if value is None else value
    if told.is_share:
        return numbers.percent(shown / 100)
    return numbers.rupiah(shown) if told.unit.startswith("rupiah") else numbers.count(shown)


def _words(conflict: Conflict, names: dict[str, str]) -> dict[str, str]:
    first, last = conflict.told[0], conflict.told[-1]
    second = conflict.told[1] if len(conflict.told) > 1 else first
    given = conflict.numbers
    words = {
        "day": numbers.day(first.as_of),
        "other_day": numbers.day(last.as_of if conflict.check == "base_moved" else second.as_of),
        "other_area": _area(second),
        "source": first.source,
        "other_source": second.source,
        "bound_name": names.get(last.indicator, last.indicator).lower(),
        "bound_area": _area(last),
        "bound_day": numbers.day(last.as_of),
        "word": str(_SCALE_WORDS.get(given.get("scale", 0), "")),
    }
    shares = {told.value for told in conflict.told if told.is_share}
    for name, value in given.items():
        in_percent = name in _SHARES or (name in _AS_TOLD and value in shares)
        money = first.unit.startswith("rupiah")
        plain = numbers.rupiah(value) if money and name != "scale" else numbers.count(value)
        words[name] = numbers.percent(value / 100) if in_percent else plain
    return words


def _area(told: Told) -> str:
    return name_of(told.area) if told.area else _("Indonesia")
