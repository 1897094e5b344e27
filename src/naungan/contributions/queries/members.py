"""The workers of a bill: frozen rows of the lake, with the names that the registry knows today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

import polars as pl

from naungan.accounts.scope import Scope
from naungan.contributions.models import Bill
from naungan.contributions.queries.rows import rows_of_runs, visible
from naungan.registry.models import Person, Roll
from naungan.registry.search import people_q

NAMES_AT_ONCE = 500


class Named(Sequence[dict[str, Any]]):
    """Rows with `person_id` and `roll_id`, given with `nik`, `name` and `roll`; names are read by pages."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self._rows = rows
        rolls = rows["roll_id"].unique().to_list()
        self._rolls = dict(Roll.objects.filter(pk__in=rolls).values_list("pk", "name"))

    def __len__(self) -> int:
        return len(self._rows)

    def __bool__(self) -> bool:
        """True even when nobody matches: the filter stays on the page."""
        return True

    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, at: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(at, int):
            return self._named(self._rows[at])[0]
        return self._named(self._rows[at])

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for some in self._rows.iter_slices(NAMES_AT_ONCE):
            yield from self._named(some)

    def _named(self, rows: pl.DataFrame) -> list[dict[str, Any]]:
        found = rows.to_dicts()
        people = Person.objects.in_bulk({row["person_id"] for row in found})
        return [
            row
            | {
                "nik": people[row["person_id"]].nik,
                "name": people[row["person_id"]].name,
                "roll": self._rolls[row["roll_id"]],
            }
            for row in found
        ]


class BillMembers(Named):
    """The rows of a bill's members that a scope shows, as they were frozen.

    `text` narrows by words of the name, a KPJ or the beginning of a NIK; a whole one only with `whole_nik_only`.
    """

    def __init__(self, bill: Bill, *, scope: Scope, text: str = "", whole_nik_only: bool = False) -> None:
        wanted = (pl.col("registration_id") == bill.registration_id) & visible(scope)
        frame = rows_of_runs([bill.run]).filter(wanted)
        if text:
            people = Person.objects.filter(people_q(text, whole_nik_only=whole_nik_only))
            frame = frame.filter(pl.col("person_id").is_in(list(people.values_list("pk", flat=True))))
        super().__init__(frame.sort("roll_id", "membership_id").collect(engine="streaming"))
