"""What `naungan demo` prints: the lists and what each lost, the money, the facts, and where to go next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from naungan.demo import words
from naungan.demo.run import Outcome
from naungan.kit import numbers


@dataclass(frozen=True, slots=True)
class Printed:
    """One table for the terminal."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]


def tables(outcome: Outcome) -> list[Printed]:
    """The three tables: lists, money, facts."""
    return [_lists(outcome.lists), _money(outcome), _facts(outcome)]


def after(outcome: Outcome) -> list[str]:
    """What is true of the demo, the logins, and the next steps."""
    lines = []
    if not outcome.is_new:
        lines.append(
            _("Percontohan sudah ada di %(home)s; tabel di atas dihitung ulang.") % {"home": outcome.home}
        )
    lines += [
        _("Semua orang di sini rekaan; mereka dibuat supaya jumlahnya tepat pada angka yang diterbitkan."),
        _("Yang dihitung lewat impor, pemeriksaan, bulan iuran dan pembayaran: rusak satu, angkanya salah."),
        "",
        _("Akun percontohan (kata sandi juga ada di halaman masuk):"),
    ]
    lines += [f"  {one['username']:<14} {one['password']:<18} {one['place']}" for one in outcome.logins]
    lines += [
        "",
        _("Berkas daftar: %(path)s; baris yang dikembalikan: %(returned)s")
        % {"path": outcome.home / "lists", "returned": outcome.home / "returned"},
        _("Buka di peramban: NAUNGAN_HOME=%(home)s naungan serve") % {"home": outcome.home},
    ]
    return lines


def _lists(lists: Sequence[Mapping[str, Any]]) -> Printed:
    rows = [
        (one["file"], one["rows"], one["accepted"], one["rejected"], _causes(one["causes"])) for one in lists
    ]
    total = [sum(one[key] for one in lists) for key in ("rows", "accepted", "rejected")]
    header = (_("Daftar"), _("Baris"), _("Diterima"), _("Dikembalikan"), _("Sebab"))
    return Printed(_("1. Daftar dan yang hilang darinya"), header, [*rows, (_("Jumlah"), *total, "")])


def _causes(causes: Mapping[str, int]) -> str:
    return ", ".join(f"{code} {count}" for code, count in causes.items())


def _money(outcome: Outcome) -> Printed:
    rows = [
        (_("Ditagih"), numbers.rupiah(outcome.billed_rp)),
        (_("Dibayar"), numbers.rupiah(outcome.paid_rp)),
        (_("Terlindungi per 30 November 2023"), numbers.count(outcome.protected)),
    ]
    return Printed(_("2. Tagihan, pembayaran, perlindungan"), ("", ""), rows)


def _facts(outcome: Outcome) -> Printed:
    rows = [
        (
            line.fact.id,
            line.fact.label_id,
            words.published(line.fact),
            words.computed(line),
            words.how(line),
            words.remark(line),
            line.fact.article.source,
        )
        for line in outcome.lines
    ]
    header = (
        _("Fakta"),
        _("Perihal"),
        _("Diterbitkan"),
        _("Dihitung"),
        _("Cara"),
        _("Keterangan"),
        _("Sumber"),
    )
    return Printed(_("3. Fakta artikel dan angka sistem"), header, rows)
