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
    entry = record(
        actor=actor.name,
        user=actor.user,
        action="registry.add_payer",
        reason=reason,
        summary={"payer": code, "area": area.code},
    )
    return Payer.objects.create(code=code, name=name, kind=kind, area=area, entry=entry)


def payer_for(code: str, *, actor: Actor) -> Payer:
    """The payer with a code; the code of an area makes that government. `Refused` `payer.unknown`,
    `payer.out_of_scope`.
    """
    payer = Payer.objects.filter(code=code).select_related("area").first()
    if payer is not None:
        if not actor.scope.holds_payer(payer.code, payer.area_id):
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
    return add_payer(code=code, name=name, kind=kind, area_code=code, actor=actor)


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


def _out_of_scope(code: str) -> Refused:
    return Refused(
        "payer.out_of_scope", _("Pembayar %(code)s di luar kewenangan Anda.") % {"code": code}, where="payer"
    )
