"""Which column holds what: by the words of the header, found anywhere in the first rows, never by position.

Two layouts are known: `village` (NO, NIK, NAMA, ...) and `sipp_new` (the agency's "TK baru" with 30
columns). Both
are read by the same synonyms; what no synonym names is ignored and listed. Pure: no Django, no files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HEADER_WITHIN_ROWS = 40
REQUIRED = ("nik", "name")

SYNONYMS: dict[str, tuple[str, ...]] = {
    "no": ("NO", "NOMOR", "NO URUT", "NOMOR URUT", "NO URT", "URUT"),
    "nik": (
        "NIK", "NO NIK", "NOMOR NIK", "NIK KTP", "NO KTP", "NOMOR KTP", "NOKTP", "KTP", "NIK NO KTP",
        "NO KTP NIK", "NIK KTP EL", "NOMOR IDENTITAS", "NO IDENTITAS", "NOMOR INDUK KEPENDUDUKAN",
        "NO INDUK KEPENDUDUKAN", "NIK PESERTA", "NIK PEKERJA", "NOMOR INDUK KEPENDUDUKAN NIK",
        "NIK NOMOR INDUK KEPENDUDUKAN", "NIK 16 DIGIT", "NIK SESUAI KTP",
    ),
    "name": (
        "NAMA", "NAMA LENGKAP", "NAMA PESERTA", "NAMA PEKERJA", "NAMA TENAGA KERJA", "NAMA TK",
        "NAMA SESUAI KTP", "NAMA LENGKAP SESUAI KTP", "NAMA PENERIMA", "NAMA CALON PESERTA", "NAMA PEGAWAI",
        "NAMA KARYAWAN", "NAMA JELAS",
    ),
    "sex": ("JENIS KELAMIN", "JK", "J K", "KELAMIN", "L P", "LP", "SEX", "JNS KELAMIN", "JENIS KEL"),
    "birth": (
        "TANGGAL LAHIR", "TGL LAHIR", "TGL LHR", "TANGGAL LHR", "TTL", "TEMPAT TANGGAL LAHIR",
        "TEMPAT TGL LAHIR", "TEMPAT DAN TANGGAL LAHIR", "TMPT TGL LAHIR", "LAHIR", "TGLLAHIR",
        "TANGGALLAHIR",
    ),
    "birth_place": ("TEMPAT LAHIR", "TMP LAHIR", "TMPT LAHIR", "TEMPATLAHIR"),
    "address": (
        "ALAMAT", "ALAMAT LENGKAP", "ALAMAT TINGGAL", "ALAMAT RUMAH", "ALAMAT SESUAI KTP", "ALAMAT KTP",
        "ALAMAT DOMISILI", "DUSUN", "LINGKUNGAN",
    ),
    "rt": ("RT",),
    "rw": ("RW",),
    "rt_rw": ("RT RW", "RTRW"),
    "village": (
        "DESA", "KELURAHAN", "DESA KELURAHAN", "KELURAHAN DESA", "DESA KEL", "KEL DESA", "KEL", "NAMA DESA",
        "NAMA DESA KELURAHAN",
    ),
    "district": ("KECAMATAN", "KEC", "NAMA KECAMATAN"),
    "regency": (
        "KABUPATEN", "KAB", "KABUPATEN KOTA", "KAB KOTA", "KOTA", "KOTA KABUPATEN", "NAMA KABUPATEN",
    ),
    "occupation": (
        "JENIS PEKERJAAN", "PEKERJAAN", "PROFESI", "JENIS PROFESI", "JENIS USAHA", "PEKERJAAN UTAMA",
        "MATA PENCAHARIAN", "JABATAN", "BIDANG PEKERJAAN",
    ),
    "wage": (
        "UPAH", "GAJI", "UPAH DILAPORKAN", "UPAH BULANAN", "UPAH RP", "GAJI POKOK", "GAJI BULANAN",
        "UPAH GAJI", "GAJI UPAH", "JUMLAH UPAH", "HONOR", "HONORARIUM",
    ),
    "mother": ("NAMA IBU KANDUNG", "IBU KANDUNG", "NAMA IBU", "NAMA GADIS IBU KANDUNG"),
    "kpj": ("KPJ", "NO KPJ", "NOMOR KPJ", "NOMOR KARTU PESERTA"),
    "identity_kind": ("JENIS IDENTITAS",),
    "registered": ("TANGGAL KEPESERTAAN", "TGL KEPESERTAAN", "TANGGAL DAFTAR", "TGL DAFTAR"),
}  # fmt: skip

# Other files of the agency's SIPP: each is told by a column that the layouts known here do not have.
OTHER_LAYOUTS = {
    "SEBAB NA": "SIPP TK nonaktif",
    "NOMOR IDENTITAS KPJ": "SIPP TK lanjutan",
    "RAPEL": "SIPP upah",
    "NOMOR REKENING": "SIPP koreksi",
}

_FIELD_OF = {word: name for name, words in SYNONYMS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Header:
    """`columns`: field to column index (from 0); `ignored`: headings that no synonym names; `last`: index of
    its last row;
    `labels`: the headings as written, in column order, two lines as one.
    """

    layout: str
    columns: dict[str, int]
    ignored: tuple[str, ...]
    last: int
    labels: tuple[str, ...] = ()
    other: str = ""


def find_header(rows: Sequence[Sequence[Any]]) -> Header | None:
    """The header among the first rows: the row, or two rows read as one, that names most fields; None
    without one.

    A header must name at least NIK and name. Of two equally good ones the upper, single-row one is taken.
    """
    best: Header | None = None
    for index in range(min(len(rows), HEADER_WITHIN_ROWS)):
        candidates = [_header([str(cell).strip() for cell in rows[index]], index)]
        if index + 1 < len(rows) and not _has_figures(rows[index + 1]):
            candidates.append(_header(_joined(rows[index], rows[index + 1]), index + 1))
        for header in candidates:
            if _is_header(header) and (best is None or len(header.columns) > len(best.columns)):
                best = header
    return best


def missing_fields(rows: Sequence[Sequence[Any]]) -> tuple[tuple[str, ...], str]:
    """Which required fields the best row lacks, and the name of another layout that it looks like ("" if
    none).
    """
    headers = [
        _header([str(cell) for cell in row], index) for index, row in enumerate(rows[:HEADER_WITHIN_ROWS])
    ]
    if not headers:
        return REQUIRED, ""
    best = max(headers, key=lambda header: (bool(header.other), len(header.columns)))
    return tuple(name for name in REQUIRED if name not in best.columns), best.other


def normal(cell: object) -> str:
    """A heading in one form: capitals, no accents, brackets or signs, single spaces ("Tgl. Lahir *" is "TGL
    LAHIR").
    """
    if not isinstance(cell, str):
        return ""
    text = unicodedata.normalize("NFKD", cell).encode("ascii", "ignore").decode().upper()
    inside = re.sub(r"\([^)]*\)", " ", text)
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", inside).split())


def is_heading(name: str, cell: object) -> bool:
    """Whether a cell is a heading of a field: a header that repeats further down a sheet."""
    return _FIELD_OF.get(normal(cell)) == name


def _has_figures(row: Sequence[Any]) -> bool:
    """A row with digits in it is no second line of a header."""
    return any(not isinstance(cell, str) or any(map(str.isdigit, cell)) for cell in row)


def _is_header(header: Header) -> bool:
    return not header.other and all(name in header.columns for name in REQUIRED)


def _joined(upper: Sequence[Any], lower: Sequence[Any]) -> list[str]:
    """Two header rows as one: a heading above continues below ("TANGGAL" over "LAHIR"), or stands in one of
    them.

    A merged heading ("ALAMAT" over "RT", "RW") has its text in the first cell only; there the lower word
    decides.
    """
    joined = []
    for index in range(max(len(upper), len(lower))):
        above = str(upper[index]).strip() if index < len(upper) else ""
        below = str(lower[index]).strip() if index < len(lower) else ""
        both = f"{above} {below}".strip()
        joined.append(next((text for text in (both, below, above) if normal(text) in _FIELD_OF), both))
    return joined


def _header(labels: list[str], last: int) -> Header:
    words = [normal(label) for label in labels]
    columns: dict[str, int] = {}
    ignored = []
    other = ""
    for index, word in enumerate(words):
        name = _FIELD_OF.get(word)
        if name and name not in columns:
            columns[name] = index
        elif word:
            ignored.append(word)
        other = other or OTHER_LAYOUTS.get(word, "")
    sipp = "wage" in columns and ("identity_kind" in columns or "NO PEGAWAI" in words)
    return Header("sipp_new" if sipp else "village", columns, tuple(ignored), last, tuple(labels), other)
