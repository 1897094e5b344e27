"""Rows held by columns are the rows of the file: whoever reads a list sees the same people either way."""

import random

import polars as pl
import pytest
from django.db import DatabaseError, connection, transaction

from naungan.registry.imports import commit
from naungan.registry.imports.columns import frame_of, stripped
from naungan.registry.imports.headers import find_header
from naungan.registry.imports.read import Sheet
from naungan.registry.imports.reading import AS_IT_SAYS
from naungan.registry.imports.source import _tables
from naungan.registry.imports.table import TextRows, in_parts, put_together
from tests.registry.lists import workers

HEADINGS = ["NO", "NIK", "NAMA", "TANGGAL LAHIR", "ALAMAT"]
NIKS = (
    "",
    "7503",
    "7.5E+15",
    "7503 0112 0580 0001",
    "²" * 16,
    "１２３４５６７８９０１２３４５６",
    "NIK",
    "K106",
)
NAMES = ("SITI", "Jumlah", "JUMLAH PAKAYA", "", "12", "Mengetahui")
SPACES = (" ", "\u00a0", "\x1f", "\u3000", "\t")


def held(rows: list[list[str]]) -> TextRows:
    return put_together(list(in_parts(rows, 300)))


def person(chance: random.Random, number: int) -> list[str]:
    nik = f"7503{chance.randrange(10**12):012d}"
    row = [str(number), nik, "REKAAN", "12-05-1980", "DUSUN I"]
    if chance.random() < 0.2:
        row[1] = chance.choice((*NIKS, nik + chance.choice(SPACES)))
    if chance.random() < 0.2:
        row[2] = chance.choice(NAMES)
    if chance.random() < 0.2:
        row[0] = chance.choice(("", "x", "1.", "²"))
    if chance.random() < 0.1:
        at = chance.randrange(5)
        row[at] = chance.choice(SPACES) + row[at] + chance.choice(SPACES)
    if chance.random() < 0.05:
        return row[: chance.randrange(1, 5)]
    return list(HEADINGS) if chance.random() < 0.005 else row


@pytest.fixture(params=range(20))
def rows(request) -> list[list[str]]:
    chance = random.Random(request.param)
    above = [["DAFTAR PEKERJA"]] * chance.randrange(3)
    below = [["", "", "Mengetahui"], ["JUMLAH", "", "3"]][: chance.randrange(3)]
    return [*above, HEADINGS, *(person(chance, n) for n in range(chance.choice((1, 40, 700)))), *below]


def test_rows_by_columns_are_a_sequence_of_the_same_rows(rows):
    same = held(rows)
    assert list(same) == rows
    assert (same[0], same[-1], len(same)) == (rows[0], rows[-1], len(rows))
    assert list(same[1:9]) == rows[1:9]
    assert [same[at] for at in reversed(range(len(rows)))] == rows[::-1]
    with pytest.raises(IndexError):
        same[len(rows)]


def test_the_same_people_are_found_in_rows_and_in_columns(rows):
    numbers = list(range(1, len(rows) + 1))
    lists, columns = Sheet("", numbers, rows), Sheet("", numbers, held(rows))
    tables = [_tables(sheet, AS_IT_SAYS) for sheet in (lists, columns)]
    assert len(tables[0]) == len(tables[1]) >= 1
    for (plain, header), (by_columns, other) in zip(*tables, strict=True):
        assert header == other == find_header(plain.rows)
        assert frame_of(0, plain, header).equals(frame_of(0, by_columns, other))


def test_a_row_wider_than_a_workbook_may_be_is_cut():
    (part,) = in_parts([["a"] * 500, ["b"]], 300)
    assert (part.frame.width, [len(row) for row in part]) == (300, [300, 1])
    assert part.column(299).to_list() == ["a", ""]
    assert part.column(300).to_list() == ["", ""]


def test_texts_lose_the_spaces_that_python_strips():
    texts = [f"{space}A B{space}" for space in map(chr, range(0x3100)) if space.isspace()] + ["", " ", "A"]
    assert stripped(pl.Series(texts)).to_list() == [text.strip() for text in texts]


@pytest.mark.django_db
def test_a_list_that_fails_leaves_the_database_as_usual_and_says_why(bring, monkeypatch):
    def pages() -> object:
        if connection.vendor != "sqlite":
            return None
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA cache_size").fetchone()

    def broken(*_given):
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column FROM registry_person")

    usual = pages()
    bring(workers(3))
    assert pages() == usual
    monkeypatch.setattr(commit, "_insert_memberships", broken)
    with pytest.raises(DatabaseError, match="no_such_column"):
        bring(workers(9, seed=2))
    assert pages() == usual
