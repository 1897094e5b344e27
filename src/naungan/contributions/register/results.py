"""What a register is, or would become: line by line, and in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from naungan.contributions.register.matching import Matched
from naungan.contributions.register.reading import RegisterRow
from naungan.contributions.register.reasons import Reason
from naungan.law.findings import Finding


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One line as it would be taken in. `fate`: MATCHED, QUEUED, KNOWN or IGNORED; reasons say why."""

    row: RegisterRow
    fate: str
    reasons: tuple[Reason, ...]
    matched: Matched | None = None
    payer_id: int | None = None
    known: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The line by name: `fate` in small letters, `reasons` in words, `covers` months and payment codes."""
        chosen = self.matched.chosen if self.matched else None
        return {
            "sheet": self.row.sheet,
            "line": self.row.line,
            "reference": self.row.reference,
            "paid_on": self.row.paid_on.isoformat() if self.row.paid_on else None,
            "amount": self.row.amount_rp,
            "fate": self.fate.lower(),
            "payment_code": chosen.payment_code if chosen else "",
            "covers": list(chosen.covers) if chosen else [],
            "reasons": [str(reason) for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class RegisterResult:
    """What a register is, or would become: rows = matched + queued + known + ignored, when nothing blocks.

    `amount` sums the lines about contributions that are new, whole rupiah. With `missing` columns somebody has to say
    what the `headings` hold.
    """

    rows: int
    lines: tuple[LookedAt, ...]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    headings: tuple[tuple[str, str], ...]
    columns: Mapping[str, str]
    sums_checked: int
    digest: str
    is_written: bool = False

    def count(self, fate: str) -> int:
        """How many lines have a fate."""
        return sum(line.fate == fate for line in self.lines)

    @property
    def amount(self) -> int:
        """What the new lines about contributions come to."""
        return sum(line.row.amount_rp for line in self.lines if line.fate in {"MATCHED", "QUEUED"})

    @property
    def blocked(self) -> bool:
        """Whether nothing of it may be taken in."""
        return bool(self.missing) or any(finding.blocking for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """The figures by name, and the lines about contributions with what becomes of them."""
        fates = {fate.lower(): self.count(fate) for fate in ("MATCHED", "QUEUED", "KNOWN", "IGNORED")}
        return {
            "rows": self.rows,
            **fates,
            "amount": self.amount,
            "sums_checked": self.sums_checked,
            "written": self.is_written,
            "lines": [line.as_json() for line in self.lines if line.fate != "IGNORED"],
            "missing": list(self.missing),
            "findings": [finding.as_json() for finding in self.findings],
        }
