"""Which roll a list belongs to.

A list joins the roll that says the same: same registration, group, programmes, payer, fund, months, area,
amounts, and
the same decree. So a mended file, or the same file again, adds to its roll and changes nothing else; people
who are
already on it are known. A list under another decree, group, programme set or period makes its own roll, and
somebody
who is on both is refused (*same programme on another roll*). A list that comes after its roll moved on
(decreed, active)
makes a supplementary roll that names the first.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from naungan.areas.models import Area
from naungan.journal.models import Entry
from naungan.law import months
from naungan.registry.imports.options import RollOptions
from naungan.registry.models import Group, PaidBy, Payer, Registration, Roll, Segment


@dataclass(frozen=True, slots=True)
class Target:
    """`roll` is the roll to write to (None: still to be made); `family` the ids of the rolls that say the
    same.
    """

    roll: Roll | None
    family: frozenset[int]


def target_of(
    registration: Registration | None, options: RollOptions, area: Area, *, proposed: bool
) -> Target:
    """The roll of a list, if there is one, and its family."""
    if registration is None:
        return Target(None, frozenset())
    basis = basis_of(options)
    family = list(_family(registration, options, area).order_by("pk"))
    fitting = [
        roll
        for roll in family
        if roll.decree_number == options.decree_number
        and (
            roll.state == Roll.State.PROPOSED
            if proposed
            else (roll.state == Roll.State.ACTIVE and roll.basis == basis)
        )
    ]
    return Target(fitting[0] if fitting else None, frozenset(roll.pk for roll in family))


def make_roll(
    registration: Registration,
    options: RollOptions,
    area: Area,
    entry: Entry,
    *,
    proposed: bool,
    family: frozenset[int],
) -> Roll:
    """A new roll: proposed, or active at once when it is recorded by an operator (see `Roll.Basis`)."""
    group = Group.objects.get(code=options.group)
    first = Roll.objects.filter(pk__in=family).order_by("pk").first()
    return Roll.objects.create(
        registration=registration,
        name=(options.name or default_name(registration.payer, group, options))[:200],
        segment=options.segment,
        group=group,
        programmes=options.programme_text,
        paid_by=options.paid_by,
        fund_source=options.fund_source,
        proposer=options.proposer,
        wage_rp=options.wage_rp,
        income_rp=options.income_rp,
        risk_group=options.risk_group or group.risk_group,
        first_month=options.first_month,
        last_month=options.last_month,
        area=area,
        quota=options.quota,
        state=Roll.State.PROPOSED if proposed else Roll.State.ACTIVE,
        basis=Roll.Basis.DECREE if proposed and not _by_employer(options) else basis_of(options),
        decree_number=options.decree_number,
        decree_on=options.decree_on,
        supplements=first,
        entry=entry,
    )


def basis_of(options: RollOptions) -> str:
    """What an imported list stands on: a decree, the employer's own report, or the operator's record until a
    decree comes.
    """
    if options.decree_number:
        return Roll.Basis.DECREE
    return Roll.Basis.EMPLOYER if _by_employer(options) else Roll.Basis.UNDECREED


def default_name(payer: Payer, group: Group, options: RollOptions) -> str:
    """A name that says payer, group and months; kept, so the same in every language of the screen."""
    first, last = months.format_month(options.first_month), months.format_month(options.last_month)
    return f"{group.name}, {payer.name}, {first} – {last}"


def _by_employer(options: RollOptions) -> bool:
    return options.paid_by == PaidBy.EMPLOYER and options.segment in {Segment.PU, Segment.JAKON}


def _family(registration: Registration, options: RollOptions, area: Area) -> QuerySet[Roll]:
    same = Roll.objects.exclude(state=Roll.State.ENDED).filter(
        registration=registration,
        segment=options.segment,
        group_id=options.group,
        programmes=options.programme_text,
        paid_by=options.paid_by,
        fund_source=options.fund_source,
        proposer=options.proposer,
        wage_rp=options.wage_rp,
        income_rp=options.income_rp,
        first_month=options.first_month,
        last_month=options.last_month,
        area=area,
    )
    if options.decree_number:
        same = same.filter(decree_number=options.decree_number)
    return same.filter(name=options.name) if options.name else same
