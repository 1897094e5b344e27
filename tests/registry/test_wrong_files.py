"""A wrong file gets one clear refusal that says how to mend it, and changes nothing."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from naungan.journal.models import Entry
from naungan.law.findings import Refused
from naungan.registry.imports import sniff
from naungan.registry.models import ImportBatch, Membership, Payer, Person, Roll
from tests.registry.conftest import Bring
from tests.registry.lists import HEADINGS, SIPP, village_rows, workers, write_csv, write_ods, write_xlsx

PEOPLE = workers(3)
Make = Callable[[Path], Path]


def content(data: bytes) -> Make:
    def make(folder: Path) -> Path:
        path = folder / "daftar.xlsx"
        path.write_bytes(data)
        return path

    return make


def archive(**parts: bytes) -> Make:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return content(buffer.getvalue())


def sheet(*rows: list[object]) -> Make:
    return lambda folder: write_xlsx(folder / "daftar.xlsx", list(rows))


def text(*rows: list[object]) -> Make:
    return lambda folder: write_csv(folder / "daftar.csv", list(rows))


def with_part(name: str, data: bytes) -> Make:
    def make(folder: Path) -> Path:
        path = write_xlsx(folder / "daftar.xlsx", village_rows(PEOPLE))
        with zipfile.ZipFile(path, "a") as target:
            target.writestr(name, data)
        return path

    return make


def million_blank_rows(folder: Path) -> Path:
    path = folder / "kosong.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page, grey = book.add_worksheet(), book.add_format({"bg_color": "#eeeeee"})
        for row in range(0, 1_048_576, 8):
            page.write_blank(row, 0, None, grey)
        page.write_blank(1_048_575, 5, None, grey)
    return path


def one_cell_at_the_far_corner(folder: Path) -> Path:
    path = folder / "jauh.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        page.write(1_048_575, 16_383, "x")
    return path


def formula_in(column: int) -> Make:
    rows = village_rows(PEOPLE)
    rows[2][column] = '=UPPER("x")'
    return sheet(*rows)


def cut_in_half(folder: Path) -> Path:
    path = write_xlsx(folder / "daftar.xlsx", village_rows(workers(500)))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def broken_sheet(folder: Path) -> Path:
    whole = write_xlsx(folder / "utuh.xlsx", village_rows(PEOPLE))
    path = folder / "daftar.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[: len(data) // 2] if "sheet1" in name else data)
    return path


def open_quotation(folder: Path) -> Path:
    rows = ["NIK,NAMA,ALAMAT", *(f"{p.nik},{p.name},Dusun" for p in workers(20))]
    rows[3] = f'{PEOPLE[0].nik},"{PEOPLE[0].name},Dusun'
    path = folder / "daftar.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def calc(**attributes: bytes) -> Make:
    return archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **attributes)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
LOCKED = "EncryptedPackage".encode("utf-16-le")
VBA = "Workbook\0_VBA_PROJECT".encode("utf-16-le")
WORD = "WordDocument".encode("utf-16-le")
XLS = "Workbook\0".encode("utf-16-le")

WRONG: dict[str, tuple[str, Make]] = {
    "nothing at all": ("file.empty", content(b"")),
    "spaces only": ("file.empty", content(b"  \r\n \r\n")),
    "separators only": ("file.empty", text(*[["", "", ""]] * 500)),
    "an empty workbook": ("file.empty", sheet([])),
    "a million blank rows": ("file.empty", million_blank_rows),
    "a header without people": ("file.no_people", sheet(list(HEADINGS))),
    "a header, a total, a signature": (
        "file.no_people",
        sheet(list(HEADINGS), ["", "JUMLAH", "0"], ["", "Mengetahui"], ["", "", "Kepala Desa"]),
    ),
    "a PDF": ("file.not_spreadsheet", content(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")),
    "a picture": ("file.not_spreadsheet", content(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100)),
    "a photograph": ("file.not_spreadsheet", content(b"\xff\xd8\xff\xe0" + b"\x10" * 100)),
    "a web page called xls": ("file.not_spreadsheet", content(b"<html><table><tr><td>NIK</td></tr></table>")),
    "XML of an old kind": ("file.not_spreadsheet", content(b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>")),
    "a program": ("file.not_spreadsheet", content(b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 64)),
    "random bytes": ("file.not_spreadsheet", content(bytes(range(256)) * 20)),
    "a word processor's file": (
        "file.not_spreadsheet",
        archive(word__document_dot_xml=b"<w/>", _Content_Types_=b"x"),
    ),
    "an old word processor's file": ("file.not_spreadsheet", content(OLE + WORD)),
    "a zip of photographs": ("file.not_spreadsheet", archive(a_dot_jpg=b"x")),
    "half a workbook": ("file.damaged", cut_in_half),
    "a workbook with half a sheet": ("file.damaged", broken_sheet),
    "an old workbook that is none": ("file.damaged", content(OLE + XLS)),
    "a broken open document": ("file.damaged", calc(content_dot_xml=b"<office:x")),
    "macros": ("file.macros", with_part("xl/vbaProject.bin", b"x")),
    "old macros": ("file.macros", with_part("xl/macrosheets/sheet1.xml", b"x")),
    "macros of an old workbook": ("file.macros", content(OLE + VBA)),
    "macros of an open document": ("file.macros", calc(Basic__Standard__Module1_dot_xml=b"x")),
    "a password": ("file.password", content(OLE + LOCKED)),
    "a password on an open document": (
        "file.password",
        calc(**{"META-INF/manifest_dot_xml": b"<manifest:encryption-data/>"}),
    ),
    "a formula for the NIK": ("file.formulas", formula_in(1)),
    "a formula for the name": ("file.formulas", formula_in(2)),
    "a formula in a text file": ("file.formulas", text(["NIK", "NAMA"], [PEOPLE[0].nik, '=HYPERLINK("x")'])),
    "a formula in an open document": (
        "file.formulas",
        lambda folder: write_ods(folder / "a.ods", village_rows(PEOPLE), formula="of:=1+1"),
    ),
    "a sheet without end": ("file.too_large", one_cell_at_the_far_corner),
    "an open quotation mark": ("file.quotation", open_quotation),
    "other columns": ("layout.unknown", sheet(["KODE", "BARANG", "HARGA"], ["1", "Beras", "12000"])),
    "names without NIK": ("layout.unknown", sheet(["NO", "NAMA", "ALAMAT"], [1, "Budi", "Dusun"])),
    "workers to be taken off": (
        "layout.other",
        sheet(["KPJ", "NAMA_LENGKAP", "TGL_LAHIR", "SEBAB_NA", "TGL_KEJADIAN", "KETERANGAN"], ["1", "B"]),
    ),
    "a list of wages": (
        "layout.other",
        sheet(["NIK", "KPJ", "NAMA_LENGKAP", "TGL_LAHIR", "UPAH", "RAPEL", "BLTH", "NPP"], ["1", "2", "B"]),
    ),
    "a text": ("layout.unknown", content(b"Yth. Bapak Bupati, bersama ini kami kirim daftar.")),
}


def test_a_wrong_file_is_refused_clearly_and_changes_nothing(
    bring: Bring, tmp_path: Path, subtests: Any
) -> None:
    for wrong, (code, make) in WRONG.items():
        with subtests.test(wrong):
            with pytest.raises(Refused) as refusal:
                bring(make(tmp_path))
            assert refusal.value.code == code
            assert refusal.value.message
            assert refusal.value.mend
            assert not any(m.objects.exists() for m in (Person, Payer, Roll, Membership, ImportBatch, Entry))


def test_a_file_that_unpacks_beyond_bounds_is_not_unpacked(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("naungan.registry.imports.sniff.MAX_UNPACKED", 1_000_000)
    with pytest.raises(Refused) as refusal:
        bring(archive(**{"xl/workbook_dot_xml": b"\x00" * 1_100_000})(tmp_path))
    assert refusal.value.code == "file.too_large"


def test_a_running_number_may_be_a_formula(bring: Bring, tmp_path: Path) -> None:
    rows = village_rows(PEOPLE)
    for number in range(2, 4):
        rows[number][0] = f"=A{number}+1"
    rows.append(["", "JUMLAH", "=COUNTA(C2:C4)"])
    result = bring(write_xlsx(tmp_path / "a.xlsx", rows))
    assert (result.rows, result.accepted) == (3, 3)


def test_every_heading_of_the_two_layouts_is_taken_or_listed() -> None:
    from naungan.registry.imports.headers import find_header

    for headings in (HEADINGS, SIPP):
        header = find_header([list(headings)])
        assert header is not None
        assert len(header.columns) + len(header.ignored) == len(headings)


def test_control_characters_that_a_workbook_spells_out_do_not_reach_the_registry(bring, tmp_path):
    path = write_xlsx(tmp_path / "daftar.xlsx", village_rows(PEOPLE))
    spelled = tmp_path / "dieja.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(spelled, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            target.writestr(part, data.replace(PEOPLE[0].name.encode(), b"SI_x0000_TI_x0001_"))
    bring(spelled)
    assert "SITI" in Person.objects.values_list("name", flat=True)


@pytest.mark.parametrize("part", ["mimetype", "META-INF/manifest.xml"])
def test_a_part_that_unpacks_to_hundreds_of_megabytes_is_never_unpacked_whole(tmp_path, part):
    path = tmp_path / "bom.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        if part != "mimetype":
            target.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
        target.writestr(part, b"application/vnd.oasis.opendocument.spreadsheet" + bytes(50_000_000))
    tracemalloc.start()
    sniff.sniff(path)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000
