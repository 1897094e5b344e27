"""The list page: filters, chips, sort, pages and files, over a queryset and over plain rows."""

import io
from dataclasses import dataclass
from datetime import date

import django_filters
import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from naungan.areas.models import Area
from naungan.kit import exports
from naungan.kit.lists import Column, list_response
from naungan.law.findings import Refused


class AreaFilter(django_filters.FilterSet):
    nama = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Nama")
    tingkat = django_filters.ChoiceFilter(field_name="level", choices=Area.Level.choices, label="Tingkat")

    class Meta:
        model = Area
        fields = ()


COLUMNS = (
    Column("kode", "Kode", "code", kind="id", sort="code"),
    Column("nama", "Nama", "name", sort="name", link=lambda area: f"/wilayah/{area.code}/"),
    Column("induk", "Induk", "parent.name"),
)


def get(address: str) -> HttpRequest:
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    return request


def page_of(address: str, **more) -> str:
    request = get(address)
    rows = Area.objects.select_related("parent").order_by("code")
    answer = list_response(
        request,
        title="Wilayah",
        columns=COLUMNS,
        rows=rows,
        filterset=AreaFilter(request.GET, queryset=rows),
        source="Kemendagri",
        name="wilayah",
        **more,
    )
    if answer.streaming:
        content = downloaded(answer)
        return content.decode("utf-8") if "csv" in answer["Content-Type"] else content
    return answer.content.decode()


def downloaded(answer) -> bytes:
    content = b"".join(answer.streaming_content)
    answer.close()
    return content


@pytest.mark.django_db
@pytest.mark.usefixtures("areas")
class TestAQueryset:
    def test_a_filter_is_a_chip_with_the_address_that_takes_it_away(self):
        shown = page_of("/?nama=bone&tingkat=2&urut=nama")
        assert "Nama: bone" in shown
        assert 'href="?tingkat=2&amp;urut=nama"' in shown
        assert "Tingkat: Kabupaten/Kota" in shown
        assert "Kabupaten Bone Bolango" in shown
        assert "Kabupaten Pohuwato" not in shown

    def test_the_number_of_rows_is_told_and_pages_are_links(self):
        shown = page_of("/?tingkat=2&halaman=2", per_page=10)
        assert "21 baris" in shown
        assert "Baris 11–20 dari 21" in shown
        assert 'rel="next" href="?tingkat=2&amp;halaman=3"' in shown

    def test_a_page_beyond_the_last_is_the_last(self):
        assert "Baris 21–21 dari 21" in page_of("/?tingkat=2&halaman=999", per_page=10)

    def test_a_click_on_a_head_sorts_and_a_second_click_turns_round(self):
        shown = page_of("/?tingkat=1&urut=nama")
        assert shown.index("Gorontalo</a>") < shown.index("Sulawesi Utara</a>")
        assert 'aria-sort="ascending"' in shown
        assert 'href="?tingkat=1&amp;urut=-nama"' in shown
        turned = page_of("/?tingkat=1&urut=-nama")
        assert turned.index("Sulawesi Utara</a>") < turned.index("Gorontalo</a>")

    def test_sorting_by_what_is_no_column_changes_nothing(self):
        assert page_of("/?tingkat=1&urut=password") is not None

    def test_nothing_found_says_how_to_widen(self):
        shown = page_of("/?nama=tidakadadimanapun")
        assert "Tidak ada baris" in shown
        assert "Hapus semua saringan" in shown
        assert "<table" not in shown

    def test_an_unreadable_filter_shows_nothing_and_says_why(self):
        shown = page_of("/?tingkat=9")
        assert "0 baris" in shown
        assert "aria-invalid" in shown

    def test_the_csv_holds_exactly_what_is_filtered_below_its_heading(self):
        text = page_of("/?tingkat=1&format=csv")
        lines = text.removeprefix("\ufeff").splitlines()
        assert lines[0] == "Judul,Wilayah"
        assert lines[1] == "Saringan,Tingkat: Provinsi"
        assert lines[3] == "Sumber,Kemendagri"
        assert lines[6:] == ["Kode,Nama,Induk", "71,Sulawesi Utara,", "75,Gorontalo,"]

    def test_the_xlsx_keeps_identifiers_as_text(self):
        book = openpyxl.load_workbook(io.BytesIO(page_of("/?tingkat=1&format=xlsx")))
        rows = list(book.active.iter_rows(values_only=True))
        assert rows[0][:2] == ("Judul", "Wilayah")
        assert rows[6] == ("Kode", "Nama", "Induk")
        assert rows[7] == ("71", "Sulawesi Utara", None)

    def test_a_list_costs_two_questions_however_long(self, django_assert_num_queries):
        with django_assert_num_queries(2):
            page_of("/?tingkat=4")


@dataclass
class Row:
    name: str
    amount: int | None
    on: date
    month: int
    percent: str | None


ROWS = [
    Row("=1+1", 5_000, date(2021, 1, 31), 2021 * 12, "61.73"),
    Row("Ani", None, date(2021, 2, 1), 2021 * 12 + 1, None),
]
ROW_COLUMNS = (
    Column("nama", "Nama", "name", sort="name"),
    Column("jumlah", "Jumlah (Rp)", "amount", kind="money", sort="amount"),
    Column("tanggal", "Tanggal", "on", kind="date"),
    Column("bulan", "Bulan", "month", kind="month"),
    Column("persen", "Persen", "percent", kind="percent"),
    Column(
        "status",
        "Status",
        lambda row: "Lunas" if row.amount else "Belum",
        kind="tag",
        tone=lambda row: "good",
    ),
)


def plain(address: str):
    return list_response(
        get(address), title="Baris", columns=ROW_COLUMNS, rows=ROWS, source="tes", name="baris"
    )


def test_plain_rows_are_shown_by_their_kind():
    shown = plain("/").content.decode()
    for text in (
        "Rp5.000",
        "31-01-2021",
        "Januari 2021",
        "61,73\u00a0%",
        '<span class="tag tag-good">Lunas</span>',
    ):
        assert text in shown


def test_an_unknown_amount_stands_last_whichever_way_one_sorts():
    for way in ("jumlah", "-jumlah"):
        shown = plain(f"/?urut={way}").content.decode()
        assert shown.index("=1+1") < shown.index("Ani")


@pytest.mark.django_db
def test_no_cell_of_a_csv_is_run_as_a_formula():
    text = downloaded(plain("/?format=csv")).decode()
    assert "'=1+1,5000,2021-01-31,2021-01,61.73,Lunas" in text


@pytest.mark.django_db
def test_no_heading_of_a_csv_is_run_as_a_formula():
    columns = [Column("nama", "=2+3", "name")]
    lines = downloaded(
        list_response(get("/?format=csv"), title="@SUM(1)", columns=columns, rows=ROWS, source="-", name="x")
    ).decode()
    assert "Judul,'@SUM(1)" in lines
    assert "\r\n'=2+3\r\n" in lines


@pytest.mark.django_db
def test_no_cell_of_an_xlsx_is_a_formula_and_numbers_are_numbers():
    book = openpyxl.load_workbook(io.BytesIO(downloaded(plain("/?format=xlsx"))))
    first = next(iter(book.active.iter_rows(min_row=8, max_row=8)))
    assert first[0].data_type == "s"
    assert first[1].value == 5000
    assert first[3].value == "2021-01"
    assert first[4].value == 61.73


def test_more_rows_than_a_sheet_holds_are_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(exports, "XLSX_ROWS", 1)
    with pytest.raises(Refused) as caught:
        plain("/?format=xlsx")
    assert caught.value.code == "list.too_long_for_xlsx"
    assert "CSV" in caught.value.mend
