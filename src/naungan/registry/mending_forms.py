"""Forms of a preview: the cells of a row, one rule for a cause, how the file is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from naungan.accounts.access import Actor
from naungan.kit.asking import AskForm
from naungan.registry.forms import MOST_CHOICES
from naungan.registry.imports.changes import ChangeRequest
from naungan.registry.imports.field_names import FIELD_NAMES
from naungan.registry.imports.mending import LONGEST
from naungan.registry.imports.reading import ENCODINGS, SEPARATORS, Reading
from naungan.registry.imports.rules import RULES
from naungan.registry.imports.sniff import MAX_BYTES
from naungan.registry.models import Payer, Roll
from naungan.registry.queries import binding_q

SEPARATOR_NAMES = {",": _("koma"), ";": _("titik koma"), "\t": _("tab"), "|": _("garis tegak")}
# always offered, whether the file has a column for them or not: with them an area is set
PLACES = ("village", "district")


class AsideForm(AskForm):
    """That the rows which are listed now are done with, or wait again."""

    expected = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Alasan"), max_length=500)


class MendForm(forms.Form):
    """The cells of a row: those that the file has, with what they hold now."""

    is_filter = True  # an empty cell is no optional answer: labels say nothing of it

    def __init__(self, *args: Any, cells: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = cells["columns"]
        skipped = {"no", "nik"} if "nik" not in columns or columns.get("kpj") == columns["nik"] else {"no"}
        for name, label in FIELD_NAMES.items():
            if name in cells["texts"] and name not in skipped and (name in columns or name in PLACES):
                self.fields[name] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=LONGEST,
                    initial=cells["texts"][name],
                    help_text=_before(cells["before"].get(name)),
                    strip=False,
                )

    def changes(self, row: int) -> list[tuple[int, str, str]]:
        """The cells that differ from what the form began with."""
        return [
            (row, name, text)
            for name, text in self.cleaned_data.items()
            if text.strip() != str(self.fields[name].initial).strip()
        ]


class ChangeForm(forms.Form):
    """A file of changes to the members of a payer."""

    file = forms.FileField(
        label=_("Berkas perubahan"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        help_text=_("SIPP nonaktif, upah atau koreksi; dikenali dari judul kolomnya."),
        error_messages={"empty": _("Berkas ini kosong.")},
    )
    payer = forms.ChoiceField(label=_("Pembayar iuran"))
    roll = forms.ModelChoiceField(
        label=_("Hanya daftar ini"),
        queryset=Roll.objects.none(),
        required=False,
        empty_label=_("Semua daftar pembayar"),
    )
    reason = forms.CharField(label=_("Catatan"), required=False, max_length=500)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Payer.objects.filter(actor.scope.payer_q()).order_by("name")[:MOST_CHOICES]
        choices = [(payer.code, f"{payer.name} ({payer.code})") for payer in mine]
        self.fields["payer"].choices = [("", gettext("Pilih pembayar")), *choices]  # type: ignore[attr-defined]
        rolls = Roll.objects.filter(actor.scope.payer_q("registration__payer__"), binding_q())
        self.fields["roll"].queryset = rolls.order_by("name")  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile[bytes]:
        """Not larger than what is read later, so that it is not even copied."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(gettext("Berkas ini terlalu besar. Bagi menjadi beberapa berkas."))
        return file

    def request(self, actor: Actor) -> ChangeRequest:
        """What was typed, as the services take it."""
        given = self.cleaned_data
        roll = given["roll"]
        return ChangeRequest(given["payer"], actor, roll_id=roll.pk if roll else None, reason=given["reason"])


class RuleForm(forms.Form):
    """One rule for all rows of a cause."""

    sebab = forms.CharField(max_length=60, widget=forms.HiddenInput)
    aturan = forms.ChoiceField(
        choices=[(rule.code, rule.code) for rule in RULES.values()], widget=forms.HiddenInput
    )
    nilai = forms.CharField(label=_("Nilai"), required=False, max_length=LONGEST)


class ReadingForm(forms.Form):
    """How a file is read: separator and encoding of a text file, the row of the headings, and each column."""

    is_filter = True

    separator = forms.ChoiceField(label=_("Pemisah"), required=False)
    encoding = forms.ChoiceField(label=_("Pengodean huruf"), required=False)
    header_line = forms.IntegerField(
        label=_("Baris judul kolom"),
        required=False,
        min_value=1,
        help_text=_("Nomor baris seperti di lembar kerja; kosong: dicari sendiri."),
    )

    def __init__(self, *args: Any, seen: Mapping[str, Any], reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings: Sequence[tuple[str, str, str]] = [tuple(one) for one in seen.get("header", [])]
        itself = ("", gettext("Menurut berkas"))
        if str(seen.get("file_kind", "")).startswith("CSV"):
            self.fields["separator"].choices = [itself, *((one, SEPARATOR_NAMES[one]) for one in SEPARATORS)]  # type: ignore[attr-defined]
            self.fields["encoding"].choices = [itself, *((one, one.upper()) for one in ENCODINGS)]  # type: ignore[attr-defined]
            self.initial.update(separator=reading.separator, encoding=reading.encoding)
        else:
            del self.fields["separator"], self.fields["encoding"]
        self.initial["header_line"] = reading.header_line
        meanings = [("", gettext("tidak dibaca")), *FIELD_NAMES.items()]
        for index, (_key, label, field) in enumerate(self.headings):
            self.fields[f"kolom_{index}"] = forms.ChoiceField(
                label=label or gettext("Kolom %(number)d") % {"number": index + 1},
                required=False,
                choices=meanings,
                initial=field,
            )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The fields of the columns, in their order."""
        return [self[f"kolom_{index}"] for index in range(len(self.headings))]

    def clean(self) -> dict[str, Any]:
        """No field twice."""
        cleaned = super().clean() or {}
        taken: dict[str, int] = {}
        for index in range(len(self.headings)):
            field = cleaned.get(f"kolom_{index}")
            if field and field in taken:
                self.add_error(f"kolom_{index}", gettext("Arti ini sudah dipakai kolom lain."))
            elif field:
                taken[field] = index
        return cleaned

    def reading(self) -> Reading:
        """What was chosen; of the columns only those that differ from what the file says by itself."""
        given = self.cleaned_data
        chosen = {key: given[f"kolom_{index}"] for index, (key, _label, _field) in enumerate(self.headings)}
        return Reading(
            separator=given.get("separator", ""),
            encoding=given.get("encoding", ""),
            header_line=given.get("header_line"),
            columns=chosen,
        )


def _before(text: str | None) -> str:
    if text is None:
        return ""
    return gettext("Di berkas: %(text)s") % {"text": text or "–"}
