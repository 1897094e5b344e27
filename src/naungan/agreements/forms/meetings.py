"""Forms about meetings, their actions, regulations and commitments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from naungan.accounts.access import Actor
from naungan.agreements.forms.parts import ReasonForm, group_choices, place_choices
from naungan.agreements.models import Agreement, Commitment, Meeting, Regulation
from naungan.kit import files
from naungan.kit.asking import AskForm, DayField, choose
from naungan.registry.models import PaidBy


class MeetingForm(AskForm):
    """A meeting is planned."""

    kind = forms.ChoiceField(label=_("Jenis rapat"), choices=Meeting.Kind.choices)
    area = forms.ChoiceField(label=_("Wilayah"))
    title = forms.CharField(label=_("Judul rapat"), max_length=250)
    on = DayField(label=_("Tanggal"))
    at = forms.TimeField(
        label=_("Pukul"),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    place = forms.CharField(label=_("Tempat"), max_length=200, required=False)
    chair = forms.CharField(label=_("Pimpinan rapat"), max_length=150, required=False)
    chair_title = forms.CharField(label=_("Jabatan pimpinan rapat"), max_length=150, required=False)
    agreement = forms.ChoiceField(
        label=_("Perjanjian yang dibahas"),
        required=False,
        help_text=_("Para pihaknya ikut menandatangani notula."),
    )
    agenda = forms.CharField(
        label=_("Mata acara"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Satu baris satu mata acara. Tindak lanjut yang masih terbuka masuk dengan sendirinya."),
    )
    source = forms.CharField(
        label=_("Sumber"),
        max_length=300,
        required=False,
        help_text=_("Untuk rapat lama yang dicatat belakangan."),
    )
    whole = frozenset({"title", "agenda"})

    def __init__(self, *args: Any, actor: Actor, agreements: QuerySet[Agreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "area", place_choices(actor))
        self.agreements = {str(one.pk): one for one in agreements}
        named = [(key, one.title) for key, one in self.agreements.items()]
        choose(self, "agreement", [("", _("Tidak ada")), *named])

    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it; the agenda goes apart."""
        given = dict(self.cleaned_data)
        given.pop("agenda")
        given["agreement"] = self.agreements.get(given["agreement"])
        return given | {"area_code": given.pop("area")}

    def agenda_lines(self) -> list[str]:
        """The items that are not empty."""
        return [text for line in self.cleaned_data["agenda"].splitlines() if (text := line.strip()[:1000])]


class AttendanceForm(AskForm):
    """An agency that came."""

    agency = forms.CharField(label=_("Instansi"), max_length=200)
    people = forms.CharField(label=_("Yang hadir"), max_length=500, required=False)
    obstacle = forms.CharField(label=_("Hambatan yang disampaikan"), max_length=1000, required=False)


class ActionForm(AskForm):
    """What an agency is to do."""

    text = forms.CharField(label=_("Yang dikerjakan"), max_length=1000)
    agency = forms.CharField(label=_("Penanggung jawab"), max_length=200)
    due_on = DayField(label=_("Tenggat"))
    email = forms.EmailField(label=_("Surel pengingat"), required=False)


class CloseForm(AskForm):
    """The minutes are signed."""

    number = forms.CharField(label=_("Nomor notula"), max_length=100)
    chair = forms.CharField(label=_("Pimpinan rapat"), max_length=150, required=False)
    chair_title = forms.CharField(label=_("Jabatan pimpinan rapat"), max_length=150, required=False)


class FinishForm(AskForm):
    """What came of an action."""

    result = forms.CharField(label=_("Hasil"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    on = DayField(label=_("Selesai pada"))
    evidence_url = forms.URLField(
        label=_("Tautan bukti"), required=False, max_length=500, assume_scheme="https"
    )
    file = forms.FileField(
        label=_("Berkas bukti"), required=False, widget=forms.FileInput(attrs={"accept": files.ACCEPTED})
    )


class PostponeForm(ReasonForm):
    """Another due day."""

    due_on = DayField(label=_("Tenggat baru"))
    field_order = ("due_on", "reason")


class CancelActionForm(ReasonForm):
    """An action that will not be done."""

    on = DayField(label=_("Dibatalkan pada"))
    field_order = ("on", "reason")


class RegulationForm(AskForm):
    """A regional rule is drafted, or recorded with its number."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=Regulation.Kind.choices)
    area = forms.ChoiceField(label=_("Wilayah"))
    title = forms.CharField(label=_("Judul"), max_length=300)
    duties = forms.CharField(
        label=_("Kewajiban yang diatur"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Satu baris satu kewajiban: siapa wajib melakukan apa."),
    )
    groups = forms.MultipleChoiceField(
        label=_("Kelompok yang dicakup"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kosong: semua kelompok."),
    )
    number = forms.CharField(
        label=_("Nomor"), max_length=100, required=False, help_text=_("Kosong: masih rancangan.")
    )
    enacted_on = DayField(label=_("Ditetapkan pada"), required=False)
    source = forms.CharField(label=_("Sumber"), max_length=300, required=False)
    whole = frozenset({"title", "duties", "groups"})

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "area", place_choices(actor))
        choose(self, "groups", group_choices())

    def clean(self) -> dict[str, Any]:
        """A number and its day belong together."""
        given = super().clean() or {}
        if bool(given.get("number")) != bool(given.get("enacted_on")) and not self.errors:
            self.add_error(
                "enacted_on", _("Isi nomor dan tanggal penetapannya bersama, atau kosongkan keduanya.")
            )
        return given


class EnactForm(AskForm):
    """A draft is enacted."""

    number = forms.CharField(label=_("Nomor"), max_length=100)
    enacted_on = DayField(label=_("Ditetapkan pada"))


class RevokeForm(ReasonForm):
    """A rule no longer holds."""

    on = DayField(label=_("Dicabut sejak"))
    field_order = ("on", "reason")


class CommitmentForm(AskForm):
    """What a region said about a group."""

    area = forms.ChoiceField(label=_("Wilayah"))
    group = forms.ChoiceField(label=_("Kelompok pekerja"))
    stated_on = DayField(label=_("Dinyatakan pada"))
    budgeted = forms.ChoiceField(
        label=_("Dianggarkan"),
        required=False,
        choices=[("", _("Tidak dinyatakan")), *Commitment.Budgeted.choices],
    )
    paid_by = forms.ChoiceField(
        label=_("Dibayar dari"), required=False, choices=[("", _("Tidak dinyatakan")), *PaidBy.choices]
    )
    legal_basis = forms.CharField(label=_("Dasar hukum"), max_length=300, required=False)
    statement = forms.CharField(
        label=_("Pernyataan"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.CharField(label=_("Sumber"), max_length=300, help_text=_("Siapa, di mana, kapan."))
    meeting = forms.ChoiceField(label=_("Dinyatakan dalam rapat"), required=False)
    whole = frozenset({"statement"})

    def __init__(self, *args: Any, actor: Actor, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "area", place_choices(actor))
        choose(self, "group", [("", _("Pilih kelompok")), *group_choices()])
        self.meetings = {str(one.pk): one for one in meetings}
        choose(
            self,
            "meeting",
            [("", _("Tidak dalam rapat")), *((k, one.title) for k, one in self.meetings.items())],
        )

    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        given = dict(self.cleaned_data)
        given["meeting"] = self.meetings.get(given["meeting"])
        return given | {"area_code": given.pop("area")}


class CorrectionForm(CommitmentForm):
    """A statement is told anew, with the reason."""

    reason = forms.CharField(label=_("Alasan koreksi"), max_length=500)


class MatrixForm(AskForm):
    """Which matrix: a day and an area, and a group."""

    per = DayField(label=_("Posisi per"), required=False)
    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)
    kelompok = forms.ChoiceField(label=_("Kelompok pekerja"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "wilayah", place_choices(actor, empty=_("Wilayah saya")))
        choose(self, "kelompok", [("", _("Semua")), *group_choices()])
