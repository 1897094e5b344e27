"""Who on the agency's list is who in the registry: by NIK, else by KPJ, else by name and birth date together.

A number that agrees is believed; without one, name and birth date must both agree and name only one person on each
side, and KPJ must have the name or the birth date with it.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from naungan.contributions.reconciliation.ours import Ours, people_by, people_of
from naungan.registry.models import Registration

_RECORD = ("person_id", "nik", "kpj", "name", "name_key", "birth", "deceased_on")


def matched(
    members: pl.DataFrame, ours: Ours, registration: Registration
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The agency's members with `person_id` (null for somebody unknown) and `copy` (1 for the first row of somebody,
    2 for the next), and the records of everybody concerned (`person_id`, `nik`, `kpj`, `name`, ...).
    """
    own = set(ours.billed["person_id"]) | ours.decreed
    people = people_of(own, registration)
    people = _with_others(people, members)
    found = _match(members.with_row_index("row"), people, own, ours)
    key = pl.coalesce(
        pl.format("p{}", "person_id"),
        pl.when(pl.col("nik") != "").then(pl.format("n{}", "nik")),
        pl.when(pl.col("kpj") != "").then(pl.format("k{}", "kpj")),
        pl.format(
            "x{}|{}", pl.col("name_key").str.slice(0, 50), pl.col("birth").cast(pl.String).fill_null("")
        ),
    )
    found = found.with_columns(key=key)
    return found.with_columns(copy=pl.int_range(pl.len()).over("key") + 1), people.select(_RECORD)


def _with_others(people: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The records with those elsewhere in the registry that bear a number of the list."""
    for name in ("nik", "kpj"):
        unknown = set(members[name]) - set(people[name])
        people = pl.concat([people, people_by(name, unknown)]).unique("person_id", keep="first")
    return people.sort("person_id")


def _match(members: pl.DataFrame, people: pl.DataFrame, own: Collection[int], ours: Ours) -> pl.DataFrame:
    """`person_id` by each way in turn, merged records given by who stands for them."""
    by_nik = people.select("nik", by_nik="person_id")
    has_kpj = people.filter(pl.col("kpj") != "")
    by_kpj = _once(has_kpj, ["kpj"]).select("kpj", by_kpj="person_id", kpj_name="name_key", kpj_birth="birth")
    ours_only = people.filter(pl.col("person_id").is_in(list(own)))
    by_name = _once(ours_only, ["name_key", "birth"]).select("name_key", "birth", by_name="person_id")
    found = members.join(by_nik, on="nik", how="left", maintain_order="left")
    found = found.join(by_kpj, on="kpj", how="left", maintain_order="left")
    agrees = (
        (pl.col("nik") == "")
        | (pl.col("kpj_name") == pl.col("name_key"))
        | (pl.col("kpj_birth") == pl.col("birth"))
    )
    found = found.with_columns(
        person_id=pl.coalesce("by_nik", pl.when(agrees.fill_null(value=False)).then("by_kpj"))
    )
    found = found.join(by_name, on=["name_key", "birth"], how="left", maintain_order="left")
    taken = found["person_id"].drop_nulls().implode()
    alone = pl.len().over("name_key", "birth") == 1
    free = (
        ~pl.col("by_name").is_in(taken) & alone & pl.col("birth").is_not_null() & (pl.col("name_key") != "")
    )
    found = found.with_columns(
        person_id=pl.coalesce("person_id", pl.when(free.fill_null(value=False)).then("by_name"))
    )
    if ours.aliases:
        found = found.with_columns(pl.col("person_id").replace(dict(ours.aliases)))
    return found.drop("by_nik", "by_kpj", "kpj_name", "kpj_birth", "by_name")


def _once(people: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """The records whose values nobody else has."""
    return people.filter(pl.len().over(columns) == 1)
