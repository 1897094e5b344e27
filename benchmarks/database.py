"""From the database to posted bills: the room's own `run_month`, with the time of each of its steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import ground
from benchmarks.child import seconds

MONTH = "2025-06"


def run(rows: int) -> dict[str, Any]:
    """Fill an empty database (not counted), run and post a month; seconds of each step, and the bills."""
    ground.ready()
    filled, _ = seconds(lambda: ground.fill(rows))
    from naungan.accounts.access import operator
    from naungan.contributions.services import run_month
    from naungan.law import months

    spent = _clocked_steps()
    taken, result = seconds(lambda: run_month(months.parse(MONTH), actor=operator("benchmark"), post=True))
    spent = {**spent, "everything else": taken.wall - sum(spent.values())}
    again, _ = seconds(lambda: run_month(months.parse(MONTH), actor=operator("benchmark"), post=True))
    assert result.members == rows, f"{result.members} members billed, not {rows}"
    return {
        "seconds": taken.wall,
        "steps": spent,
        "rows": rows,
        "bills": result.bills,
        "total": result.total,
        "filled_seconds": filled.wall,
        "again_seconds": again.wall,
    }


class _Clocks:
    """Seconds by step, each without the steps inside it."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inside = [0.0]

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        self._inside.append(0.0)
        yield
        whole = time.perf_counter() - start
        self.spent[name] = self.spent.get(name, 0.0) + whole - self._inside.pop()
        self._inside[-1] += whole


def _clocked_steps() -> dict[str, float]:
    """Put a clock on each step of the month; the seconds that each has spent so far."""
    from naungan.contributions import opening
    from naungan.contributions.services import computing, month

    clocks = _Clocks()
    places = (
        (computing, "write_run", "rules and lake"),
        (computing, "bills_of", "sums by bill"),
        (month, "keep", "bills posted"),
    )
    for module, name, step in places:
        setattr(module, name, _clocked(getattr(module, name), step, clocks))
    members = opening.Opening.members

    def clocked_members(*args: Any) -> Iterator[Any]:
        batches = members(*args)
        while True:
            with clocks.step("leave the database"):
                batch = next(batches, None)
            if batch is None:
                return
            yield batch

    opening.Opening.members = clocked_members  # type: ignore[method-assign]
    return clocks.spent


def _clocked(function: Callable[..., Any], step: str, clocks: _Clocks) -> Callable[..., Any]:
    def clocked(*args: Any, **kwargs: Any) -> Any:
        with clocks.step(step):
            return function(*args, **kwargs)

    return clocked
