"""A month's amounts, from the registry to a run in the lake. Nothing is written to the database here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import polars as pl
from django.conf import settings
from django.utils.translation import gettext as _

from naungan import __version__
from naungan.contributions.models import MonthRun
from naungan.contributions.opening import Opening, opened
from naungan.contributions.queries.rows import living
from naungan.contributions.services.figures import BILLED_PROGRAMMES, Figures
from naungan.engine.lake import RunFiles, open_runs, totals, write_run
from naungan.engine.month import lake_rows
from naungan.law import months, parameters
from naungan.law.contributions import contribution_graph
from naungan.law.facts import LARGEST_WAGE
from naungan.law.findings import Refused
from naungan.registry.duplicates.queries import yielding

Progress = Callable[[int, int], None]

# The amounts of the lake by the programme of a bill; the second list is withheld from the worker's wage.
PARTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "JKK": (("jkk",), ()),
    "JKM": (("jkm",), ()),
    "JHT": (("jht_employer",), ("jht_worker",)),
    "JP": (("jp_employer",), ("jp_worker",)),
}


@dataclass(frozen=True, slots=True)
class LineTotal:
    """What a bill line will hold; whole rupiah."""

    roll_id: int
    programme: str
    members: int
    amount_rp: int
    worker_rp: int


@dataclass(frozen=True, slots=True)
class BillTotal:
    """What a bill will hold: one registration's part of the run."""

    registration_id: int
    payer_id: int
    segment: str
    members: int
    amount_rp: int
    lines: tuple[LineTotal, ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """A month as computed: what stands in the lake (nothing: `files` is None), its bills, and what it was
    based on.

    `after` are the posted runs of the month that were known: their members were left out.
    """

    month: int
    area_code: str | None
    after: tuple[int, ...]
    files: RunFiles | None
    bills: tuple[BillTotal, ...]

    @property
    def figures(self) -> Figures:
        """The run's counts and sums."""
        by_programme = dict.fromkeys(BILLED_PROGRAMMES, 0)
        for bill in self.bills:
            for line in bill.lines:
                by_programme[line.programme.lower()] += line.amount_rp
        return Figures(
            members=sum(bill.members for bill in self.bills),
            bills=len(self.bills),
            total=sum(bill.amount_rp for bill in self.bills),
            by_programme=by_programme,
        )


def compute_month(month: int, area_code: str | None, progress: Progress | None = None) -> Computed:
    """Compute a month into the lake: payers at or below an area, everybody whom no posted run holds."""
    known = list(MonthRun.objects.filter(month=month, state=MonthRun.State.POSTED).order_by("pk"))
    # whom another list stands for is not billed a second time while nobody has decided
    posted = _with(posted_members(known), yielding(month, area_code))
    after = tuple(run.pk for run in known)
    with opened(month, area_code) as opening:
        parts = _counted(computed_parts(opening, posted), opening, progress)
        first = next(parts, None)
        if first is None:
            return Computed(month, area_code, after, None, ())
        files = write_run(settings.LAKE, month, chain([first], parts))
        bills = bills_of(files.path, opening.rolls)
    computed = Computed(month, area_code, after, files, bills)
    assert (computed.figures.members, computed.figures.total) == (files.rows, files.sums["total"])
    return computed


def _with(members: pl.Series, more: Sequence[int]) -> pl.Series:
    """Sorted membership ids with more of them."""
    if not more:
        return members
    return pl.concat([members, pl.Series(members.name, more, dtype=members.dtype)]).unique().sort()


def posted_members(runs: Sequence[MonthRun]) -> pl.Series:
    """The membership ids that posted runs hold and no correction took out, in ascending order."""
    rows = living(runs).select("membership_id")
    return rows.collect(engine="streaming")["membership_id"].sort()


def bills_of(path: str, rolls: pl.DataFrame) -> tuple[BillTotal, ...]:
    """The bills that a run in the lake makes, by registration; their lines by roll and programme."""
    having = {
        row["roll_id"]: [name for name in PARTS if row[f"has_{name.lower()}"]] for row in rolls.to_dicts()
    }
    by_registration: dict[int, list[dict[str, int]]] = {}
    for row in totals(open_runs(settings.LAKE, [path])).to_dicts():
        by_registration.setdefault(row["registration_id"], []).append(row)
    return tuple(_bill_total(rows, having) for rows in by_registration.values())


@cache
def law_version() -> str:
    """The release of the rules and a digest of the parameters: which law a run was computed by."""
    digest = hashlib.sha256()
    for path in sorted(parameters.FOLDER.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:24]}"


def computed_parts(opening: Opening, posted: pl.Series) -> Iterator[pl.LazyFrame]:
    """The lake rows of a month's members by today's registry and rules, in parts; those in `posted` left out."""
    text = months.format_month(opening.month)
    for segment in opening.segments:
        graph = contribution_graph(segment, text)
        for batch in opening.members(segment, posted):
            _refuse_unfit_amounts(batch, segment)
            yield lake_rows(batch.lazy(), graph)


def _refuse_unfit_amounts(batch: pl.DataFrame, segment: str) -> None:
    lowest = 0 if segment == "BPU" else 1
    unfit = batch.filter(~pl.col("amount_rp").is_between(lowest, LARGEST_WAGE))
    if len(unfit):
        raise Refused(
            "amount.out_of_range",
            _("Upah atau penghasilan Rp%(amount)s tidak dapat dihitung iurannya.")
            % {"amount": unfit["amount_rp"][0]},
            where=f"roll {unfit['roll_id'][0]}, membership {unfit['membership_id'][0]}",
            mend=_("Perbaiki upah peserta itu, lalu jalankan bulan ini lagi."),
        )


def _counted(
    parts: Iterator[pl.LazyFrame], opening: Opening, progress: Progress | None
) -> Iterator[pl.LazyFrame]:
    if progress is None:
        yield from parts
        return
    done, total = 0, opening.count()
    for part in parts:
        yield part
        done += part.select(pl.len()).collect().item()
        progress(min(done, total), total)


def _bill_total(rows: Sequence[Mapping[str, int]], having: Mapping[int, Sequence[str]]) -> BillTotal:
    lines = tuple(_line_total(row, name) for row in rows for name in having[row["roll_id"]])
    amount = sum(row["total"] for row in rows)
    assert sum(line.amount_rp for line in lines) == amount, "a bill's lines do not add up to it"
    first = rows[0]
    return BillTotal(
        registration_id=first["registration_id"],
        payer_id=first["payer_id"],
        segment=str(first["segment"]),
        members=sum(row["members"] for row in rows),
        amount_rp=amount,
        lines=lines,
    )


def _line_total(row: Mapping[str, int], programme: str) -> LineTotal:
    employer, worker = PARTS[programme]
    worker_rp = sum(row[name] for name in worker)
    return LineTotal(
        roll_id=row["roll_id"],
        programme=programme,
        members=row["members"],
        amount_rp=sum(row[name] for name in employer) + worker_rp,
        worker_rp=worker_rp,
    )
