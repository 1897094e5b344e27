"""The register on screen: upload, headings, preview, queue, decision, undo."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from naungan.contributions.models import Payment
from naungan.contributions.register.models import RegisterLine

pytestmark = pytest.mark.django_db
HEADER = "Nomor SP2D;Tanggal SP2D;Uraian;Penerima;Nilai"
AGENCY = "BPJS Ketenagakerjaan"


def upload(client: Any, *lines: str, header: str = HEADER) -> Any:
    text = "\n".join([header, *lines])
    file = SimpleUploadedFile("register.csv", text.encode())
    return client.post(reverse("register_new"), {"payer": "75.03", "file": file})


def test_a_register_is_looked_at_before_anything_is_written_and_then_taken_in(billed, sit):
    clerk = sit("finance")
    answer = upload(
        clerk,
        f"1/A;10/06/2021;Iuran Februari 2021;{AGENCY};168.000",
        f"2/A;10/06/2021;Iuran;{AGENCY};55.000",
        "3/A;10/06/2021;Gaji;Bendahara;9.000.000",
    )
    assert answer.status_code == 302
    preview = clerk.get(answer.url).content.decode()
    for word in ("Cocok", "Antrean", "Bukan iuran", "Gaji, tunjangan atau honor", "Rp223.000"):
        assert word in preview
    assert not Payment.objects.exists()
    assert clerk.post(answer.url, {"reason": "register Juni"}).url == reverse("queue")
    assert Payment.objects.get().reference == "1/A"
    queue = clerk.get(reverse("queue")).content.decode()
    assert "2/A" in queue
    assert "3/A" not in queue
    assert clerk.get(reverse("queue") + "?state=open&format=csv").status_code == 200


def test_a_waiting_line_is_settled_and_the_decision_taken_back(billed, sit):
    clerk = sit("finance")
    clerk.post(upload(clerk, f"2/A;10/06/2021;Iuran;{AGENCY};55.000").url, {})
    address = reverse("register_line", args=[RegisterLine.objects.get().pk])
    assert "Pembayaran dari Pembayar 75.03" in clerk.get(address).content.decode()
    assert "Isi kode pembayar" in clerk.post(address, {"choice": "other"}).content.decode()
    assert clerk.post(address, {"choice": "0"}).status_code == 302
    assert Payment.objects.get().amount_rp == 55_000
    assert "2/A" in clerk.get(address).content.decode()
    assert clerk.post(address, {"reason": "salah"}).status_code == 302
    assert hasattr(Payment.objects.get(), "reversal")
    assert "Menunggu keputusan" in clerk.get(address).content.decode()
    assert clerk.post(address, {"choice": "NOT_OURS", "reason": "milik provinsi"}).status_code == 302
    assert "milik provinsi" in clerk.get(address).content.decode()


def test_headings_that_nobody_knows_are_chosen_on_the_page(billed, sit):
    clerk = sit("finance")
    header = "Nomor SP2D;Tanggal SP2D;Uraian;Penerima;Angka"
    address = upload(clerk, f"1/A;10/06/2021;Iuran;{AGENCY};168000", header=header).url
    assert "Pilih isi kolom" in clerk.get(address).content.decode()
    fields = ("reference", "paid_on", "description", "recipient", "amount")
    chosen = {f"kolom{at}": name for at, name in enumerate(fields)}
    assert clerk.post(address, {"headings": "1", **chosen}).url == address
    assert "Terima register ini" in clerk.get(address).content.decode()


def test_a_register_with_a_wrong_sum_shows_the_cell_and_offers_nothing(billed, sit):
    clerk = sit("finance")
    address = upload(clerk, f"1/A;10/06/2021;Iuran;{AGENCY};168000", ";;JUMLAH;;168001").url
    page = clerk.get(address).content.decode()
    assert "Register ini tidak dapat diterima" in page
    assert "E3" in page
    assert clerk.post(address, {}).status_code == 200
    assert not RegisterLine.objects.exists()


def test_who_only_looks_decides_nothing_and_another_region_sees_nothing(billed, sit):
    clerk = sit("finance")
    clerk.post(upload(clerk, f"2/A;10/06/2021;Iuran;{AGENCY};55.000").url, {})
    line = RegisterLine.objects.get()
    address = reverse("register_line", args=[line.pk])
    auditor = sit("auditor")
    assert "Simpan keputusan" not in auditor.get(address).content.decode()
    auditor.post(address, {"choice": "0"})
    assert not Payment.objects.exists()
    stranger = sit("finance", "75.71")
    assert stranger.get(address).status_code == 404
    assert "2/A" not in stranger.get(reverse("queue")).content.decode()
    assert "tidak ada di wilayah kerja Anda" in upload(stranger, "x;y;z;a;b").content.decode()
