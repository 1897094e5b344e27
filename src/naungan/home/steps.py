"""The work of a month as steps, each with the door that the viewer holds to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the month; `href` is empty for who has no part in it."""

    title: str | Promise
    note: str | Promise
    action: str | Promise
    href: str


# Title, note, then the doors from the strongest: permission, URL name, words on the button.
_STEPS = (
    (
        gettext_lazy("Daftar peserta masuk"),
        gettext_lazy("berkas desa dan dinas diperiksa; catatan perbaikan kembali ke pengirim"),
        (
            ("registry.import", "import_new", gettext_lazy("Unggah")),
            ("registry.view", "rolls", gettext_lazy("Lihat")),
        ),
    ),
    (
        gettext_lazy("Daftar diverifikasi dan ditetapkan"),
        gettext_lazy("usulan menjadi lampiran SK, lalu terdaftar di BPJS Ketenagakerjaan"),
        (
            ("registry.verify", "rolls", gettext_lazy("Periksa")),
            ("registry.view", "rolls", gettext_lazy("Lihat")),
        ),
    ),
    (
        gettext_lazy("Bulan dihitung dan ditagih"),
        gettext_lazy("iuran menurut pasal yang berlaku pada bulannya; bulan final tidak diubah lagi"),
        (
            ("month.run", "bills", gettext_lazy("Hitung")),
            ("contributions.view", "bills", gettext_lazy("Lihat")),
        ),
    ),
    (
        gettext_lazy("Pembayaran diterima"),
        gettext_lazy("dicocokkan dengan tagihan tertua lebih dulu; yang lebih menjadi saldo"),
        (
            ("payment.receive", "payments", gettext_lazy("Terima")),
            ("contributions.view", "payments", gettext_lazy("Lihat")),
        ),
    ),
    (
        gettext_lazy("Perlindungan dan cakupan"),
        gettext_lazy("siapa terlindungi, berapa dari potensi pekerja, peringkat daerah"),
        (("coverage.view", "coverage", gettext_lazy("Lihat")),),
    ),
)


def steps_for(permissions: frozenset[str]) -> list[Step]:
    """The steps of the month with the doors that these permissions open."""
    found = []
    for title, note, doors in _STEPS:
        held = [(action, _href(name)) for permission, name, action in doors if permission in permissions]
        action, href = next(((action, href) for action, href in held if href), ("", ""))
        found.append(Step(title, note, action, href))
    return found


def _href(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
