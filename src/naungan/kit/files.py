"""Files kept for good below `NAUNGAN_HOME/files/`, each under the digest of its content: nothing is overwritten."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from naungan.law.findings import Refused

LARGEST = 20 * 1024 * 1024
# What a file of each ending begins with; nothing that a browser would run is taken in.
_BEGINNINGS: Final[dict[str, tuple[bytes, ...]]] = {
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".odt": (b"PK\x03\x04",),
    ".ods": (b"PK\x03\x04",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
}
ACCEPTED = ",".join(_BEGINNINGS)


def folder() -> Path:
    """Where the files lie."""
    return Path(settings.HOME) / "files"


def path_of(digest: str) -> Path:
    """Where the file of a digest lies."""
    assert len(digest) == 64
    return folder() / digest[:2] / digest


def keep(name: str, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Store a file; its SHA-256 and size. Refused: `file.kind`, `file.too_large`, `file.empty`.

    The file is written beside its place and moved there whole; the same content twice is kept once.
    """
    folder().mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=folder(), prefix=".new-")
    try:
        digest, size = _write(handle, name, chunks)
        place = path_of(digest)
        place.parent.mkdir(exist_ok=True)
        Path(draft).replace(place)
    finally:
        Path(draft).unlink(missing_ok=True)
    return digest, size


def _write(handle: int, name: str, chunks: Iterable[bytes]) -> tuple[str, int]:
    beginnings = _beginnings_of(name)
    hashed, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            if size == 0:
                _refuse_if_other_kind(name, chunk, beginnings)
            size += len(chunk)
            _refuse_if_too_large(name, size)
            hashed.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if size == 0:
        raise Refused("file.empty", _('Berkas "%(name)s" kosong.') % {"name": name}, where="file")
    return hashed.hexdigest(), size


def _beginnings_of(name: str) -> tuple[bytes, ...]:
    known = _BEGINNINGS.get(Path(name).suffix.lower())
    if known is None:
        raise Refused(
            "file.kind",
            _('Berkas "%(name)s" bukan jenis yang diterima.') % {"name": name},
            where="file",
            mend=_("Unggah PDF, DOCX, XLSX, ODT, ODS, JPG atau PNG."),
        )
    return known


def _refuse_if_other_kind(name: str, chunk: bytes, beginnings: tuple[bytes, ...]) -> None:
    if not chunk.startswith(beginnings):
        raise Refused(
            "file.kind",
            _('Isi berkas "%(name)s" tidak sesuai dengan namanya.') % {"name": name},
            where="file",
            mend=_("Simpan ulang dari aslinya, misalnya sebagai PDF, lalu unggah lagi."),
        )


def _refuse_if_too_large(name: str, size: int) -> None:
    if size > LARGEST:
        raise Refused(
            "file.too_large",
            _('Berkas "%(name)s" lebih besar dari 20 MB.') % {"name": name},
            where="file",
            mend=_("Perkecil pindaiannya, misalnya 150 dpi hitam putih."),
        )
