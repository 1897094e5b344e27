"""Forms of the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naungan.accounts.access import Actor
from naungan.claims.models import BenefitPayment, Child, ClaimDocument, DeathReport, Heir, IncomingFile
from naungan.claims.queries.cases import Paper
from naungan.claims.services.cases import Pupil
from naungan.kit.asking import AskForm, DayField, choose
from naungan.registry.forms import area_choices
from naungan.registry.models import Group

SPREADSHEETS = ".xlsx,.xls,.ods,.csv,.txt"
PAID_KINDS = (BenefitPayment.Kind.DEATH, BenefitPayment.Kind.PERIODIC, BenefitPayment.Kind.FUNERAL)


def _amount(label: Any, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=10**15, required=required, help_text=_("Rupiah bulat.")
    )


class FileForm(AskForm):
    """A file of deaths or of benefits, and for which place."""

    file = forms.FileField(label=_("Berkas"), widget=forms.FileInput(attrs={"accept": SPREADSHEETS}))
    area = forms.ChoiceField(label=_("Untuk wilayah"))
    source = forms.ChoiceField(label=_("Pengirim"), choices=DeathReport.Source.choices)
    whole = frozenset({"file"})

    def __init__(self, *args: Any, actor: Actor, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = area_choices(actor, empty=_("Pilih wilayah"))
        choose(self, "area", places)
        if len(places) == 2:
            self.initial.setdefault("area", places[1][0])
        if kind == IncomingFile.Kind.BENEFITS:
            self.fields["source"] = forms.CharField(
                label=_("Sumber"), max_length=200, help_text=_("Misalnya nomor surat kantor cabang.")
            )


class ReasonForm(AskForm):
    """A reason, which must be given."""

    reason = forms.CharField(label=_("Alasan"), max_length=500)
    whole = frozenset({"reason"})


class DeathForm(AskForm):
    """A death by hand."""

    died_on = DayField(label=_("Tanggal meninggal"))
    cause = forms.ChoiceField(label=_("Sebab"), choices=DeathReport.Cause.choices, initial="UNKNOWN")
    place = forms.CharField(label=_("Tempat meninggal"), max_length=150, required=False)
    certificate = forms.CharField(label=_("Nomor akta atau surat kematian"), max_length=80, required=False)
    source = forms.ChoiceField(label=_("Dilaporkan oleh"), choices=DeathReport.Source.choices)
    reason = forms.CharField(label=_("Catatan"), max_length=500, required=False)
    whole = frozenset({"reason"})


class StepForm(AskForm):
    """A step of a case; the receipt is asked when it is submitted only."""

    on = DayField(label=_("Tanggal"))
    receipt_number = forms.CharField(label=_("Nomor tanda terima"), max_length=80, required=False)
    note = forms.CharField(label=_("Catatan"), max_length=500, required=False)
    whole = frozenset({"note"})

    def __init__(self, *args: Any, asks_receipt: bool, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_receipt:
            del self.fields["receipt_number"]
        if asks_reason:
            self.fields["note"].label, self.fields["note"].required = _("Alasan"), True


class PaidForm(AskForm):
    """What the agency paid for a case."""

    paid_on = DayField(label=_("Tanggal dibayar"))
    reference = forms.CharField(label=_("Nomor bukti"), max_length=80)
    DEATH = _amount(_("Santunan kematian"))
    PERIODIC = _amount(_("Santunan berkala"))
    FUNERAL = _amount(_("Biaya pemakaman"))
    note = forms.CharField(label=_("Catatan"), max_length=500, required=False)
    whole = frozenset({"note"})

    def amounts(self) -> dict[str, int]:
        """What was paid by kind, whole rupiah."""
        return {kind.value: self.cleaned_data[kind.value] or 0 for kind in PAID_KINDS}


class NoteForm(AskForm):
    """A note, and what is done next."""

    text = forms.CharField(
        label=_("Catatan"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_action = forms.CharField(label=_("Langkah berikutnya"), max_length=200, required=False)
    next_on = DayField(label=_("Paling lambat"), required=False)
    whole = frozenset({"text"})


class CauseForm(ReasonForm):
    """Whether the death was a work accident."""

    cause = forms.ChoiceField(label=_("Sebab"), choices=DeathReport.Cause.choices)
    field_order = ("cause", "reason")


class PapersForm(AskForm):
    """The checklist: a choice a document."""

    def __init__(self, *args: Any, papers: list[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for paper in papers:
            self.fields[paper.code] = forms.ChoiceField(
                label=paper.name,
                choices=ClaimDocument.State.choices,
                initial=paper.state,
                help_text=paper.when,
            )


class HeirForm(AskForm):
    """An heir."""

    name = forms.CharField(label=_("Nama"), max_length=150)
    relation = forms.ChoiceField(label=_("Hubungan"), choices=Heir.Relation.choices)
    contact = forms.CharField(label=_("Kontak"), max_length=100, required=False)


class ChildForm(AskForm):
    """A child with a scholarship: the school years left at each level."""

    name = forms.CharField(label=_("Nama anak"), max_length=150)
    level = forms.ChoiceField(label=_("Jenjang sekarang"), choices=Child.Level.choices)
    tk_years = forms.IntegerField(label=_("Sisa tahun TK"), min_value=0, max_value=2, initial=0)
    sd_years = forms.IntegerField(label=_("Sisa tahun SD"), min_value=0, max_value=6, initial=0)
    smp_years = forms.IntegerField(label=_("Sisa tahun SMP"), min_value=0, max_value=3, initial=0)
    sma_years = forms.IntegerField(label=_("Sisa tahun SMA"), min_value=0, max_value=3, initial=0)
    tertiary_years = forms.IntegerField(
        label=_("Sisa tahun perguruan tinggi"), min_value=0, max_value=5, initial=0
    )

    def pupil(self) -> Pupil:
        """The child as told."""
        return Pupil(**self.cleaned_data)


class SchoolYearForm(AskForm):
    """A year of a scholarship with its proof."""

    year = forms.IntegerField(label=_("Tahun"), min_value=2015, max_value=2100)
    level = forms.ChoiceField(label=_("Jenjang"), choices=Child.Level.choices)
    proof = forms.CharField(
        label=_("Bukti"), max_length=200, help_text=_("Misalnya surat keterangan sekolah.")
    )
    filed_on = DayField(label=_("Diajukan pada"))


class BenefitForm(AskForm):
    """A benefit by hand: of a worker by NIK, or of an area where a source tells only a sum."""

    programme = forms.ChoiceField(label=_("Program"), choices=BenefitPayment.Programme.choices, initial="JKM")
    kind = forms.ChoiceField(label=_("Jenis manfaat"), choices=BenefitPayment.Kind.choices)
    amount = _amount(_("Jumlah"), required=True)
    paid_on = DayField(label=_("Tanggal dibayar"))
    reference = forms.CharField(label=_("Nomor bukti"), max_length=80)
    nik = forms.CharField(
        label=_("NIK peserta"),
        max_length=20,
        required=False,
        help_text=_("Kosongkan bila hanya jumlahnya diketahui."),
    )
    area = forms.ChoiceField(label=_("Wilayah"), required=False, help_text=_("Bila NIK tidak diisi."))
    group = forms.ChoiceField(label=_("Kelompok pekerja"), required=False)
    people = forms.IntegerField(label=_("Penerima"), min_value=1, max_value=1_000_000, initial=1)
    source = forms.CharField(label=_("Sumber"), max_length=200, required=False)
    whole = frozenset({"source"})

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "area", area_choices(actor, empty=_("Wilayah peserta")))
        groups = Group.objects.filter(within=None).order_by("name").values_list("code", "name")
        choose(self, "group", [("", _("Kelompok peserta")), *groups])


class SumsForm(forms.Form):
    """What the page of benefits against contributions shows."""

    per = DayField(label=_("Posisi per"), required=False)
    sejak = DayField(label=_("Sejak"), required=False)
    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)
    menurut = forms.ChoiceField(
        label=_("Menurut"),
        required=False,
        choices=[
            ("year", _("Tahun")),
            ("area", _("Wilayah")),
            ("group", _("Kelompok pekerja")),
            ("programme", _("Program")),
        ],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "wilayah", area_choices(actor, empty=_("Semua")))
