"""Each person's difference by its causes: frames in, one frame of differences out; nothing is read or written.

Let a person cost `a` on the agency's list and `o` on our bill. Who stands on one side only, or is dead, has one cause
that carries a - o. Who stands on both sides and costs otherwise has it split: programmes that only one side has, then
what the wage makes, else the calculation. Causes that cost nothing (another NIK) carry 0. A second row of somebody on
the agency's list carries all of it, and what the agency bills without naming anybody is a cause of its own; so the
parts add up to the agency's bill less ours, to the rupiah (`explain` asserts it). A bill by person says what each
costs: who is on the agency's list and not on its bill costs nothing, and has one cause. Each difference says by
programme what either side asks of the person (`o_jkk`, `a_jkk`) and the part of it in this cause (`d_jkk`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from naungan.contributions.reconciliation.amounts import PARTS
from naungan.contributions.reconciliation.models import Difference
from naungan.contributions.reconciliation.ours import BillStanding, Ours

Cause = Difference.Cause
BY_PART: Final = tuple(f"{side}_{name}" for name in PARTS for side in ("o", "a", "d"))
SCHEMA: Final = pl.Schema(
    {
        **dict.fromkeys(("cause", "key"), pl.String()),
        "person_id": pl.Int64(),
        **dict.fromkeys(("nik", "kpj", "name", "ours", "theirs"), pl.String()),
        **dict.fromkeys(("ours_rp", "agency_rp", "difference_rp"), pl.Int64()),
        **dict.fromkeys(BY_PART, pl.Int64()),
        "is_paid": pl.Boolean(),
    }
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared: the agency's members (matched, with amounts) and their records, our side, the lists that
    know more (`before`: persons on the agency's last earlier list, `beside`: on its other registrations now).

    `agency_rp` is the agency's bill; None takes the sum of its list. `has_list` tells an empty list from none, and
    `has_lines` that the bill names people.
    """

    month: int
    members: pl.DataFrame
    people: pl.DataFrame
    ours: Ours
    has_list: bool
    before: frozenset[int]
    beside: frozenset[int]
    agency_rp: int | None
    counts_every_wage: bool
    has_lines: bool = False

    @property
    def names_people(self) -> bool:
        """Whether the agency named people, on its list or its bill."""
        return self.has_list or self.has_lines

    @property
    def listed(self) -> int | None:
        """How many stand on the agency's list; None without one."""
        return len(self.members.filter("on_list")) if self.has_list else None

    @property
    def listed_rp(self) -> int:
        """The sum over the agency's members."""
        return int(self.members["a_total"].sum()) if len(self.members) else 0

    @property
    def asked_by_agency_rp(self) -> int:
        """The agency's bill, or the sum of its list."""
        return self.listed_rp if self.agency_rp is None else self.agency_rp


def explain(compared: Compared) -> pl.DataFrame:
    """Every difference (`SCHEMA`), the parts adding up to the agency's bill less ours."""
    both = _both_sides(compared)
    frames = [
        _primary(both, compared),
        *_secondary(both, compared),
        _twice(compared),
        _unnamed(compared),
        _unpaid(compared.ours.bills),
    ]
    found = pl.concat([frame.select(SCHEMA.names()).cast(SCHEMA) for frame in frames])
    whole = compared.asked_by_agency_rp - compared.ours.asked_rp
    assert found["difference_rp"].sum() == whole, "the causes do not add up to the difference of the bills"
    return found


def _both_sides(compared: Compared) -> pl.DataFrame:
    """A row for everybody on either side: theirs, ours, and what is known about them."""
    ours = compared.ours
    first = compared.members.filter(pl.col("copy") == 1).select(
        "person_id", "key", their_nik="nik", their_kpj="kpj", their_name="name", their_name_key="name_key",
        their_birth="birth", their_programmes="programmes", their_wage="wage",
        on_list="on_list", on_bill="on_bill", parts_told="parts_told",
        a_total="a_total", **{f"a_{name}": f"a_{name}" for name in PARTS},
    ).with_columns(on_agency=pl.lit(value=True))  # fmt: skip
    own = _own(ours)
    known = first.filter(pl.col("person_id").is_not_null())
    joined = known.join(own, on="person_id", how="full", coalesce=True)
    strangers = first.filter(pl.col("person_id").is_null())
    joined = pl.concat([joined, strangers], how="diagonal_relaxed")
    joined = joined.join(compared.people, on="person_id", how="left", maintain_order="left")
    amounts = [f"{side}_{name}" for side in ("a", "o") for name in (*PARTS, "total")]
    dead_in = pl.col("deceased_on").dt.year() * 12 + pl.col("deceased_on").dt.month() - 1
    return joined.with_columns(
        pl.col(amounts).fill_null(0),
        pl.col("on_agency", "is_billed", "parts_told").fill_null(value=False),
        pl.coalesce("key", pl.format("p{}", "person_id")).alias("key"),
        pl.coalesce("name", "their_name").fill_null("").alias("shown_name"),
        pl.coalesce("nik", "their_nik").fill_null("").alias("shown_nik"),
        pl.coalesce(pl.col("their_kpj").replace("", None), "kpj").fill_null("").alias("shown_kpj"),
        off_bill=~pl.col("on_bill").fill_null(value=True),
        off_list=pl.lit(compared.has_list) & ~pl.col("on_list").fill_null(value=True),
        is_decreed=_among(ours.decreed),
        was_ever=_among(ours.ever),
        is_elsewhere=_among(ours.elsewhere),
        was_listed=_among(compared.before),
        is_beside=_among(compared.beside),
        is_dead=(dead_in < compared.month).fill_null(value=False),
    )


def _own(ours: Ours) -> pl.DataFrame:
    billed = ours.billed.select(
        "person_id", "is_paid", our_wage="amount_rp", our_programmes="programmes", o_total="total",
        **{f"o_{name}": name for name in PARTS},
    ).with_columns(is_billed=pl.lit(value=True))  # fmt: skip
    only_decreed = sorted(ours.decreed - set(billed["person_id"]))
    return pl.concat(
        [billed, pl.DataFrame({"person_id": only_decreed}, schema={"person_id": pl.Int64})], how="diagonal"
    )


def _among(people: frozenset[int]) -> pl.Expr:
    found = pl.col("person_id").is_in(pl.Series(sorted(people), dtype=pl.Int64).implode())
    return found.fill_null(value=False)


def _primary(both: pl.DataFrame, compared: Compared) -> pl.DataFrame:
    """The one cause of everybody who is dead, or stands on one side only."""
    theirs, billed, elsewhere = pl.col("on_agency"), pl.col("is_billed"), pl.col("is_elsewhere")
    decreed, missed = (
        pl.col("is_decreed"),
        pl.col("is_billed") & pl.lit(compared.names_people) & ~pl.col("on_agency"),
    )
    ladder: Sequence[tuple[pl.Expr, Cause]] = (
        (pl.col("is_dead") & (theirs | billed), Cause.DEAD),
        (theirs & ~billed & elsewhere, Cause.TWO_REGISTRATIONS),
        (theirs & ~billed & decreed, Cause.NOT_BILLED),
        (theirs & ~billed & pl.col("was_ever"), Cause.ENDED),
        (theirs & ~billed, Cause.NOT_ON_ROLL),
        (missed & pl.col("is_beside"), Cause.TWO_REGISTRATIONS),
        (missed & pl.lit(not compared.has_list), Cause.NOT_ON_BILL),
        (missed & pl.col("was_listed"), Cause.DROPPED),
        (missed & pl.col("is_paid"), Cause.PAID_NOT_LISTED),
        (missed, Cause.NOT_REGISTERED),
        (~theirs & ~billed & decreed & ~elsewhere & ~pl.col("is_dead"), Cause.NOT_BILLED),
        (~theirs & billed & ~decreed, Cause.ENDED),
    )
    cause = pl.lit(None, pl.String)
    for condition, name in reversed(ladder):
        cause = pl.when(condition).then(pl.lit(name.value)).otherwise(cause)
    found = both.with_columns(cause=cause).filter(pl.col("cause").is_not_null())
    return _told(found, _whole_of(counts=compared.names_people))


def _secondary(both: pl.DataFrame, compared: Compared) -> list[pl.DataFrame]:
    """The causes of who is alive and stands on both sides."""
    here = both.filter(pl.col("on_agency") & pl.col("is_billed") & ~pl.col("is_dead"))
    programmes, rest = _split()
    nothing = _Share(pl.lit(0), dict.fromkeys(PARTS, pl.lit(0)))
    billed = ~pl.col("off_bill")
    other_wage = (pl.col("their_wage") != pl.col("our_wage")).fill_null(value=False)
    swapped = pl.col("parts_told") & pl.any_horizontal([part != 0 for part in rest.parts.values()])
    rest_differs = (rest.whole != 0) | swapped
    by_wage = billed & other_wage & (rest_differs | pl.lit(compared.counts_every_wage))
    other_number = (pl.col("their_nik") != "") & (pl.col("their_nik") != pl.col("nik"))
    strange = ~other_number & _no_word_shared()
    rungs: Sequence[tuple[pl.Expr, Cause, _Share, tuple[str, str] | None]] = (
        (pl.col("off_bill"), Cause.NOT_ON_BILL, _whole_of(counts=True), None),
        (
            billed & _other_programmes(),
            Cause.PROGRAMMES,
            programmes,
            ("our_programmes", "their_programmes"),
        ),
        (by_wage, Cause.WAGE, rest, ("our_wage", "their_wage")),
        (billed & ~other_wage & rest_differs, Cause.CALCULATION, rest, None),
        (pl.col("off_list"), Cause.BILL_ONLY, nothing, None),
        (~pl.col("is_decreed"), Cause.ENDED, nothing, None),
        (pl.col("is_elsewhere") | pl.col("is_beside"), Cause.TWO_REGISTRATIONS, nothing, None),
        (other_number, Cause.NIK, nothing, ("nik", "their_nik")),
        (strange, Cause.NAME, nothing, ("name", "their_name")),
    )
    return [
        _told(here.filter(where).with_columns(cause=pl.lit(cause.value)), share, words)
        for where, cause, share, words in rungs
    ]


@dataclass(frozen=True, slots=True)
class _Share:
    """What a cause makes of a person's difference: in all, and by programme."""

    whole: pl.Expr
    parts: Mapping[str, pl.Expr]


def _whole_of(*, counts: bool) -> _Share:
    """All that a person differs by; nothing unless it counts (nobody was named)."""
    if not counts:
        return _Share(pl.lit(0), dict.fromkeys(PARTS, pl.lit(0)))
    parts = {name: pl.col(f"a_{name}") - pl.col(f"o_{name}") for name in PARTS}
    return _Share(pl.col("a_total") - pl.col("o_total"), parts)


def _other_programmes() -> pl.Expr:
    told = pl.col("their_programmes")
    return (told.is_not_null() & (told != pl.col("our_programmes"))).fill_null(value=False) | (
        _split()[0].whole != 0
    )


def _split() -> tuple[_Share, _Share]:
    """Of the difference of who stands on both sides: what programmes of one side only make, and the rest."""
    only, rest = {}, {}
    for name in PARTS:
        theirs, ours = pl.col(f"a_{name}"), pl.col(f"o_{name}")
        one_side, apart = (theirs == 0) != (ours == 0), theirs - ours
        only[name] = pl.when(one_side).then(apart).otherwise(0)
        rest[name] = pl.when(one_side).then(0).otherwise(apart)
    whole = pl.sum_horizontal(only.values())
    return _Share(whole, only), _Share(pl.col("a_total") - pl.col("o_total") - whole, rest)


def _no_word_shared() -> pl.Expr:
    theirs, ours = pl.col("their_name_key").str.split(" "), pl.col("name_key").str.split(" ")
    shared = theirs.list.set_intersection(ours).list.len()
    told = (pl.col("their_name_key") != "") & (pl.col("name_key") != "")
    return (told & (shared == 0)).fill_null(value=False)


def _twice(compared: Compared) -> pl.DataFrame:
    """The second and later rows of somebody on the agency's list."""
    rows = compared.members.filter(pl.col("copy") > 1)
    return rows.select(
        "person_id", "nik", "kpj", "name",
        cause=pl.lit(Cause.TWICE.value),
        key=pl.format("{}#{}", "key", "copy"),
        ours=pl.lit(""), theirs=pl.col("kpj"),
        ours_rp=pl.lit(0), agency_rp=pl.col("a_total"), difference_rp=pl.col("a_total"),
        **{f"o_{name}": pl.lit(0) for name in PARTS}, **{f"a_{name}": f"a_{name}" for name in PARTS},
        **{f"d_{name}": f"a_{name}" for name in PARTS},
        is_paid=pl.lit(None, pl.Boolean),
    )  # fmt: skip


def _told(rows: pl.DataFrame, share: _Share, words: tuple[str, str] | None = None) -> pl.DataFrame:
    """Rows in the shape of differences; `words` are the columns that say what differs."""
    said = [pl.col(name).cast(pl.String).fill_null("").str.slice(0, 150) for name in words or ()]
    ours, theirs = said or (pl.lit(""), pl.lit(""))
    return rows.select(
        "cause", "key", "person_id", "is_paid",
        nik="shown_nik", kpj="shown_kpj", name="shown_name", ours=ours, theirs=theirs,
        ours_rp="o_total", agency_rp="a_total", difference_rp=share.whole,
        **{f"{side}_{name}": f"{side}_{name}" for name in PARTS for side in ("o", "a")},
        **{f"d_{name}": part for name, part in share.parts.items()},
    )  # fmt: skip


def _unnamed(compared: Compared) -> pl.DataFrame:
    """What the agency bills beyond its list, or all that differs while there is no list."""
    counted = compared.listed_rp if compared.names_people else compared.ours.asked_rp
    rest = compared.asked_by_agency_rp - counted
    row = _whole(Cause.AGENCY_OWN, "bill", "")
    row |= {"agency_rp": compared.asked_by_agency_rp, "ours_rp": counted, "difference_rp": rest}
    return pl.DataFrame([row] if rest else [], schema=SCHEMA)


def _unpaid(bills: Sequence[BillStanding]) -> pl.DataFrame:
    """Bills of ours that are not paid whole: one row a bill, because a bill paid in part protects nobody."""
    rows = [
        _whole(Cause.UNPAID, f"bill{bill.pk}", bill.code) | {"ours_rp": bill.left_rp, "is_paid": False}
        for bill in bills
        if bill.left_rp > 0
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def _whole(cause: Cause, key: str, ours: str) -> dict[str, object]:
    """A difference of the whole, not of a person."""
    texts = {"nik": "", "kpj": "", "name": "", "ours": ours, "theirs": ""}
    sums = {"ours_rp": 0, "agency_rp": 0, "difference_rp": 0, **dict.fromkeys(BY_PART, 0)}
    return {"cause": cause.value, "key": key, "person_id": None, **texts, **sums, "is_paid": None}
