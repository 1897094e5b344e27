"""Forms of the room: editions, categories, candidates, jurors' scores, certificates."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from naungan.accounts.access import Actor
from naungan.accounts.models import Role, User
from naungan.areas.models import Area
from naungan.awards.models import AwardEdition, Candidate, Category, Criterion, JuryScore, Stage
from naungan.awards.queries import LAW, SCHEDULE
from naungan.awards.services import COMPUTED, LEVEL_OF
from naungan.kit import files
from naungan.kit.asking import AskForm, DayField, choose
from naungan.registry.models import Payer

Method = Criterion.Method
FAR = (Area.Level.PROVINCE, Area.Level.REGENCY)


class EditionForm(AskForm):
    """A new edition."""

    name = forms.CharField(label=_("Nama edisi"), max_length=150)
    organiser = forms.CharField(label=_("Penyelenggara"), max_length=200)
    level = forms.ChoiceField(label=_("Tingkat"), choices=AwardEdition.Level.choices)
    area = forms.ChoiceField(label=_("Provinsi (tingkat provinsi)"), required=False)
    assessed_from = DayField(label=_("Masa penilaian mulai"))
    assessed_to = DayField(label=_("Masa penilaian sampai"))
    opened_on = DayField(label=_("Tanggal dibuka"))
    least_jurors = forms.IntegerField(
        label=_("Juri paling sedikit per finalis"),
        min_value=1,
        initial=1,
        help_text=_("Sebelum diperingkat, setiap kriteria juri harus dinilai oleh sekian juri."),
    )
    note = forms.CharField(label=_("Catatan"), max_length=500, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "area", [("", gettext("Pilih provinsi")), *area_choices(actor, (Area.Level.PROVINCE,))])


class CategoryForm(AskForm):
    """A category."""

    kind = forms.ChoiceField(label=_("Kategori"), choices=Category.Kind.choices)
    finalists = forms.IntegerField(label=_("Jumlah finalis wawancara"), min_value=1, initial=8)
    winners = forms.IntegerField(label=_("Jumlah pemenang"), min_value=1, initial=3)
    prize = forms.CharField(label=_("Hadiah"), max_length=200, required=False)


class CriterionForm(AskForm):
    """One more criterion."""

    name = forms.CharField(label=_("Nama kriteria"), max_length=120)
    method = forms.ChoiceField(label=_("Asal nilai"), choices=Method.choices)
    unit = forms.CharField(
        label=_("Satuan"),
        max_length=30,
        required=False,
        help_text=_('Tulis "percent" untuk persen; nilainya lalu dalam perseratus persen.'),
    )
    low = forms.IntegerField(label=_("Nilai yang berarti 0"), initial=0)
    high = forms.IntegerField(label=_("Nilai yang berarti 100"), initial=100)


class WeightsForm(AskForm):
    """The weights of a category, in percent with two decimals."""

    reason = forms.CharField(
        label=_("Dasar bobot"), max_length=500, help_text=_("Misalnya nomor keputusan panitia.")
    )

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"weight_{one.pk}": one.pk for one in criteria}
        for one in criteria:
            self.fields[f"weight_{one.pk}"] = forms.DecimalField(
                label=_("%(name)s (%%)") % {"name": one.name},
                min_value=0,
                max_value=100,
                decimal_places=2,
                localize=True,
                initial=Decimal(one.weight) / 100,
            )
        self.order_fields([*self.names, "reason"])

    def weights(self) -> dict[int, int]:
        """The weights by criterion, in ten-thousandths."""
        return {pk: int(self.cleaned_data[name] * 100) for name, pk in self.names.items()}


class NominateForm(AskForm):
    """A candidate of a category."""

    area = forms.ChoiceField(label=_("Wilayah"), required=False)
    payer = forms.CharField(
        label=_("Kode pembayar iuran"),
        max_length=40,
        required=False,
        help_text=_("Untuk badan usaha yang sudah ada di Pembayar iuran."),
    )
    name = forms.CharField(label=_("Nama, bila tidak ada di sistem"), max_length=200, required=False)
    nominated_by = forms.CharField(label=_("Diusulkan oleh"), max_length=200, required=False)
    on = DayField(label=_("Tanggal usulan"))

    def __init__(self, *args: Any, actor: Actor, category: Category, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = LEVEL_OF.get(Category.Kind(category.kind))
        if level in FAR:
            del self.fields["payer"]
            rows = area_choices(actor, (level,))
            choose(self, "area", [("", gettext("Pilih wilayah")), *rows])
        else:
            del self.fields["area"]


class FinalistsForm(AskForm):
    """Who is invited to the interview."""

    chosen = forms.TypedMultipleChoiceField(
        label=_("Finalis"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Alasan, bila berbeda dari usulan sistem"), max_length=500, required=False
    )
    whole = frozenset({"chosen", "reason"})

    def __init__(self, *args: Any, candidates: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "chosen", [(str(pk), text) for pk, text in candidates])


class ValueForm(AskForm):
    """A value that the committee states."""

    criterion = forms.ModelChoiceField(label=_("Kriteria"), queryset=Criterion.objects.none())
    value = forms.DecimalField(
        label=_("Nilai"),
        decimal_places=2,
        localize=True,
        help_text=_("Dalam satuan kriteria; persen boleh dengan dua desimal."),
    )
    as_of = DayField(label=_("Posisi per"))
    source = forms.CharField(
        label=_("Sumber"), max_length=500, help_text=_("Misalnya nomor dan tanggal dokumennya.")
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = candidate.category.criteria.exclude(method=Method.JURY)
        if candidate.state == Candidate.State.VERIFIED:
            rows = rows.exclude(pk__in=candidate.values.values("criterion"))
        else:
            rows = rows.exclude(method__in=COMPUTED)
        field = self.fields["criterion"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """Only percentages have decimals."""
        cleaned = super().clean() or {}
        criterion, value = cleaned.get("criterion"), cleaned.get("value")
        if criterion is None or value is None:
            return cleaned
        if criterion.unit != "percent" and value != int(value):
            self.add_error("value", gettext("Nilai kriteria ini bilangan bulat, tanpa desimal."))
        cleaned["whole_value"] = int(value * 100) if criterion.unit == "percent" else int(value)
        return cleaned


class DayForm(AskForm):
    """A day."""

    on = DayField(label=_("Tanggal"))


class StageForm(DayForm):
    """The next stage: the one that the page offered when it was opened."""

    expected = forms.ChoiceField(choices=Stage.choices, widget=forms.HiddenInput)
    note = forms.CharField(label=_("Catatan"), max_length=500, required=False)


class ReasonForm(AskForm):
    """A reason, which must be given."""

    reason = forms.CharField(label=_("Alasan"), max_length=500)
    whole = frozenset({"reason"})


class EvidenceForm(AskForm):
    """A file for a candidate."""

    title = forms.CharField(label=_("Nama dokumen"), max_length=200, required=False)
    criterion = forms.ModelChoiceField(
        label=_("Untuk kriteria"), queryset=Criterion.objects.none(), required=False, empty_label=_("Semua")
    )
    file = forms.FileField(
        label=_("Berkas"),
        widget=forms.FileInput(attrs={"accept": files.ACCEPTED}),
        help_text=_("PDF, DOCX, XLSX, ODT, ODS, JPG atau PNG, paling besar 20 MB."),
    )

    def __init__(self, *args: Any, category: Category, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["criterion"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = category.criteria.all()


class JurorForm(AskForm):
    """A juror of an edition."""

    user = forms.ModelChoiceField(label=_("Pengguna"), queryset=User.objects.none(), to_field_name="username")
    name = forms.CharField(label=_("Nama yang ditampilkan"), max_length=150, required=False)

    def __init__(self, *args: Any, edition: AwardEdition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        known = edition.jurors.values("user")
        rows = User.objects.filter(grants__role=Role.JUROR, is_active=True).exclude(pk__in=known)
        field.queryset = rows.distinct().order_by("username")


class ScoresForm(AskForm):
    """A juror's scores of one finalist: 0 to 100, two decimals; what is left empty is not given."""

    def __init__(
        self, *args: Any, criteria: Iterable[Criterion], known: dict[int, JuryScore], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for one in self.criteria:
            given = known.get(one.pk)
            self.fields[f"score_{one.pk}"] = forms.DecimalField(
                label=_("%(name)s (0–100)") % {"name": one.name},
                min_value=0,
                max_value=100,
                decimal_places=2,
                localize=True,
                required=False,
                initial=Decimal(given.score) / 100 if given else None,
            )
            self.fields[f"note_{one.pk}"] = forms.CharField(
                label=_("Catatan untuk %(name)s") % {"name": one.name},
                max_length=500,
                required=False,
                initial=given.note if given else "",
            )

    def scores(self) -> dict[int, int]:
        """The given scores by criterion, in hundredths."""
        found = {one.pk: self.cleaned_data[f"score_{one.pk}"] for one in self.criteria}
        return {pk: int(score * 100) for pk, score in found.items() if score is not None}

    def notes(self) -> dict[int, str]:
        """The notes by criterion."""
        return {one.pk: self.cleaned_data[f"note_{one.pk}"] for one in self.criteria}


class HandingForm(AskForm):
    """Who gives certificates, when, where, and who signs."""

    giver = forms.CharField(label=_("Diberikan oleh"), max_length=200)
    given_on = DayField(label=_("Tanggal penyerahan"))
    place = forms.CharField(label=_("Tempat"), max_length=100, required=False)
    signer = forms.CharField(label=_("Penanda tangan"), max_length=150, required=False)
    signer_title = forms.CharField(label=_("Jabatan penanda tangan"), max_length=150, required=False)


class PunctualForm(HandingForm):
    """Certificates for payers who paid on time."""

    payers = forms.MultipleChoiceField(label=_("Penerima"), widget=forms.CheckboxSelectMultiple)
    whole = frozenset({"payers"})
    field_order = ("payers",)

    def __init__(self, *args: Any, payers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "payers", list(payers))


class HandOverForm(HandingForm):
    """Certificates handed to governments on one occasion."""

    areas = forms.MultipleChoiceField(
        label=_("Penerima"),
        widget=forms.SelectMultiple(attrs={"size": "10"}),
        help_text=_("Tahan Ctrl untuk memilih beberapa."),
    )
    occasion = forms.CharField(label=_("Acara penyerahan"), max_length=200)
    text = forms.CharField(label=_("Diberikan atas"), max_length=500)
    whole = frozenset({"areas", "text"})
    field_order = ("occasion", "text", "areas")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "areas", area_choices(actor, FAR))


class PunctualFilterForm(forms.Form):
    """The year, kind, region and due date by which payers are ranked."""

    tahun = forms.TypedChoiceField(label=_("Tahun"), coerce=int, required=False)
    jenis = forms.ChoiceField(
        label=_("Jenis"), required=False, choices=[*Payer.Kind.choices, ("semua", _("Semua jenis"))]
    )
    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)
    menurut = forms.ChoiceField(
        label=_("Jatuh tempo menurut"),
        required=False,
        choices=[(LAW, _("Hukum")), (SCHEDULE, _("Jadwal perjanjian"))],
    )

    def __init__(self, *args: Any, actor: Actor, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "tahun", [(str(year), str(year)) for year in years])
        choose(self, "wilayah", [("", gettext("Semua")), *area_choices(actor, FAR)])


class WorkingFilterForm(forms.Form):
    """The lines of a working by where their value comes from."""

    asal = forms.ChoiceField(
        label=_("Asal nilai"), required=False, choices=[("", _("Semua")), *Method.choices]
    )


def area_choices(actor: Actor, levels: Iterable[int]) -> list[tuple[str, Any]]:
    """Areas of some levels in the scope."""
    rows = Area.objects.filter(actor.scope.area_q("code"), level__in=list(levels)).order_by("code")
    return [(area.code, ("" if area.level == 1 else "\u2003") + area.name) for area in rows]
