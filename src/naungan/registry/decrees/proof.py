"""Proof of membership: a page a person, with a number and a QR code by which anybody checks that it is genuine.

What the public page shows holds no NIK and no address; the paper itself goes to the person. Through which month they
are protected is known by the room of bills, above this one: it says so through `register_protection`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.queries import path_of
from naungan.journal.services import record
from naungan.kit import numbers
from naungan.kit.papers import paper
from naungan.law import months
from naungan.law.findings import Refused
from naungan.papers.models import IssuedPaper
from naungan.papers.queries import seal
from naungan.papers.services import issue
from naungan.registry.models import Membership
from naungan.registry.states import IN_FORCE

TEMPLATE = "registry/papers/proof.typ"
SERIES = "BUKTI"
MOST = 500
# memberships to the last month (a month number) whose contribution protects them; who has none is left out
ProtectedThrough = Callable[[Sequence[Membership]], Mapping[int, int]]
_providers: list[ProtectedThrough] = []


def register_protection(ask: ProtectedThrough) -> None:
    """Let a higher room say through which month members are protected; called when it starts. Again is no harm."""
    if ask not in _providers:
        _providers.append(ask)


@transaction.atomic
def proofs(spells: Sequence[Membership], *, actor: Actor, request: HttpRequest | None = None) -> bytes:
    """The proofs of members as one tagged PDF, a page each, in the order given. Issued on the day; asked for again
    on the same day, the same papers.

    `Refused`: `proof.nobody` when none of them is a member of a list in force, `proof.too_many` above 500.
    """
    members = [spell for spell in spells if is_member(spell)]
    if not members:
        raise Refused("proof.nobody", _("Tidak ada peserta aktif untuk dibuatkan bukti."), where="members")
    if len(members) > MOST:
        raise Refused(
            "proof.too_many",
            _("%(count)s bukti sekaligus terlalu banyak; paling banyak %(most)s.")
            % {"count": numbers.count(len(members)), "most": numbers.count(MOST)},
            mend=_("Buat per desa."),
        )
    with translation.override("id"):
        payer = members[0].roll.registration.payer
        entry = record(
            actor=actor.name, user=actor.user, action="registry.issue_proofs",
            summary={"payer": payer.code, "area": payer.area_id, "roll": members[0].roll_id, "people": len(members)},
        )  # fmt: skip
        through = _through(members)
        pages = []
        for spell in members:
            facts = _facts(spell, through[spell.pk])
            pages.append(_page(spell, facts, seal_of=_issued(spell, facts, actor, entry), request=request))
        return paper(TEMPLATE, _data(members[0], pages))


def is_member(spell: Membership) -> bool:
    """Whether a membership is one of a list in force, and has not ended."""
    now = months.of(timezone.localdate())
    held = spell.first_month <= spell.last_month and spell.last_month >= now
    return spell.roll.state in IN_FORCE and held and spell.person.deceased_on is None


def _through(members: Sequence[Membership]) -> dict[int, list[tuple[str, str]]]:
    """By membership the fact that says through which month it is protected; none while nobody can tell."""
    if not _providers:
        return {spell.pk: [] for spell in members}
    told: dict[int, int] = {}
    for ask in _providers:
        told |= ask(members)
    label, none = _("Terlindungi sampai"), _("belum ada iuran yang melindungi")
    return {
        spell.pk: [(label, numbers.month(told[spell.pk]) if spell.pk in told else none)] for spell in members
    }


def _facts(spell: Membership, through: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What anybody may read who holds the paper."""
    roll = spell.roll
    period = f"{numbers.month(spell.first_month)} – {numbers.month(spell.last_month)}"
    return [
        (_("Nama"), spell.person.name),
        (_("Kelompok pekerja"), str(roll.group)),
        (_("Pembayar iuran"), roll.registration.payer.name),
        (_("Program"), roll.programmes.replace(",", ", ")),
        (_("Masa kepesertaan"), period),
        *through,
    ]


def _issued(spell: Membership, facts: Sequence[tuple[str, str]], actor: Actor, entry: Any) -> IssuedPaper:
    area = spell.roll.registration.payer.area_id
    return issue(
        kind=IssuedPaper.Kind.MEMBERSHIP,
        series=SERIES,
        title=_("Bukti Kepesertaan"),
        facts=facts,
        issued_on=timezone.localdate(),
        area_code=area,
        subject=f"registry.Membership:{spell.pk}",
        actor=actor,
        entry=entry,
    )


def _page(
    spell: Membership, facts: list[tuple[str, str]], *, seal_of: IssuedPaper, request: HttpRequest | None
) -> dict[str, Any]:
    person = spell.person
    home = [name for _code, name in path_of(person.domicile_id)][:0:-1]
    own = [(_("NIK"), person.nik)]
    if person.kpj:
        own.append((_("KPJ"), person.kpj))
    return {
        "number": _("Nomor: %(number)s") % {"number": seal_of.number},
        "facts": [*map(list, [*facts[:1], *own, (_("Alamat"), ", ".join(home)), *facts[1:]])],
        "seal": seal(seal_of, request),
    }


def _data(spell: Membership, pages: list[dict[str, Any]]) -> dict[str, Any]:
    payer = spell.roll.registration.payer
    day = numbers.day(timezone.localdate())
    return {
        "lang": "id",
        "title": _("Bukti Kepesertaan Jaminan Sosial Ketenagakerjaan"),
        "head": {"office": payer.name},
        "made": _("Dibuat dengan Naungan, %(day)s") % {"day": day},
        "says": _("Nama di bawah ini tercatat pada daftar peserta yang iurannya dibayarkan %(payer)s.")
        % {"payer": payer.name},
        "note": _(
            "Perlindungan berlaku sampai bulan yang disebut di atas, menurut iuran yang tercatat pada hari bukti ini "
            "dibuat. Bila terjadi kecelakaan kerja atau kematian, keluarga dapat membawa bukti ini ke kantor desa, "
            "dinas tenaga kerja atau BPJS Ketenagakerjaan."
        ),
        "pages": pages,
    }
