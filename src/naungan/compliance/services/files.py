"""A file of employers: kept, shown before anything is written, then noted; the same file is recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.compliance.models import Employer, LeadFile
from naungan.compliance.reading import Reading, read_leads
from naungan.compliance.services.employers import create_employer
from naungan.compliance.services.ground import area_held, entry_of
from naungan.law.findings import Refused

LARGEST = 20 * 1024 * 1024
_KEPT_SECONDS = 60 * 60


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from: the area that it is about, the kind of source and its words, its day, and what is
    wrong with an employer that says nothing itself.
    """

    area_code: str
    source_kind: str
    source: str
    found_on: date
    kind: str = Employer.Kind.NOT_REGISTERED


@transaction.atomic
def receive_leads(name: str, chunks: Iterable[bytes], origin: Origin, *, actor: Actor) -> LeadFile:
    """Keep a file and its first reading; the same content for the same area gives the file that is there.

    Refused: `area.*`, `source.empty`, `file.*`, `layout.employers`.
    """
    area = area_held(origin.area_code, actor)
    if not origin.source.strip():
        raise Refused("source.empty", _("Sumber daftar belum diisi."), where="source")
    content = b"".join(chunks)
    if len(content) > LARGEST:
        raise Refused(
            "file.too_large",
            _("Berkas lebih besar dari 20 MB."),
            where="file",
            mend=_("Pecah daftarnya menjadi beberapa berkas, misalnya satu per kecamatan."),
        )
    digest = hashlib.sha256(content).hexdigest()
    known = LeadFile.objects.filter(sha256=digest, area=area).first()
    if known is not None:
        return known
    entry = entry_of(actor, "receive_leads", area.code, file=name[:200])
    file = LeadFile.objects.create(
        file_name=Path(name).name[:200],
        sha256=digest,
        area=area,
        source_kind=origin.source_kind,
        source=origin.source.strip(),
        found_on=origin.found_on,
        kind=origin.kind,
        entry=entry,
    )
    path = path_of(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    file.counts = read_leads(path, file).counts()
    file.save(update_fields=["counts"])
    return file


def preview_leads(file: LeadFile) -> Reading:
    """What the file would bring now; read again only when an employer was noted since, or in another language."""
    path = path_of(file)
    newest = Employer.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"leads:{file.pk}:{path.stat().st_mtime_ns}:{newest}:{get_language()}"
    known: Reading | None = cache.get(key)
    if known is None:
        known = read_leads(path, file)
        cache.set(key, known, _KEPT_SECONDS)
    return known


@transaction.atomic
def commit_leads(file: LeadFile, *, actor: Actor, reason: str = "") -> Reading:
    """Note the good rows of a file. Refused: `area.out_of_scope`, `leads.committed`, `leads.none`."""
    file = LeadFile.objects.select_for_update().get(pk=file.pk)
    area_held(file.area_id, actor)
    if file.state == LeadFile.State.COMMITTED:
        raise Refused("leads.committed", _("Berkas ini sudah disimpan."), where="file")
    reading = read_leads(path_of(file), file)
    if not reading.leads and not reading.known:
        raise Refused(
            "leads.none",
            _("Tidak ada baris yang dapat disimpan."),
            where="file",
            mend=_("Perbaiki berkasnya menurut catatan perbaikan, lalu unggah lagi."),
        )
    entry = entry_of(actor, "commit_leads", file.area_id, reason, file=file.pk, **reading.counts())
    for lead in reading.leads:
        create_employer(lead, entry, file)
    file.state, file.counts = LeadFile.State.COMMITTED, reading.counts()
    file.save(update_fields=["state", "counts"])
    return reading


def path_of(file: LeadFile) -> Path:
    """Where the content of a file lies."""
    return Path(settings.HOME) / "compliance" / str(file.pk) / f"file{Path(file.file_name).suffix.lower()}"
