"""A roll as a file in one of the agency's layouts."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from naungan.accounts.access import Actor, needs
from naungan.kit.exports import XLSX_TYPE
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.imports.exports import export_roll
from naungan.registry.imports.templates import LAYOUTS
from naungan.registry.queries import visible_rolls

CHOSEN = "pilih"


@needs("registry.import")
def roll_export(request: HttpRequest, pk: int, layout: str) -> HttpResponseBase:
    """The list, or a month's movement of it, in a layout; `pilih` takes the layout from the form."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = visible_rolls(actor.scope).filter(pk=pk).first()
    wanted = request.GET.get("bentuk", "") if layout == CHOSEN else layout
    if found is None or wanted not in LAYOUTS:
        raise Http404
    made = export_roll(found, wanted, actor=actor, month=_month(request.GET.get("bulan", "")))
    kind = XLSX_TYPE if made.name.endswith(".xlsx") else "application/zip"
    return FileResponse(made.file, as_attachment=True, filename=made.name, content_type=kind)


def _month(text: str) -> int | None:
    if not text:
        return None
    try:
        return months.parse(text)
    except ValueError as error:
        raise Refused("month.unreadable", str(error), where="bulan") from error
