"""Words and tones of states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

STATUS = {
    "SHORT": (gettext_lazy("Pagu tidak cukup"), "bad"),
    "USED": (gettext_lazy("Hampir habis"), "warn"),
    "FLAGGED": (gettext_lazy("Perlu dilihat"), "info"),
    "SOUND": (gettext_lazy("Cukup"), "good"),
}
PAYMENT_STATUS = {
    "NEW": (gettext_lazy("Disiapkan"), "info"),
    "WAITING": (gettext_lazy("Menunggu"), "warn"),
    "STUCK": (gettext_lazy("Tertahan"), "bad"),
    "DONE": (gettext_lazy("Selesai"), "good"),
}
