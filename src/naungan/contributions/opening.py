"""Memberships of a month leave the database in batches of columns, never row by row through the ORM.

All reads of a month are one snapshot: on PostgreSQL a read-only, repeatable transaction of its own over ADBC
(Arrow) or, without that driver, a server-side cursor; on SQLite a deferred transaction on Django's own
connection, because a second SQLite library in the process would drop the locks of the first. Within a
caller's transaction it is read through that.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection
from django.utils.translation import gettext as _

from naungan.law import months
from naungan.law.findings import Refused
from naungan.law.vocabulary import PAID_BY, PROGRAMMES, SECTOR
from naungan.registry.models import Roll

BATCH_ROWS = 250_000
BILLED_STATES = (Roll.State.DECREED, Roll.State.REGISTERED, Roll.State.ACTIVE)

Read = Callable[[str, pl.Schema], Iterator[pl.DataFrame]]

_MEMBERS = pl.Schema(
    {
        "membership_id": pl.Int64(),
        "person_id": pl.Int64(),
        "roll_id": pl.Int64(),
        "registered_month": pl.Int32(),
        "area": pl.String(),
        "amount_rp": pl.Int64(),
        "risk_group": pl.Int16(),
        "occupation": pl.String(),
    }
)
_ROLLS = pl.Schema(
    {
        "roll_id": pl.Int64(),
        "registration_id": pl.Int64(),
        "payer_id": pl.Int64(),
        "payer_area": pl.String(),
        "payer_code": pl.String(),
        "segment": pl.String(),
        "group": pl.String(),
        "programmes": pl.String(),
        "paid_by": pl.String(),
        "labour_intensive": pl.Boolean(),
    }
)
_SECTORS = pl.Schema({"code": pl.String(), "sector": pl.String()})
_ALIASES = pl.Schema(
    {
        "person_id": pl.Int64(),
        "survivor": pl.Int64(),
        "survivor_area": pl.String(),
        "died_before": pl.Boolean(),
    }
)


@dataclass(frozen=True, slots=True)
class Opening:
    """What a month's snapshot holds beside the members.

    Rolls, sectors by group, merged people, and the reader.
    """

    month: int
    area_code: str | None
    read: Read
    rolls: pl.DataFrame
    sectors: pl.DataFrame
    aliases: pl.DataFrame

    @property
    def segments(self) -> list[str]:
        """The segments that have rolls in the month, in order."""
        return sorted(self.rolls["segment"].unique())

    def count(self) -> int:
        """How many memberships the month has, about: those of people who died before are among them."""
        condition = _roll_condition(self.month, self.area_code)
        sql = f"""
            SELECT COUNT(*) AS members FROM registry_roll r
              JOIN registry_registration g ON g.id = r.registration_id
              JOIN registry_payer y ON y.id = g.payer_id
              JOIN registry_membership m ON m.roll_id = r.id
             WHERE {condition} AND m.first_month <= {self.month} AND m.last_month >= {self.month}"""  # noqa: S608
        return int(_whole(self.read, sql, pl.Schema({"members": pl.Int64()}))["members"][0])

    def members(self, segment: str, posted: pl.Series) -> Iterator[pl.DataFrame]:
        """The facts of a segment's members, in batches by roll; those in `posted` (membership ids) are left
        out.

        Columns: those of the lake up to the amounts, without nulls save occupation and registered_month.
        Raises Refused when a member has no terms in the month.
        """
        for batch in self.read(_members_sql(self.month, segment, self.area_code), _MEMBERS):
            rows = batch.filter(~pl.col("membership_id").is_in(posted.implode())) if len(posted) else batch
            if len(rows):
                _refuse_without_terms(rows, self.month)
                yield self._with_facts(rows)

    def _with_facts(self, rows: pl.DataFrame) -> pl.DataFrame:
        if len(self.aliases):
            rows = _resolved(rows, self.aliases)
        return (
            rows.join(self.rolls, on="roll_id", how="left", maintain_order="left")
            .with_columns(pl.coalesce("occupation", "group").alias("code"))
            .join(self.sectors, on="code", how="left", maintain_order="left")
            .with_columns(pl.lit(self.month, pl.Int32).alias("month"), pl.col("risk_group").cast(pl.Int8))
            .drop("code")
        )


@contextmanager
def opened(month: int, area_code: str | None) -> Iterator[Opening]:
    """A snapshot of the registry for a month, narrowed to payers at or below an area; closed on leaving."""
    with _snapshot() as read:
        yield Opening(
            month=month,
            area_code=area_code,
            read=read,
            rolls=_as_facts(_whole(read, _rolls_sql(month, area_code), _ROLLS)),
            sectors=_whole(read, "SELECT code, sector FROM registry_group", _SECTORS).with_columns(
                pl.col("sector").replace_strict(SECTOR, return_dtype=pl.Int8)
            ),
            aliases=_whole(read, _aliases_sql(month), _ALIASES),
        )


def _as_facts(rolls: pl.DataFrame) -> pl.DataFrame:
    """Rolls with the codes of the law: who pays as a number, the programmes as five yes-or-no columns."""
    programmes = pl.col("programmes").str.split(",")
    flags = (programmes.list.contains(name).alias(f"has_{name.lower()}") for name in PROGRAMMES)
    return rolls.with_columns(pl.col("paid_by").replace_strict(PAID_BY, return_dtype=pl.Int8), *flags).drop(
        "programmes"
    )


def _members_sql(month: int, segment: str, area_code: str | None) -> str:
    # Only whole numbers, our own words and a checked area code stand in the text: every driver takes it so.
    return f"""
        SELECT m.id AS membership_id, m.person_id AS person_id, m.roll_id AS roll_id,
               {_month_of("m.registered_on")} AS registered_month, p.domicile_id AS area,
               t.amount_rp AS amount_rp, t.risk_group AS risk_group, t.occupation_id AS occupation
          FROM registry_roll r
          JOIN registry_registration g ON g.id = r.registration_id
          JOIN registry_payer y ON y.id = g.payer_id
          JOIN registry_membership m ON m.roll_id = r.id
          JOIN registry_person p ON p.id = m.person_id
          LEFT JOIN registry_membershipterms t ON t.membership_id = m.id AND t.from_month = (
               SELECT MAX(u.from_month) FROM registry_membershipterms u
                WHERE u.membership_id = m.id AND u.from_month <= {month})
         WHERE r.segment = '{segment}' AND {_roll_condition(month, area_code)}
           AND m.first_month <= {month} AND m.last_month >= {month}
           AND (p.deceased_on IS NULL OR p.deceased_on >= '{months.first_day(month)}')
         ORDER BY g.payer_id, r.id, m.id"""  # noqa: S608


def _rolls_sql(month: int, area_code: str | None) -> str:
    return f"""
        SELECT r.id AS roll_id, r.registration_id AS registration_id, g.payer_id AS payer_id,
               y.area_id AS payer_area, y.code AS payer_code, r.segment AS segment, r.group_id AS "group",
               r.programmes AS programmes, r.paid_by AS paid_by, r.labour_intensive AS labour_intensive
          FROM registry_roll r
          JOIN registry_registration g ON g.id = r.registration_id
          JOIN registry_payer y ON y.id = g.payer_id
         WHERE {_roll_condition(month, area_code)}
         ORDER BY r.id"""  # noqa: S608


def _aliases_sql(month: int) -> str:
    # A merged person may have been merged into one who was merged later: follow to the one who stands.
    return f"""
        WITH RECURSIVE merged(person_id, into_id) AS (
            SELECT id, merged_into_id FROM registry_person WHERE merged_into_id IS NOT NULL
            UNION ALL
            SELECT merged.person_id, p.merged_into_id FROM merged
              JOIN registry_person p ON p.id = merged.into_id WHERE p.merged_into_id IS NOT NULL)
        SELECT merged.person_id AS person_id, s.id AS survivor, s.domicile_id AS survivor_area,
               (s.deceased_on IS NOT NULL AND s.deceased_on < '{months.first_day(month)}') AS died_before
          FROM merged JOIN registry_person s ON s.id = merged.into_id
         WHERE s.merged_into_id IS NULL"""  # noqa: S608


def _roll_condition(month: int, area_code: str | None) -> str:
    states = ", ".join(f"'{state.value}'" for state in BILLED_STATES)
    within = ""
    if area_code is not None:
        assert area_code.replace(".", "").isdigit(), area_code
        within = f" AND (y.area_id = '{area_code}' OR y.area_id LIKE '{area_code}.%')"
    return f"r.state IN ({states}) AND r.first_month <= {month} AND r.last_month >= {month}{within}"


def _month_of(column: str) -> str:
    """The month number of a date column, null for none."""
    if connection.vendor == "postgresql":
        return f"CAST(EXTRACT(YEAR FROM {column}) * 12 + EXTRACT(MONTH FROM {column}) - 1 AS integer)"
    return f"CAST(substr({column}, 1, 4) AS integer) * 12 + CAST(substr({column}, 6, 2) AS integer) - 1"


def _refuse_without_terms(rows: pl.DataFrame, month: int) -> None:
    without = rows.filter(pl.col("amount_rp").is_null())
    if len(without):
        raise Refused(
            "terms.missing",
            _("%(count)s kepesertaan belum memuat upah atau penghasilan untuk %(month)s.")
            % {"count": len(without), "month": months.format_month(month)},
            where=f"roll {without['roll_id'][0]}",
            mend=_("Lengkapi upah atau penghasilan peserta pada daftar itu."),
        )


def _resolved(rows: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """Members under the person who stands for them; those whose person died before the month are left out."""
    return (
        rows.join(aliases, on="person_id", how="left", maintain_order="left")
        .filter(pl.col("died_before").fill_null(value=False).not_())
        .with_columns(
            pl.coalesce("survivor", "person_id").alias("person_id"),
            pl.coalesce("survivor_area", "area").alias("area"),
        )
        .drop("survivor", "survivor_area", "died_before")
    )


def _whole(read: Read, sql: str, schema: pl.Schema) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=schema), *read(sql, schema)])


@contextmanager
def _snapshot() -> Iterator[Read]:
    if connection.in_atomic_block:
        yield _read_by_cursor
    elif connection.vendor == "postgresql":
        with _postgres_snapshot() as read:
            yield read
    else:
        with _plain_transaction("BEGIN DEFERRED"):
            yield _read_by_cursor


@contextmanager
def _plain_transaction(begin: str) -> Iterator[None]:
    """A reading transaction: on SQLite it takes no write lock, unlike the transactions that Django opens."""
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


@contextmanager
def _postgres_snapshot() -> Iterator[Read]:
    if importlib.util.find_spec("adbc_driver_postgresql") is None:
        with _plain_transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            yield _read_by_server_cursor
        return
    import adbc_driver_postgresql.dbapi as adbc

    with adbc.connect(_postgres_uri()) as postgres, postgres.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield lambda sql, schema: _read_arrow(postgres, sql, schema)


def _postgres_uri() -> str:
    from psycopg.conninfo import make_conninfo

    wanted = ("host", "port", "user", "password", "dbname")
    given = {
        key: value for key, value in connection.get_connection_params().items() if key in wanted and value
    }
    return make_conninfo("", **given)


def _read_arrow(postgres: Any, sql: str, schema: pl.Schema) -> Iterator[pl.DataFrame]:
    with postgres.cursor() as cursor:
        cursor.execute(sql)
        waiting: list[pl.DataFrame] = []
        for batch in cursor.fetch_record_batch():
            frame = pl.from_arrow(batch)
            assert isinstance(frame, pl.DataFrame)
            waiting.append(frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()))
            if sum(map(len, waiting)) >= BATCH_ROWS:
                yield pl.concat(waiting)
                waiting = []
        if waiting:
            yield pl.concat(waiting)


def _read_by_server_cursor(sql: str, schema: pl.Schema) -> Iterator[pl.DataFrame]:
    # Django's own transaction is not open here, so the cursor is declared on the connection below it.
    with connection.connection.cursor(name="naungan_opening") as cursor:
        cursor.execute(sql)
        yield from _batches(cursor.fetchmany, schema)


def _read_by_cursor(sql: str, schema: pl.Schema) -> Iterator[pl.DataFrame]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        yield from _batches(cursor.fetchmany, schema)


def _batches(fetch: Callable[[int], Iterable[tuple[Any, ...]]], schema: pl.Schema) -> Iterator[pl.DataFrame]:
    while rows := fetch(BATCH_ROWS):
        columns = zip(*rows, strict=True)
        yield pl.DataFrame(
            [
                _column(name, dtype, values)
                for (name, dtype), values in zip(schema.items(), columns, strict=True)
            ]
        )


def _column(name: str, dtype: pl.DataType, values: tuple[Any, ...]) -> pl.Series:
    # SQLite gives yes and no as 0 and 1.
    if dtype == pl.Boolean:
        values = tuple(bool(value) for value in values)
    return pl.Series(name, values, dtype=dtype)
