"""What is this file? Decided by its content, never by its name; whatever is not a plain spreadsheet is
refused here.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from naungan.law.findings import Refused

MAX_BYTES = 100 * 1024 * 1024
# A compressed spreadsheet of 100,000 workers unpacks to some 60 MB; this bound leaves room and stops a bomb.
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_PARTS = 2_000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
    b"SQLite format",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is XLSX, XLS, ODS or CSV; `encoding` is set for CSV."""

    name: str
    encoding: str = ""


def sniff(path: Path) -> Kind:
    """The kind of a spreadsheet file, or `Refused` with a code `file.*` that says what is wrong and how to
    mend it.
    """
    if not path.is_file():
        raise Refused("file.missing", _("Berkas %(name)s tidak ada.") % {"name": path.name}, where=str(path))
    size = path.stat().st_size
    if size == 0:
        raise empty(path)
    if size > MAX_BYTES:
        raise too_large(path)
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(_ZIP):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(_FOREIGN) or _is_markup(head):
        raise not_spreadsheet(path)
    return Kind("CSV", _encoding(path, head))


def empty(path: Path) -> Refused:
    """The file holds nothing."""
    return Refused(
        "file.empty",
        _("Berkas %(name)s kosong.") % {"name": path.name},
        where=path.name,
        mend=_("Isi berkas dengan daftar pekerja, lalu unggah lagi."),
    )


def too_large(path: Path) -> Refused:
    """The file, or what it unpacks to, is beyond the bounds."""
    return Refused(
        "file.too_large",
        _("Berkas %(name)s terlalu besar untuk dibaca.") % {"name": path.name},
        where=path.name,
        mend=_("Hapus baris dan kolom kosong di luar daftar, atau bagi daftar menjadi beberapa berkas."),
    )


def not_spreadsheet(path: Path) -> Refused:
    """The content is something else than XLSX, XLS, ODS or CSV."""
    return Refused(
        "file.not_spreadsheet",
        _("Isi berkas %(name)s bukan lembar kerja.") % {"name": path.name},
        where=path.name,
        mend=_("Buka daftar di aplikasi lembar kerja, lalu simpan sebagai XLSX, XLS, ODS atau CSV."),
    )


def damaged(path: Path) -> Refused:
    """It begins like a spreadsheet but cannot be read."""
    return Refused(
        "file.damaged",
        _("Berkas %(name)s rusak atau tidak lengkap.") % {"name": path.name},
        where=path.name,
        mend=_("Buka berkas di aplikasi lembar kerja, simpan sebagai berkas baru, lalu unggah lagi."),
    )


def locked(path: Path) -> Refused:
    """It asks for a password."""
    return Refused(
        "file.password",
        _("Berkas %(name)s terkunci dengan kata sandi.") % {"name": path.name},
        where=path.name,
        mend=_("Simpan salinan tanpa kata sandi, lalu unggah salinan itu."),
    )


def macros(path: Path) -> Refused:
    """It carries programs."""
    return Refused(
        "file.macros",
        _("Berkas %(name)s memuat makro; berkas bermakro tidak dibaca.") % {"name": path.name},
        where=path.name,
        mend=_("Simpan sebagai XLSX biasa (tanpa makro), lalu unggah lagi."),
    )


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise too_large(path)
            if "xl/workbook.xml" in names:
                return _xlsx_kind(path, names)
            if "mimetype" in names and _begins(archive, "mimetype").startswith(_ODS_TYPE):
                return _ods_kind(path, archive, names)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged(path) from error
    raise not_spreadsheet(path)


def _xlsx_kind(path: Path, names: set[str]) -> Kind:
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise macros(path)
    return Kind("XLSX")


def _ods_kind(path: Path, archive: zipfile.ZipFile, names: set[str]) -> Kind:
    if "META-INF/manifest.xml" in names and b"encryption-data" in _begins(archive, "META-INF/manifest.xml"):
        raise locked(path)
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise macros(path)
    return Kind("ODS")


def _begins(archive: zipfile.ZipFile, part: str) -> bytes:
    """The first megabyte of a part: more is never unpacked in this process, which has no bound on memory."""
    with archive.open(part) as stream:
        return stream.read(1024 * 1024)


def _ole_kind(path: Path) -> Kind:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise locked(path)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise macros(path)
    if any(name.encode("utf-16-le") in content for name in ("Workbook\0", "Book\0")):
        return Kind("XLS")
    raise not_spreadsheet(path)


def _is_markup(head: bytes) -> bool:
    """Web pages that call themselves .xls are common; they are no spreadsheets."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<", b"mime-version"))


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    content = path.read_bytes()
    if any(code in content for code in (b"\x00", b"\x01", b"\x02", b"\x03", b"\x04")):
        raise not_spreadsheet(path)
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
