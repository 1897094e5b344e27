"""Users and their roles: an administrator gives them; each call writes one journal entry."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.accounts.models import Role, RoleGrant, User
from naungan.areas.models import Area, Office
from naungan.journal.services import record
from naungan.law.findings import Refused

# a juror of a national award belongs to no region: a place would make them judge their own
EVERYWHERE_ROLES = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.JUROR})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a role holds: exactly one of an area code, an office code, a payer's code, or everywhere."""

    area: str = ""
    office: str = ""
    payer: str = ""
    everywhere: bool = False

    def __str__(self) -> str:
        return self.area or self.office or self.payer or "*"


@transaction.atomic
def set_own_email(user: User, email: str) -> User:
    """A user's own e-mail address, where reminders go; empty takes it away. Whose it is already changes nothing."""
    email = email.strip()
    if user.email != email:
        user.email = email
        user.save(update_fields=["email"])
        record(actor=user.get_username(), user=user, action="accounts.set_own_email")
    return user


@transaction.atomic
def add_user(
    *, username: str, role: str, place: Place, actor: Actor, password: str = "", reason: str = ""
) -> tuple[User, str]:
    """A new user with one role, and the password: the one given, or one made here and shown once.

    Refused: user.exists, user.name, user.password, and what `grant` refuses.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(
            "user.exists",
            _('Pengguna "%(name)s" sudah ada.') % {"name": username},
            where="NAME",
            mend=_("Pilih nama lain, atau tambah perannya dengan `naungan user grant`."),
        )
    user = User(username=username)
    secret = password or secrets.token_urlsafe(12)
    _refuse_if_name_is_invalid(user)
    if password:  # one made here is random; only a given one can be weak
        _refuse_if_password_is_weak(password, user)
    user.set_password(secret)
    user.save()
    grant(user=user, role=role, place=place, actor=actor, reason=reason)
    return user, secret


@transaction.atomic
def grant(*, user: User, role: str, place: Place, actor: Actor, reason: str = "") -> RoleGrant:
    """Give a user a role within a place.

    Refused: role.unknown, place.missing, place.several, place.everywhere, area.unknown, office.unknown.
    """
    _refuse_if_role_is_unknown(role)
    _refuse_if_place_is_not_one(role, place)
    given, created = RoleGrant.objects.get_or_create(
        user=user, role=role, area=_area(place.area), office=_office(place.office), payer_code=place.payer
    )
    if created:
        summary = {
            "user": user.username,
            "role": role,
            "area": place.area,
            "office": place.office,
            "payer": place.payer,
        }
        record(actor=actor.name, action="accounts.grant", reason=reason, user=actor.user, summary=summary)
    return given


def user_named(username: str) -> User:
    """The user of a name; refused as user.unknown."""
    user = User.objects.filter(username=username).first()
    if user is None:
        message = _('Pengguna "%(name)s" tidak ada.') % {"name": username}
        raise Refused("user.unknown", message, where="NAME", mend=_("Buat dulu dengan `naungan user add`."))
    return user


def _refuse_if_role_is_unknown(role: str) -> None:
    if role not in Role.values:
        raise Refused(
            "role.unknown",
            _('Peran "%(role)s" tidak dikenal.') % {"role": role},
            where="--role",
            mend=_("Peran yang ada: %(roles)s.") % {"roles": ", ".join(Role.values)},
        )


def _refuse_if_place_is_not_one(role: str, place: Place) -> None:
    given = sum(map(bool, (place.area, place.office, place.payer, place.everywhere)))
    where = "--area | --office | --payer"
    mend = _("Sebut satu wilayah, satu kantor, atau satu pembayar iuran.")
    if given == 0:
        raise Refused("place.missing", _("Di mana peran itu berlaku belum disebut."), where=where, mend=mend)
    if given > 1:
        raise Refused("place.several", _("Satu peran berlaku di satu tempat saja."), where=where, mend=mend)
    if place.everywhere and role not in EVERYWHERE_ROLES:
        message = _("Hanya administrator, auditor, dan juri dapat memegang peran di seluruh wilayah.")
        raise Refused("place.everywhere", message, where="--everywhere", mend=mend)


def _area(code: str) -> Area | None:
    area = Area.objects.filter(code=code).first()
    if code and area is None:
        message = _('Kode wilayah "%(code)s" tidak dikenal.') % {"code": code}
        mend = _("Pakai kode Kemendagri, misalnya 75 atau 75.03.")
        raise Refused("area.unknown", message, where="--area", mend=mend)
    return area


def _office(code: str) -> Office | None:
    office = Office.objects.filter(code=code).first()
    if code and office is None:
        message = _('Kantor "%(code)s" tidak dikenal.') % {"code": code}
        known = ", ".join(Office.objects.order_by("code").values_list("code", flat=True))
        mend = _("Kantor yang ada: %(offices)s.") % {"offices": known}
        raise Refused("office.unknown", message, where="--office", mend=mend)
    return office


def _refuse_if_name_is_invalid(user: User) -> None:
    try:
        User._meta.get_field("username").clean(user.username, user)
    except ValidationError as error:
        raise Refused("user.name", " ".join(error.messages), where="NAME") from error


def _refuse_if_password_is_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        mend = _("Pakai kata sandi yang lebih panjang, atau biarkan sistem membuatnya.")
        where = "--password-stdin"
        raise Refused("user.password", " ".join(error.messages), where=where, mend=mend) from error
