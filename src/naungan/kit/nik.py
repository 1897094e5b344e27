"""A NIK on the screens of those who need not know it: the regency and the end of the serial stay.

Between them lie district and birth date. Whoever holds `registry.nik` reads it whole, everywhere; the others may ask
for one on the person's page, which the journal keeps.
"""

from __future__ import annotations

import re

from django.http import HttpRequest

from naungan.kit.viewer import viewer

WHOLE = "registry.nik"
LENGTH = 16
# sixteen digits, or nearly, as people write them: in one, or in groups
_LIKE_NIK = re.compile(r"\d{12,}|\d(?:[ .]?\d){14,}")


def is_masked(request: HttpRequest) -> bool:
    """Whether this viewer reads NIKs masked."""
    return WHOLE not in viewer(request).permissions


def shown(nik: str | None, request: HttpRequest) -> str:
    """The NIK as this viewer may read it: whole, or "7503•••••••••001"."""
    if not nik or not is_masked(request):
        return nik or ""
    return _masked(nik)


def told(text: str, request: HttpRequest) -> str:
    """Free text as this viewer may read it: what looks like a NIK in it is masked, a wrong one too."""
    return _LIKE_NIK.sub(lambda found: _masked(found[0]), text) if is_masked(request) else text


def _masked(nik: str) -> str:
    return f"{nik[:4]}{'•' * (LENGTH - 7)}{nik[-3:]}"
