"""Rows of texts held by columns, so that a list of a million keeps no object for each of its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import overload

import polars as pl

# rows that become columns at a time (few, so that they stay in the processor's memory), and rows that are made again
# when one of them is asked for
_CHUNK, _BLOCK = 500, 512


class TextRows(Sequence[list[str]]):
    """Rows whose cells are all texts: a sequence of lists for whoever reads rows, columns for whoever can use them.

    `frame` has a String column for each column of the file, in order, "" where a row is shorter; `widths` says
    how many cells each row has.
    """

    __slots__ = ("_block", "_first", "frame", "widths")

    def __init__(self, frame: pl.DataFrame, widths: pl.Series) -> None:
        self.frame, self.widths = frame, widths
        self._first = 0
        self._block: list[list[str]] = []

    def __len__(self) -> int:
        return self.widths.len()

    @overload
    def __getitem__(self, at: int) -> list[str]: ...

    @overload
    def __getitem__(self, at: slice) -> TextRows: ...

    def __getitem__(self, at: int | slice) -> list[str] | TextRows:
        if isinstance(at, slice):
            return TextRows(self.frame[at], self.widths[at])
        row = at + len(self) if at < 0 else at
        if not 0 <= row < len(self):
            raise IndexError(at)
        if not 0 <= row - self._first < len(self._block):
            self._first = row - row % _BLOCK
            self._block = self._lists(self._first)
        return self._block[row - self._first]

    def column(self, at: int) -> pl.Series:
        """The cells of a column (from 0), "" in rows that do not reach it."""
        if at < self.frame.width:
            return self.frame.to_series(at)
        return pl.Series([""], dtype=pl.String).new_from_index(0, len(self))

    def _lists(self, first: int) -> list[list[str]]:
        """The rows of a block, each as long as it is in the file."""
        rows = self.frame.slice(first, _BLOCK).iter_rows()
        widths = self.widths.slice(first, _BLOCK)
        return [list(row[:width]) for row, width in zip(rows, widths, strict=True)]


def in_parts(rows: Iterable[Sequence[str]], most_columns: int) -> Iterator[TextRows]:
    """Rows in parts, each by columns. Cells beyond `most_columns` are left out, as with workbooks."""
    given = iter(rows)
    while chunk := list(islice(given, _CHUNK)):
        widths = pl.Series(list(map(len, chunk)), dtype=pl.Int64).clip(upper_bound=most_columns)
        columns = islice(zip_longest(*chunk, fillvalue=""), most_columns)
        cells = [pl.Series(str(at), column, dtype=pl.String) for at, column in enumerate(columns)]
        yield TextRows(pl.DataFrame(cells), widths.cast(pl.UInt16))


def put_together(parts: Sequence[TextRows]) -> TextRows:
    """Parts one below the other, as wide as the widest of them."""
    width = max(part.frame.width for part in parts)
    frames = [
        part.frame.with_columns(pl.lit("").alias(str(at)) for at in range(part.frame.width, width))
        for part in parts
    ]
    return TextRows(pl.concat(frames, rechunk=True), pl.concat([part.widths for part in parts], rechunk=True))
