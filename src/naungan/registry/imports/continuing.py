"""Continuing workers (SIPP *TK lanjutan*): named by the agency's number (KPJ) instead of the NIK.

The number leads to the person that the registry has under it; name and birth date must be that person's,
because a number alone, mistyped, would put a stranger on the list.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from naungan.registry.bulk import rows_by_keys
from naungan.registry.imports import columns
from naungan.registry.imports.columns import name_key
from naungan.registry.imports.words import Hit, weighed

SHAPE = r"^\d{11}$"
_OWNERS = """
SELECT p.kpj, s.nik, s.name, s.birth_on FROM registry_person p
JOIN registry_person s ON s.id = COALESCE(p.merged_into_id, p.id)
WHERE p.kpj {keys} AND p.kpj <> ''
"""
_OWNED = {"kpj": pl.String, "owner_nik": pl.String, "owner_name": pl.String, "owner_birth": pl.Date}


def resolved(people: pl.DataFrame) -> tuple[pl.DataFrame, list[Hit]]:
    """The frame with the NIK that belongs to each number, and hits for numbers that lead to nobody, to
    several, or to somebody else. Rows without a person keep what was written.
    """
    people = people if "row" in people.columns else people.with_row_index("row")
    people = people.with_columns(kpj=pl.col("kpj").str.replace_all(r"[\s.\-']", ""))
    owners = owners_of(people["kpj"])
    several = owners.filter(pl.len().over("kpj") > 1)["kpj"].unique().to_list()
    people = people.join(owners.unique("kpj"), on="kpj", how="left", maintain_order="left")
    shaped = pl.col("kpj").str.contains(SHAPE)
    hits = [
        *_hits(people, "kpj.unknown", shaped & pl.col("owner_nik").is_null()),
        *_hits(people, "kpj.ambiguous", pl.col("kpj").is_in(several)),
        *otherwise_named(people),
    ]
    if people.filter(pl.col("kpj") == "").height:
        hits += _hits(people, "kpj.shape", pl.col("kpj") == "")
    found = pl.col("owner_nik").is_not_null()
    people = people.with_columns(
        nik=pl.when(found).then(pl.col("owner_nik")).otherwise(pl.col("nik")),
        nik_kind=pl.lit(columns.TEXT),
    )
    return people.drop("owner_nik", "owner_name", "owner_birth"), weighed(hits, "", "continuing")


def settled(people: pl.DataFrame, hits: list[Hit]) -> list[Hit]:
    """The hits without those that repeat in other words that a number leads to nobody: rows without a person
    have no NIK to look at; and cells show the number that the file has, not the NIK that it leads to.
    """
    lost = {hit.row for hit in hits if hit.code in {"kpj.unknown", "kpj.shape", "kpj.ambiguous"}}
    numbers = dict(people.select("row", "kpj").iter_rows())
    told = []
    for hit in hits:
        if hit.row in lost and hit.code.startswith("nik."):
            continue
        shown = hit.code != "kpj.shape" and hit.field == "nik"
        told.append(replace(hit, found=numbers[hit.row]) if shown else hit)
    return told


def owners_of(numbers: pl.Series) -> pl.DataFrame:
    """Who the registry has under numbers of the agency: a row each (`kpj`, `owner_nik`, `_name`, `_birth`)."""
    keys = numbers.filter(numbers.str.contains(SHAPE)).unique().to_list()
    rows = rows_by_keys(_OWNERS, keys) if keys else []
    return pl.DataFrame(
        [(*row[:3], columns.as_date(row[3])) for row in rows], schema=_OWNED, orient="row"
    ).unique()


def otherwise_named(people: pl.DataFrame) -> list[Hit]:
    """Rows whose name or birth date is not that of the person whom the number leads to."""
    known = people.filter(pl.col("owner_name").is_not_null())
    names = known.filter(
        (pl.col("name") != "") & (name_key(pl.col("name")) != name_key(pl.col("owner_name")))
    )
    dates = columns.dates_of(known["birth"], known["birth_kind"])
    known = known.join(
        dates, left_on=["birth", "birth_kind"], right_on=["text", "kind"], how="left", maintain_order="left"
    )
    readable = pl.col("read").is_not_null() & pl.col("owner_birth").is_not_null()
    same = (pl.col("read") == pl.col("owner_birth")) | (pl.col("swapped") == pl.col("owner_birth"))
    births = known.filter(readable & ~same.fill_null(value=False))
    return [
        *(
            Hit(row, "member.name_differs", "name", text)
            for row, text in names.select("row", "name").iter_rows()
        ),
        *(
            Hit(row, "member.birth_differs", "birth", text)
            for row, text in births.select("row", "birth").iter_rows()
        ),
    ]


def _hits(people: pl.DataFrame, code: str, wrong: pl.Expr) -> list[Hit]:
    return [
        Hit(row, code, "kpj", text) for row, text in people.filter(wrong).select("row", "kpj").iter_rows()
    ]
