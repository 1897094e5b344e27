"""Running the demo into its home: once, all of it, and never over somebody's own data.

`demo.json` in the home marks a finished demo, `demo.partial` an interrupted one; only such a home is cleared.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _

from naungan.accounts.access import operator
from naungan.contributions.models import Bill, Payment
from naungan.coverage.queries import coverage
from naungan.demo.answers import NOVEMBER_2023
from naungan.demo.lists import PROVINCE
from naungan.demo.logins import add_logins
from naungan.demo.office import Office, Say, places
from naungan.demo.table import Line, lines
from naungan.demo.world import World
from naungan.law.findings import Refused
from naungan.registry.models import Person

FINISHED, PARTIAL = "demo.json", "demo.partial"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the demo shows: the lists with what they lost, money in rupiah, protected people, the facts."""

    home: Path
    seed: int
    is_new: bool
    lists: list[Mapping[str, Any]]
    logins: list[Mapping[str, str]]
    billed_rp: int
    paid_rp: int
    protected: int
    lines: list[Line]

    def as_json(self) -> dict[str, object]:
        """The keys of the public contract."""
        return {
            "lists": self.lists,
            "billed": self.billed_rp,
            "paid": self.paid_rp,
            "protected": self.protected,
            "facts": [line.as_json() for line in self.lines],
        }


def demo(*, seed: int, say: Say, divide: int = 1) -> Outcome:
    """The demo of a seed: made now, or shown again when it is there already.

    Refused: `demo.not_empty` (the home holds people of somebody's own), `demo.other_seed`.
    """
    home: Path = settings.HOME
    made = _read(home / FINISHED)
    if made is not None:
        _refuse_if_other_seed(made, seed)
        return _outcome(home, made, is_new=False)
    if (home / PARTIAL).exists():
        _clear(home)
    _refuse_if_in_use(home)
    (home / PARTIAL).write_text(str(seed), encoding="utf-8")
    office = Office(home, World.of(seed, places(), divide), say)
    outcomes = office.work()
    made = {
        "seed": seed,
        "logins": add_logins(operator("demo")),
        "lists": [outcome.as_json() for outcome in outcomes],
    }
    _write(home / FINISHED, made)
    (home / PARTIAL).unlink()
    return _outcome(home, made, is_new=True)


def _outcome(home: Path, made: Mapping[str, Any], *, is_new: bool) -> Outcome:
    return Outcome(
        home=home,
        seed=made["seed"],
        is_new=is_new,
        lists=made["lists"],
        logins=made["logins"],
        billed_rp=int(Bill.objects.aggregate(rp=Sum("amount_rp"))["rp"] or 0),
        paid_rp=int(Payment.objects.aggregate(rp=Sum("amount_rp"))["rp"] or 0),
        protected=coverage(as_of=NOVEMBER_2023, area_code=PROVINCE)[0].protected or 0,
        lines=lines(),
    )


def _read(path: Path) -> dict[str, Any] | None:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _write(path: Path, made: Mapping[str, Any]) -> None:
    """Whole or not at all; readable by its owner only, because it holds passwords."""
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(path)


def _refuse_if_other_seed(made: Mapping[str, Any], seed: int) -> None:
    if made["seed"] != seed:
        raise Refused(
            "demo.other_seed",
            _("Percontohan di sini dibuat dengan benih %(there)s, bukan %(asked)s.")
            % {"there": made["seed"], "asked": seed},
            where="--seed",
            mend=_("Pilih folder lain dengan --into."),
        )


def _refuse_if_in_use(home: Path) -> None:
    if Person.objects.exists():
        raise Refused(
            "demo.not_empty",
            _("%(home)s sudah berisi data peserta yang bukan percontohan.") % {"home": home},
            where="--into",
            mend=_("Pilih folder kosong dengan --into."),
        )


def _clear(home: Path) -> None:
    """Take away what an interrupted demo left: its own files, and every row of the database."""
    from django.core.management import call_command

    for name in ("lists", "returned", "lake", "imports", "cache"):
        shutil.rmtree(home / name, ignore_errors=True)
    with connection.constraint_checks_disabled():
        call_command("flush", verbosity=0, interactive=False)
    _load()


def _load() -> None:
    """What every database holds from the start."""
    from naungan.areas.services import load_areas
    from naungan.coverage.services import load_indicators
    from naungan.registry.services import load_groups

    load_areas()
    load_groups()
    load_indicators()
