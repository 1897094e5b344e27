"""Forms of the registry's pages. They read what people typed; services say what is allowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.law.findings import Refused
from naungan.registry.fields import MonthField, RupiahField
from naungan.registry.imports.options import RollOptions
from naungan.registry.imports.sniff import MAX_BYTES
from naungan.registry.imports.words import TITLES
from naungan.registry.models import Group, PaidBy, Payer, Segment

PROGRAMMES = (
    ("JKK", _("JKK: kecelakaan kerja")),
    ("JKM", _("JKM: kematian")),
    ("JHT", _("JHT: hari tua")),
    ("JP", _("JP: pensiun")),
    ("JKP", _("JKP: kehilangan pekerjaan")),
)
FUND_SOURCES = (
    ("", _("Tidak dicatat")),
    ("umum", _("Pendapatan umum (APBD/APBDes)")),
    ("dbh-sawit", _("DBH sawit")),
    ("dbh-cht", _("DBH cukai hasil tembakau")),
    ("add", _("Alokasi dana desa")),
    ("perusahaan", _("Perusahaan")),
)
LONGEST = 12
REFUSED_FIELDS = {"to": "last_month", "income": "amount", "wage": "amount"}
MOST_CHOICES = 400


class UploadForm(forms.Form):
    """A list comes in: what it is, who pays, from when to when, and the file."""

    payer = forms.ChoiceField(
        label=_("Pembayar iuran"),
        help_text=_("Pemerintah daerah, perangkat daerah, desa, badan usaha atau wadah."),
    )
    group = forms.ChoiceField(label=_("Kelompok pekerja"))
    segment = forms.ChoiceField(
        label=_("Segmen"),
        required=False,
        choices=[("", _("Ikuti kelompok pekerja")), *Segment.choices],
    )
    programmes = forms.MultipleChoiceField(
        label=_("Program"), choices=PROGRAMMES, widget=forms.CheckboxSelectMultiple, initial=["JKK", "JKM"]
    )
    first_month = MonthField(label=_("Bulan pertama"))
    last_month = MonthField(
        label=_("Bulan terakhir"), help_text=_("Paling lama 12 bulan; boleh melewati tahun anggaran.")
    )
    paid_by = forms.ChoiceField(label=_("Dibayar dari"), choices=PaidBy.choices, initial=PaidBy.APBD)
    fund_source = forms.ChoiceField(label=_("Sumber dana"), choices=FUND_SOURCES, required=False)
    amount = RupiahField(
        label=_("Upah atau penghasilan sebulan"),
        required=False,
        help_text=_("Dalam rupiah. Dipakai bila berkas tidak memuat upah; kosong: nilai bawaan segmen."),
    )
    risk_group = forms.TypedChoiceField(
        label=_("Kelompok risiko JKK"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Ikuti pekerjaan")), *[(str(level), str(level)) for level in range(1, 6)]],
    )
    area = forms.ChoiceField(
        label=_("Wilayah daftar"), required=False, help_text=_("Asal para pekerja; kosong: wilayah pembayar.")
    )
    name = forms.CharField(
        label=_("Nama daftar"),
        required=False,
        max_length=200,
        help_text=_("Misalnya: Nelayan Kabila Bone 2021. Kosong: disusun dari kelompok dan bulan."),
    )
    proposer = forms.CharField(label=_("Pengusul"), required=False, max_length=60)
    quota = forms.IntegerField(label=_("Kuota (orang)"), required=False, min_value=1)
    shares_workers = forms.BooleanField(
        label=_("Pekerja juga di daftar lain"),
        required=False,
        help_text=_(
            "Untuk pemberi kerja: terima pekerja yang juga bekerja pada pemberi kerja lain, masing-masing "
            "membayar menurut upahnya, atau yang selama ini dibayar sebagai bantuan; bantuan itu mengalah."
        ),
    )
    decree_number = forms.CharField(
        label=_("Nomor SK"), required=False, max_length=80, help_text=_("Bila SK sudah terbit.")
    )
    decree_on = forms.DateField(
        label=_("Tanggal SK"),
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d/%m/%y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("Catatan"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mengapa daftar ini masuk; tercatat di jurnal."),
    )
    file = forms.FileField(
        label=_("Berkas daftar"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        help_text=_("XLSX, XLS, ODS atau CSV. Isi berkas dibaca dari judul kolomnya, bukan dari urutannya."),
        error_messages={"empty": _("Berkas ini kosong. Pilih berkas yang berisi daftar pekerja.")},
    )

    parts = (
        (_("Berkas"), ("file",)),
        (_("Siapa yang dilindungi"), ("group", "segment", "area", "name", "proposer", "quota")),
        (_("Siapa yang membayar"), ("payer", "paid_by", "fund_source", "shares_workers")),
        (_("Perlindungan"), ("programmes", "first_month", "last_month", "amount", "risk_group")),
        (_("Surat Keputusan (opsional)"), ("decree_number", "decree_on", "reason")),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payer"].choices = payer_choices(actor)  # type: ignore[attr-defined]
        self.fields["group"].choices = group_choices()  # type: ignore[attr-defined]
        self.fields["area"].choices = area_choices(actor)  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile[bytes]:
        """Not larger than what is read later, so that it is not even copied."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("Berkas ini lebih besar dari %(most)s MB. Bagi menurut kecamatan atau bulan."),
                params={"most": MAX_BYTES // 1024 // 1024},
            )
        return file

    def clean(self) -> dict[str, Any]:
        """What belongs together agrees: months in order, a segment, a decree's date with its number."""
        cleaned = super().clean() or {}
        self._months(cleaned)
        self._segment(cleaned)
        if cleaned.get("decree_on") and not cleaned.get("decree_number"):
            self.add_error("decree_number", _("Tanggal SK terisi, nomornya belum. Isi nomor SK."))
        return cleaned

    def _months(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("first_month"), cleaned.get("last_month")
        if first is None or last is None:
            return
        if last < first:
            self.add_error("last_month", _("Bulan terakhir mendahului bulan pertama."))
        elif last - first >= LONGEST:
            self.add_error(
                "last_month",
                ValidationError(
                    _("Daftar ini %(count)s bulan; paling lama 12 bulan. Pecah menjadi beberapa daftar."),
                    params={"count": last - first + 1},
                ),
            )

    def _segment(self, cleaned: dict[str, Any]) -> None:
        group = Group.objects.filter(pk=cleaned.get("group")).first()
        if group is None:
            return
        if not cleaned.get("segment"):
            cleaned["segment"] = group.segment

    def options(self) -> RollOptions:
        """What was typed, as the services take it; the amount is an income for BPU, else a wage."""
        given = self.cleaned_data
        by_income = given["segment"] == Segment.BPU
        return RollOptions(
            payer_code=given["payer"],
            segment=given["segment"],
            group=given["group"],
            paid_by=given["paid_by"],
            programmes=frozenset(given["programmes"]),
            first_month=int(given["first_month"]),
            last_month=int(given["last_month"]),
            fund_source=given["fund_source"],
            proposer=given["proposer"],
            income_rp=given["amount"] if by_income else None,
            wage_rp=None if by_income else given["amount"],
            risk_group=given["risk_group"],
            area_code=given["area"] or None,
            decree_number=given["decree_number"],
            decree_on=given["decree_on"],
            name=given["name"],
            quota=given["quota"],
            shares_workers=given["shares_workers"],
        )

    def refuse(self, refused: Refused) -> None:
        """Put what the services refused beside the field that it is about."""
        field = REFUSED_FIELDS.get(refused.where, refused.where)
        text = f"{refused.message} {refused.mend}".strip()
        self.add_error(field if field in self.fields else None, text)


class DecreeForm(forms.Form):
    """The decree that fixes a list."""

    decree_number = forms.CharField(label=_("Nomor SK"), max_length=80)
    decree_on = forms.DateField(
        label=_("Tanggal SK"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d/%m/%y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label=_("Catatan"), required=False, max_length=500)


class StepForm(forms.Form):
    """One step of a list forward, with a note for the journal."""

    reason = forms.CharField(label=_("Catatan"), required=False, max_length=500)


class EndForm(forms.Form):
    """From which month on a list holds no more, and why."""

    month = MonthField(label=_("Tidak berlaku mulai bulan"))
    reason = forms.CharField(label=_("Alasan"), max_length=500)


class CommitForm(forms.Form):
    """How a previewed batch is saved: the good rows now, or nothing unless all are good."""

    how = forms.ChoiceField(
        choices=[("good", _("Simpan baris yang baik")), ("all", _("Semua atau tidak sama sekali"))],
        widget=forms.RadioSelect,
    )


class FindingFilterForm(forms.Form):
    """Which findings of a batch to show; the names stand in the page's address."""

    q = forms.CharField(
        label=_("Sel atau isi"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        max_length=100,
    )
    berat = forms.ChoiceField(
        label=_("Bobot"),
        required=False,
        choices=[("", _("Semua")), ("harus", _("Harus diperbaiki")), ("periksa", _("Untuk diperiksa"))],
    )
    sebab = forms.ChoiceField(label=_("Sebab"), required=False)

    def __init__(self, *args: Any, codes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, gettext(TITLES[code]) if code in TITLES else code) for code in codes]
        self.fields["sebab"].choices = [("", _("Semua")), *named]  # type: ignore[attr-defined]


class RowFilterForm(forms.Form):
    """Which rows of a batch to show; the names stand in the page's address."""

    q = forms.CharField(
        label=_("NIK atau nama"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        max_length=100,
    )
    hasil = forms.ChoiceField(
        label=_("Hasil"),
        required=False,
        choices=[
            ("", _("Semua")),
            ("sound", _("Masuk")),
            ("noted", _("Masuk, dengan catatan")),
            ("blocked", _("Ditahan")),
        ],
    )
    hanya = forms.BooleanField(label=_("Hanya baris dengan catatan"), required=False)


class UndoForm(forms.Form):
    """Why a batch is undone."""

    reason = forms.CharField(label=_("Alasan pembatalan"), max_length=500)


def payer_choices(actor: Actor) -> list[tuple[str, Any]]:
    """The governments above the scope, payers in it, and governments of its areas even before their first
    list.
    """
    payers = Payer.objects.filter(actor.scope.payer_q()).order_by("name")[:MOST_CHOICES]
    known = [(payer.code, f"{payer.name} ({payer.code})") for payer in payers]
    codes = {code for code, _name in known}
    governments = [
        (area.code, f"{area.name} ({area.code})")
        for area in _government_areas(actor)
        if area.code not in codes
    ]
    choices: list[tuple[str, Any]] = [("", _("Pilih pembayar"))]
    above = governments_above(actor)
    if above:
        choices.append((str(_("Diusulkan kepada")), above))
    if known:
        choices.append((str(_("Sudah tercatat")), known))
    if governments:
        choices.append((str(_("Pemerintah daerah dan desa")), governments))
    return choices


def governments_above(actor: Actor) -> list[tuple[str, str]]:
    """The regencies and provinces that hold areas of the scope: a list may be proposed to them."""
    codes = {".".join(area.split(".")[:depth]) for area in actor.scope.areas for depth in (1, 2)}
    above = [code for code in codes if actor.scope.proposes_to(code) and not actor.scope.holds_area(code)]
    payers = Payer.objects.filter(kind=Payer.Kind.GOVERNMENT, area_id__in=above).order_by("name")
    known = {payer.code: (payer.area_id, payer.name) for payer in payers}
    areas = Area.objects.filter(code__in=above).exclude(code__in=known).values_list("code", "name")
    found = known | {code: (code, name) for code, name in areas}
    # the nearest government first
    ordered = sorted(found.items(), key=lambda item: item[1], reverse=True)
    return [(code, f"{name} ({code})") for code, (_area, name) in ordered]


def _government_areas(actor: Actor) -> list[Area]:
    levels = [Area.Level.PROVINCE, Area.Level.REGENCY]
    own = Area.objects.filter(actor.scope.area_q("code"))
    wide = own.filter(level__in=levels).order_by("code")[:MOST_CHOICES]
    return list(wide) or list(own.filter(level=Area.Level.VILLAGE).order_by("code")[:MOST_CHOICES])


def group_choices() -> list[tuple[str, Any]]:
    """Groups by segment."""
    by_segment: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for group in Group.objects.order_by("name"):
        by_segment[group.segment].append((group.code, str(group)))
    choices: list[tuple[str, Any]] = [("", _("Pilih kelompok"))]
    choices += [(str(label), by_segment[code]) for code, label in Segment.choices if by_segment[code]]
    return choices


def area_choices(actor: Actor, *, empty: Any = None) -> list[tuple[str, Any]]:
    """Areas of the scope, as deep as a list that one can still choose from allows."""
    own = Area.objects.filter(actor.scope.area_q("code"))
    choices: list[tuple[str, Any]] = [("", empty or _("Wilayah pembayar"))]
    for deepest in (Area.Level.VILLAGE, Area.Level.DISTRICT, Area.Level.REGENCY, Area.Level.PROVINCE):
        areas = list(own.filter(level__lte=deepest).order_by("code")[: MOST_CHOICES + 1])
        if len(areas) <= MOST_CHOICES:
            break
    indent = {level: "\u2003" * (level - 1) for level in Area.Level.values}
    top = min((area.level for area in areas), default=1)
    choices += [(area.code, f"{indent[area.level - top + 1]}{area.name}") for area in areas]
    return choices
