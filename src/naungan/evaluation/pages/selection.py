"""What the pages share: the areas that somebody may ask for, the two clocks, a pack in a face."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.areas.queries import provinces, regencies_of
from naungan.coverage.dates import day_of, known_at_of
from naungan.coverage.queries import newest_posted_day, provinces_in_use
from naungan.evaluation.pack import Pack, Part, Table
from naungan.evaluation.sheets import workbook
from naungan.evaluation.words import shown
from naungan.kit import papers
from naungan.kit.exports import XLSX_TYPE

FORMATS = ("pdf", "xlsx")


def areas_of(actor: Actor) -> list[Area]:
    """The provinces and regencies of which somebody may see a pack; all there are only where lists are."""
    scope = actor.scope
    codes = provinces_in_use() if scope.everywhere else sorted({code[:2] for code in scope.areas})
    found = [one for one in provinces() if one.code in codes]
    every = [area for province in found for area in (province, *regencies_of(province.code))]
    own = Area.objects.filter(code__in=[code for code in scope.areas if code.count(".") == 2])
    return [area for area in every if scope.holds_area(area.code)] + list(own.order_by("code"))


def day_asked(request: HttpRequest, today: date) -> date:
    """`?per=`, else the newest posted day up to today. Refused: `date.unreadable`, `date.out_of_range`."""
    given = request.GET.get("per", "")
    newest = newest_posted_day()
    return day_of(given, where="per") if given else min(newest or today, today)


def known_asked(request: HttpRequest) -> datetime | None:
    """`?diketahui=`, the end of a day, else None: all that is known."""
    return known_at_of(request.GET.get("diketahui", ""), where="diketahui")


def refuse_if_elsewhere(actor: Actor, area: str) -> None:
    """Another region's pack does not exist for whoever may not see it."""
    if not actor.scope.holds_area(area) or not Area.objects.filter(code=area).exists():
        raise Http404


def clocks(request: HttpRequest, **more: str) -> str:
    """The two clocks of a request as a query, with more keys."""
    kept = {key: request.GET.get(key, "") for key in ("per", "diketahui")} | more
    return urlencode({key: value for key, value in kept.items() if value})


def as_file(request: HttpRequest, pack: Pack, pdf: Any, number: str = "") -> HttpResponseBase | None:
    """The pack as `?format=pdf` or `?format=xlsx`; None for the page. `pdf` makes the PDF when it is asked."""
    wanted = request.GET.get("format", "")
    name = f"{pack.title}-{pack.as_of.isoformat()}"
    if wanted == "pdf":
        return papers.response(pdf(), name)
    if wanted == "xlsx":
        content = workbook(pack, user=request.user.get_username(), number=number)
        answer = HttpResponse(content, content_type=XLSX_TYPE)
        file_name = f"{pack.kind.lower()}-{pack.area}-{pack.as_of.isoformat()}.xlsx"
        answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
        return answer
    return None


def show(request: HttpRequest, pack: Pack, **context: Any) -> HttpResponse:
    """The page of a pack."""
    given = {
        "title": pack.title,
        "pack": pack,
        "parts": [_part(part) for part in pack.parts],
        "pdf_href": _with(request, "pdf"),
        "xlsx_href": _with(request, "xlsx"),
    }
    return render(request, "evaluation/pack.html", given | context)


def _with(request: HttpRequest, wanted: str) -> str:
    query = request.GET.copy()
    query["format"] = wanted
    return "?" + query.urlencode()


def _part(part: Part) -> dict[str, Any]:
    """A part with its values as text."""
    return {
        "key": part.key,
        "title": part.title,
        "source": part.source,
        "figures": [(figure, shown(figure.value, figure.kind)) for figure in part.figures],
        # the drawings are made by this system's own templates, which escape what they show
        "drawings": [(drawing, SafeString(drawing.svg)) for drawing in part.drawings],
        "tables": [_table(table) for table in part.tables],
        "remarks": part.remarks,
        "missing": part.missing,
    }


def _table(table: Table) -> dict[str, Any]:
    last = len(table.rows) - 1 if table.has_total else -1
    return {
        "table": table,
        "rows": [
            (
                [(field, shown(value, field.kind)) for field, value in zip(table.fields, row, strict=True)],
                at == last,
            )
            for at, row in enumerate(table.rows)
        ],
    }


def unknown_words() -> str:
    """What a dash means, below every pack."""
    return _("Tanda – berarti belum diketahui, bukan nol.")
