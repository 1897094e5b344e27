"""The words in which rules are written: the same body for one worker (ints) and for columns (Narwhals).

A rule uses `+ - * //`, comparisons and these words only. Conditions are combined by `both`, `either` and
`negate`, because `&`, `|` and `not` mean different things on different engines. Amounts are whole rupiah,
rates are parts per million (0.24 % = 2,400). The one rounding is half up, and it lives in `share`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import narwhals as nw

# What a rule receives and returns: an int (or bool), a Narwhals expression, or a Narwhals series.
Number: TypeAlias = Any
Flag: TypeAlias = Any

MILLION = 1_000_000
HALF_MILLION = 500_000
# Amount x rate stays below this, because Spark divides through a double: exact up to 2**53.
LARGEST_PRODUCT = 9_000_000_000_000_000

TableKind = Literal["exact", "bracket", "layers"]


@dataclass(frozen=True)
class Table:
    """A parameter with rows, looked up by key.

    `exact`: the key must stand in the table. `bracket`: a key is the lower bound of its row. `layers`: like
    bracket, but the value is a rate (ppm) for the slice between two bounds; `weights` then holds what the
    slices below each bound add up to, in amount x ppm. Keys ascend.
    """

    kind: TableKind
    keys: tuple[int, ...]
    values: tuple[int, ...]
    weights: tuple[int, ...] = field(default=())

    def row(self, key: int) -> int:
        """The index of the row that holds the key; LookupError when none does."""
        index = bisect_right(self.keys, key) - 1
        if index < 0 or (self.kind == "exact" and self.keys[index] != key):
            raise LookupError(f"{key} stands in no row of the table {self.keys}")
        return index

    def column(self, values: tuple[int, ...]) -> Table:
        """A bracket table with the same bounds and other values."""
        return Table("bracket", self.keys, values)


def layers(keys: tuple[int, ...], rates: tuple[int, ...]) -> Table:
    """A table of marginal rates, with what the lower slices add up to worked out once."""
    weights = [0]
    for index in range(1, len(keys)):
        weights.append(weights[-1] + (keys[index] - keys[index - 1]) * rates[index - 1])
    return Table("layers", keys, rates, tuple(weights))


def choose(condition: Flag, yes: Number, no: Number) -> Number:
    """`yes` where the condition holds, else `no`."""
    if isinstance(condition, nw.Expr):
        return nw.when(condition).then(_literal(yes)).otherwise(_literal(no))
    if isinstance(condition, nw.Series):
        return _filled(yes, condition).zip_with(condition, _filled(no, condition))
    return yes if condition else no


def both(first: Flag, second: Flag) -> Flag:
    """Whether both conditions hold."""
    return choose(first, yes=second, no=False)


def either(first: Flag, second: Flag) -> Flag:
    """Whether at least one of two conditions holds."""
    return choose(first, yes=True, no=second)


def negate(condition: Flag) -> Flag:
    """Whether the condition does not hold."""
    return choose(condition, yes=False, no=True)


def at_most(amount: Number, limit: Number) -> Number:
    """The amount, but never more than the limit."""
    return choose(amount > limit, limit, amount)


def at_least(amount: Number, floor: Number) -> Number:
    """The amount, but never less than the floor."""
    return choose(amount < floor, floor, amount)


def share(amount: Number, rate: Number) -> Number:
    """`amount` x `rate` (ppm) in whole rupiah, half up; the product must stay below `LARGEST_PRODUCT`."""
    return (amount * rate + HALF_MILLION) // MILLION


def share_of_large(amount: Number, rate: Number) -> Number:
    """The same as `share` for amounts whose product with the rate would be too large: split, then exact."""
    millions = amount // MILLION
    return millions * rate + share(amount - millions * MILLION, rate)


def divided(amount: Number, by: Number) -> Number:
    """`amount` / `by`, half up; both positive."""
    return (amount + amount + by) // (by + by)


def lookup(value: Number, table: Table) -> Number:
    """The table's value for a key; on ints an absent exact key is a LookupError, on expressions a null."""
    if isinstance(value, nw.Expr):
        return (
            _exact_expression(value, table)
            if table.kind == "exact"
            else _between(value, table, 0, len(table.keys))
        )
    if isinstance(value, nw.Series):
        return _series_lookup(value, table)
    return table.values[table.row(value)]


def weigh_layers(amount: Number, table: Table) -> Number:
    """The sum of slice x rate over the layers, in amount x ppm; for small amounts such as months."""
    below = lookup(amount, table.column(table.keys))
    return lookup(amount, table.column(table.weights)) + (amount - below) * lookup(amount, table)


def share_of_layers(amount: Number, table: Table) -> Number:
    """What marginal rates take of an amount, in whole rupiah, half up.

    The slices below the amount's own are whole rupiah by the parameter check, so that only the last rounds.
    """
    whole = table.column(tuple(weight // MILLION for weight in table.weights))
    below = lookup(amount, table.column(table.keys))
    return lookup(amount, whole) + share_of_large(amount - below, lookup(amount, table))


def _literal(value: Number) -> Number:
    # Without a type, an engine may take a narrow integer for a constant and wrap silently.
    if isinstance(value, bool):
        return nw.lit(value, nw.Boolean)
    if isinstance(value, int):
        return nw.lit(value, nw.Int64)
    return value


def _filled(value: Number, like: nw.Series[Any]) -> nw.Series[Any]:
    if isinstance(value, nw.Series):
        return value
    dtype = nw.Boolean if isinstance(value, bool) else nw.Int64
    return nw.new_series(like.name, [value] * len(like), dtype, backend=like.implementation)


def _exact_expression(value: nw.Expr, table: Table) -> nw.Expr:
    rows = list(zip(table.keys, table.values, strict=True))
    last_key, last_value = rows.pop()
    found: nw.Expr = nw.when(value == last_key).then(_literal(last_value))
    for key, amount in reversed(rows):
        found = nw.when(value == key).then(_literal(amount)).otherwise(found)
    return found


def _between(value: nw.Expr, table: Table, low: int, high: int) -> Number:
    # A balanced tree of conditions: 33 rows over ten million values take a tenth of a second.
    if high - low == 1:
        return _literal(table.values[low])
    middle = (low + high) // 2
    return (
        nw.when(value < table.keys[middle])
        .then(_between(value, table, low, middle))
        .otherwise(_between(value, table, middle, high))
    )


def _series_lookup(value: nw.Series[Any], table: Table) -> nw.Series[Any]:
    if table.kind == "exact" and not value.is_in(list(table.keys)).all():
        raise LookupError(f"a value stands in no row of the table {table.keys}")
    found = _filled(table.values[0], value)
    for key, amount in zip(table.keys[1:], table.values[1:], strict=True):
        met = value == key if table.kind == "exact" else value >= key
        found = _filled(amount, value).zip_with(met, found)
    return found
