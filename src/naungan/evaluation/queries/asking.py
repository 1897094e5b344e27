"""What is asked of a pack, and what all its parts need: the frozen month, the bills, the meeting before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import polars as pl
from django.utils.translation import gettext as _

from naungan.accounts.scope import Scope
from naungan.agreements.models import Meeting
from naungan.agreements.queries import visible_meetings
from naungan.areas.models import Area
from naungan.areas.queries import name_of
from naungan.contributions.queries import BillState, bills_state, protection
from naungan.coverage.queries import POTENTIAL, CoverageRow, coverage, posted_months
from naungan.kit import numbers
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.duplicates.queries import standing_for
from naungan.registry.models import Payer

WIDTH_BELOW = {1: 5, 2: 8, 3: 13}
"""Length of the codes of the areas below one, by its depth."""
BELOW = {1: "regency", 2: "district", 3: "village"}


@dataclass(frozen=True, slots=True)
class BillRow:
    """A bill as it stood on the day with the area of its payer. `corrected` is what later corrections took off
    it: billed = paid + outstanding + corrected. Money in whole rupiah.
    """

    state: BillState
    area: str

    @property
    def corrected(self) -> int:
        """What was taken off."""
        return self.state.billed - self.state.paid - self.state.outstanding


@dataclass(frozen=True)
class Asked:
    """An area as of a day, as known at a moment. The scope is the area itself, whoever asks: the same question
    has the same answer for everybody who may ask it.
    """

    area: str
    as_of: date
    known_at: datetime | None

    @property
    def scope(self) -> Scope:
        """The area and what lies in it."""
        return Scope(areas=(self.area,))

    @property
    def month(self) -> int:
        """The month of the day."""
        return months.of(self.as_of)

    @property
    def depth(self) -> int:
        """1 for a province, 2 for a regency, 3 for a district."""
        return self.area.count(".") + 1

    @cached_property
    def place(self) -> str:
        """The area's name."""
        return name_of(self.area)

    @cached_property
    def is_posted(self) -> bool:
        """Whether the month of the day has been made final: before that nobody's protection is known."""
        return self.month in posted_months(range(self.month, self.month + 1), self.known_at)

    @cached_property
    def members(self) -> pl.DataFrame:
        """The month's rows of people who live in the area: person, part of the area, group, roll, protected."""
        width = WIDTH_BELOW[self.depth]
        rows = protection(self.month, as_of=self.as_of, known_at=self.known_at, scope=self.scope)
        inside = (pl.col("area") == self.area) | pl.col("area").str.starts_with(self.area + ".")
        exact = pl.when(pl.col("area").str.len_bytes() >= width).then(pl.col("area").str.slice(0, width))
        chosen = rows.filter(inside).select(
            self.person, exact.fill_null("").alias("part"), "group", "segment", "roll_id", "protected"
        )
        return chosen.collect(engine="streaming")

    @cached_property
    def person(self) -> pl.Expr:
        """The column of people on frozen rows; who was found to be somebody else counts as that person."""
        return pl.col("person_id").replace(standing_for())

    @cached_property
    def listed(self) -> dict[str, int]:
        """Distinct people on the month's lists by group: a group that is not here has no list in the system."""
        counted = self.members.group_by("group").agg(pl.col("person_id").n_unique())
        return {str(group): int(people) for group, people in counted.iter_rows()}

    @cached_property
    def own(self) -> tuple[CoverageRow, ...]:
        """Coverage of the area itself: computed, then what others reported."""
        return tuple(self.coverage(by=None))

    @property
    def computed(self) -> CoverageRow | None:
        """The computed row of the area itself."""
        return next((row for row in self.own if row.is_computed), None)

    @cached_property
    def bills(self) -> tuple[BillRow, ...]:
        """Every bill of the area's payers up to the month of the day, oldest first."""
        found = bills_state(as_of=self.as_of, known_at=self.known_at, scope=self.scope, last_month=self.month)
        payers = Payer.objects.filter(code__in={state.payer_code for state in found})
        areas = dict(payers.values_list("code", "area_id"))
        return tuple(BillRow(state, areas[state.payer_code]) for state in found)

    @cached_property
    def meeting_before(self) -> Meeting | None:
        """The newest meeting held for the area before the day; its record was known then."""
        held = (Meeting.State.HELD, Meeting.State.CLOSED)
        rows = visible_meetings(self.scope).filter(area_id=self.area, state__in=held, on__lt=self.as_of)
        if self.known_at is not None:
            rows = rows.filter(entry__at__lte=self.known_at)
        return rows.order_by("-on", "-pk").first()

    def coverage(self, by: str | None, indicator: str = POTENTIAL) -> list[CoverageRow]:
        """Coverage of the area by one of the ways of `coverage`, asked once."""
        key = (by or "", indicator)
        if key not in self._coverage:
            self._coverage[key] = coverage(
                as_of=self.as_of,
                known_at=self.known_at,
                area_code=self.area,
                by=by,
                scope=self.scope,
                indicator=indicator,
            )
        return self._coverage[key]

    @cached_property
    def _coverage(self) -> dict[tuple[str, str], list[CoverageRow]]:
        return {}

    def at(self, day: date) -> Asked:
        """The same question as of another day."""
        return Asked(self.area, day, self.known_at)

    @property
    def source(self) -> str:
        """Where counted figures come from, in words."""
        if not self.is_posted:
            words = _("Naungan; bulan iuran %(month)s belum final")
        else:
            words = _("Naungan, bulan iuran %(month)s yang final")
        return words % {"month": numbers.month(self.month)}

    @property
    def source_of_money(self) -> str:
        """Where money figures come from, in words."""
        return _("Naungan, tagihan dan pembayaran yang tercatat per %(day)s") % {
            "day": numbers.day(self.as_of)
        }


def asked_of(area: str, *, as_of: date, known_at: datetime | None, scope: Scope) -> Asked:
    """The question of somebody with a scope. Refused: `area.unknown`, `area.out_of_scope`,
    `evaluation.too_small`.
    """
    if not Area.objects.filter(code=area).exists():
        raise Refused(
            "area.unknown",
            _("Kode wilayah “%(code)s” tidak dikenal.") % {"code": area},
            where="area",
            mend=_("Pakai kode Kemendagri, misalnya 75 atau 75.03."),
        )
    if not scope.holds_area(area):
        raise Refused("area.out_of_scope", _("Wilayah ini di luar kewenangan Anda."), where="area")
    if area.count(".") >= len(WIDTH_BELOW):
        raise Refused(
            "evaluation.too_small",
            _("Bahan rapat dibuat untuk provinsi, kabupaten, kota, atau kecamatan."),
            where="area",
        )
    return Asked(area, as_of, known_at)
