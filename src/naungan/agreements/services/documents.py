"""Files that belong to a record: kept for good, by digest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from django.db import transaction

from naungan.accounts.access import Actor
from naungan.agreements.models import ActionItem, Agreement, Document, Meeting, Regulation
from naungan.agreements.services.ground import entry_of, refuse_if_out_of_scope
from naungan.kit import files

Owner = Agreement | Meeting | ActionItem | Regulation
FIELD = {Agreement: "agreement", Meeting: "meeting", ActionItem: "action", Regulation: "regulation"}


def attach(
    owner: Owner, *, name: str, chunks: Iterable[bytes], title: str = "", actor: Actor, reason: str = ""
) -> Document:
    """Keep a file with a record; the same content for the same record again gives the document it has.

    Refused: `area.out_of_scope`, `file.kind`, `file.too_large`, `file.empty`.
    """
    area_code = area_of(owner)
    refuse_if_out_of_scope(actor, area_code)
    name = PurePath(name.replace("\\", "/")).name[:200]
    digest, size = files.keep(name, chunks)
    field = FIELD[type(owner)]
    with transaction.atomic():
        known = Document.objects.filter(**{field: owner}, sha256=digest).first()
        if known is not None:
            return known
        entry = entry_of(actor, "attach", area_code, reason, file=name, sha256=digest, **{field: owner.pk})
        return Document.objects.create(
            **{field: owner}, title=title or name, file_name=name, sha256=digest, size=size, entry=entry
        )


def area_of(owner: Owner) -> str:
    """The area by which a record is seen."""
    return owner.meeting.area_id if isinstance(owner, ActionItem) else owner.area_id
