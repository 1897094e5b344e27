"""One snapshot of the database for a month's reads, and columns out of it in batches.

On PostgreSQL a read-only, repeatable transaction of its own over ADBC (Arrow) or, without that driver, a
server-side cursor; on SQLite a deferred transaction on Django's own connection, because a second SQLite library
in the process would drop the locks of the first. Within a caller's transaction it is read through that.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import polars as pl
from django.db import connection

Read = Callable[[str, pl.Schema], Iterator[pl.DataFrame]]

FETCHED_ROWS = 20_000
# For this transaction only: joins of whole tables in memory rather than in files, and no time spent on compiling.
_POSTGRES_ROOM = ("SET LOCAL work_mem = '96MB'", "SET LOCAL jit = off")
_SEPARATOR = "\x1f"


def whole(read: Read, sql: str, schema: pl.Schema) -> pl.DataFrame:
    """All rows of a statement that has few."""
    return pl.concat([pl.DataFrame(schema=schema), *read(sql, schema)])


def gathered(frames: Iterable[pl.DataFrame], batch_rows: int) -> Iterator[pl.DataFrame]:
    """The same rows in the same order, in batches of at least `batch_rows`, the last one excepted."""
    waiting: list[pl.DataFrame] = []
    for frame in frames:
        waiting.append(frame)
        if sum(map(len, waiting)) >= batch_rows:
            yield pl.concat(waiting)
            waiting = []
    if waiting:
        yield pl.concat(waiting)


def read_text(read: Read, columns: Mapping[str, str], source: str, schema: pl.Schema) -> pl.DataFrame:
    """The `columns` (name to expression) of `source` ("FROM ... WHERE ..."), whole, handed over as one text.

    SQLite writes rows as text, and Polars reads them, three times as fast as Python makes objects of them. For
    numbers, codes and months only: the text has no quotes, and an empty value is a null.
    """
    values = ", ".join(f"coalesce({expression}, '')" for expression in columns.values())
    row = f"printf('{_SEPARATOR.join(['%s'] * len(columns))}', {values})"
    sql = f"SELECT group_concat({row}, char(10)) AS text {source}"
    text = whole(read, sql, pl.Schema({"text": pl.String()}))["text"][0]
    if not text:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(text.encode(), has_header=False, separator=_SEPARATOR, quote_char=None, schema=schema)


@contextmanager
def snapshot() -> Iterator[Read]:
    """A reader of one moment of the database; closed on leaving."""
    if connection.in_atomic_block:
        yield _read_by_cursor
    elif connection.vendor == "postgresql":
        with _postgres_snapshot() as read:
            yield read
    else:
        with _plain_transaction("BEGIN DEFERRED"), _roomy_cache():
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
def _roomy_cache() -> Iterator[None]:
    """On SQLite: three tables are walked side by side, and its usual 2 MB hold too few of their pages."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (usual,) = cursor.fetchone()
        cursor.execute("PRAGMA cache_size = -65536")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {int(usual)}")


@contextmanager
def _postgres_snapshot() -> Iterator[Read]:
    if importlib.util.find_spec("adbc_driver_postgresql") is None:
        with _plain_transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            with connection.cursor() as cursor:
                for setting in _POSTGRES_ROOM:
                    cursor.execute(setting)
            yield _read_by_server_cursor
        return
    import adbc_driver_postgresql.dbapi as adbc

    with adbc.connect(_postgres_uri()) as postgres, postgres.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for setting in _POSTGRES_ROOM:
            cursor.execute(setting)
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
        for batch in cursor.fetch_record_batch():
            frame = pl.from_arrow(batch)
            assert isinstance(frame, pl.DataFrame)
            yield frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


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
    while rows := fetch(FETCHED_ROWS):
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
