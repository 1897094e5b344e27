"""What people call the results, steps and facts, in Indonesian and English."""

from __future__ import annotations

import re
from typing import Final

from naungan.law.messages import language

_LABELS: Final[dict[str, tuple[str, str]]] = {
    "amount": ("Jumlah", "Amount"),
    "base": ("Dasar penghitungan", "Base of the computation"),
    "benefit": ("Manfaat bulan itu", "Benefit of the month"),
    "benefit_month": ("Bulan manfaat", "Month of the benefit"),
    "cause": ("Sebab", "Cause"),
    "children": ("Anak", "Child"),
    "contract_value": ("Nilai kontrak", "Contract value"),
    "contributions_paid": ("Iuran yang disetor", "Contributions paid"),
    "covid_relief": ("Mendapat keringanan PP 49/2020", "Has the relief of PP 49/2020"),
    "death_grant": ("Santunan kematian", "Death grant"),
    "death_multiple": ("Kelipatan upah untuk kematian", "Months of wage for death"),
    "disability_grant": ("Santunan cacat", "Disability grant"),
    "disability_rate": ("Persentase cacat", "Rate of disability"),
    "due_month": ("Bulan jatuh tempo", "Month due"),
    "due_on": ("Jatuh tempo", "Due on"),
    "entitled": ("Memenuhi syarat masa iur", "Has contributed long enough"),
    "entitlement": ("Hak beasiswa", "Scholarship entitlement"),
    "event_on": ("Tanggal kejadian", "Date of the event"),
    "fee": ("Denda keterlambatan", "Late fee"),
    "formula": ("Manfaat menurut rumus", "Pension by the formula"),
    "function_loss_percent": ("Persen hilang fungsi", "Loss of function"),
    "funeral": ("Biaya pemakaman", "Funeral grant"),
    "has_jht": ("Ikut JHT", "Has JHT"),
    "has_jkk": ("Ikut JKK", "Has JKK"),
    "has_jkm": ("Ikut JKM", "Has JKM"),
    "has_jkp": ("Ikut JKP", "Has JKP"),
    "has_jp": ("Ikut JP", "Has JP"),
    "income": ("Penghasilan sebulan", "Monthly income"),
    "jht_employer": ("Iuran JHT pemberi kerja", "JHT of the employer"),
    "jht_worker": ("Iuran JHT pekerja", "JHT of the worker"),
    "jkk": ("Iuran JKK", "JKK contribution"),
    "jkk_full": ("Iuran JKK sebelum keringanan", "JKK before relief"),
    "jkk_payable": ("Iuran JKK setelah keringanan", "JKK after relief"),
    "jkk_rate": ("Tarif JKK", "JKK rate"),
    "jkm": ("Iuran JKM", "JKM contribution"),
    "jkm_full": ("Iuran JKM sebelum keringanan", "JKM before relief"),
    "jkm_payable": ("Iuran JKM setelah keringanan", "JKM after relief"),
    "jkp_base": ("Upah yang diperhitungkan untuk JKP", "Wage that counts for JKP"),
    "jkp_from_jkk": ("JKP dari rekomposisi JKK", "JKP out of JKK"),
    "jkp_from_jkm": ("JKP dari rekomposisi JKM", "JKP out of JKM"),
    "jkp_state": ("JKP dari Pemerintah Pusat", "JKP of the central government"),
    "jp_base": ("Upah yang diperhitungkan untuk JP", "Wage that counts for JP"),
    "jp_deferred": ("Iuran JP yang ditunda", "JP put off"),
    "jp_employer": ("Iuran JP pemberi kerja", "JP of the employer"),
    "jp_employer_full": ("Iuran JP pemberi kerja seluruhnya", "Whole JP of the employer"),
    "jp_worker": ("Iuran JP pekerja", "JP of the worker"),
    "jp_worker_full": ("Iuran JP pekerja seluruhnya", "Whole JP of the worker"),
    "kind": ("Jenis manfaat", "Kind of benefit"),
    "labour_intensive": ("Padat karya", "Labour-intensive"),
    "laid_off_on": ("Tanggal PHK", "Laid off on"),
    "late": ("Terlambat", "Late"),
    "lump_sum": ("Dibayar sekaligus", "Lump sum"),
    "mean_indexed_monthly_wage": ("Rata-rata upah terindeks", "Mean indexed wage"),
    "month": ("Bulan iuran", "Contribution month"),
    "monthly": ("Manfaat per bulan", "Monthly benefit"),
    "months": ("Bulan tidak mampu bekerja", "Months of incapacity"),
    "months_contributed": ("Masa iur (bulan)", "Months contributed"),
    "months_late": ("Bulan terlambat", "Months late"),
    "months_of_wage": ("Bulan upah yang diganti", "Months of wage replaced"),
    "paid_by": ("Pembayar iuran", "Payer"),
    "paid_month": ("Bulan dibayar", "Month paid"),
    "paid_on": ("Tanggal bayar", "Paid on"),
    "per_child": ("Beasiswa per anak", "Scholarship of each child"),
    "periodic": ("Santunan berkala", "Periodic benefit"),
    "programmes": ("Program", "Programmes"),
    "rate": ("Bagian upah bulan itu", "Part of the wage that month"),
    "registered_month": ("Bulan terdaftar", "Month registered"),
    "registered_on": ("Tanggal terdaftar", "Registered on"),
    "relief_for_payer": ("Pembayar mendapat keringanan 2026", "Payer has the relief of 2026"),
    "retired_on": ("Tanggal pensiun", "Retired on"),
    "returns": ("Hasil pengembangan", "Returns"),
    "risk_group": ("Kelompok risiko", "Risk group"),
    "school": ("Beasiswa TK dan SD", "Kindergarten and primary school"),
    "sd_years": ("Sisa tahun SD", "Primary years left"),
    "secondary": ("Beasiswa SMP dan SMA", "Secondary school"),
    "sector": ("Sektor", "Sector"),
    "segment": ("Segmen", "Segment"),
    "share_payable": ("Bagian iuran yang dibayar", "Part of the contribution paid"),
    "sma_years": ("Sisa tahun SMA", "Upper secondary years left"),
    "smp_years": ("Sisa tahun SMP", "Lower secondary years left"),
    "table_percent": ("Persen tabel cacat", "Percentage in the schedule"),
    "tax": ("PPh final", "Final income tax"),
    "tertiary": ("Beasiswa perguruan tinggi", "Tertiary education"),
    "tertiary_years": ("Sisa tahun kuliah atau pelatihan", "Tertiary years left"),
    "tk_years": ("Sisa tahun TK", "Kindergarten years left"),
    "total": ("Jumlah seluruhnya", "Total"),
    "total_multiple": ("Kelipatan upah untuk cacat total", "Months of wage for total disability"),
    "wage": ("Upah sebulan", "Monthly wage"),
}
_INDEXED = re.compile(r"(\w+)\[(\d+)\]")


def label(name: str) -> str:
    """What people call a result, step or fact in the language of this context.

    "children[0].entitlement" becomes "Anak 1: Hak beasiswa". A name without a label stands for itself.
    """
    return ": ".join(_part(part) for part in name.split("."))


def _part(name: str) -> str:
    indexed = _INDEXED.fullmatch(name)
    if indexed:
        return f"{_part(indexed[1])} {int(indexed[2]) + 1}"
    if name not in _LABELS:
        return name
    indonesian, english = _LABELS[name]
    return indonesian if language.get() == "id" else english
