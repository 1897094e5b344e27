"""Why this amount.

The facts that a month froze for one worker, told by the law as it explains any question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.contributions.models import Correction
from naungan.contributions.queries.corrected import corrections_of
from naungan.contributions.queries.rows import living, posted_runs, rows_of_runs, visible
from naungan.law import months
from naungan.law.explanation import explain
from naungan.law.vocabulary import PAID_BY, PROGRAMMES, SECTOR

_AMOUNTS = (
    "jkk", "jkm", "jht_employer", "jht_worker", "jp_employer", "jp_worker",
    "jkp_state", "jkp_from_jkk", "jkp_from_jkm", "total",
)  # fmt: skip
_FIRST_JKP_MONTH = months.parse("2021-02")


@dataclass(frozen=True, slots=True)
class Why:
    """One worker's line of a month: the frozen row, the law's explanation, and whether both give the same
    amounts.

    They differ only when the rules were corrected after the month was posted: `law_version` says which law
    it was. `corrections` are the later corrections of the month, oldest first.
    """

    row: dict[str, Any]
    explanation: dict[str, Any]
    agrees: bool
    law_version: str
    corrections: tuple[Correction, ...] = ()


def explain_line(
    membership_id: int, month: int, *, scope: Scope = EVERYWHERE, run_id: int | None = None
) -> Why | None:
    """The explanation of what is billed for a membership in a month, or of what a run froze for it.

    None if nothing was, or it is out of the scope.
    """
    runs = list(posted_runs().filter(month=month))
    wanted = (pl.col("membership_id") == membership_id) & visible(scope)
    frozen = living(runs) if run_id is None else rows_of_runs([run for run in runs if run.pk == run_id])
    rows = frozen.filter(wanted).collect(engine="streaming").to_dicts()
    if not rows:
        return None
    row = rows[0]
    explanation = explain("contribution", asked(row))
    results = explanation["results"]
    return Why(
        row=row,
        explanation=explanation,
        agrees=all(results.get(name, row[name]) == row[name] for name in _AMOUNTS),
        law_version=next(run.law_version for run in runs if run.pk == row["run_id"]),
        corrections=tuple(corrections_of(membership_id, month)),
    )


def asked(row: dict[str, Any]) -> dict[str, Any]:
    """The facts of a lake row in the words of the question `contribution`."""
    month = row["month"]
    programmes = [name for name in PROGRAMMES if row[f"has_{name.lower()}"]]
    if month < _FIRST_JKP_MONTH:
        programmes = [name for name in programmes if name != "JKP"]
    facts: dict[str, Any] = {
        "month": months.format_month(month),
        "segment": row["segment"],
        "income" if row["segment"] == "BPU" else "wage": row["amount_rp"],
        "programmes": programmes,
        "risk_group": row["risk_group"],
        "paid_by": _word(PAID_BY, row["paid_by"]),
        "sector": _word(SECTOR, row["sector"]),
        "labour_intensive": row["labour_intensive"],
    }
    registered = row["registered_month"]
    if registered is not None and registered <= month:
        facts["registered_on"] = months.first_day(registered).isoformat()
    return facts


def _word(codes: dict[str, int], code: int) -> str:
    return next(word for word, number in codes.items() if number == code)
