"""The figures of a month, and of what one run added to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from naungan.law import months

# JKP is paid by the state and by recomposition: a bill has none of it, and it stands here as 0.
BILLED_PROGRAMMES = ("jkk", "jkm", "jht", "jp", "jkp")
_NOTHING: Mapping[str, int] = dict.fromkeys(BILLED_PROGRAMMES, 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and sums in whole rupiah; `by_programme` adds up to `total`."""

    members: int = 0
    bills: int = 0
    total: int = 0
    by_programme: Mapping[str, int] = field(default_factory=lambda: dict(_NOTHING))

    def __post_init__(self) -> None:
        assert sum(self.by_programme.values()) == self.total, f"{self.by_programme} is not {self.total}"

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.members + other.members,
            self.bills + other.bills,
            self.total + other.total,
            {name: self.by_programme[name] + other.by_programme[name] for name in BILLED_PROGRAMMES},
        )

    def as_json(self) -> dict[str, Any]:
        """The figures with the keys of the public contract."""
        return {
            "members": self.members,
            "bills": self.bills,
            "total": self.total,
            "by_programme": dict(self.by_programme),
        }


@dataclass(frozen=True, slots=True)
class MonthResult:
    """The month after a run: all that is posted in the area asked, with this run's part, posted or draft.

    `new` is this run's part alone; it is nothing when everybody was billed before. `state` is "posted",
    "draft" or "empty" (nobody to bill, nothing posted); `run_id` and `kind` name the run made, if any.
    """

    month: int
    whole: Figures
    new: Figures
    state: str
    run_id: int | None = None
    kind: str | None = None

    @property
    def members(self) -> int:
        """Memberships billed in the month."""
        return self.whole.members

    @property
    def bills(self) -> int:
        """Bills of the month."""
        return self.whole.bills

    @property
    def total(self) -> int:
        """What payers and workers owe for the month, in whole rupiah."""
        return self.whole.total

    @property
    def by_programme(self) -> Mapping[str, int]:
        """The total by programme."""
        return self.whole.by_programme

    def as_json(self) -> dict[str, Any]:
        """The keys of the public contract, and what this run added."""
        return {
            "month": months.format_month(self.month),
            **self.whole.as_json(),
            "state": self.state,
            "kind": self.kind,
            "run": self.run_id,
            "new": self.new.as_json(),
        }
