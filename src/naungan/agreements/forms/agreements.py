"""Forms about agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from naungan.accounts.access import Actor
from naungan.agreements.forms.parts import ReasonForm, group_choices, place_choices
from naungan.agreements.models import Agreement
from naungan.agreements.services import Deed, Party
from naungan.kit.asking import AskForm, DayField, choose
from naungan.registry.forms import PROGRAMMES
from naungan.registry.models import PaidBy, Registration, Roll

PARTIES = (1, 2, 3)
ANY = ("", _("Tidak dicatat"))
SAME = ("", _("Tetap"))
_ORDINALS = {1: _("Pihak pertama"), 2: _("Pihak kedua"), 3: _("Pihak ketiga")}


class TermsForm(AskForm):
    """What an agreement covers."""

    scope = forms.CharField(
        label=_("Ruang lingkup"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    programmes = forms.MultipleChoiceField(
        label=_("Program"), choices=PROGRAMMES, widget=forms.CheckboxSelectMultiple, required=False
    )
    groups = forms.MultipleChoiceField(
        label=_("Kelompok pekerja"), widget=forms.CheckboxSelectMultiple, required=False
    )
    paid_by = forms.ChoiceField(label=_("Dibayar dari"), choices=[ANY, *PaidBy.choices], required=False)
    schedule = forms.ChoiceField(
        label=_("Jadwal bayar"), choices=[ANY, *Registration.Schedule.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "groups", group_choices())


class AgreementForm(TermsForm):
    """A new agreement: a draft, or one that was signed already."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=Agreement.Kind.choices)
    title = forms.CharField(label=_("Judul"), max_length=250)
    area = forms.ChoiceField(label=_("Wilayah"))
    parent = forms.ChoiceField(
        label=_("Induk (Nota Kesepakatan)"), required=False, help_text=_("Hanya untuk PKS.")
    )
    on = DayField(label=_("Diajukan pada"), required=False, help_text=_("Kosong: hari ini."))
    signed_on = DayField(
        label=_("Ditandatangani pada"),
        required=False,
        help_text=_("Isi hanya bila sudah ditandatangani; naskahnya lalu tidak melalui tahap penyusunan."),
    )
    starts_on = DayField(label=_("Mulai berlaku"), required=False)
    ends_on = DayField(label=_("Berakhir"), required=False)
    source = forms.CharField(label=_("Sumber"), required=False, max_length=300)
    note = forms.CharField(label=_("Catatan"), required=False, max_length=500)

    parts = (
        (_("Perjanjian"), ("kind", "area", "title", "parent")),
        (_("Cakupan"), ("scope", "programmes", "groups", "paid_by", "schedule")),
        (_("Masa"), ("on", "signed_on", "starts_on", "ends_on")),
        *(
            (
                _ORDINALS[at],
                tuple(f"party{at}{part}" for part in ("", "_number", "_signer", "_title", "_authority")),
            )
            for at in PARTIES
        ),
        (_("Asal catatan"), ("source", "note")),
    )
    whole = frozenset({"title", "scope", "programmes", "groups"})

    def __init__(self, *args: Any, actor: Actor, memoranda: QuerySet[Agreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "area", place_choices(actor))
        self.memoranda = {str(one.pk): one for one in memoranda}
        named = [(key, one.title) for key, one in self.memoranda.items()]
        choose(self, "parent", [("", _("Tanpa induk")), *named])
        for at in PARTIES:
            self._add_party(at)

    def _add_party(self, at: int) -> None:
        text = forms.CharField
        self.fields[f"party{at}"] = text(label=_("Nama pihak"), max_length=200, required=at < 3)
        self.fields[f"party{at}_number"] = text(
            label=_("Nomor naskah pihak ini"), max_length=100, required=False
        )
        self.fields[f"party{at}_signer"] = text(label=_("Penanda tangan"), max_length=150, required=False)
        self.fields[f"party{at}_title"] = text(label=_("Jabatan"), max_length=150, required=False)
        self.fields[f"party{at}_authority"] = text(
            label=_("Dasar kewenangan"),
            max_length=300,
            required=False,
            help_text=_("Misalnya nomor dan tanggal surat kuasa kepala daerah."),
        )

    def deed(self) -> Deed:
        """What was typed, as the services take it."""
        given = self.cleaned_data
        parties = tuple(
            Party(
                given[key], *(given[f"{key}_{part}"] for part in ("number", "signer", "title", "authority"))
            )
            for at in PARTIES
            if given.get(key := f"party{at}")
        )
        return Deed(
            kind=given["kind"],
            title=given["title"],
            area_code=given["area"],
            parties=parties,
            parent=self.memoranda.get(given["parent"]),
            scope=given["scope"],
            programmes=tuple(given["programmes"]),
            groups=tuple(given["groups"]),
            paid_by=given["paid_by"],
            schedule=given["schedule"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            note=given["note"],
            source=given["source"],
        )


class StageForm(AskForm):
    """A step of drafting."""

    on = DayField(label=_("Tanggal"))
    reason = forms.CharField(label=_("Catatan"), max_length=500, required=False)


class SendBackForm(AskForm):
    """A correction round."""

    on = DayField(label=_("Tanggal"))
    reason = forms.CharField(label=_("Yang harus dikoreksi"), max_length=500)


class SignForm(AskForm):
    """All have signed."""

    signed_on = DayField(label=_("Ditandatangani pada"))
    starts_on = DayField(label=_("Mulai berlaku"))
    ends_on = DayField(label=_("Berakhir"), required=False)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for party in agreement.parties.all():
            self.fields[f"number{party.position}"] = forms.CharField(
                label=_("Nomor naskah %(party)s") % {"party": party.name},
                max_length=100,
                required=False,
                initial=party.number,
            )

    def numbers(self) -> list[str]:
        """The parties' own numbers, in their order."""
        return [text for name, text in self.cleaned_data.items() if name.startswith("number")]


class AmendForm(TermsForm):
    """An addendum: what changes is filled in, the rest stays."""

    number = forms.CharField(label=_("Nomor adendum"), max_length=100)
    signed_on = DayField(label=_("Ditandatangani pada"))
    effective_on = DayField(label=_("Berlaku sejak"))
    ends_on = DayField(label=_("Berakhir"), required=False)
    reason = forms.CharField(label=_("Catatan"), max_length=500, required=False)

    field_order = ("number", "signed_on", "effective_on", "ends_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "paid_by", [SAME, *PaidBy.choices])
        choose(self, "schedule", [SAME, *Registration.Schedule.choices])

    def changes(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        given = dict(self.cleaned_data)
        return given | {"programmes": tuple(given["programmes"]), "groups": tuple(given["groups"])}


class RenewForm(AskForm):
    """The days of what follows; the rest is copied."""

    starts_on = DayField(label=_("Mulai berlaku"))
    ends_on = DayField(label=_("Berakhir"), required=False)
    reason = forms.CharField(label=_("Catatan"), max_length=500, required=False)


class EndForm(ReasonForm):
    """An early end."""

    on = DayField(label=_("Berakhir pada"))
    field_order = ("on", "reason")


class RollForm(AskForm):
    """The list of workers that begins with the agreement."""

    roll = forms.ChoiceField(label=_("Daftar peserta"))

    def __init__(self, *args: Any, rolls: QuerySet[Roll], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rolls = {str(one.pk): one for one in rolls}
        choose(self, "roll", [(key, one.name) for key, one in self.rolls.items()])

    def chosen(self) -> Roll:
        """The list."""
        return self.rolls[self.cleaned_data["roll"]]
