"""Account codes by region: JKK and JKM apart, of all groups or of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet

from naungan.accounts.scope import Scope
from naungan.contributions.models import AccountCode
from naungan.registry.models import Group, Roll

ROLLS_AT_ONCE = 500


def account_codes(month: int, rolls: Collection[int]) -> dict[tuple[int, str], str]:
    """The account code of each roll and programme in a month, where the payer's region has one.

    The nearest region counts (a regency before its province), then the roll's group or a wider one before
    everybody's, then the newest code that began by the month.
    """
    table = _table(month)
    if not table:
        return {}
    wider = dict(Group.objects.values_list("code", "within_id"))
    found: dict[tuple[int, str], str] = {}
    wanted = sorted(rolls)
    for start in range(0, len(wanted), ROLLS_AT_ONCE):
        some = Roll.objects.filter(pk__in=wanted[start : start + ROLLS_AT_ONCE])
        fields = ("pk", "registration__payer__area_id", "group_id", "programmes")
        for roll, area, group, programmes in some.values_list(*fields):
            for programme in programmes.split(","):
                code = _code(table, area, _chain(group, wider), programme)
                if code:
                    found[roll, programme] = code
    return found


def codes_for(area: str, wanted: Collection[tuple[str, str, int]]) -> dict[tuple[str, str, int], str]:
    """The account code of a region for each (group, programme, month), chosen as above; "" when it has none."""
    wider = dict(Group.objects.values_list("code", "within_id"))
    tables = {month: _table(month) for month in {month for _group, _programme, month in wanted}}
    return {
        (group, programme, month): _code(tables[month], area, _chain(group, wider), programme)
        for group, programme, month in wanted
    }


def account_table(scope: Scope) -> QuerySet[AccountCode, Any]:
    """The codes of the regions in a scope, and of those above them."""
    rows = AccountCode.objects.select_related("area", "group", "entry")
    if scope.everywhere:
        return rows.order_by("area_id", "programme", "group_id", "-from_month")
    above = {code[:end] for code in scope.areas for end, sign in enumerate(code) if sign == "."}
    seen = rows.filter(scope.area_q("area_id")) | rows.filter(area_id__in=above)
    return seen.order_by("area_id", "programme", "group_id", "-from_month")


def _table(month: int) -> dict[tuple[str, str, str | None], str]:
    rows = AccountCode.objects.filter(from_month__lte=month).order_by("from_month", "pk")
    fields = ("area_id", "programme", "group_id", "code")
    return {(area, programme, group): code for area, programme, group, code in rows.values_list(*fields)}


def _code(
    table: dict[tuple[str, str, str | None], str], area: str, groups: list[str | None], programme: str
) -> str:
    parts = area.split(".")
    for depth in range(len(parts), 0, -1):
        for group in groups:
            code = table.get((".".join(parts[:depth]), programme, group))
            if code:
                return code
    return ""


def _chain(group: str | None, wider: Mapping[str, str | None]) -> list[str | None]:
    """The group, the groups that it is within, and everybody."""
    chain: list[str | None] = []
    while group is not None and group not in chain:
        chain.append(group)
        group = wider.get(group)
    return [*chain, None]
