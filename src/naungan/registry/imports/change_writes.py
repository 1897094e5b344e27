"""What a row of a file of changes does to the registry, and how it is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from naungan.journal.models import Change, Entry
from naungan.journal.services import Changed, record_changes
from naungan.law.findings import Refused
from naungan.registry.models import Membership, MembershipTerms, Person

_MODELS: dict[str, type[Model]] = {
    "registry.Membership": Membership,
    "registry.MembershipTerms": MembershipTerms,
    "registry.Person": Person,
}


@dataclass(frozen=True, slots=True)
class Ending:
    """Memberships end after a month, with a cause, on a day. `spells`: (id, first, last, cause, ended on)."""

    row: int
    spells: tuple[tuple[int, int, int, str, date | None], ...]
    month: int
    cause: str
    on: date


@dataclass(frozen=True, slots=True)
class Wage:
    """A membership's wage from a month on; `terms` are those in force then."""

    row: int
    terms: MembershipTerms
    month: int
    amount_rp: int


@dataclass(frozen=True, slots=True)
class Correction:
    """Fields of a person, before and after."""

    row: int
    person_id: int
    before: dict[str, str]
    after: dict[str, str]


Planned = Ending | Wage | Correction


def write(plan: Sequence[Planned], entry: Entry) -> list[Changed]:
    """Write the plan; what changed, for the journal. New terms are journalled too, so that they can go again."""
    changes: list[Changed] = []
    for one in plan:
        if isinstance(one, Ending):
            changes += _end(one)
        elif isinstance(one, Wage):
            changes.append(_set_wage(one, entry))
        else:
            Person.objects.filter(pk=one.person_id).update(**one.after)
            changes.append(Changed("registry.Person", one.person_id, one.before, one.after))
    return changes


def take_back(batch_entry: Entry, entry: Entry) -> None:
    """Put back what an entry changed. `Refused` `batch.changed_since` where something changed again since."""
    found = list(Change.objects.filter(entry=batch_entry, model__in=_MODELS).order_by("-pk"))
    taken: list[Changed] = []
    for change in found:
        model = _MODELS[change.model]
        record = model._default_manager.filter(pk=change.record).first()
        if record is None or any(_plain(getattr(record, n)) != v for n, v in change.after.items()):
            raise Refused(
                "batch.changed_since",
                _("Data yang diubah berkas ini sudah berubah lagi sesudahnya."),
                mend=_("Perbaiki lewat berkas perubahan yang baru."),
            )
        if change.before:
            model._default_manager.filter(pk=change.record).update(**change.before)
        else:
            record.delete()
        taken.append(Changed(change.model, change.record, change.after, change.before))
    record_changes(entry, taken)


def _end(one: Ending) -> Iterable[Changed]:
    for pk, first, last, cause, ended_on in one.spells:
        after = {
            "last_month": max(first - 1, one.month),
            "end_cause": one.cause,
            "ended_on": one.on.isoformat(),
        }
        Membership.objects.filter(pk=pk).update(**after)
        before = {"last_month": last, "end_cause": cause, "ended_on": _plain(ended_on)}
        yield Changed("registry.Membership", pk, before, after)


def _set_wage(one: Wage, entry: Entry) -> Changed:
    if one.terms.from_month == one.month:
        MembershipTerms.objects.filter(pk=one.terms.pk).update(amount_rp=one.amount_rp)
        before = {"amount_rp": one.terms.amount_rp}
        return Changed("registry.MembershipTerms", one.terms.pk, before, {"amount_rp": one.amount_rp})
    fresh = MembershipTerms.objects.create(
        membership_id=one.terms.membership_id,
        from_month=one.month,
        amount_rp=one.amount_rp,
        occupation_id=one.terms.occupation_id,
        occupation_text=one.terms.occupation_text,
        risk_group=one.terms.risk_group,
        workplace_id=one.terms.workplace_id,
        entry=entry,
    )
    after = {"membership_id": fresh.membership_id, "from_month": one.month, "amount_rp": one.amount_rp}
    return Changed("registry.MembershipTerms", fresh.pk, {}, after)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
