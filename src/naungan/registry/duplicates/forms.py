"""Forms of decisions about pairs and overlaps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naungan.kit.asking import AskForm
from naungan.registry.duplicates.deciding import CHOSEN, Merge
from naungan.registry.duplicates.models import Overlap, Pair
from naungan.registry.duplicates.overlaps import BOTH, STANDING, YIELDING
from naungan.registry.fields import MonthField

FIRST, SECOND = "first", "second"


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Dasar keputusan"),
        max_length=500,
        help_text=_("Misalnya: KK sama, dicek ke Dukcapil 3 Mei 2026."),
    )


class MergeForm(AskForm):
    """Which record leads, and which value of each field is kept."""

    lead = forms.ChoiceField(label=_("Catatan yang memimpin"), widget=forms.RadioSelect)
    reason = _reason()

    def __init__(
        self, pair: Pair, *args: Any, differing: list[tuple[str, str]], doubled: bool, **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.pair = pair
        self.fields["lead"].choices = [  # type: ignore[attr-defined]
            (FIRST, _("Kolom kiri (NIK kiri yang dipakai)")),
            (SECOND, _("Kolom kanan (NIK kanan yang dipakai)")),
        ]
        for name, label in differing:
            left, right = (self._shown(one, name) for one in (pair.first, pair.second))
            self.fields[f"take_{name}"] = forms.ChoiceField(
                label=label, choices=[(FIRST, left or _("(kosong)")), (SECOND, right or _("(kosong)"))]
            )
        if doubled:
            self.fields["end_doubled"] = forms.BooleanField(
                label=_("Akhiri kepesertaan rangkap"), required=False
            )
        # why comes after what
        self.order_fields([name for name in self.fields if name != "reason"])

    @staticmethod
    def _shown(person: Any, name: str) -> str:
        shown = {
            "domicile_id": lambda: str(person.domicile.name),
            "sex": lambda: str(person.get_sex_display()),
        }
        return shown[name]() if name in shown else str(getattr(person, name) or "")

    @property
    def chosen(self) -> Merge:
        """What was chosen, as the service takes it."""
        given = self.cleaned_data
        other = SECOND if given["lead"] == FIRST else FIRST
        lead = self.pair.first_id if given["lead"] == FIRST else self.pair.second_id
        taken = {name for name in CHOSEN if given.get(f"take_{name}") == other}
        return Merge(lead, frozenset(taken), bool(given.get("end_doubled")))


class DecideForm(AskForm):
    """Two people, or not sure yet."""

    state = forms.ChoiceField(
        label=_("Keputusan"), choices=[(Pair.State.DIFFERENT, ""), (Pair.State.UNSURE, "")]
    )
    reason = _reason()


class ReasonForm(AskForm):
    """Why, for the journal."""

    reason = _reason()


class BulkForm(AskForm):
    """Merge all the very probable pairs; `count` is what the page promised."""

    count = forms.IntegerField(widget=forms.HiddenInput)
    reason = _reason()


class SettleForm(AskForm):
    """Which of two lists stays, and from which month."""

    keep = forms.ChoiceField(label=_("Keputusan"), widget=forms.RadioSelect)
    from_month = MonthField(label=_("Berlaku mulai bulan"))
    reason = _reason()

    def __init__(self, overlap: Overlap, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        stays, yields = (side.roll.registration.payer.name for side in (overlap.standing, overlap.yielding))
        self.fields["keep"].choices = [  # type: ignore[attr-defined]
            (
                STANDING,
                _("Menurut aturan: %(stays)s tetap, %(ends)s berakhir") % {"stays": stays, "ends": yields},
            ),
            (YIELDING, _("%(stays)s tetap, %(ends)s berakhir") % {"stays": yields, "ends": stays}),
            (BOTH, _("Keduanya tetap ditagih (diperbolehkan ketentuan)")),
        ]
