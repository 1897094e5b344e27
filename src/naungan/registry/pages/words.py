"""How the registry's records read on a page: periods, places, programmes, and the tones of their states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.areas.queries import names
from naungan.kit import numbers
from naungan.registry.models import ImportBatch, Membership, Person, Roll

ROLL_TONES = {
    Roll.State.PROPOSED: "warn",
    Roll.State.VERIFIED: "info",
    Roll.State.DECREED: "info",
    Roll.State.REGISTERED: "info",
    Roll.State.ACTIVE: "good",
    Roll.State.ENDED: "off",
}
BATCH_TONES = {
    ImportBatch.State.RECEIVED: "info",
    ImportBatch.State.PREVIEWED: "warn",
    ImportBatch.State.COMMITTED: "good",
    ImportBatch.State.UNDONE: "off",
    ImportBatch.State.REFUSED: "bad",
}

ACTIONS = {
    "registry.import": gettext_lazy("Masuk lewat impor daftar"),
    "registry.add_payer": gettext_lazy("Pembayar dicatat"),
    "registry.add_registration": gettext_lazy("Pendaftaran dicatat"),
    "registry.receive_upload": gettext_lazy("Berkas diunggah"),
    "registry.roll_verified": gettext_lazy("Daftar diverifikasi"),
    "registry.roll_decreed": gettext_lazy("Daftar ditetapkan dengan SK"),
    "registry.roll_registered": gettext_lazy("Daftar dicatat terdaftar di BPJS Ketenagakerjaan"),
    "registry.roll_active": gettext_lazy("Daftar diaktifkan"),
    "registry.roll_ended": gettext_lazy("Daftar diakhiri"),
    "registry.record_decree": gettext_lazy("SK dicatat"),
    "registry.undo_batch": gettext_lazy("Impor dibatalkan"),
    "registry.record_death": gettext_lazy("Kematian dicatat"),
    "registry.duplicates_searched": gettext_lazy("Orang yang sama dicari"),
    "registry.pair_decided": gettext_lazy("Orang yang sama diputuskan"),
    "registry.pair_merged": gettext_lazy("Dua catatan digabung menjadi satu orang"),
    "registry.pair_parted": gettext_lazy("Penggabungan dibatalkan"),
    "registry.overlaps_found": gettext_lazy("Orang di beberapa daftar ditemukan"),
    "registry.overlap_settled": gettext_lazy("Orang di beberapa daftar diputuskan"),
    "registry.yield_order_set": gettext_lazy("Urutan daftar yang didahulukan ditetapkan"),
    "registry.match": gettext_lazy("Dicocokkan dengan data acuan"),
    "registry.decide_standing": gettext_lazy("Diputuskan verifikator"),
    "registry.take_snapshot": gettext_lazy("Data acuan diunggah"),
    "registry.set_quotas": gettext_lazy("Kuota ditetapkan"),
    "registry.set_quota_order": gettext_lazy("Urutan pengisian kuota ditetapkan"),
    "registry.fill_quotas": gettext_lazy("Kuota diisi"),
    "registry.supplement": gettext_lazy("SK perubahan disiapkan"),
    "registry.renew_roll": gettext_lazy("Daftar diperbarui untuk masa berikutnya"),
    "registry.transfer": gettext_lazy("Orang dipindahkan ke daftar lain"),
    "registry.cards": gettext_lazy("Kartu dicatat diterima"),
    "registry.cards_taken_back": gettext_lazy("Tanda terima kartu ditarik"),
    "registry.issue_proofs": gettext_lazy("Bukti kepesertaan dicetak"),
    "registry.move_start": gettext_lazy("Awal daftar digeser"),
    "registry.export_roll": gettext_lazy("Daftar diunduh dalam bentuk SIPP"),
    "registry.change_members": gettext_lazy("Peserta diubah lewat berkas"),
    "registry.reveal_nik": gettext_lazy("NIK ditampilkan kepada yang memintanya"),
}


def action(name: str) -> str:
    """A journal action in words."""
    return str(ACTIONS.get(name, name))


def period(first: int, last: int) -> str:
    """A span of months: "Januari 2021 – Desember 2021", or the one month."""
    if first == last:
        return numbers.month(first)
    return f"{numbers.month(first)} – {numbers.month(last)}"


def programmes(codes: str) -> str:
    """Programme codes as the registry keeps them ("JKK,JKM") with a space after each comma."""
    return ", ".join(part.strip() for part in codes.replace("+", ",").split(",") if part.strip())


def place(code: str) -> str:
    """An area from the smallest outward: "Desa Bongoime, Tilongkabila, Kabupaten Bone Bolango"."""
    parts = code.split(".")
    chain = [".".join(parts[:size]) for size in range(len(parts), 0, -1)]
    chain = [one for one in chain if len(parts) == 1 or one.count(".") > 0]
    known = names(chain)
    return ", ".join(known.get(one, one) for one in chain)


def occupation(spell: Membership) -> str:
    """What the person does, by the newest terms: as the list wrote it, else the group."""
    terms = max(spell.terms.all(), key=lambda one: one.from_month, default=None)
    if terms is not None and (terms.occupation_text or terms.occupation):
        return terms.occupation_text or str(terms.occupation)
    return str(spell.roll.group)


def amount(spell: Membership) -> int | None:
    """Wage or income by the newest terms, in rupiah."""
    terms = max(spell.terms.all(), key=lambda one: one.from_month, default=None)
    return terms.amount_rp if terms is not None else None


def current(spells: Sequence[Membership], month: int) -> Membership | None:
    """The spell to show for a person: the one in force in the month, else the next, else the last."""
    real = [spell for spell in spells if spell.last_month >= spell.first_month]
    now = [spell for spell in real if spell.first_month <= month <= spell.last_month]
    later = sorted((spell for spell in real if spell.first_month > month), key=lambda one: one.first_month)
    return next(iter([*now, *later, *sorted(real, key=lambda one: -one.last_month)]), None)


def standing(person: Person, spells: Sequence[Membership], month: int) -> tuple[str, str]:
    """A person's status in a month as words and tone."""
    if person.deceased_on is not None:
        return _("Meninggal dunia"), "off"
    spell = current(spells, month)
    if spell is None:
        return _("Tanpa daftar"), "off"
    if spell.first_month > month:
        return _("Mulai %(month)s") % {"month": numbers.month(spell.first_month)}, "info"
    if spell.last_month < month:
        return _("Berakhir %(month)s") % {"month": numbers.month(spell.last_month)}, "off"
    if spell.roll.state == Roll.State.PROPOSED:
        return _("Diusulkan"), "warn"
    return _("Aktif"), "good"


def spell_standing(spell: Membership, month: int) -> tuple[str, str]:
    """A spell's status in a month as words and tone."""
    if spell.end_cause and spell.last_month < month:
        return spell.get_end_cause_display(), "off"
    if spell.last_month < month:
        return _("Berakhir"), "off"
    if spell.first_month > month:
        return _("Belum mulai"), "info"
    return _("Aktif"), "good"


def joined(texts: Iterable[str]) -> str:
    """The texts that are not empty, set apart by a middle dot."""
    return " · ".join(text for text in texts if text)
