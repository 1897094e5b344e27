"""What is asked: of which areas, by whom; and what a row is before its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naungan.accounts.scope import Scope
from naungan.areas.models import Area
from naungan.coverage.models import Indicator
from naungan.coverage.queries.counts import Asked
from naungan.coverage.queries.figures import Base, Bases
from naungan.law.findings import Refused


@dataclass(frozen=True, slots=True)
class Line:
    """A row before its numbers: what it is about."""

    key: str
    area: str
    name: str
    protected: int
    indicator: str
    base: Base | None


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, with the areas that the asker sees whole (None = wherever)."""

    as_of: date
    known_at: datetime | None
    area_code: str
    by: str
    scope: Scope
    whole: tuple[str, ...] | None
    stamp: str

    @property
    def place(self) -> str:
        """The area that the counts are of: the asked one only if it is seen whole, "" for several."""
        if self.whole is None:
            return self.area_code
        return self.whole[0] if len(self.whole) == 1 else ""

    def asked(self, areas: tuple[str, ...] | None) -> Asked:
        """The question for the counts, in some areas."""
        return Asked(self.as_of, self.known_at, areas, self.scope, self.stamp)

    def bases(self, indicators: Iterable[str], areas: Iterable[str] | None) -> Bases:
        """The denominators that were known."""
        chosen = None if areas is None else list(areas)
        return Bases(list(indicators), chosen, until=self.as_of, known_at=self.known_at)


def areas_whole(area_code: str | None, scope: Scope) -> tuple[str, ...] | None:
    """The areas within `area_code` that a scope holds whole; None = everywhere, () = none.

    Refused: `area.unknown`.
    """
    if not area_code:
        return None if scope.everywhere else outermost(scope.areas)
    if not Area.objects.filter(code=area_code).exists():
        raise Refused(
            "area.unknown",
            _("Kode wilayah “%(code)s” tidak dikenal.") % {"code": area_code},
            where="area",
            mend=_("Pakai kode Kemendagri, misalnya 75 atau 75.03."),
        )
    if scope.holds_area(area_code):
        return (area_code,)
    return outermost(code for code in scope.areas if code.startswith(area_code + "."))


def indicator_named(code: str) -> Indicator:
    """The measure with a code; refused (`indicator.unknown`) if there is none."""
    found = Indicator.objects.prefetch_related("groups").filter(code=code).first()
    if found is None:
        raise Refused(
            "indicator.unknown", _("Indikator “%(code)s” tidak dikenal.") % {"code": code}, where="indicator"
        )
    return found


def in_language(indonesian: str, english: str) -> str:
    """The text of the page's language: measures and groups carry both."""
    return english if (get_language() or "id").startswith("en") and english else indonesian


def outermost(codes: Iterable[str]) -> tuple[str, ...]:
    """Area codes without those that lie within another one."""
    given = sorted(set(codes))
    return tuple(c for c in given if not any(c.startswith(other + ".") for other in given))
