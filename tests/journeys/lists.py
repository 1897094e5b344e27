"""A village list as clerks make them: title, column numbers, faults, a signature at the end. Made-up people."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

NAMES = [
    "SITI",
    "YUSUF",
    "RAHMAN",
    "HADIJAH",
    "ISMAIL",
    "FATMA",
    "KARIM",
    "WARNI",
    "SAMSUDIN",
    "NURHAYATI",
    "ABDUL",
    "MARYAM",
    "HASAN",
    "ROSNI",
    "IBRAHIM",
]
FAMILIES = [
    "LAPANANDA",
    "PAKAYA",
    "MOPANGGA",
    "HULOPI",
    "TANGAHU",
    "BILONDATU",
    "KADIR",
    "YUNUS",
    "DAUD",
    "POLAPA",
]
WORK = ("Nelayan", "Petani", "Pengemudi bentor", "Pedagang kecil", "Buruh tani")
VILLAGES = (
    ("BONGOIME", "TILONGKABILA"),
    ("TALULOBUTU", "TAPA"),
    ("DUNGGALA", "TAPA"),
    ("BOTUTONUO", "KABILA BONE"),
)
HEADINGS = ("NO", "NIK", "NAMA", "JENIS KELAMIN", "TANGGAL LAHIR", "ALAMAT", "RT", "RW", "DESA", "KECAMATAN",
            "JENIS PEKERJAAN", "KETERANGAN")  # fmt: skip


def people(count: int, seed: int = 7503, villages: Sequence[tuple[str, str]] = VILLAGES) -> list[list[str]]:
    """Rows of sound people between 20 and 60 in 2021, each with a NIK that agrees with the birth date."""
    random_ = random.Random(seed)
    rows = []
    for number in range(1, count + 1):
        day, month, year = random_.randint(1, 28), random_.randint(1, 12), random_.randint(1961, 2000)
        woman = random_.random() < 0.5
        nik = f"750301{day + 40 * woman:02d}{month:02d}{year % 100:02d}{number:04d}"
        village, district = random_.choice(villages)
        name = f"{random_.choice(NAMES)} {random_.choice(FAMILIES)}"
        rows.append(
            [str(number), nik, name, "P" if woman else "L", f"{day:02d}-{month:02d}-{year}", "Dusun I", "001", "002",
             village, district, random_.choice(WORK), ""]
        )  # fmt: skip
    return rows


def write_village_list(
    path: Path, rows: list[list[str]], *, numbers_at: frozenset[int] = frozenset()
) -> Path:
    """A list with its title, its row of column numbers and its signature; NIKs of some rows as numbers."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Desember")
        sheet.write_string(0, 0, "DAFTAR PEKERJA RENTAN KABUPATEN BONE BOLANGO TAHUN 2021")
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(2, column, heading)
            sheet.write_number(3, column, column + 1)
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                if column == 1 and at in numbers_at:
                    sheet.write_number(4 + at, column, float(text))
                elif text:
                    sheet.write_string(4 + at, column, text)
        sheet.write_string(len(rows) + 6, 2, "Mengetahui, Kepala Desa")
    return path


def dirty_list(path: Path, villages: Sequence[tuple[str, str]] = VILLAGES) -> Path:
    """28 people: 21 sound rows (one with day and month exchanged) and seven that must be mended."""
    rows = people(27, villages=villages)
    rows[3][1] = rows[3][1][:15]  # a digit is missing
    rows[8][2] = ""  # no name
    rows[11][4] = "17-08-1955"  # another birth date than the NIK's
    rows[14][1], rows[14][4] = "7503010405500015", "04-05-1950"  # 70 years old
    day, month, year = rows[17][4].split("-")
    rows[17][4] = f"{month}-{day}-{year}"
    rows.append([*rows[5][:2], "ORANG LAIN SAMA SEKALI", *rows[5][3:]])  # row 5's NIK under another name
    return write_village_list(path, rows, numbers_at=frozenset({20}))
