"""What a coverage page is asked: everything stands in the address, so that it can be sent to a colleague."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from naungan.accounts.access import Actor
from naungan.coverage.dates import day_of, known_at_of
from naungan.coverage.drawings import BELOW
from naungan.coverage.forms import AskedForm
from naungan.coverage.queries import POTENTIAL, newest_posted_day, provinces_in_use

EVERYTHING = "semua"
VIEWS = ("tabel", "peta", "tren")
WAY_OF = {
    "wilayah": "",
    "kantor": "office",
    "segmen": "segment",
    "kelompok": "group",
    "pembayar": "payer",
    "indikator": "indicator",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """The question of a page. `area` "" is all that the viewer may see; `known_on` None is now."""

    as_of: date
    known_on: date | None
    indicator: str
    area: str
    way: str
    view: str

    @property
    def by(self) -> str:
        """The breakdown as `coverage` names it; for areas the level below the chosen one."""
        if self.way != "wilayah":
            return WAY_OF[self.way]
        depth = self.area.count(".") + 1 if self.area else 0
        return BELOW.get(depth, "area")

    @property
    def is_by_area(self) -> bool:
        """Whether the rows are areas, which can stand on a map."""
        return self.way == "wilayah"

    @property
    def known_at(self) -> datetime | None:
        """The moment up to which records count: the end of the chosen day."""
        return known_at_of(self.known_on.isoformat(), where="diketahui") if self.known_on else None

    def href(self, **changes: str) -> str:
        """The address of the page with some of the question changed."""
        asked = replace(self, **changes)  # type: ignore[arg-type]
        query = {
            "per": asked.as_of.isoformat(),
            "diketahui": asked.known_on.isoformat() if asked.known_on else "",
            "indikator": asked.indicator if asked.indicator != POTENTIAL else "",
            "wilayah": asked.area or EVERYTHING,
            "menurut": asked.way if asked.way != "wilayah" else "",
            "tampil": asked.view if asked.view != "tabel" else "",
        }
        return f"{reverse('coverage')}?{urlencode({k: v for k, v in query.items() if v})}"


def selection_of(request: HttpRequest, form: AskedForm) -> Selection:
    """The question of a request; what is missing or unreadable falls back to the newest month and the own
    area.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form.is_valid()
    given = getattr(form, "cleaned_data", {})
    day = given.get("per")
    known = given.get("diketahui")
    area = request.GET.get("wilayah", "") or default_area(actor)
    way = request.GET.get("menurut", "")
    view = request.GET.get("tampil", "")
    return Selection(
        as_of=day_of(day.isoformat(), where="per") if day else default_day(),
        known_on=day_of(known.isoformat(), where="diketahui") if known else None,
        indicator=given.get("indikator") or POTENTIAL,
        area="" if area == EVERYTHING else area,
        way=way if way in WAY_OF else "wilayah",
        view=view if view in VIEWS else "tabel",
    )


def default_day() -> date:
    """The last day of the newest posted month, or today if that is still to come or nothing was posted."""
    newest = newest_posted_day()
    today = timezone.localdate()
    return min(newest, today) if newest else today


def default_area(actor: Actor) -> str:
    """The viewer's own area, or the only province that the system holds; "" when there are several."""
    if not actor.scope.everywhere:
        return actor.scope.areas[0] if len(actor.scope.areas) == 1 else ""
    used = provinces_in_use()
    return used[0] if len(used) == 1 else ""
