"""The accepted rows become people, memberships and terms: in bulk, under one journal entry, in the caller's
transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import polars as pl
import polars.selectors as cs
from django.db import connection

from naungan.accounts.scope import Scope
from naungan.journal.models import Entry
from naungan.journal.services import Changed, record_changes
from naungan.registry import bulk
from naungan.registry.imports.against import Registry, Spell
from naungan.registry.imports.options import RollOptions
from naungan.registry.imports.particulars import kept_phone
from naungan.registry.models import Group, Membership, MembershipTerms, Person, Roll
from naungan.registry.search import index_new_names

_PERSON = (
    *("id", "nik", "name", "birth_on", "sex", "domicile_id", "nik_area"),
    *("address", "mother_name", "kpj", "phone", "entry_id"),
)
_MEMBERSHIP = (
    *("id", "person_id", "roll_id", "first_month", "last_month", "registered_on"),
    *("end_cause", "ended_on", "entry_id"),
)
_TERMS = (
    *("membership_id", "from_month", "amount_rp", "occupation_id", "occupation_text"),
    *("risk_group", "workplace_id", "entry_id"),
)
# Columns of a person that an import may complete, and where the frame has what was known.
_UPDATED = {
    "birth_on": "known_birth",
    "sex": "known_sex",
    "domicile_id": "known_domicile",
    "address": "known_address",
    "mother_name": "known_mother",
    "kpj": "known_kpj",
    "phone": "known_phone",
}
# Columns of the frames of a plan: what is written of people and of memberships, and no more, for long lists' sake.
_OF_NEW = (
    *("row", "nik_clean", "name", "born_on", "nik_sex", "domicile", "nik_area", "full_address", "mother"),
    *("kpj", "kpj_kept", "phone"),
)
_OF_JOINING = (
    *("row", "nik", "person_id", "registered_on", "amount_rp", "occupation", "occupation_code"),
    "occupation_risk",
)
# kibibytes are negative numbers to SQLite
_CACHE_KIB = -65_536
# known people who are written and journalled at a time
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list would do: frames of accepted people (`row`, `person_id`), of those new to the registry, of those
    joining the roll; and of known ones who change (`person_id`, each column of `_UPDATED` and `..._before`).
    """

    accepted: pl.DataFrame
    new: pl.DataFrame
    joining: pl.DataFrame
    updates: pl.DataFrame
    revived: dict[int, Spell]

    @property
    def changes_nothing(self) -> bool:
        """Whether everybody is known, on the roll and complete."""
        return self.joining.is_empty() and self.updates.is_empty()


def plan_of(
    registry: Registry,
    blocked: Iterable[int],
    family: frozenset[int],
    roll_id: int | None,
    scope: Scope,
    *,
    not_theirs: Iterable[int] = (),
) -> Plan:
    """Split the accepted people of a list by what has to be written for them.

    Of known people only those who live in the sender's scope are changed; rows in `not_theirs` name a number
    of the agency (KPJ) that is another's, which is not kept.
    """
    accepted = registry.people.filter(~pl.col("row").is_in(list(blocked)))
    shaped = pl.col("kpj").str.contains(r"^\d{11}$")
    mistaken = pl.col("row").is_in(list(not_theirs))
    people = with_address(accepted.with_columns(kpj_kept=shaped & ~mistaken))
    on_roll = [
        person
        for person, spells in registry.spells.items()
        if any(spell.roll_id in family and spell.end_cause != Membership.EndCause.UNDONE for spell in spells)
    ]
    new_there = ~pl.col("person_id").is_in(on_roll).fill_null(value=False)
    joining = people.select(_OF_JOINING).filter(new_there)
    undone = {
        person: spell
        for person, spells in registry.spells.items()
        for spell in spells
        if spell.roll_id == roll_id and spell.end_cause == Membership.EndCause.UNDONE
    }
    known = people.filter(pl.col("person_id").is_not_null())
    return Plan(
        accepted=people.select("row", "person_id"),
        new=people.select("person_id", *_OF_NEW).filter(pl.col("person_id").is_null()).drop("person_id"),
        joining=joining,
        updates=_updates(_living_in(known, scope)),
        revived=undone,
    )


def write(plan: Plan, roll: Roll, options: RollOptions, entry: Entry) -> int:
    """Write the plan; the number of memberships that were made."""
    with _room_for_indexes():
        new_ids = _insert_people(plan.new, entry)
        _update_people(plan.updates, entry)
        people = plan.joining.join(new_ids, on="row", how="left", maintain_order="left").with_columns(
            person=pl.coalesce("new_id", "person_id")
        )
        return _insert_memberships(people, plan.revived, roll, options, entry)


@contextmanager
def _room_for_indexes() -> Iterator[None]:
    """SQLite keeps 2 MiB of a database in memory, which the indexes of a million people overflow at every row."""
    if connection.vendor != "sqlite":
        yield
        return
    # past Django, which refuses every statement after one that failed in a transaction
    pages = connection.connection
    usual = pages.execute("PRAGMA cache_size").fetchone()[0]
    pages.execute(f"PRAGMA cache_size = {_CACHE_KIB}")
    try:
        yield
    finally:
        pages.execute(f"PRAGMA cache_size = {usual}")


def with_address(people: pl.DataFrame) -> pl.DataFrame:
    """Add `full_address`: street with RT and RW as one text."""

    def labelled(name: str) -> pl.Expr:
        return pl.when(pl.col(name) != "").then(
            pl.format(f"{name.upper().replace('_', '/')} {{}}", pl.col(name))
        )

    parts = [pl.when(pl.col("address") != "").then(pl.col("address")), *map(labelled, ("rt", "rw", "rt_rw"))]
    return people.with_columns(
        full_address=pl.concat_str(parts, separator=" ", ignore_nulls=True).str.slice(0, 300)
    )


def _insert_people(new: pl.DataFrame, entry: Entry) -> pl.DataFrame:
    ids = bulk.take_ids(Person, new.height)
    rows = new.select(
        pl.Series("id", ids, dtype=pl.Int64),
        "nik_clean",
        pl.col("name").str.replace_all(r"\s+", " ").str.slice(0, 150),
        pl.col("born_on").dt.to_string("%Y-%m-%d"),
        "nik_sex",
        "domicile",
        "nik_area",
        "full_address",
        pl.col("mother").str.slice(0, 150),
        _kpj(),
        kept_phone(),
        pl.lit(entry.pk),
    )
    bulk.insert(Person, _PERSON, rows.iter_rows())
    index_new_names()
    return new.select("row", pl.Series("new_id", ids, dtype=pl.Int64))


def _insert_memberships(
    people: pl.DataFrame, revived: dict[int, Spell], roll: Roll, options: RollOptions, entry: Entry
) -> int:
    again = people.filter(pl.col("person").is_in(list(revived)))
    _revive(again["person"].to_list(), revived, roll, entry)
    people = people.filter(~pl.col("person").is_in(list(revived)))
    ids = bulk.take_ids(Membership, people.height)
    group_risk = options.risk_group or Group.objects.get(code=options.group).risk_group
    people = people.with_columns(
        membership=pl.Series(ids, dtype=pl.Int64),
        first=pl.lit(roll.first_month),
        last=pl.lit(roll.last_month),
        entry=pl.lit(entry.pk),
        risk=pl.lit(group_risk) if options.risk_group else pl.coalesce("occupation_risk", pl.lit(group_risk)),
        empty=pl.lit(""),
        none=pl.lit(None, dtype=pl.String),
        roll=pl.lit(roll.pk),
    )
    spells = people.select(
        "membership", "person", "roll", "first", "last", "registered_on", "empty", "none", "entry"
    )
    bulk.insert(Membership, _MEMBERSHIP, spells.iter_rows())
    terms = people.select(
        "membership",
        "first",
        "amount_rp",
        "occupation_code",
        pl.col("occupation").str.slice(0, 120),
        "risk",
        "none",
        "entry",
    )
    bulk.insert(MembershipTerms, _TERMS, terms.iter_rows())
    return people.height + again.height


def _revive(people: Sequence[int], revived: dict[int, Spell], roll: Roll, entry: Entry) -> None:
    """A spell whose import was undone begins again on the same roll: its row exists already."""
    spells = [revived[person] for person in people]
    Membership.objects.filter(pk__in=[spell.membership_id for spell in spells]).update(
        last_month=roll.last_month, end_cause="", ended_on=None
    )
    record_changes(
        entry,
        [
            Changed(
                "registry.Membership",
                spell.membership_id,
                {"last_month": spell.last_month, "end_cause": spell.end_cause},
                {"last_month": roll.last_month, "end_cause": ""},
            )
            for spell in spells
        ],
    )


def _living_in(known: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    homes = known.get_column("known_domicile").unique().to_list()
    return known.filter(pl.col("known_domicile").is_in([home for home in homes if scope.holds_area(home)]))


def _updates(known: pl.DataFrame) -> pl.DataFrame:
    """Fill what the registry lacks about known people; of what it has, only an area gives way, to a smaller one."""
    finer = pl.col("domicile").str.starts_with(pl.concat_str("known_domicile", pl.lit(".")))
    after = known.select(
        "person_id",
        birth_on=pl.coalesce("known_birth", "born_on"),
        sex=_filled("known_sex", pl.col("nik_sex")),
        domicile_id=pl.when(finer).then(pl.col("domicile")).otherwise(pl.col("known_domicile")),
        address=_filled("known_address", pl.col("full_address")),
        mother_name=_filled("known_mother", pl.col("mother").str.slice(0, 150)),
        kpj=_filled("known_kpj", _kpj()),
        phone=_filled("known_phone", kept_phone()),
    )
    before = known.select("person_id", *(pl.col(had).alias(name) for name, had in _UPDATED.items()))
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in _UPDATED)
    return after.with_columns(before.drop("person_id").rename(lambda name: f"{name}_before")).filter(differs)


def _filled(known: str, given: pl.Expr) -> pl.Expr:
    return pl.when(pl.col(known) != "").then(pl.col(known)).otherwise(given)


def _update_people(updates: pl.DataFrame, entry: Entry) -> None:
    """Write and journal the changes; only the columns that change, because each that is named costs its index."""
    texts = updates.with_columns(cs.date().dt.to_string("%Y-%m-%d"))
    differs = [pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in _UPDATED]
    marks = pl.concat_str(pl.when(one).then(pl.lit("1")).otherwise(pl.lit("0")) for one in differs)
    for (which,), people in texts.with_columns(which=marks).group_by("which", maintain_order=True):
        names = [name for name, mark in zip(_UPDATED, str(which), strict=True) if mark == "1"]
        for some in people.iter_slices(_AT_ONCE):
            _update(names, some)
            record_changes(entry, (_changed(names, row) for row in some.iter_rows(named=True)))


def _update(names: Sequence[str], people: pl.DataFrame) -> None:
    values = ", ".join(f"{name} = %s" for name in names)
    with connection.cursor() as cursor:
        statement = f"UPDATE registry_person SET {values} WHERE id = %s"  # noqa: S608 (names are our own)
        cursor.executemany(statement, people.select(*names, "person_id").rows())


def _changed(names: Sequence[str], row: dict[str, Any]) -> Changed:
    before, after = {name: row[f"{name}_before"] for name in names}, {name: row[name] for name in names}
    return Changed("registry.Person", row["person_id"], before, after)


def _kpj() -> pl.Expr:
    return pl.when(pl.col("kpj_kept")).then(pl.col("kpj")).otherwise(pl.lit(""))
