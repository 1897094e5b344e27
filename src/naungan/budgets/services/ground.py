"""What every write of the room asks first, and how it leaves its trace."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.budgets.models import Budget
from naungan.budgets.reference import fund_name, funds
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.kit import numbers
from naungan.law.findings import Refused
from naungan.registry.models import Payer


def refuse_outside(payer: Payer, actor: Actor) -> None:
    """Refused: `scope.outside` for a payer that is not the actor's."""
    if not actor.scope.holds_payer(payer.code, payer.area_id):
        raise Refused(
            "scope.outside",
            _("Pembayar iuran ini di luar wilayah kerja Anda."),
            where="payer",
            mend=_("Minta petugas wilayah itu yang mengerjakannya."),
        )


def hold(budget: Budget, actor: Actor) -> Budget:
    """The budget, locked until the transaction ends, so that two clerks do not spend the same rupiah."""
    refuse_outside(budget.payer, actor)
    return Budget.objects.select_for_update(of=("self",)).select_related("payer").get(pk=budget.pk)


def refuse_forbidden_fund(code: str, day: date) -> None:
    """Refused: `fund.unknown`, or `fund.forbidden` when nothing may be paid from a fund source on a day."""
    if code not in funds():
        raise Refused("fund.unknown", _("Sumber dana ini tidak dikenal."), where="fund_source")
    rule = funds()[code].rule_on(day)
    if rule is not None and rule.kind == "forbidden":
        text = _("%(fund)s tidak boleh membayar iuran sejak %(day)s (%(reference)s).")
        facts = {"fund": fund_name(code), "day": numbers.day(rule.since), "reference": rule.reference}
        raise Refused(
            "fund.forbidden", text % facts, where="fund_source", mend=_("Pilih sumber dana yang lain.")
        )


def entry_of(actor: Actor, action: str, payer: Payer, reason: str = "", /, **more: Any) -> Entry:
    """The journal entry of a write, named with its place so that who sees the place finds it."""
    return record(
        actor=actor.name,
        user=actor.user,
        action=f"budgets.{action}",
        reason=reason,
        summary={"area": payer.area_id, "payer": payer.code, **more},
    )
