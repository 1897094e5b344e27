"""A login for each role, each in a place of Gorontalo, so that a visitor can sit at every desk."""

from __future__ import annotations

import secrets

from naungan.accounts.access import Actor
from naungan.accounts.models import Role, User
from naungan.accounts.services import Place, add_user
from naungan.demo.lists import BONE_BOLANGO, KOTA, PROVINCE

# User name, role, where it holds, and the place in words.
DESKS = (
    ("administrator", Role.ADMINISTRATOR, Place(everywhere=True), "Seluruh wilayah"),
    ("operator", Role.OPERATOR, Place(area="75.03.01"), "Kecamatan Tapa"),
    ("verifikator", Role.VERIFIER, Place(area=BONE_BOLANGO), "Kabupaten Bone Bolango"),
    ("disnaker", Role.LIST_OWNER, Place(area=BONE_BOLANGO), "Kabupaten Bone Bolango"),
    ("keuangan", Role.FINANCE, Place(area=KOTA), "Kota Gorontalo"),
    ("bappeda", Role.PLANNING, Place(area=PROVINCE), "Provinsi Gorontalo"),
    ("kerjasama", Role.COOPERATION, Place(area=PROVINCE), "Provinsi Gorontalo"),
    ("dukcapil", Role.CIVIL_REGISTRY, Place(area=BONE_BOLANGO), "Kabupaten Bone Bolango"),
    ("cabang", Role.BRANCH_OFFICER, Place(office="gorontalo"), "Kantor Cabang Gorontalo"),
    ("kanwil", Role.REGIONAL_OFFICE, Place(office="sulawesi-maluku"), "Kantor Wilayah Sulawesi Maluku"),
    ("pimpinan", Role.LEADER, Place(area=PROVINCE), "Provinsi Gorontalo"),
    ("auditor", Role.AUDITOR, Place(everywhere=True), "Seluruh wilayah"),
    ("juri", Role.JUROR, Place(everywhere=True), "Seluruh wilayah"),
)


def add_logins(actor: Actor) -> list[dict[str, str]]:
    """Make the logins that are not there yet: user name, role, place in words, password."""
    made = []
    for username, role, place, words in DESKS:
        if User.objects.filter(username=username).exists():
            continue
        # Hexadecimal, so that chance cannot make it resemble a user name, which would be refused.
        password = secrets.token_hex(8)
        add_user(
            username=username, role=role, place=place, actor=actor, password=password, reason="percontohan"
        )
        made.append({"username": username, "role": str(role), "place": words, "password": password})
    return made
