"""Our side of a month: who is on the roll, who was billed, what was asked and paid; frames, one row a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import polars as pl
from django.db.models import Q
from django.utils import timezone

from naungan.contributions.models import Bill
from naungan.contributions.queries.rows import living, posted_runs
from naungan.contributions.queries.standing import standing
from naungan.contributions.reconciliation.export import PROGRAMMES
from naungan.engine.month import MEMBERSHIP_COLUMNS
from naungan.registry.duplicates.queries import standing_for
from naungan.registry.imports.columns import name_key
from naungan.registry.models import Membership, Person, Registration, Segment
from naungan.registry.states import BILLED

AT_ONCE = 500
_PEOPLE = pl.Schema(
    {
        "person_id": pl.Int64(),
        **dict.fromkeys(("nik", "kpj", "name"), pl.String()),
        **dict.fromkeys(("birth", "deceased_on"), pl.Date()),
    }
)
# The programmes of a bill, by the amounts of the lake.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "jkk": ("jkk",),
    "jkm": ("jkm",),
    "jht": ("jht_employer", "jht_worker"),
    "jp": ("jp_employer", "jp_worker"),
}


@dataclass(frozen=True, slots=True)
class BillStanding:
    """One bill of the month: what it asks net of credits, what is paid, what is left; whole rupiah."""

    pk: int
    run_id: int
    code: str
    kind: str
    members: int
    asked_rp: int
    paid_rp: int
    left_rp: int


@dataclass(frozen=True, slots=True)
class Ours:
    """`billed`: a row a person with facts and amounts; `decreed`, `ever`: persons on the roll in the month, or at
    any time; `elsewhere`: billed on another registration where that is no lawful second employer.
    """

    billed: pl.DataFrame
    decreed: frozenset[int]
    ever: frozenset[int]
    elsewhere: frozenset[int]
    bills: tuple[BillStanding, ...]
    lines: Mapping[str, int]
    aliases: Mapping[int, int]

    @property
    def asked_rp(self) -> int:
        """What our bills ask, net."""
        return sum(bill.asked_rp for bill in self.bills)


def our_side(registration: Registration, month: int) -> Ours:
    """What our books say of a registration's month, as they stand now."""
    runs = list(posted_runs().filter(month=month))
    rows = living(runs)
    own = pl.col("registration_id") == registration.pk
    aliases = standing_for()
    bills = _bills(registration, month)
    spells = Membership.objects.filter(roll__registration=registration).exclude(
        end_cause=Membership.EndCause.UNDONE
    )
    current = spells.filter(first_month__lte=month, last_month__gte=month, roll__state__in=BILLED)
    lawful = pl.col("segment") == Segment.PU if registration.segment == Segment.PU else pl.lit(value=False)
    other = rows.filter(~own & ~lawful).select("person_id").collect(engine="streaming")["person_id"]
    billed = _billed(rows.filter(own).collect(engine="streaming"), aliases, bills)
    asked = sum(bill.asked_rp for bill in bills)
    assert billed["total"].sum() == asked, "the frozen rows of the month are not what its bills ask"
    return Ours(
        billed=billed,
        decreed=_standing(current.values_list("person_id", flat=True), aliases),
        ever=_standing(spells.values_list("person_id", flat=True), aliases),
        elsewhere=_standing(other, aliases),
        bills=bills,
        lines={name.upper(): int(billed[name].sum()) for name in _PARTS},
        aliases=aliases,
    )


def people_of(ids: Collection[int], registration: Registration) -> pl.DataFrame:
    """The records of people, with `name_key`; those of the registration in one read, others by their numbers."""
    spells = Membership.objects.filter(roll__registration=registration)
    rows = list(_people_rows(Q(pk__in=spells.values("person"))))
    missing = sorted(set(ids) - {row[0] for row in rows})
    for some in _some(missing):
        rows += _people_rows(Q(pk__in=some))
    return _people(rows)


def people_by(field: str, values: Iterable[str]) -> pl.DataFrame:
    """People anywhere by `nik` or `kpj`: to know whom the agency names that no list of ours does."""
    rows: list[tuple[object, ...]] = []
    for some in _some(sorted(set(values) - {""})):
        rows += _people_rows(Q(**{f"{field}__in": some}))
    return _people(rows)


def _people(rows: Iterable[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=_PEOPLE, orient="row").with_columns(
        name_key=name_key(pl.col("name"))
    )


def _people_rows(where: Q) -> list[tuple[object, ...]]:
    found = Person.objects.filter(where)
    return list(found.values_list("pk", "nik", "kpj", "name", "birth_on", "deceased_on"))


def _some(values: list[object] | list[int] | list[str]) -> Iterable[list[object]]:
    for start in range(0, len(values), AT_ONCE):
        yield list(values[start : start + AT_ONCE])


def _standing(people: Iterable[int], aliases: Mapping[int, int]) -> frozenset[int]:
    return frozenset(aliases.get(pk, pk) for pk in people)


def _billed(rows: pl.DataFrame, aliases: Mapping[int, int], bills: tuple[BillStanding, ...]) -> pl.DataFrame:
    """A row a person: summed amounts, programmes, and the facts of the first membership."""
    paid = [bill.run_id for bill in bills if bill.kind == Bill.Kind.BILL and not bill.left_rp]
    sums = {name: pl.sum_horizontal(parts) for name, parts in _PARTS.items()}
    rows = rows.with_columns(
        pl.col("person_id").replace(dict(aliases)) if aliases else pl.col("person_id"),
        is_paid=pl.col("billed_by").is_in(paid),
    )
    rows = rows.with_columns(**sums)
    flags = [f"has_{name.lower()}" for name in (*PROGRAMMES, "JKP")]
    facts = [name for name in MEMBERSHIP_COLUMNS if name not in {"person_id", "amount_rp", *flags}]
    by_person = rows.group_by("person_id", maintain_order=True).agg(
        pl.col(facts).first(),
        pl.col("amount_rp").max(),
        pl.col(flags).any(),
        pl.col([*_PARTS, "total"]).sum(),
        pl.col("is_paid").all(),
    )
    return by_person.with_columns(programmes=programmes_text())


def programmes_text() -> pl.Expr:
    """The programmes that the flags name: "JKK,JKM"."""
    named = [pl.when(pl.col(f"has_{name.lower()}")).then(pl.lit(name)) for name in PROGRAMMES]
    return pl.concat_str(named, separator=",", ignore_nulls=True)


def _bills(registration: Registration, month: int) -> tuple[BillStanding, ...]:
    rows = standing(as_of=timezone.localdate()).filter(registration=registration, month=month).order_by("pk")
    return tuple(
        BillStanding(
            pk=row.pk,
            run_id=row.run_id,
            code=row.payment_code,
            kind=row.kind,
            members=row.members,
            asked_rp=row.amount_rp,
            paid_rp=row.paid_rp,
            left_rp=row.outstanding_rp if row.kind != Bill.Kind.CREDIT else 0,
        )
        for row in rows
    )
