"""One measurement in a process of its own: `python -m benchmarks.child MODULE FUNCTION JSON` prints JSON.

A process of its own starts with an empty memory, so that its highest mark belongs to that measurement alone.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def measure(function: str, environment: dict[str, str] | None = None, **arguments: Any) -> dict[str, Any]:
    """What `module:function` returns in a process of its own, with `peak_gib` of that process."""
    module, _, name = function.partition(":")
    command = [sys.executable, "-m", "benchmarks.child", module, name, json.dumps(arguments)]
    surroundings = {**os.environ, **(environment or {})}
    done = subprocess.run(command, env=surroundings, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return {"failed": f"{name} ended with status {done.returncode}"}
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


@dataclass(frozen=True)
class Taken:
    """What one call took: wall seconds, and processor seconds, those of processes that it waited for included."""

    wall: float
    processor: float


def seconds(function: Callable[[], Any]) -> tuple[Taken, Any]:
    """What one call took, and what it gave."""
    wall, processor = time.perf_counter(), _processor()
    given = function()
    return Taken(time.perf_counter() - wall, _processor() - processor), given


def _processor() -> float:
    waited_for = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + waited_for.ru_utime + waited_for.ru_stime


def main() -> None:
    """Run the function named on the command line."""
    module, name, arguments = sys.argv[1:]
    result = getattr(importlib.import_module(module), name)(**json.loads(arguments))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    sys.stdout.write("\n" + json.dumps({**result, "peak_gib": round(peak, 2)}) + "\n")


if __name__ == "__main__":
    main()
