"""Quotas per area, filled by a stated order; the rest wait, and the working is told.

`fill` is a pure function of candidates, quotas and order: whatever order the candidates come in, the outcome is the
same. What decides last is the order in which the list proposed people, never anything of the NIK.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.areas.queries import name_of
from naungan.journal.services import record
from naungan.kit import numbers
from naungan.law.findings import Refused
from naungan.registry.decrees import gate, verifying
from naungan.registry.decrees.models import Quota, QuotaOrder, Standing
from naungan.registry.decrees.queries import quotas_of
from naungan.registry.models import Membership, MembershipTerms, Roll

State = Standing.State
_LATEST_DAY = date.max
_NO_DECILE = 11
DEFAULT_ORDER = ("decile", "older", "risk", "proposed")
_AT_ONCE = 900


class Candidate(NamedTuple):
    """Somebody who may get a place: `pk` is the membership, and the order of the proposal."""

    pk: int
    area: str
    decile: int | None
    birth_on: date | None
    risk_group: int


class Key(NamedTuple):
    """One key of an order: what it puts first, in words, and the value that is compared."""

    label: str | Promise
    ahead: str | Promise
    of: Callable[[Candidate], int]


KEYS: Mapping[str, Key] = {
    "decile": Key(
        gettext_lazy("Desil terendah lebih dahulu; tanpa data desil terakhir"),
        gettext_lazy("desilnya lebih rendah"),
        lambda one: one.decile or _NO_DECILE,
    ),
    "older": Key(
        gettext_lazy("Yang lebih tua lebih dahulu"),
        gettext_lazy("lebih tua"),
        lambda one: (one.birth_on or _LATEST_DAY).toordinal(),
    ),
    "younger": Key(
        gettext_lazy("Yang lebih muda lebih dahulu"),
        gettext_lazy("lebih muda"),
        lambda one: -(one.birth_on or date.min).toordinal(),
    ),
    "risk": Key(
        gettext_lazy("Risiko pekerjaan tertinggi lebih dahulu"),
        gettext_lazy("pekerjaannya lebih berisiko"),
        lambda one: -one.risk_group,
    ),
    "proposed": Key(
        gettext_lazy("Urutan pada usulan"),
        gettext_lazy("lebih dahulu pada usulan"),
        lambda one: one.pk,
    ),
}


class Place(NamedTuple):
    """A candidate's place in the order (1 is the first), in the whole list and in the narrowest quota area, and the
    area whose quota was full ("" for the whole list's; None for who is in).
    """

    pk: int
    place: int
    area: str
    place_in_area: int
    hindered_by: str | None


@dataclass(frozen=True, slots=True)
class Filled:
    """How a quota was filled: how many are in, how many wait, how many standings are new."""

    accepted: int
    waiting: int
    changed: int


def sort_key(order: Sequence[str]) -> Callable[[Candidate], tuple[int, ...]]:
    """What candidates are sorted by; the proposal's order always decides last."""
    keys = [KEYS[name].of for name in (*order, "proposed")]
    return lambda one: tuple(key(one) for key in keys)


def fill(
    candidates: Iterable[Candidate], quotas: Mapping[str, int], total: int | None, order: Sequence[str]
) -> list[Place]:
    """Everybody's place, the first first. Who has room in every area of theirs that has a quota, and in the whole
    list, is in.
    """
    room = {**quotas, "": total} if total is not None else dict(quotas)
    reached: dict[str, int] = {}
    places = []
    for place, one in enumerate(sorted(candidates, key=sort_key(order)), start=1):
        areas = _areas_of(one.area, room)
        full = next((area for area in areas if not room[area]), None)
        if full is None:
            for area in areas:
                room[area] -= 1
        narrowest = areas[0] if areas else ""
        reached[narrowest] = reached.get(narrowest, 0) + 1
        places.append(Place(one.pk, place, narrowest, reached[narrowest], full))
    return places


def _areas_of(area: str, room: Mapping[str, object]) -> list[str]:
    """Which quotas count somebody, the narrowest area's first, the whole list's last."""
    parts = area.split(".")
    codes = [".".join(parts[:size]) for size in range(len(parts), 0, -1)]
    return [code for code in (*codes, "") if code in room]


def order_of(area_code: str) -> tuple[str, ...]:
    """The order in force in an area: its own newest, else that of the nearest area that holds it."""
    own = {one.area_id: one for one in QuotaOrder.objects.order_by("pk")}
    parts = area_code.split(".")
    for size in range(len(parts), 0, -1):
        if (found := own.get(".".join(parts[:size]))) is not None:
            return tuple(found.order)
    return DEFAULT_ORDER


def candidates_of(roll: Roll, states: Sequence[str] = (State.VERIFIED, State.QUEUED)) -> list[Candidate]:
    """Who may get a place on a roll: verified, or waiting for the quota."""
    rows = gate.counted(roll).filter(latest__state__in=states)
    names = ("pk", "person__domicile_id", "latest__decile", "person__birth_on")
    found = list(rows.order_by("pk").values_list(*names))
    risks = _risks([row[0] for row in found])
    return [Candidate(pk, home, decile, born, risks.get(pk, 1)) for pk, home, decile, born in found]


def _risks(memberships: Sequence[int]) -> dict[int, int]:
    risks: dict[int, int] = {}
    for start in range(0, len(memberships), _AT_ONCE):
        terms = MembershipTerms.objects.filter(membership_id__in=memberships[start : start + _AT_ONCE])
        risks.update(terms.order_by("from_month").values_list("membership_id", "risk_group"))
    return risks


def places_of(roll: Roll) -> list[Place]:
    """The places of a roll's people by its quotas and its region's order, whether filled already or not."""
    order = order_of(roll.registration.payer.area_id)
    return fill(candidates_of(roll), quotas_of(roll), roll.quota, order)


@transaction.atomic
def set_quotas(
    roll: Roll, quotas: Mapping[str, int | None], *, total: int | None, actor: Actor, reason: str = ""
) -> int:
    """Set how many people areas (and the whole roll) may have; None takes an area's quota away. How many changed.

    `Refused`: `roll.out_of_scope`, `roll.fixed`, `quota.area` for an area outside the payer's.
    """
    roll = verifying.open_roll(roll, actor)
    own, before = roll.registration.payer.area_id, quotas_of(roll)
    for code in quotas:
        inside = code == own or code.startswith(own + ".")
        if not inside or not Area.objects.filter(pk=code).exists():
            raise Refused("quota.area", _("Wilayah %(code)s bukan wilayah pembayar ini.") % {"code": code})
    changed = {code: people for code, people in quotas.items() if people != before.get(code)}
    if not changed and total == roll.quota:
        return 0
    payer = roll.registration.payer
    entry = record(
        actor=actor.name, user=actor.user, action="registry.set_quotas", reason=reason,
        summary={"payer": payer.code, "area": payer.area_id, "roll": roll.pk, "quotas": changed,
                 "before": {code: before.get(code) for code in changed}, "total": total},
    )  # fmt: skip
    Quota.objects.filter(roll=roll, area_id__in=list(changed), is_latest=True).update(is_latest=False)
    Quota.objects.bulk_create(
        Quota(roll=roll, area_id=code, people=people, entry=entry)
        for code, people in changed.items()
        if people is not None
    )
    if total != roll.quota:
        roll.quota = total
        roll.save(update_fields=["quota"])
    return len(changed)


@transaction.atomic
def set_order(area_code: str, order: Sequence[str], *, basis: str, actor: Actor) -> QuotaOrder:
    """State in which order an area fills its quotas; it holds in the area and below.

    `Refused`: `quota.out_of_scope`, `quota.order` for keys that are unknown, repeated or none, `quota.basis` without
    the regulation it stands on.
    """
    if not actor.scope.holds_area(area_code):
        raise Refused("quota.out_of_scope", _("Wilayah ini di luar kewenangan Anda."), where="area")
    if not order or len(set(order)) < len(order) or set(order) - set(KEYS):
        raise Refused("quota.order", _("Pilih urutan yang berlainan."), where="first")
    if not basis.strip():
        raise Refused("quota.basis", _("Sebutkan dasar urutan ini."), where="basis")
    entry = record(
        actor=actor.name, user=actor.user, action="registry.set_quota_order", reason=basis,
        summary={"area": area_code, "order": list(order)},
    )  # fmt: skip
    return QuotaOrder.objects.create(
        area_id=area_code, order=list(order), basis=basis.strip()[:300], entry=entry
    )


@transaction.atomic
def fill_quotas(roll: Roll, *, actor: Actor, reason: str = "") -> Filled:
    """Give the places of a roll to its verified people by the order; the others wait. Asked again unchanged, nothing
    changes. `Refused`: `roll.out_of_scope`, `roll.fixed`, `quota.none` without any quota.
    """
    roll = verifying.open_roll(roll, actor)
    if roll.quota is None and not quotas_of(roll):
        raise Refused(
            "quota.none",
            _("Kuota belum ditetapkan."),
            where=roll.name,
            mend=_("Isi kuota keseluruhan atau kuota kecamatan lebih dahulu."),
        )
    places = places_of(roll)
    before = verifying.latest_of([one.pk for one in places])
    new = [_moved(one, before[one.pk]) for one in places if _differs(one, before[one.pk])]
    waiting = sum(one.hindered_by is not None for one in places)
    if new:
        payer = roll.registration.payer
        told = {"accepted": len(places) - waiting, "waiting": waiting}
        entry = record(
            actor=actor.name, user=actor.user, action="registry.fill_quotas", reason=reason,
            summary={"payer": payer.code, "area": payer.area_id, "roll": roll.pk, **told},
        )  # fmt: skip
        verifying.put(new, entry)
    return Filled(len(places) - waiting, waiting, len(new))


def _state(one: Place) -> State:
    return State.VERIFIED if one.hindered_by is None else State.QUEUED


def _differs(one: Place, before: Standing) -> bool:
    return (before.state, before.place) != (_state(one), one.place)


def _moved(one: Place, before: Standing) -> Standing:
    return Standing(
        membership_id=one.pk, state=_state(one), result=before.result, civil_id=before.civil_id,
        decile=before.decile, place=one.place, reason=before.reason,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Working:
    """Why somebody has the place they have: one sentence, and what put how many others before them."""

    says: str
    lines: tuple[str, ...]


def working_of(roll: Roll, membership: Membership) -> Working | None:
    """Why this person is at their place; None for who is no candidate or where there is no quota."""
    if roll.quota is None and not quotas_of(roll):
        return None
    order = order_of(roll.registration.payer.area_id)
    by_pk = {one.pk: one for one in candidates_of(roll)}
    places = fill(by_pk.values(), quotas_of(roll), roll.quota, order)
    found = next((one for one in places if one.pk == membership.pk), None)
    if found is None:
        return None
    same = [one for one in places if one.area == found.area]
    most = quotas_of(roll).get(found.area) if found.area else roll.quota
    says = _("Urutan ke-%(place)s dari %(all)s di %(where)s; kuotanya %(most)s orang.") % {
        "place": numbers.count(found.place_in_area),
        "all": numbers.count(len(same)),
        "where": name_of(found.area) if found.area else _("seluruh daftar"),
        "most": numbers.count(most),
    }
    own = by_pk[found.pk]
    ahead = [by_pk[one.pk] for one in same if one.place < found.place]
    return Working(says, tuple(_lines(own, ahead, order)))


def _lines(own: Candidate, ahead: Sequence[Candidate], order: Sequence[str]) -> Iterable[str]:
    """What decided between somebody and those before them: each of these by the first key that differs."""
    counts: dict[str, int] = {}
    names = (*order, "proposed")
    for one in ahead:
        name = next(name for name in names if KEYS[name].of(one) != KEYS[name].of(own))
        counts[name] = counts.get(name, 0) + 1
    for name in dict.fromkeys(names):
        if name in counts:
            yield _("%(count)s orang di depannya: %(why)s.") % {
                "count": numbers.count(counts[name]),
                "why": KEYS[name].ahead,
            }
