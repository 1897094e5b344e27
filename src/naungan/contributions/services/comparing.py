"""What posted months no longer agree with: the frozen rows against today's registry and rules. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db.models import Q
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions.models import Bill, Correction, MonthRun
from naungan.contributions.opening import Opening, opened
from naungan.contributions.queries.protection import merged_people
from naungan.contributions.queries.rows import living, posted_runs
from naungan.contributions.services.computing import PARTS, computed_parts
from naungan.contributions.services.figures import BILLED_PROGRAMMES
from naungan.contributions.services.month import area_for
from naungan.engine.lake import PAID, SCHEMA
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.duplicates.queries import yielding
from naungan.registry.models import Membership, Payer, Person, Roll
from naungan.registry.states import BILLED

Cause = Correction.Cause

LONGEST_RANGE = 120
_IDS_AT_ONCE = 500
_KEYS = ("membership_id", "person_id", "roll_id", "registration_id", "payer_id")
_TERMS = (
    "risk_group", "paid_by", "sector", "labour_intensive", "registered_month",
    "has_jkk", "has_jkm", "has_jht", "has_jp",
)  # fmt: skip
_FACTS = ("amount_rp", *_TERMS)
# A difference: the row that no longer holds, why, and its amounts; the new ones are null where nothing is billed.
DIFFERENCES = pl.Schema(
    {
        **dict.fromkeys((*_KEYS, "run_id", "billed_by"), pl.Int64()),
        "cause": pl.String(),
        **dict.fromkeys(PAID, pl.Int64()),
        **{f"{name}_new": pl.Int64() for name in PAID},
    }
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A posted month against today: its `rows` (DIFFERENCES) to correct, and `frozen`, the corrected rows as the
    lake holds them. `after` are the posted runs that were known; `late` counts memberships on lists already
    billed that no run holds, with what they would be billed: running the month again adds them.
    """

    month: int
    after: tuple[int, ...]
    rows: pl.DataFrame
    frozen: pl.DataFrame
    late: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What corrections of some months come to, before anything is written; signed whole rupiah."""

    first: int
    last: int
    area_code: str | None
    months: tuple[Compared, ...]
    people: int = 0
    memberships: int = 0
    total: int = 0
    late: int = 0
    late_total: int = 0
    by_cause: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    by_programme: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Every difference: month, cause, ids, `old`, `new` (None: nothing is billed any more), `difference`."""
        return [{"month": one.month, **told(row)} for one in self.months for row in one.rows.to_dicts()]

    def as_json(self) -> dict[str, Any]:
        """The figures by name."""
        return {
            "from": months.format_month(self.first),
            "to": months.format_month(self.last),
            "area": self.area_code,
            "people": self.people,
            "memberships": self.memberships,
            "total": self.total,
            "by_cause": {
                cause: {"memberships": count, "total": total}
                for cause, (count, total) in self.by_cause.items()
            },
            "by_programme": dict(self.by_programme),
            "late": {"memberships": self.late, "total": self.late_total},
        }


def find_corrections(
    first: int,
    last: int,
    *,
    actor: Actor,
    area_code: str | None = None,
    causes: Collection[str] | None = None,
    people: Collection[int] | None = None,
) -> Corrections:
    """What the posted months from `first` to `last` no longer agree with, and why; all causes, or only some, and
    of everybody whose payer the actor may act for, or only of some people. Nothing is written.

    Refused: range.order, range.long, area.unknown, area.needed, scope.outside, terms.missing.
    """
    first, last = int(first), int(last)
    _refuse_range(first, last)
    area = area_for(actor, area_code)
    asked = everybody(people)
    posted = sorted(set(posted_runs().filter(month__range=(first, last)).values_list("month", flat=True)))
    compared = [compare(month, area, asked) for month in posted]
    if causes is not None:
        compared = [only(one, causes) for one in compared]
    return summed(first, last, area, compared)


def compare(month: int, area: str | None, people: tuple[int, ...] | None = None) -> Compared:
    """A posted month of payers at or below an area against today's registry and rules."""
    runs = list(posted_runs().filter(month=month))
    after = tuple(sorted(run.pk for run in runs))
    old = _posted_rows(runs, area, people)
    billed = Bill.objects.filter(run__in=runs, kind=Bill.Kind.BILL)
    lists = pl.Series(list(billed.values_list("registration_id", flat=True).distinct()), dtype=pl.Int64)
    changed: list[pl.DataFrame] = []
    seen: list[pl.Series] = []
    late = [0, 0]
    # whom another list stands for is not late: the month leaves the yielding side out
    yields = pl.Series(yielding(month, area), dtype=pl.Int64)
    with opened(month, area, people) as opening:
        for new in _todays_rows(opening):
            seen.append(new["membership_id"])
            changed.append(_differing(old, new))
            added = new.join(old, on="membership_id", how="anti").filter(
                pl.col("registration_id").is_in(lists.implode()),
                ~pl.col("membership_id").is_in(yields.implode()),
            )
            late = [late[0] + len(added), late[1] + int(added["total"].sum())]
    known = pl.concat(seen) if seen else pl.Series([], dtype=pl.Int64)
    gone = _gone(old.filter(~pl.col("membership_id").is_in(known.implode())), month)
    found = pl.concat(changed) if changed else pl.DataFrame(schema=_pairs())
    rows = pl.concat([_caused(found), gone]).sort("payer_id", "roll_id", "membership_id")
    frozen = found.select(SCHEMA.names()) if len(found) else pl.DataFrame(schema=SCHEMA)
    return Compared(month, after, rows, frozen, (late[0], late[1]))


def everybody(people: Collection[int] | None) -> tuple[int, ...] | None:
    """The people and those merged into them; None for everybody."""
    return None if people is None else tuple(sorted({each for one in people for each in merged_people(one)}))


def only(compared: Compared, causes: Collection[str]) -> Compared:
    """The same month with some causes only; what came late has none."""
    rows = compared.rows.filter(pl.col("cause").is_in(list(causes)))
    frozen = compared.frozen.join(rows.select("membership_id"), on="membership_id", how="semi")
    return Compared(compared.month, compared.after, rows, frozen)


def summed(first: int, last: int, area: str | None, compared: Sequence[Compared]) -> Corrections:
    """The months with their sums."""
    kept = [one for one in compared if len(one.rows) or one.late[0]]
    rows = pl.concat([pl.DataFrame(schema=DIFFERENCES), *(one.rows for one in kept)])
    changes = rows.with_columns(_difference().alias("difference"))
    causes = changes.group_by("cause").agg(pl.len(), pl.col("difference").sum()).sort("cause")
    return Corrections(
        first=first,
        last=last,
        area_code=area,
        months=tuple(kept),
        people=rows["person_id"].n_unique(),
        memberships=len(rows),
        total=int(changes["difference"].sum()),
        late=sum(one.late[0] for one in kept),
        late_total=sum(one.late[1] for one in kept),
        by_cause={cause: (count, total) for cause, count, total in causes.iter_rows()},
        by_programme=by_programme(rows),
    )


def by_programme(rows: pl.DataFrame) -> dict[str, int]:
    """The sum of the differences by programme (lower case), signed whole rupiah."""
    found = dict.fromkeys(BILLED_PROGRAMMES, 0)
    for programme, (employer, worker) in PARTS.items():
        for name in (*employer, *worker):
            new = int(rows[f"{name}_new"].fill_null(0).sum())
            found[programme.lower()] += new - int(rows[name].sum())
    return found


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A difference in few words: ids, cause, old, new and difference in whole rupiah."""
    old = sum(row[name] for name in PAID)
    new = None if row["jkk_new"] is None else sum(row[f"{name}_new"] for name in PAID)
    ids = {name: row[name] for name in (*_KEYS, "run_id", "billed_by", "cause")}
    return {**ids, "old": old, "new": new, "difference": (new or 0) - old}


def _posted_rows(runs: Sequence[MonthRun], area: str | None, people: tuple[int, ...] | None) -> pl.DataFrame:
    rows = living(runs).select(*_KEYS, "run_id", "billed_by", *_FACTS, *PAID)
    if area is not None:
        payers = Payer.objects.filter(Q(area_id=area) | Q(area__code__startswith=f"{area}."))
        ids = pl.Series(list(payers.values_list("pk", flat=True)), dtype=pl.Int64)
        rows = rows.filter(pl.col("payer_id").is_in(ids.implode()))
    if people is not None:
        rows = rows.filter(pl.col("person_id").is_in(list(people)))
    return rows.collect(engine="streaming")


def _todays_rows(opening: Opening) -> list[pl.DataFrame]:
    nobody = pl.Series([], dtype=pl.Int64)
    return [part.collect(engine="streaming") for part in computed_parts(opening, nobody)]


def _pairs() -> dict[str, Any]:
    old = {f"{name}_old": SCHEMA[name] for name in (*_FACTS, *PAID)}
    return {**SCHEMA, **old, "run_id": pl.Int64(), "billed_by": pl.Int64()}


def _differing(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Today's rows whose amounts differ, with the posted ones beside them (`_old`)."""
    posted = old.select(
        "membership_id", "run_id", "billed_by", *(pl.col(n).alias(f"{n}_old") for n in (*_FACTS, *PAID))
    )
    differs = pl.any_horizontal(pl.col(name) != pl.col(f"{name}_old") for name in PAID)
    return new.join(posted, on="membership_id", how="inner").filter(differs).select(list(_pairs()))


def _caused(found: pl.DataFrame) -> pl.DataFrame:
    """The differences of memberships that are billed otherwise today."""
    terms = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_old")) for name in _TERMS)
    cause = (
        pl.when(pl.col("amount_rp") != pl.col("amount_rp_old"))
        .then(pl.lit(Cause.WAGE.value))
        .when(terms)
        .then(pl.lit(Cause.TERMS.value))
        .otherwise(pl.lit(Cause.RULES.value))
    )
    return found.select(
        *_KEYS,
        "run_id",
        "billed_by",
        cause.alias("cause"),
        *(pl.col(f"{name}_old").alias(name) for name in PAID),
        *(pl.col(name).alias(f"{name}_new") for name in PAID),
    )


def _gone(rows: pl.DataFrame, month: int) -> pl.DataFrame:
    """The differences of memberships that are not billed at all today."""
    causes = _causes_of_end(rows["membership_id"].to_list(), month)
    cause = pl.Series("cause", [causes[each] for each in rows["membership_id"]], dtype=pl.String)
    nothing = (pl.lit(None, pl.Int64).alias(f"{name}_new") for name in PAID)
    return rows.with_columns(cause, *nothing).select(DIFFERENCES.names())


def _causes_of_end(memberships: Sequence[int], month: int) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(memberships), _IDS_AT_ONCE):
        some = Membership.objects.filter(pk__in=memberships[start : start + _IDS_AT_ONCE])
        for membership in some.select_related("person", "roll"):
            found[membership.pk] = _cause_of_end(membership, month)
    return found


def _cause_of_end(membership: Membership, month: int) -> str:
    person, roll = _who_stands(membership.person), membership.roll
    died = person.deceased_on is not None and months.of(person.deceased_on) < month
    if died or membership.end_cause == Membership.EndCause.DEATH:
        return Cause.DEATH.value
    of_roll = (Membership.EndCause.ROLL_ENDED, Membership.EndCause.UNDONE)
    outside = not roll.first_month <= month <= roll.last_month
    if Roll.State(roll.state) not in BILLED or outside or membership.end_cause in of_roll:
        return Cause.ROLL.value
    return Cause.ENDED.value


def _who_stands(person: Person) -> Person:
    return person if person.merged_into is None else _who_stands(person.merged_into)


def _difference() -> pl.Expr:
    new = pl.sum_horizontal(pl.col(f"{name}_new").fill_null(0) for name in PAID)
    return new - pl.sum_horizontal(pl.col(name) for name in PAID)


def _refuse_range(first: int, last: int) -> None:

    if last < first:
        raise Refused(
            "range.order",
            _("Bulan terakhir mendahului bulan pertama."),
            where="to",
            mend=_("Tukar kedua bulan itu."),
        )
    if last - first >= LONGEST_RANGE:
        raise Refused(
            "range.long",
            _("Paling banyak %(count)s bulan diperiksa sekaligus.") % {"count": LONGEST_RANGE},
            where="to",
            mend=_("Persempit bulannya."),
        )
