"""Memberships of a month leave the database in batches of columns, never row by row through the ORM.

All reads of a month are one snapshot (see `snapshot`). PostgreSQL streams the joined rows in one statement;
SQLite, which would spend most of its time in making Python objects, hands them over as text, some rolls at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl
from django.db import connection
from django.utils.translation import gettext as _

from naungan.contributions.snapshot import Read, gathered, read_text, snapshot, whole
from naungan.law import months
from naungan.law.findings import Refused
from naungan.law.vocabulary import PAID_BY, PROGRAMMES, SECTOR
from naungan.registry.states import BILLED

BATCH_ROWS = 250_000
# So many numbers at most stand in one statement.
ROLLS_AT_ONCE = 5_000

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
_SIZES = pl.Schema(dict.fromkeys(("roll_id", "members", "first_id", "last_id"), pl.Int64()))
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
    """What a month's snapshot holds beside the members, who may be narrowed to some people.

    Rolls, sectors by group, merged people, and the reader.
    """

    month: int
    area_code: str | None
    people: tuple[int, ...] | None
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
            SELECT COUNT(*) AS members {_rolls_source()}
              JOIN registry_membership m ON m.roll_id = r.id
             WHERE {condition} AND {_in_month(self.month)}"""
        return int(whole(self.read, sql, pl.Schema({"members": pl.Int64()}))["members"][0])

    def members(self, segment: str, posted: pl.Series) -> Iterator[pl.DataFrame]:
        """The facts of a segment's members, in batches, payer by payer and roll by roll; those in `posted`
        (membership ids in ascending order) are left out.

        Columns: those of the lake up to the amounts, without nulls save occupation and registered_month.
        Raises Refused when a member has no terms in the month.
        """
        for batch in gathered(self._read_members(segment), BATCH_ROWS):
            rows = _not_in(posted, batch)
            if len(rows):
                _refuse_without_terms(rows, self.month)
                yield self._with_facts(rows)

    def _read_members(self, segment: str) -> Iterator[pl.DataFrame]:
        if connection.vendor == "postgresql":
            columns = ", ".join(f"{expression} AS {name}" for name, expression in _member_columns().items())
            condition = f"{_of_segment(self, segment)}{self._of_people()}"
            sql = f"SELECT {columns} {_members_source(self.month, condition)}"
            yield from self.read(f"{sql} ORDER BY g.payer_id, m.roll_id, m.id", _MEMBERS)
            return
        payers = self.rolls.select("roll_id", "payer_id")
        for some in self._portions(segment):
            source = _members_source(self.month, f"{some}{self._of_people()}")
            rows = read_text(self.read, _member_columns(), source, _MEMBERS)
            ordered = rows.join(payers, on="roll_id").sort("payer_id", "roll_id", "membership_id")
            yield ordered.drop("payer_id")

    def _of_people(self) -> str:
        """The condition that narrows memberships to some people; nothing for everybody."""
        if self.people is None:
            return ""
        return f" AND m.person_id IN ({', '.join(map(str, self.people)) or 'NULL'})"

    def _portions(self, segment: str) -> Iterator[str]:
        """Conditions that split a segment's members, in the order of their payers, into portions of about a
        batch.
        """
        condition = _of_segment(self, segment)
        sql = f"""
            SELECT m.roll_id AS roll_id, COUNT(*) AS members, MIN(m.id) AS first_id, MAX(m.id) AS last_id
              {_rolls_source()} JOIN registry_membership m ON m.roll_id = r.id
             WHERE {condition} AND {_in_month(self.month)}{self._of_people()} GROUP BY m.roll_id"""
        sizes = whole(self.read, sql, _SIZES).join(self.rolls.select("roll_id", "payer_id"), on="roll_id")
        waiting: list[int] = []
        room = BATCH_ROWS
        for roll, members, first, last, _payer in sizes.sort("payer_id", "roll_id").iter_rows():
            if waiting and (members > room or len(waiting) >= ROLLS_AT_ONCE):
                yield _of_rolls(waiting)
                waiting, room = [], BATCH_ROWS
            if members > BATCH_ROWS:
                yield from _of_large_roll(roll, members, first, last)
            else:
                waiting, room = [*waiting, roll], room - members
        if waiting:
            yield _of_rolls(waiting)

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
def opened(month: int, area_code: str | None, people: tuple[int, ...] | None = None) -> Iterator[Opening]:
    """A snapshot of the registry for a month, narrowed to payers at or below an area and, if given, to the
    memberships of some people (those merged into them are named, too); closed on leaving.
    """
    with snapshot() as read:
        yield Opening(
            month=month,
            area_code=area_code,
            people=people,
            read=read,
            rolls=_as_facts(whole(read, _rolls_sql(month, area_code), _ROLLS)),
            sectors=whole(read, "SELECT code, sector FROM registry_group", _SECTORS).with_columns(
                pl.col("sector").replace_strict(SECTOR, return_dtype=pl.Int8)
            ),
            aliases=whole(read, _aliases_sql(month), _ALIASES),
        )


def _as_facts(rolls: pl.DataFrame) -> pl.DataFrame:
    """Rolls with the codes of the law: who pays as a number, the programmes as five yes-or-no columns."""
    programmes = pl.col("programmes").str.split(",")
    flags = (programmes.list.contains(name).alias(f"has_{name.lower()}") for name in PROGRAMMES)
    return rolls.with_columns(pl.col("paid_by").replace_strict(PAID_BY, return_dtype=pl.Int8), *flags).drop(
        "programmes"
    )


def _member_columns() -> dict[str, str]:
    return {
        "membership_id": "m.id",
        "person_id": "m.person_id",
        "roll_id": "m.roll_id",
        "registered_month": _month_of("m.registered_on"),
        "area": "p.domicile_id",
        "amount_rp": "t.amount_rp",
        "risk_group": "t.risk_group",
        "occupation": "t.occupation_id",
    }


def _members_source(month: int, condition: str) -> str:
    # Only whole numbers, our own words and a checked area code stand in the text: every driver takes it so.
    # "No newer terms" is an anti-join, which databases do in one pass; the maximum would be asked row by row.
    return f"""{_rolls_source()}
          JOIN registry_membership m ON m.roll_id = r.id
          JOIN registry_person p ON p.id = m.person_id
          LEFT JOIN registry_membershipterms t ON t.membership_id = m.id AND t.from_month <= {month}
               AND NOT EXISTS (SELECT 1 FROM registry_membershipterms u WHERE u.membership_id = t.membership_id
                                  AND u.from_month > t.from_month AND u.from_month <= {month})
         WHERE {condition} AND {_in_month(month)}
           AND (p.deceased_on IS NULL OR p.deceased_on >= '{months.first_day(month)}')"""  # noqa: S608


def _rolls_source() -> str:
    return """FROM registry_roll r
          JOIN registry_registration g ON g.id = r.registration_id
          JOIN registry_payer y ON y.id = g.payer_id"""


def _of_segment(opening: Opening, segment: str) -> str:
    return f"r.segment = '{segment}' AND {_roll_condition(opening.month, opening.area_code)}"


def _of_rolls(rolls: list[int]) -> str:
    return f"m.roll_id IN ({', '.join(map(str, rolls))})"


def _of_large_roll(roll: int, members: int, first: int, last: int) -> Iterator[str]:
    portions = -(-members // BATCH_ROWS)
    width = -(-(last - first + 1) // portions)
    for start in range(first, last + 1, width):
        yield f"m.roll_id = {roll} AND m.id BETWEEN {start} AND {start + width - 1}"


def _in_month(month: int) -> str:
    return f"m.first_month <= {month} AND m.last_month >= {month}"


def _rolls_sql(month: int, area_code: str | None) -> str:
    return f"""
        SELECT r.id AS roll_id, r.registration_id AS registration_id, g.payer_id AS payer_id,
               y.area_id AS payer_area, y.code AS payer_code, r.segment AS segment, r.group_id AS "group",
               r.programmes AS programmes, r.paid_by AS paid_by, r.labour_intensive AS labour_intensive
          {_rolls_source()}
         WHERE {_roll_condition(month, area_code)}
         ORDER BY r.id"""


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
    states = ", ".join(f"'{state.value}'" for state in BILLED)
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


def _not_in(posted: pl.Series, batch: pl.DataFrame) -> pl.DataFrame:
    """The rows whose membership is not among the sorted `posted`."""
    if not len(posted):
        return batch
    wanted = batch["membership_id"]
    at = posted.search_sorted(wanted).clip(upper_bound=len(posted) - 1)
    return batch.filter(posted.gather(at) != wanted)


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
