"""Which column holds what: by the words of the header, found anywhere in the first rows, never by position.

Known are the list of a village (NO, NIK, NAMA, ...) and the five bulk files of the agency's SIPP: new workers,
continuing ones (by KPJ), those taken off, wages, corrections. Versions of them differ in their columns, so all
are read by the same synonyms; what no synonym names and nobody chose is ignored and listed. Pure: no Django,
no files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
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
        "ALAMAT DOMISILI", "ALAMAT LENGKAP DOMISILI", "DUSUN", "LINGKUNGAN",
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
    "kpj": ("KPJ", "NO KPJ", "NOMOR KPJ", "NOMOR KARTU PESERTA", "NOMOR IDENTITAS KPJ", "NO KARTU BPJSTK"),
    "code": ("KODE", "KODE TK KPJ"),
    "identity_kind": ("JENIS IDENTITAS",),
    "registered": ("TANGGAL KEPESERTAAN", "TGL KEPESERTAAN", "TANGGAL DAFTAR", "TGL DAFTAR"),
    "title": ("GELAR", "GELAR AKADEMIK"),
    "phone": ("HP", "NO HP", "NOMOR HP", "HANDPHONE", "NO HANDPHONE", "NO TELEPON", "TELEPON", "NO TELP", "NO WA"),
    "email": ("EMAIL", "E MAIL", "SUREL", "ALAMAT EMAIL"),
    "npwp": ("NPWP", "NO NPWP", "NOMOR NPWP"),
    "postcode": ("KODE POS", "KODEPOS"),
    "work_start": ("TGL AWAL BEKERJA", "TANGGAL AWAL BEKERJA", "TGL MULAI BEKERJA", "TMT KERJA"),
    "contract_end": ("TGL AKHIR KONTRAK", "TANGGAL AKHIR KONTRAK", "AKHIR KONTRAK"),
    "cause": ("SEBAB NA", "SEBAB NONAKTIF", "SEBAB NON AKTIF", "KODE NA", "ALASAN NONAKTIF"),
    "event": ("TGL KEJADIAN", "TANGGAL KEJADIAN", "TGL NONAKTIF", "TANGGAL NONAKTIF", "TGL NA"),
    "month": ("BLTH", "BULAN IURAN", "BULAN IURAN BLTH", "BULAN TAHUN"),
    "back_pay": ("RAPEL",),
    "npp": ("NPP", "NOMOR NPP", "NOMOR PENDAFTARAN PERUSAHAAN"),
}  # fmt: skip

LISTS = ("village", "sipp_new", "sipp_continuing")
CHANGES = ("sipp_inactive", "sipp_wages", "sipp_corrections")
PURPOSES = {
    "village": "new",
    "sipp_new": "new",
    "sipp_continuing": "continuing",
    "sipp_inactive": "inactive",
    "sipp_wages": "wages",
    "sipp_corrections": "corrections",
}

_FIELD_OF = {word: name for name, words in SYNONYMS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Header:
    """`columns`: field to column index (from 0); `ignored`: headings that nobody reads; `last`: index of its
    last row;
    `labels`: the headings as written, in column order, two lines as one; `keys`: one name for each, by which
    a column can be chosen for a field (see `reading.Reading`).
    """

    layout: str
    columns: dict[str, int]
    ignored: tuple[str, ...]
    last: int
    labels: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


NOTHING_CHOSEN: Mapping[str, str] = {}


def find_header(rows: Sequence[Sequence[Any]], chosen: Mapping[str, str] = NOTHING_CHOSEN) -> Header | None:
    """The header among the first rows: the row, or two rows read as one, that names most fields; None
    without one.

    A header must name what its layout needs (a list: NIK and name). Of two equally good ones the upper,
    single-row one is taken. `chosen` says of some headings what they hold.
    """
    best: Header | None = None
    for index in range(min(len(rows), HEADER_WITHIN_ROWS)):
        candidates = [header_of([str(cell).strip() for cell in rows[index]], index, chosen)]
        if index + 1 < len(rows) and not _has_figures(rows[index + 1]):
            candidates.append(header_of(_joined(rows[index], rows[index + 1]), index + 1, chosen))
        for header in candidates:
            if is_header(header) and (best is None or len(header.columns) > len(best.columns)):
                best = header
    return best


def missing_fields(rows: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """Which required fields the best row lacks."""
    headers = [
        header_of([str(cell) for cell in row], index) for index, row in enumerate(rows[:HEADER_WITHIN_ROWS])
    ]
    if not headers:
        return REQUIRED
    best = max(headers, key=lambda header: len(header.columns))
    return tuple(name for name in REQUIRED if name not in best.columns)


def header_of(labels: Sequence[str], last: int, chosen: Mapping[str, str] = NOTHING_CHOSEN) -> Header:
    """The labels of a row as a header: what was chosen first, then what the words say, each field once."""
    words = [normal(label) for label in labels]
    keys = keys_of(words)
    columns: dict[str, int] = {}
    for index, key in enumerate(keys):
        if chosen.get(key):
            columns.setdefault(chosen[key], index)
    for index, (key, word) in enumerate(zip(keys, words, strict=True)):
        name = _FIELD_OF.get(word)
        if name and key not in chosen:
            columns.setdefault(name, index)
    layout = _layout(columns, words)
    taken = set(columns.values())
    if layout not in {"village", "sipp_new"} and "nik" not in columns:
        number = columns.get("kpj", columns.get("code"))
        columns |= {"nik": number} if number is not None else {}
    ignored = tuple(word for index, word in enumerate(words) if word and index not in taken)
    return Header(layout, columns, ignored, last, tuple(labels), keys)


def keys_of(words: Sequence[str]) -> tuple[str, ...]:
    """One name per column: its heading, with the column's number where a heading is empty or repeats."""
    seen: set[str] = set()
    keys = []
    for number, word in enumerate(words, start=1):
        keys.append(f"{word}#{number}" if not word or word in seen else word)
        seen.add(word)
    return tuple(keys)


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


def is_header(header: Header) -> bool:
    """Whether a row names what its layout needs."""
    return all(name in header.columns for name in _NEEDS[header.layout])


_NEEDS = {
    "village": REQUIRED,
    "sipp_new": REQUIRED,
    "sipp_continuing": REQUIRED,
    "sipp_inactive": ("nik", "cause"),
    "sipp_wages": ("nik", "month", "wage"),
    "sipp_corrections": ("nik", "code"),
}


def _layout(columns: Mapping[str, int], words: Sequence[str]) -> str:
    """By the columns that only one layout has, the plainest first; a version may lack any other column."""
    if "cause" in columns and ({"kpj", "nik"} & set(columns)):
        return "sipp_inactive"
    if "month" in columns and "wage" in columns and "identity_kind" not in columns:
        return "sipp_wages"
    if "code" in columns and "nik" not in columns and {"address", "phone", "email"} & set(columns):
        return "sipp_corrections"
    if "kpj" in columns and "nik" not in columns:
        return "sipp_continuing"
    sipp = "wage" in columns and ("identity_kind" in columns or "NO PEGAWAI" in words)
    return "sipp_new" if sipp else "village"


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
