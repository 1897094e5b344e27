"""Verification: snapshots of other registries are taken in, people of a proposed roll matched, and decided about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import polars as pl
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.kit import numbers
from naungan.law.findings import Finding, Refused
from naungan.registry import bulk, states
from naungan.registry.decrees import gate
from naungan.registry.decrees.models import Snapshot, SnapshotRow, Standing
from naungan.registry.decrees.reference import Reference
from naungan.registry.imports.columns import as_date, name_key
from naungan.registry.models import Roll

Kind, Result, State = Snapshot.Kind, Standing.Result, Standing.State
OPEN_STATES = (Roll.State.PROPOSED, Roll.State.VERIFIED)
_AT_ONCE = 900
_ROWS = """
SELECT r.nik, r.id, r.name, r.birth_on, r.life, r.decile, s.id, s.as_of
  FROM registry_snapshotrow r JOIN registry_snapshot s ON s.id = r.snapshot_id
 WHERE r.nik {keys} AND s.kind = %s
"""
# what a result asks to be decided, and by which cause
SUGGESTED = {
    Result.FOUND: (State.VERIFIED, ""),
    Result.DEAD: (State.REJECTED, Standing.Cause.DEAD),
    Result.MOVED: (State.REJECTED, Standing.Cause.MOVED),
    Result.NOT_FOUND: (State.REJECTED, Standing.Cause.NOT_FOUND),
    Result.NAME: (State.REJECTED, Standing.Cause.IDENTITY),
    Result.BIRTH: (State.REJECTED, Standing.Cause.IDENTITY),
}
_GONE = (Result.DEAD, Result.MOVED)


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot that was taken in, with remarks on the rows that were left out; `is_known` if it was there already."""

    snapshot: Snapshot
    findings: tuple[Finding, ...] = ()
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """What matching a roll gave: people by result (`Standing.Result`), and how many standings are new."""

    results: Mapping[str, int] = field(default_factory=dict)
    changed: int = 0


class Known(NamedTuple):
    """What the newest snapshot says of a person."""

    row_id: int
    name: str
    birth_on: date | None
    life: str
    decile: int | None


class Member(NamedTuple):
    """A person of the roll as it has them."""

    membership: int
    nik: str
    name: str
    birth_on: date | None
    domicile: str


def take_snapshot(
    reference: Reference, *, kind: str, area_code: str, as_of: date, source: str, actor: Actor
) -> Taken:
    """Take a registry's snapshot of an area in. The same file for the same day changes nothing.

    `Refused`: `reference.out_of_scope`, `reference.as_of` for a day to come, `reference.source` without one,
    `reference.empty` when no row can be used, and what the reader refuses.
    """
    if not actor.scope.holds_area(area_code):
        raise Refused("reference.out_of_scope", _("Wilayah ini di luar kewenangan Anda."), where="area")
    if as_of > timezone.localdate():
        raise Refused("reference.as_of", _("Posisi data tidak dapat di masa depan."), where="as_of")
    if not source.strip():
        raise Refused("reference.source", _("Sebutkan asal datanya."), where="source")
    facts: dict[str, Any] = {"kind": kind, "area_id": area_code, "as_of": as_of, "sha256": reference.digest}
    known = Snapshot.objects.filter(**facts).first()
    if known is not None:
        return Taken(known, is_known=True)
    read = reference.read(kind)
    if not read.rows:
        mend = _("Periksa kolom NIK, nama, status atau desilnya.")
        message = _("Tidak ada baris yang dapat dipakai.")
        raise Refused("reference.empty", message, where="file", mend=mend)
    with transaction.atomic():
        entry = record(
            actor=actor.name, user=actor.user, action="registry.take_snapshot", reason=source,
            summary={"area": area_code, "kind": kind, "as_of": as_of.isoformat(), "people": len(read.rows)},
        )  # fmt: skip
        snapshot = Snapshot.objects.create(
            **facts,
            source=source.strip()[:200],
            file_name=reference.name[:200],
            people=len(read.rows),
            left_out=read.left_out,
            entry=entry,
        )
        rows = (
            (snapshot.pk, row.nik, row.name, row.birth_on and row.birth_on.isoformat(), row.life, row.decile)
            for row in read.rows
        )
        names = ("snapshot_id", "nik", "name", "birth_on", "life", "decile")
        bulk.insert(SnapshotRow, names, rows)
    return Taken(snapshot, read.findings)


@transaction.atomic
def match(roll: Roll, *, actor: Actor) -> Matched:
    """Match the people of a proposed or verified roll against the newest snapshots; what changed becomes a new
    standing. Decisions stay, but who turns out dead or moved is to be decided again.

    `Refused`: `roll.out_of_scope`, `roll.fixed` after the decree, `reference.missing` without any snapshot.
    """
    roll = open_roll(roll, actor)
    members = _members(roll)
    areas = _covering(roll)
    if not any(areas.values()):
        raise Refused(
            "reference.missing",
            _("Belum ada data kependudukan atau data sosial ekonomi untuk wilayah ini."),
            where=roll.name,
            mend=_("Unggah data acuannya lebih dahulu."),
        )
    niks = [member.nik for member in members]
    civil = _newest(niks, Kind.CIVIL, areas[Kind.CIVIL])
    social = _newest(niks, Kind.SOCIAL, areas[Kind.SOCIAL])
    keys = _name_keys([*(m.name for m in members), *(known.name for known in civil.values())])
    latest = latest_of([member.membership for member in members])
    covered = set(areas[Kind.CIVIL].values())
    results: Counter[str] = Counter()
    new = []
    for member in members:
        known = civil.get(member.nik)
        result = _result(member, known, keys, covered)
        results[result] += 1
        decile = social[member.nik].decile if member.nik in social else None
        before = latest.get(member.membership)
        standing = _matched(member, before, result, known, decile)
        if standing is not None:
            new.append(standing)
    if new:
        payer = roll.registration.payer
        entry = record(
            actor=actor.name, user=actor.user, action="registry.match", reason=_dates(areas),
            summary={"payer": payer.code, "area": payer.area_id, "roll": roll.pk, **results},
        )  # fmt: skip
        put(new, entry)
    return Matched(dict(results), len(new))


@transaction.atomic
def decide(
    roll: Roll,
    members: Sequence[int],
    state: str,
    *,
    actor: Actor,
    cause: str = "",
    reason: str = "",
    expected: int | None = None,
) -> int:
    """Decide about people of a roll (memberships): VERIFIED, REJECTED for a cause, or WAITING again. How many.

    `expected` is the number that was shown when the decision was made. Earlier decisions stay in the history.
    `Refused`: `roll.out_of_scope`, `roll.fixed`, `verify.nobody`, `verify.changed` (another number now), `verify.cause`
    for a rejection without one, `verify.reason` for taking a decision back without one.
    """
    roll = open_roll(roll, actor)
    _refuse_if_unsaid(state, cause, reason)
    found = [*gate.counted(roll).filter(pk__in=list(members)).values_list("pk", flat=True)]
    if expected is not None and len(found) != expected:
        raise Refused(
            "verify.changed",
            _("Sekarang %(now)s orang, bukan %(then)s; periksa lagi sebelum memutuskan.")
            % {"now": numbers.count(len(found)), "then": numbers.count(expected)},
            where="expected",
        )
    if not found:
        raise Refused("verify.nobody", _("Tidak ada orang yang dipilih."), where="members")
    before = latest_of(found)
    payer = roll.registration.payer
    entry = record(
        actor=actor.name, user=actor.user, action="registry.decide_standing", reason=reason,
        summary={"payer": payer.code, "area": payer.area_id, "roll": roll.pk, "state": state, "people": len(found)},
    )  # fmt: skip
    put([_decided(pk, before.get(pk), state, cause, reason) for pk in found], entry)
    return len(found)


def open_roll(roll: Roll, actor: Actor) -> Roll:
    """The roll, held, while its people can still be decided about; `Refused` `roll.out_of_scope`, `roll.fixed`."""
    roll = states.locked(roll, actor)
    if roll.state not in OPEN_STATES:
        raise Refused(
            "roll.fixed",
            _("Daftar ini sudah ditetapkan; orangnya tidak diputuskan lagi di sini."),
            where=roll.name,
            mend=_("Ganti orang lewat SK perubahan."),
        )
    return roll


def put(standings: Sequence[Standing], entry: Entry) -> None:
    """Add standings under an entry; each becomes the latest of its membership."""
    keys = [one.membership_id for one in standings]
    for start in range(0, len(keys), _AT_ONCE):
        some = Standing.objects.filter(membership_id__in=keys[start : start + _AT_ONCE], is_latest=True)
        some.update(is_latest=False)
    for one in standings:
        one.entry = entry
    Standing.objects.bulk_create(standings, batch_size=1_000)


def latest_of(memberships: Sequence[int]) -> dict[int, Standing]:
    """The latest standing of memberships that have one."""
    found: dict[int, Standing] = {}
    for start in range(0, len(memberships), _AT_ONCE):
        keys = memberships[start : start + _AT_ONCE]
        for one in Standing.objects.filter(membership_id__in=keys, is_latest=True):
            found[one.membership_id] = one
    return found


def suggestion(result: str) -> tuple[str, str]:
    """What a result asks to be decided: a state and its cause; WAITING where a person has to look."""
    state, cause = SUGGESTED.get(Result(result), (State.WAITING, ""))
    return str(state), str(cause)


def _refuse_if_unsaid(state: str, cause: str, reason: str) -> None:
    assert state in {State.VERIFIED, State.REJECTED, State.WAITING}, state
    if state == State.REJECTED and cause not in Standing.Cause.values:
        raise Refused("verify.cause", _("Pilih sebab penolakan."), where="cause")
    if state == State.WAITING and not reason.strip():
        raise Refused("verify.reason", _("Tulis alasan keputusan itu ditarik."), where="reason")


def _decided(pk: int, before: Standing | None, state: str, cause: str, reason: str) -> Standing:
    seen = before or Standing()
    return Standing(
        membership_id=pk, state=state, result=seen.result, civil_id=seen.civil_id, decile=seen.decile,
        cause=cause if state == State.REJECTED else "", reason=reason.strip()[:500],
    )  # fmt: skip


def _members(roll: Roll) -> list[Member]:
    names = ("pk", "person__nik", "person__name", "person__birth_on", "person__domicile_id")
    return [Member(*row) for row in gate.counted(roll).order_by("pk").values_list(*names)]


def _covering(roll: Roll) -> dict[str, dict[int, str]]:
    """Snapshots by kind that tell of the payer's area: of it, of one that holds it, or of one within it."""
    own = roll.registration.payer.area_id
    found: dict[str, dict[int, str]] = {Kind.CIVIL: {}, Kind.SOCIAL: {}}
    for pk, kind, area in Snapshot.objects.values_list("pk", "kind", "area_id"):
        if area == own or own.startswith(area + ".") or area.startswith(own + "."):
            found[kind][pk] = area
    return found


def _newest(niks: Sequence[str], kind: str, snapshots: Mapping[int, str]) -> dict[str, Known]:
    """By NIK what the newest snapshot says."""
    if not snapshots:
        return {}
    newest: dict[str, tuple[tuple[str, int], Known]] = {}
    for nik, row, name, born, life, decile, snapshot, as_of in bulk.rows_by_keys(_ROWS, niks, kind):
        rank = (str(as_of), snapshot)
        if snapshot in snapshots and (nik not in newest or rank > newest[nik][0]):
            newest[nik] = (rank, Known(row, name, as_date(born), life, decile))
    return {nik: known for nik, (_rank, known) in newest.items()}


def _name_keys(texts: Iterable[str]) -> dict[str, str]:
    """Names as they are compared."""
    frame = pl.DataFrame({"name": sorted(set(texts))}, schema={"name": pl.String})
    return dict(frame.with_columns(key=name_key(pl.col("name"))).iter_rows())


def _result(member: Member, known: Known | None, keys: Mapping[str, str], covered: set[str]) -> str:
    """The worst that the civil registry says of somebody."""
    if known is None:
        home = member.domicile
        tells = any(home == area or home.startswith(area + ".") for area in covered)
        return Result.NOT_FOUND if tells else Result.UNKNOWN
    if known.life == SnapshotRow.Life.DEAD:
        return Result.DEAD
    if known.life == SnapshotRow.Life.MOVED:
        return Result.MOVED
    if keys[member.name] != keys[known.name]:
        return Result.NAME
    if member.birth_on and known.birth_on and member.birth_on != known.birth_on:
        return Result.BIRTH
    return Result.FOUND


def _matched(
    member: Member, before: Standing | None, result: str, known: Known | None, decile: int | None
) -> Standing | None:
    """The standing after matching; None where nothing is new."""
    row = known.row_id if known else None
    if before and (before.result, before.civil_id, before.decile) == (result, row, decile):
        return None
    new = Standing(membership_id=member.membership, result=result, civil_id=row, decile=decile)
    if before is None:
        return new
    new.state, new.cause, new.reason, new.place = before.state, before.cause, before.reason, before.place
    if result in _GONE and before.result != result and before.state in {State.VERIFIED, State.QUEUED}:
        new.state, new.place = State.WAITING, None
        new.reason = _("Data kependudukan yang lebih baru berbeda; putuskan lagi.")
    return new


def _dates(areas: Mapping[str, Mapping[int, str]]) -> str:
    """Which snapshots were asked, in words."""
    keys = [pk for kind in areas.values() for pk in kind]
    found = Snapshot.objects.filter(pk__in=keys).order_by("kind", "-as_of")
    return "; ".join(f"{one.get_kind_display()} {one.as_of:%d-%m-%Y}" for one in found)[:500]
