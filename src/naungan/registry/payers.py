"""Payers and their registrations: found, or made where the law leaves no doubt who they are."""

from __future__ import annotations

from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.journal.services import record
from naungan.law.findings import Refused
from naungan.registry.models import Payer, Registration


def add_payer(*, code: str, name: str, kind: str, area_code: str, actor: Actor, reason: str = "") -> Payer:
    """Add a payer; `Refused` `payer.exists`, `payer.kind`, `payer.code`, `area.unknown`,
    `payer.out_of_scope`.
    """
    code, name = code.strip(), " ".join(name.split())
    if not code or len(code) > 40 or not name or len(name) > 150:
        raise Refused(
            "payer.code", _("Kode (1–40 huruf) dan nama (1–150 huruf) pembayar harus diisi."), where="code"
        )
    if kind not in Payer.Kind.values:
        raise Refused(
            "payer.kind",
            _("Jenis pembayar %(kind)s tidak dikenal.") % {"kind": kind},
            where="kind",
            mend=_("Pilih salah satu: %(known)s.") % {"known": ", ".join(Payer.Kind.values)},
        )
    area = Area.objects.filter(code=area_code).first()
    if area is None:
        raise unknown_area(area_code)
    if not actor.scope.holds_payer(code, area.code):
        raise _out_of_scope(code)
    if Payer.objects.filter(code=code).exists():
        raise Refused(
            "payer.exists",
            _("Pembayar dengan kode %(code)s sudah ada.") % {"code": code},
            where="code",
            mend=_("Pakai kode lain, atau pakai pembayar yang ada."),
        )
    return _created(Payer(code=code, name=name, kind=kind, area=area), actor, reason)


def payer_for(code: str, *, actor: Actor, proposing: bool = False) -> Payer:
    """The payer with a code; the code of an area makes that government. `Refused` `payer.unknown`,
    `payer.out_of_scope`.

    Villages and districts propose and their regency or province pays: with `proposing` also a government
    whose area holds one of the actor's is found, or made.
    """
    payer = Payer.objects.filter(code=code).select_related("area").first()
    if payer is not None:
        if not (holds(actor, payer) or (proposing and may_propose_to(actor, payer))):
            raise _out_of_scope(code)
        return payer
    area = Area.objects.filter(code=code).first()
    if area is None or area.level == Area.Level.DISTRICT:
        raise Refused(
            "payer.unknown",
            _("Pembayar %(code)s tidak dikenal.") % {"code": code},
            where="payer",
            mend=_("Tambahkan dengan: naungan payer add, atau pakai kode wilayah pemerintah daerah."),
        )
    village = area.level == Area.Level.VILLAGE
    kind = Payer.Kind.VILLAGE if village else Payer.Kind.GOVERNMENT
    # a proper name, kept as it is whatever language the screen of the moment has
    title = {Area.Level.VILLAGE: "Desa ", Area.Level.PROVINCE: "Provinsi "}.get(Area.Level(area.level), "")
    name = f"Pemerintah {title}{area.name}"
    if not (actor.scope.holds_payer(code, code) or (proposing and actor.scope.proposes_to(code))):
        raise _out_of_scope(code)
    return _created(Payer(code=code, name=name, kind=kind, area=area), actor)


def holds(actor: Actor, payer: Payer) -> bool:
    """Whether a payer lies in the actor's scope."""
    return actor.scope.holds_payer(payer.code, payer.area_id)


def may_propose_to(actor: Actor, payer: Payer) -> bool:
    """Whether the actor may put a list to a payer outside their scope: a government above one of their areas."""
    return payer.kind == Payer.Kind.GOVERNMENT and actor.scope.proposes_to(payer.area_id)


def origin_of(payer: Payer, area_code: str | None, *, actor: Actor) -> Area | None:
    """The area that a proposed list comes from; None for a payer in the actor's scope, which needs none.

    It lies in the payer's area and in the actor's scope; without a code it is the actor's one area there.
    `Refused` `area.missing`, `area.unknown`, `area.out_of_scope`.
    """
    if holds(actor, payer):
        return None
    below = [code for code in actor.scope.areas if code.startswith(f"{payer.area_id}.")]
    if area_code is None and len(below) != 1:
        raise Refused(
            "area.missing",
            _("Pilih wilayah asal daftar ini."),
            where="area",
            mend=_("Usulan kepada %(payer)s menyebut wilayah asalnya.") % {"payer": payer.name},
        )
    code = area_code or below[0]
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise unknown_area(code)
    if not any(code == own or code.startswith(f"{own}.") for own in below):
        raise area_out_of_scope(area)
    return area


def registration_for(payer: Payer, segment: str, *, actor: Actor, division: str = "000") -> Registration:
    """The payer's registration for a segment, made when it is first needed."""
    found = Registration.objects.filter(payer=payer, segment=segment, division=division).first()
    if found is not None:
        return found
    entry = record(
        actor=actor.name,
        user=actor.user,
        action="registry.add_registration",
        summary={"payer": payer.code, "area": payer.area_id, "segment": segment},
    )
    return Registration.objects.create(payer=payer, segment=segment, division=division, entry=entry)


def unknown_area(code: str) -> Refused:
    """No area has this code."""
    return Refused(
        "area.unknown",
        _("Wilayah %(code)s tidak dikenal.") % {"code": code},
        where="area",
        mend=_("Pakai kode Kemendagri, misalnya 75.03 untuk Kabupaten Bone Bolango."),
    )


def area_out_of_scope(area: Area) -> Refused:
    """The area of a list is not the actor's."""
    return Refused(
        "area.out_of_scope",
        _("Wilayah %(area)s di luar kewenangan Anda.") % {"area": area.name},
        where="area",
    )


def _created(payer: Payer, actor: Actor, reason: str = "") -> Payer:
    payer.entry = record(
        actor=actor.name,
        user=actor.user,
        action="registry.add_payer",
        reason=reason,
        summary={"payer": payer.code, "area": payer.area_id},
    )
    payer.save()
    return payer


def _out_of_scope(code: str) -> Refused:
    return Refused(
        "payer.out_of_scope", _("Pembayar %(code)s di luar kewenangan Anda.") % {"code": code}, where="payer"
    )
