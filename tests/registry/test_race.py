"""Two imports of one file at once, in two processes: one roll, nobody twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.registry.lists import village_rows, workers, write_csv

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from naungan.areas.services import load_areas
from naungan.registry.services import load_groups
load_areas(only="75"); load_groups()
"""
IMPORT = """
import os, signal, sys
from pathlib import Path
import django; django.setup()
from naungan.accounts.access import operator
from naungan.registry.services import RollOptions, import_roll
options = RollOptions("75.03", "BPU", "petani", "APBD", frozenset({"JKK", "JKM"}), 24252, 24263)
folder, together, step = Path(sys.argv[1]).parent, int(sys.argv[2]), int(sys.argv[3])
(folder / f"ready-{os.getpid()}").touch()
while len(list(folder.glob("ready-*"))) < together:
    pass
# killed with the transaction open when the work reaches a step
die = lambda done, of: os.kill(os.getpid(), signal.SIGKILL) if done == step else None
result = import_roll(Path(sys.argv[1]), options, actor=operator(), progress=die)
print(result.created, result.known)
"""
COUNT = """
import django; django.setup()
from naungan.registry.models import ImportBatch, Membership, Payer, Person, Roll
print(*(m.objects.count() for m in (Person, Membership, Roll, Payer, ImportBatch)))
"""


def python(code: str, home: Path, *arguments: str, url: str = "") -> subprocess.Popen[str]:
    """Python with Django's settings on a home of its own."""
    environment = {**os.environ, "NAUNGAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "naungan.site.settings"}
    environment.pop("NAUNGAN_DATABASE_URL", None)
    if url:
        environment["NAUNGAN_DATABASE_URL"] = url
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env=environment, text=True, stdout=subprocess.PIPE
    )


def answer(process: subprocess.Popen[str]) -> str:
    """What a process printed; it must have ended well."""
    told, _errors = process.communicate(timeout=120)
    assert process.returncode == 0
    return told.strip()


def two_at_once(home: Path, url: str = "") -> tuple[list[str], str]:
    """What two imports of one list said, and what then stands in the registry."""
    list_ = write_csv(home / "daftar.csv", village_rows(workers(800)))
    answer(python(PREPARE, home, url=url))
    both = [python(IMPORT, home, str(list_), "2", "-1", url=url) for _ in range(2)]
    return sorted(map(answer, both)), answer(python(COUNT, home, url=url))


@pytest.mark.slow
def test_one_file_twice_at_once_gives_one_roll(tmp_path: Path) -> None:
    told, counts = two_at_once(tmp_path)
    assert told == ["0 800", "800 0"]
    assert counts == "800 800 1 1 1"


@pytest.mark.slow
def test_one_file_twice_at_once_gives_one_roll_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    told, counts = two_at_once(tmp_path, postgres_url)
    assert told == ["0 800", "800 0"]
    assert counts == "800 800 1 1 1"


@pytest.mark.slow
def test_a_killed_import_leaves_all_or_nothing(tmp_path: Path) -> None:
    list_ = write_csv(tmp_path / "daftar.csv", village_rows(workers(1000)))
    answer(python(PREPARE, tmp_path))
    for step in (2, 3, 4):
        process = python(IMPORT, tmp_path, str(list_), "1", str(step))
        told, _errors = process.communicate(timeout=120)
        assert (told, process.returncode) == ("", -9)
        assert answer(python(COUNT, tmp_path)) == "0 0 0 0 0"
