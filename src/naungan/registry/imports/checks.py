"""Checks of a list by itself, as columns: what is wrong in the file whatever the registry knows.

Each check is one function: frame in, hits out. Its name is the sentence that it forbids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import polars as pl

from naungan.law import months, nik
from naungan.registry.imports import columns, particulars
from naungan.registry.imports.columns import day_text, made_up, sound_nik
from naungan.registry.imports.options import MAX_AMOUNT_RP, RollOptions
from naungan.registry.imports.words import Hit, weighed

OLDEST, YOUNGEST = 64, 17
Check = Callable[[pl.DataFrame], list[Hit]]
UNUSUAL_NAME = r"[0-9]|[^\p{L}\s.,'`’\-()/]|(?i)^(test|tes|xxx+|nama|almarhum|alm)\b|^.$"


def prepared(people: pl.DataFrame, options: RollOptions) -> pl.DataFrame:
    """The frame with everything that checks and commit need: `row`, identity parts, `born_on`, `amount_rp`,
    `sex_read`.
    """
    numbered = people if "row" in people.columns else people.with_row_index("row")
    people = columns.with_identity(numbered)
    birth = columns.dates_beside(people, "birth")
    started = columns.dates_beside(people, "registered")["read"].dt.to_string("%Y-%m-%d")
    people = people.with_columns(birth["read"], birth["swapped"], started.alias("registered_on"))
    return people.with_columns(
        *_birth_notes(),
        sex_read=columns.once(people["sex"], columns.read_sex, pl.String),
        **_amount(people, options),
    ).with_columns(
        born_on=pl.when(pl.col("birth_agrees")).then(pl.col("read")).otherwise(pl.col("nik_birth"))
    )


def file_hits(people: pl.DataFrame, options: RollOptions, purpose: str = "new") -> list[Hit]:
    """All hits of the checks that need the file only, repeated identity numbers last."""
    hits = [hit for check in FILE_CHECKS for hit in check(people)]
    hits.extend(age_out_of_range(people, options.first_month))
    hits.extend(particulars.hits(people, options))
    hits = weighed(hits, options.segment, purpose)
    hits.extend(repeated_nik(people, {hit.row for hit in hits if hit.blocking}))
    return hits


def malformed_nik(people: pl.DataFrame) -> list[Hit]:
    """16 digits, with a birth date and a serial that exist."""
    wrong = people.filter(~pl.col("nik_number") & ~sound_nik() & ~made_up())
    return [
        Hit(row, "nik.shape", "nik", text, _nik_problem(clean))
        for row, text, clean in wrong.select("row", "nik", "nik_clean").iter_rows()
    ]


def made_up_nik(people: pl.DataFrame) -> list[Hit]:
    """One digit sixteen times, or digits in a row: typed to get past a form."""
    wrong = people.filter(made_up() & ~pl.col("nik_number"))
    return [Hit(row, "nik.pattern", "nik", text) for row, text in wrong.select("row", "nik").iter_rows()]


def nik_stored_as_number(people: pl.DataFrame) -> list[Hit]:
    """A spreadsheet keeps 15 digits of a number: the 16th is lost for good."""
    wrong = people.filter(pl.col("nik_number"))
    return [Hit(row, "nik.number", "nik", text) for row, text in wrong.select("row", "nik").iter_rows()]


def missing_name(people: pl.DataFrame) -> list[Hit]:
    """Nobody is registered without a name."""
    wrong = people.filter(~pl.col("name").str.contains(r"\p{L}"))
    return [Hit(row, "name.missing", "name", text) for row, text in wrong.select("row", "name").iter_rows()]


def unusual_name(people: pl.DataFrame) -> list[Hit]:
    """Digits and signs in a name, a single letter: to be looked at."""
    named = people.filter(pl.col("name").str.contains(r"\p{L}"))
    wrong = named.filter(pl.col("name").str.contains(UNUSUAL_NAME))
    return [Hit(row, "name.unusual", "name", text) for row, text in wrong.select("row", "name").iter_rows()]


def birth_date_against_nik(people: pl.DataFrame) -> list[Hit]:
    """The NIK decides: it mends what a spreadsheet exchanged or nobody can read; anything else is another
    date.
    """
    sound = people.filter(sound_nik() & (pl.col("birth") != "") & ~pl.col("birth_agrees"))
    hits = []
    for row, text, swapped, readable, birth in sound.select(
        "row", "birth", "birth_swapped", "birth_readable", "nik_birth"
    ).iter_rows():
        code = "birth_date.unreadable"
        if readable:
            code = "birth_date.swapped" if swapped else "birth_date.differs"
        hits.append(Hit(row, code, "birth", text, {"birth": day_text(birth)}))
    return hits


def age_out_of_range(people: pl.DataFrame, first_month: int) -> list[Hit]:
    """17 to 64 whole years on day 1 of the roll's first month."""
    on = months.first_day(first_month)
    agrees = (
        pl.col("birth_agrees") | pl.col("birth_swapped") | ~pl.col("birth_readable") | (pl.col("birth") == "")
    )
    sound = people.filter(sound_nik() & agrees)
    wrong = sound.filter(
        (_born_by(on, YOUNGEST) < pl.col("born_on")) | (pl.col("born_on") <= _born_by(on, OLDEST + 1))
    )
    return [
        Hit(row, "age.out_of_range", "birth" if text else "nik", text or number,
            {"on": day_text(on), "age": months.whole_years(born, on)})
        for row, text, number, born in wrong.select("row", "birth", "nik", "born_on").iter_rows()
    ]  # fmt: skip


def sex_against_nik(people: pl.DataFrame) -> list[Hit]:
    """The NIK decides here too; a wrong letter keeps nobody out."""
    known = people.filter(
        sound_nik() & (pl.col("sex_read") != "") & (pl.col("sex_read") != pl.col("nik_sex"))
    )
    return [
        Hit(row, "sex.differs", "sex", text, {"sex": sex})
        for row, text, sex in known.select("row", "sex", "nik_sex").iter_rows()
    ]


def missing_wage(people: pl.DataFrame) -> list[Hit]:
    """Contributions of wage earners are shares of the wage: without one there is nothing to bill."""
    wrong = people.filter(pl.col("amount_rp").is_null())
    return [
        Hit(row, "wage.unreadable" if text else "wage.missing", "wage", text)
        for row, text in wrong.select("row", "wage").iter_rows()
    ]


def repeated_nik(people: pl.DataFrame, blocked: Iterable[int]) -> list[Hit]:
    """One person, one row: the first sound row stays if all names agree; if they do not, nobody knows whose
    NIK it is.
    """
    sound = people.filter(sound_nik())
    twice = sound.filter(pl.len().over("nik_clean") > 1)
    if twice.is_empty():
        return []
    kept_out = set(blocked)
    hits = []
    for (_number,), rows in twice.group_by("nik_clean", maintain_order=True):
        hits.extend(_repeated(rows, kept_out))
    return hits


FILE_CHECKS: tuple[Check, ...] = (
    malformed_nik,
    made_up_nik,
    nik_stored_as_number,
    missing_name,
    unusual_name,
    birth_date_against_nik,
    sex_against_nik,
    missing_wage,
)


def _repeated(rows: pl.DataFrame, kept_out: set[int]) -> list[Hit]:
    people = rows.select("row", "nik", "name_key", "line").rows()
    names = {name for _row, _nik, name, _line in people if name}
    if len(names) > 1:
        first, second = people[0], people[1]
        return [
            Hit(
                row,
                "nik.repeated",
                "nik",
                text,
                {"variant": "differ", "line": second[3] if row == first[0] else first[3]},
            )
            for row, text, _name, _line in people
        ]
    stays = next((person for person in people if person[0] not in kept_out), people[0])
    return [
        Hit(row, "nik.repeated", "nik", text, {"variant": "agree", "line": stays[3]})
        for row, text, _name, _line in people
        if row != stays[0]
    ]


def _nik_problem(clean: str) -> dict[str, object]:
    first = (nik.problems(clean) or ("nik.length",))[0]
    if not any(map(str.isdigit, clean)):
        return {"variant": "letters" if clean else "missing"}
    names = {
        "nik.not_digits": "letters",
        "nik.length": "length",
        "nik.birth_date": "birth",
        "nik.serial": "serial",
        "nik.area": "area",
    }
    return {"variant": names[first], "count": len(clean)}


def _birth_notes() -> tuple[pl.Expr, ...]:
    def same(day: str) -> pl.Expr:
        # a NIK has two digits of the year: its century is a guess, the cell's is not
        parts = [
            pl.col(day).dt.day() == pl.col("nik_birth").dt.day(),
            pl.col(day).dt.month() == pl.col("nik_birth").dt.month(),
        ]
        years = pl.col(day).dt.year() % 100 == pl.col("nik_birth").dt.year() % 100
        return (parts[0] & parts[1] & years).fill_null(value=False)

    return (
        same("read").alias("birth_agrees"),
        same("swapped").alias("birth_swapped"),
        (pl.col("read").is_not_null() | pl.col("swapped").is_not_null()).alias("birth_readable"),
    )


def _born_by(on: date, years: int) -> date:
    """The last birth date of somebody who has completed `years` on `on`; `on` is day 1 of a month."""
    return date(on.year - years, on.month, on.day)


def _amount(people: pl.DataFrame, options: RollOptions) -> dict[str, pl.Expr | pl.Series]:
    """Wage of the cell, else of the list, for wage earners; for others the income of the list."""
    if options.segment in {"BPU", "PMI"}:
        return {"amount_rp": pl.lit(options.income_rp or options.wage_rp, dtype=pl.Int64)}
    read = columns.once(people["wage"], _wage, pl.Int64)
    listed = pl.when(pl.col("wage") == "").then(pl.lit(options.wage_rp, dtype=pl.Int64))
    return {"amount_rp": pl.coalesce(read, listed)}


def _wage(text: str) -> int | None:
    amount = columns.read_rupiah(text)
    return amount if amount is not None and 0 < amount <= MAX_AMOUNT_RP else None
