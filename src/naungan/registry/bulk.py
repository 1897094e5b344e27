"""Many rows at once through Django's own connection: reads by a list of keys, ids taken in advance, inserts.

SQLite: `executemany` and `json_each` (never a second SQLite library in the process). PostgreSQL: `COPY` and
arrays.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Model

# One import commits at a time: two lists must not register one person twice. SQLite's transactions do it by
# themselves.
_IMPORT_LOCK = 7_503_2021
# rows handed to the database at a time: a million tuples at once would hold a gigabyte
_CHUNK = 50_000
# from so many new rows on PostgreSQL's planner is told, which else plans with the old figures for a minute or more
_TOLD_FROM = 10_000


def lock_imports() -> None:
    """Wait until no other import is committing; held until the transaction ends. Call inside one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])


def rows_by_keys(sql: str, keys: Sequence[Any], *more: Any) -> list[tuple[Any, ...]]:
    """Rows of a query that holds `{keys}` where the list of keys goes: one query however many keys there are.

    `sql` is written "... WHERE column {keys} AND ...": it becomes `IN (SELECT ... json_each)` or `=
    ANY(array)`. `{keys}`
    comes before every other parameter.
    """
    value: Any
    if connection.vendor == "postgresql":
        condition, value = "= ANY(%s)", list(keys)
    else:
        condition, value = "IN (SELECT value FROM json_each(%s))", json.dumps(list(keys))
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{keys}", condition), [value, *more])
        return list(cursor.fetchall())


def take_ids(model: type[Model], count: int) -> list[int]:
    """Ids for `count` new rows of a model, in order; inside a transaction nobody else gets them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
    return list(range(first, first + count))


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows given as tuples in the order of `columns` (database column names); values as the database
    keeps them.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            if cursor.rowcount >= _TOLD_FROM:
                cursor.execute(f"ANALYZE (SKIP_LOCKED) {table}")
            return
        marks = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 (names are our own)
        given = iter(rows)
        while chunk := list(islice(given, _CHUNK)):
            cursor.executemany(statement, chunk)
