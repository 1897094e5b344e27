"""The waiting proposal of Bone Bolango on the verifier's desk: checked against made-up registries, partly decided.

The references are files made of the proposal's own people; who differs in them follows from the order of the names
only, so that the demo is the same each time. What needs a look (another name, another birth date) is left to decide.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.demo.lists import BONE_BOLANGO
from naungan.law import months
from naungan.registry.decrees import quotas, verifying
from naungan.registry.decrees.models import Snapshot, Standing
from naungan.registry.decrees.reference import FileReference
from naungan.registry.models import Membership, Person, Roll

FOLDER = "acuan"
SOURCE = "Data rekaan percontohan"
REJECTED = (Standing.Result.DEAD, Standing.Result.MOVED)
_CIVIL = ("NIK", "NAMA", "TANGGAL LAHIR", "STATUS")
_SOCIAL = ("NIK", "NAMA", "DESIL")
_DISTRICT = 3  # parts of a district's code


def verify_proposal(home: Path, actor: Actor) -> Roll | None:
    """Match the waiting proposal, decide what is plain, set quotas and fill them; the roll, or None where there
    is none. Again changes nothing.
    """
    waiting = Roll.objects.filter(state=Roll.State.PROPOSED, area__code__startswith=BONE_BOLANGO)
    roll = waiting.select_related("registration__payer").order_by("pk").last()
    if roll is None or Standing.objects.filter(membership__roll=roll).exists():
        return roll
    people = list(Person.objects.filter(memberships__roll=roll).order_by("name", "pk"))
    as_of = months.first_day(roll.first_month - 1)
    files = ((Snapshot.Kind.CIVIL, _CIVIL, _civil(people)), (Snapshot.Kind.SOCIAL, _SOCIAL, _social(people)))
    for kind, headings, rows in files:
        _take(home, kind, [headings, *rows], as_of, actor)
    verifying.match(roll, actor=actor)
    for result in (Standing.Result.FOUND, *REJECTED):
        _decide(roll, result, actor)
    quotas.set_quotas(roll, _nine_tenths(roll), total=None, actor=actor, reason=SOURCE)
    quotas.fill_quotas(roll, actor=actor, reason=SOURCE)
    return roll


def _take(home: Path, kind: str, rows: Iterable[Sequence[Any]], as_of: date, actor: Actor) -> None:
    path = home / "lists" / FOLDER / f"{kind.lower()}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    reference = FileReference(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    verifying.take_snapshot(
        reference, kind=kind, area_code=BONE_BOLANGO, as_of=as_of, source=SOURCE, actor=actor
    )


def _civil(people: Sequence[Person]) -> Iterable[Sequence[str]]:
    """Of each forty people one has died, one moved, one has another name, one is not there."""
    for number, person in enumerate(people):
        turn = number % 40
        born = f"{person.birth_on:%d-%m-%Y}" if person.birth_on else ""
        name = f"{person.name} ALAMRI" if turn == 17 else person.name
        life = {5: "MENINGGAL", 11: "PINDAH"}.get(turn, "HIDUP")
        if turn != 29:
            yield person.nik, name, born, life


def _social(people: Sequence[Person]) -> Iterable[Sequence[object]]:
    """Deciles 1 to 6; one in twelve is in no social registry."""
    for number, person in enumerate(people):
        if number % 12:
            yield person.nik, person.name, 1 + (number * 7) % 6


def _decide(roll: Roll, result: Standing.Result, actor: Actor) -> None:
    rows = Standing.objects.filter(membership__roll=roll, is_latest=True, result=result)
    chosen = list(rows.values_list("membership_id", flat=True))
    state, cause = verifying.suggestion(result)
    if chosen:
        verifying.decide(roll, chosen, state, cause=cause, actor=actor, reason=_("percontohan"))


def _nine_tenths(roll: Roll) -> dict[str, int | None]:
    """Quotas by district: places for nine of ten who are proposed."""
    rows = Membership.objects.filter(roll=roll).values_list("person__domicile_id", flat=True)
    counts = Counter(".".join(code.split(".")[:_DISTRICT]) for code in rows)
    return {code: max(1, people * 9 // 10) for code, people in counts.items()}
