"""Forms of the room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from naungan.kit.asking import AskForm


class EmailForm(AskForm):
    """One's own e-mail address."""

    email = forms.EmailField(
        label=_("Alamat surel"),
        required=False,
        max_length=254,
        help_text=_("Pengingat tindak lanjut dikirim ke sini. Kosong: tidak ada pengingat."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
