"""One line of coverage, as every face shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from naungan.coverage.queries.shares import is_small

POTENTIAL = "potensi"
"""The measure that is meant when none is named."""

CSV_COLUMNS = (
    "by",
    "key",
    "area",
    "name",
    "protected",
    "eligible",
    "percent",
    "kind",
    "qualifier",
    "method",
    "source",
    "as_of",
    "denominator_on",
)
"""The keys of the public contract, in order."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One line of coverage: who (`by`, `key`), the two numbers, their share, and where each comes from."""

    by: str
    key: str
    area: str
    name: str
    protected: int | None
    eligible: int | None
    percent_hundredths: int | None
    kind: str
    qualifier: str
    method: str
    source: str
    as_of: date
    denominator_on: date | None
    indicator: str = POTENTIAL
    codes: tuple[str, ...] = ()
    origin: str = ""

    @property
    def percent(self) -> float | None:
        """The share in percent with two decimals, for showing; None when unknown."""
        return None if self.percent_hundredths is None else self.percent_hundredths / 100

    @property
    def is_small(self) -> bool:
        """Whether the denominator is so small that the share says little."""
        return is_small(self.eligible)

    @property
    def is_computed(self) -> bool:
        """Whether the system counted it, rather than somebody said it."""
        return self.kind == "computed"

    def as_json(self) -> dict[str, object]:
        """The row with the keys of the public contract."""
        return {
            "by": self.by,
            "key": self.key,
            "area": self.area,
            "name": self.name,
            "protected": self.protected,
            "eligible": self.eligible,
            "percent": self.percent,
            "kind": self.kind,
            "qualifier": self.qualifier,
            "method": self.method,
            "source": self.source,
            "as_of": self.as_of.isoformat(),
            "denominator_on": self.denominator_on and self.denominator_on.isoformat(),
        }
