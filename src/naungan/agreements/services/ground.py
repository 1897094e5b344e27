"""What every write of the room asks first, and how it leaves its trace."""

from __future__ import annotations

from django.utils.translation import gettext as _

from naungan.accounts.acts import area_named, changed, entries_of, refuse_if_out_of_scope
from naungan.law.findings import Refused
from naungan.registry.models import Group

__all__ = ["area_named", "changed", "entry_of", "groups_named", "refuse_if_out_of_scope"]

entry_of = entries_of("agreements")


def groups_named(codes: tuple[str, ...]) -> list[Group]:
    """The groups of codes. Refused: `group.unknown`."""
    found = {group.pk: group for group in Group.objects.filter(pk__in=codes)}
    unknown = [code for code in codes if code not in found]
    if unknown:
        message = _('Kelompok pekerja "%(code)s" tidak dikenal.') % {"code": unknown[0]}
        raise Refused("group.unknown", message, where="groups")
    return [found[code] for code in codes]
