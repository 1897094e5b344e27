"""Who gives way when two lists pay for one person: the kinds of lists, and a region's order of them.

What the law itself decides is not in the order: two employers each bill the wage that they pay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.access import Actor
from naungan.journal.services import record
from naungan.law.findings import Refused
from naungan.registry.duplicates.models import YieldRule

WAGE_EARNER, SELF, EMPLOYER, VILLAGE = "WAGE_EARNER", "SELF", "EMPLOYER", "VILLAGE"
REGENCY, PROVINCE, APBN, CSR, POKIR = "REGENCY", "PROVINCE", "APBN", "CSR", "POKIR"
KINDS: dict[str, str | Promise] = {
    WAGE_EARNER: gettext_lazy("Penerima upah pada pemberi kerja"),
    SELF: gettext_lazy("Dibayar peserta sendiri"),
    EMPLOYER: gettext_lazy("Dibayar pemberi kerja atau wadah"),
    VILLAGE: gettext_lazy("APBDes"),
    REGENCY: gettext_lazy("APBD kabupaten/kota"),
    PROVINCE: gettext_lazy("APBD provinsi"),
    APBN: gettext_lazy("APBN"),
    CSR: gettext_lazy("CSR/TJSL"),
    POKIR: gettext_lazy("Pokok pikiran DPRD (pokir)"),
}
# In force where a region has none of its own: the employer's duty goes before everything, one's own money before
# aid, the nearer government before the farther, a fixed list before what was proposed by a council member.
DEFAULT_ORDER = (WAGE_EARNER, SELF, EMPLOYER, VILLAGE, REGENCY, PROVINCE, APBN, CSR, POKIR)
# Two lists of one kind: the one that began earlier stands.
EARLIER = "EARLIER"
_BY_PAYING = {"SELF": SELF, "EMPLOYER": EMPLOYER, "APBDES": VILLAGE, "CSR": CSR, "APBN": APBN}


@dataclass(frozen=True, slots=True)
class Side:
    """One of two lists that meet: the facts by which it stands or yields."""

    membership_id: int
    kind: str
    first_month: int
    payer_id: int


def kind_of(*, segment: str, paid_by: str, proposer: str, payer_area: str) -> str:
    """The kind of a list, a key of `KINDS`."""
    if segment != "BPU":
        return WAGE_EARNER
    if paid_by in _BY_PAYING:
        return _BY_PAYING[paid_by]
    if "pokir" in proposer.lower():
        return POKIR
    return REGENCY if "." in payer_area else PROVINCE


def lawful(one: Side, other: Side) -> bool:
    """Whether both may be billed: two employers, each by the wage that he pays."""
    return one.kind == other.kind == WAGE_EARNER and one.payer_id != other.payer_id


class Orders:
    """The orders of all regions, read once."""

    def __init__(self) -> None:
        rules = YieldRule.objects.order_by("pk").values_list("area_id", "order")
        self.by_area: dict[str, Sequence[str]] = dict(rules)

    def of(self, area_code: str) -> Sequence[str]:
        """The order in force in an area: its own, else that of the nearest area above, else the default."""
        parts = area_code.split(".")
        for length in range(len(parts), 0, -1):
            own = self.by_area.get(".".join(parts[:length]))
            if own is not None:
                return own
        return DEFAULT_ORDER

    def yields(self, one: Side, other: Side, home: str) -> tuple[Side, Side, str]:
        """(who yields, who stands, the rule: the kind that stands, or `EARLIER`) by the order at a person's home."""
        order = self.of(home)
        ranks = [order.index(side.kind) if side.kind in order else len(order) for side in (one, other)]
        if ranks[0] == ranks[1]:
            first, second = sorted((one, other), key=lambda side: (side.first_month, side.membership_id))
            return second, first, EARLIER
        standing, yielding = (one, other) if ranks[0] < ranks[1] else (other, one)
        return yielding, standing, standing.kind


def reason_of(rule: str) -> str:
    """Why a list yields, in words."""
    if rule == EARLIER:
        return _("Keduanya sejenis; daftar yang mulai lebih dahulu tetap.")
    return _('Daftar dengan sumber "%(kind)s" didahulukan di wilayah ini.') % {"kind": KINDS[rule]}


@transaction.atomic
def set_order(
    area_code: str, order: Sequence[str], *, basis: str, actor: Actor, reason: str = ""
) -> YieldRule:
    """Give a region its own order. `Refused` out of scope, without a basis, or if a kind is missing or twice."""
    if not actor.scope.holds_area(area_code):
        raise Refused(
            "scope.outside", _("Wilayah %(code)s di luar wilayah kerja Anda.") % {"code": area_code}
        )
    if sorted(order) != sorted(KINDS):
        raise Refused(
            "yield.order",
            _("Urutan harus memuat setiap jenis daftar tepat satu kali."),
            where="order",
            mend=_("Jenis yang ada: %(kinds)s.") % {"kinds": ", ".join(KINDS)},
        )
    if not basis.strip():
        raise Refused("yield.basis", _("Sebutkan dasar aturan, misalnya nomor peraturan."), where="basis")
    entry = record(
        actor=actor.name, user=actor.user, action="registry.yield_order_set", reason=reason,
        summary={"area": area_code, "order": list(order)},
    )  # fmt: skip
    return YieldRule.objects.create(
        area_id=area_code, order=list(order), basis=basis.strip()[:300], entry=entry
    )
