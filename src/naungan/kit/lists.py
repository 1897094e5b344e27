"""The list page: one for every kind of record.

Filters, sort and page live in the URL; active filters are chips; the count is always seen; CSV and XLSX
give exactly what is filtered (see `naungan.kit.exports`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from naungan.kit import exports, nik, numbers

Kind = Literal["text", "money", "count", "percent", "date", "moment", "month", "tag", "id", "nik"]
Rows = QuerySet[Any] | Sequence[Any]
SORT, PAGE, FORMAT = "urut", "halaman", "format"
NUMERIC = frozenset({"money", "count", "percent"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `value` is an attribute path ("roll.name"; callables are called) or a function of the row.

    `sort` is an order-by path for a QuerySet, or an attribute path for a sequence. `tone` colours a tag.
    `show` gives other words on the page than in the files (a short name for a long address).
    Money is whole rupiah, percent is in percent, month a month number. "id" stays text in every export; a
    "nik" too, masked on page and in files for who need not know it (see `naungan.kit.nik`).
    """

    key: str
    label: str | Promise
    value: Callable[[Any], Any] | str
    kind: Kind = "text"
    sort: str | None = None
    link: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    show: Callable[[Any], str] | None = None

    def of(self, row: Any) -> Any:
        """The plain value of a row."""
        return self.value(row) if callable(self.value) else attribute(row, self.value)

    @property
    def numeric(self) -> bool:
        """Whether it is set to the right."""
        return self.kind in NUMERIC


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the template shows it."""

    text: str
    href: str
    tone: str
    column: Column


@dataclass(frozen=True, slots=True)
class Header:
    """A column head: where a click sorts, and how it is sorted now."""

    column: Column
    href: str
    state: Literal["ascending", "descending", ""]


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the address without it."""

    label: str
    text: str
    href: str


_SHOW: dict[str, Callable[[Any], str]] = {
    "money": numbers.rupiah,
    "count": numbers.count,
    "percent": numbers.percent,
    "date": numbers.short_day,
    "moment": numbers.short_moment,
    "month": numbers.month,
}


def list_response(
    request: HttpRequest,
    *,
    title: str,
    columns: Sequence[Column],
    rows: Rows,
    filterset: Any | None = None,
    source: str,
    name: str,
    template: str = "kit/list.html",
    context: Mapping[str, Any] | None = None,
    per_page: int = 50,
    for_file: Callable[[Any], Any] | None = None,
) -> HttpResponseBase:
    """The list as a page, or as a file with `?format=csv` or `?format=xlsx`.

    `filterset` is a bound django-filter FilterSet over `rows`; for a sequence pass rows that are filtered
    already and, for chips and form, a bound form as `filterset` (anything with `.form`). `name` begins the
    file names and is the id in the page; `source` is the line below the table: where the rows come from.
    `for_file` makes rows that are quicker to read (anything with a length) of those that go into a file.
    """
    columns = [_as_shown(column, request) for column in columns]
    chips = filter_chips(request, filterset)
    # a filter that cannot be read narrows nothing away silently: the list is empty and the field says why
    found = filterset.qs if filterset is not None and hasattr(filterset, "qs") else rows
    if filterset is not None and filterset.form.is_bound and not filterset.form.is_valid():
        found = []
    found = _sorted(found, columns, request.GET.get(SORT, ""))
    wanted = request.GET.get(FORMAT, "")
    if wanted in exports.FORMATS:
        described = "; ".join(f"{chip.label}: {chip.text}" for chip in chips) or _("tanpa saringan")
        heading = exports.Heading(title, described, source, request.user.get_username() or _("pengunjung"))
        listed = for_file(found) if for_file else found
        return exports.response(wanted, heading, columns, listed, name)
    page = Paginator(found, per_page).get_page(request.GET.get(PAGE))
    shown = {
        "title": title,
        "name": name,
        "source": source,
        "headers": _headers(request, columns),
        "rows": [[cell(column, row) for column in columns] for row in page],
        "total": page.paginator.count,
        "pager": _pager(request, page),
        "chips": chips,
        "filter_form": filterset.form if filterset is not None else None,
        "clear_href": request.path,
        "csv_href": _with(request, {FORMAT: "csv", PAGE: None}),
        "xlsx_href": _with(request, {FORMAT: "xlsx", PAGE: None}),
        "sort_now": request.GET.get(SORT, ""),
    }
    return render(request, template, {**shown, **(context or {})})


def _as_shown(column: Column, request: HttpRequest) -> Column:
    """A column of NIKs as this viewer may read them; any other as it is."""
    if column.kind != "nik":
        return column
    # an order would tell what the mask hides
    sort = None if nik.is_masked(request) else column.sort
    return replace(column, kind="id", value=lambda row: nik.shown(column.of(row), request), sort=sort)


def attribute(row: Any, path: str) -> Any:
    """Follow "roll.registration.payer.name".

    Keys of mappings too; a None on the way gives None; calls what is callable.
    """
    value = row
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else getattr(value, part)
        if callable(value) and not isinstance(value, type):
            value = value()
        if value is None:
            return None
    return value


def cell(column: Column, row: Any) -> Cell:
    """A cell with its text by the language of the page."""
    value = column.of(row)
    shown = _SHOW.get(column.kind)
    text = shown(value) if shown else ("" if value is None else str(value))
    if column.show:
        text = column.show(row)
    href = column.link(row) if column.link else ""
    tone = column.tone(row) if column.tone else ("off" if column.kind == "tag" else "")
    return Cell(text, href, tone, column)


def filter_chips(request: HttpRequest, filterset: Any | None) -> list[Chip]:
    """The active filters, each with the address that takes it away."""
    if filterset is None or not filterset.form.is_bound:
        return []
    form = filterset.form
    form.is_valid()
    form.is_filter = True
    chips = []
    for bound in form:
        value = form.cleaned_data.get(bound.name)
        empty = value is None or value in ("", [], ()) or (hasattr(value, "exists") and not value)
        if not empty:
            keys = {key: None for key in request.GET if key == bound.name or key.startswith(bound.name + "_")}
            chips.append(Chip(str(bound.label), _words(bound, value), _with(request, {**keys, PAGE: None})))
    return chips


def _words(bound: Any, value: Any) -> str:
    choices = {
        str(key): str(text)
        for key, text in getattr(bound.field, "choices", ())
        if not isinstance(text, list | tuple)
    }
    if hasattr(value, "year"):
        return numbers.day(value)
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, slice):
        ends = [
            numbers.day(end) if hasattr(end, "year") else str(end)
            for end in (value.start, value.stop)
            if end is not None
        ]
        return " – ".join(ends)
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(choices.get(str(one), str(one)) for one in value)
    return choices.get(str(value), str(value))


def _sorted(rows: Any, columns: Sequence[Column], wanted: str) -> Any:
    descending = wanted.startswith("-")
    path = {column.key: column.sort for column in columns}.get(wanted.removeprefix("-"))
    if path is None:
        return rows
    if isinstance(rows, QuerySet):
        return rows.order_by(("-" if descending else "") + path, "pk")
    known = [row for row in rows if attribute(row, path) is not None]
    unknown = [row for row in rows if attribute(row, path) is None]
    return sorted(known, key=lambda row: attribute(row, path), reverse=descending) + unknown


def _headers(request: HttpRequest, columns: Sequence[Column]) -> list[Header]:
    now = request.GET.get(SORT, "")
    heads = []
    for column in columns:
        state: Literal["ascending", "descending", ""] = ""
        if column.sort and now.removeprefix("-") == column.key:
            state = "descending" if now.startswith("-") else "ascending"
        turned = ("-" if state == "ascending" else "") + column.key
        heads.append(Header(column, _with(request, {SORT: turned, PAGE: None}) if column.sort else "", state))
    return heads


def _pager(request: HttpRequest, page: Page[Any]) -> dict[str, Any]:
    return {
        "first": page.start_index(),
        "last": page.end_index(),
        "number": page.number,
        "pages": page.paginator.num_pages,
        "previous": _with(request, {PAGE: str(page.number - 1)}) if page.has_previous() else "",
        "next": _with(request, {PAGE: str(page.number + 1)}) if page.has_next() else "",
    }


def _with(request: HttpRequest, changes: Mapping[str, str | None]) -> str:
    """The page's address with some query keys set, or taken away when None; empty filters are left out."""
    query = request.GET.copy()
    for key in [key for key, values in query.lists() if not any(values)] + list(changes):
        query.pop(key, None)
    for key, value in changes.items():
        if value is not None:
            query[key] = value
    return "?" + query.urlencode()
