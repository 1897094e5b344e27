"""A pack as a paper: what the page shows, with letterhead, page numbers and, once kept, number and QR code."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from naungan.agreements.minutes import office
from naungan.evaluation.models import KeptPack
from naungan.evaluation.pack import Drawing, Field, Pack, Part, Row, Table
from naungan.evaluation.queries.kept import shown_then
from naungan.evaluation.services import subject_of
from naungan.evaluation.words import shown
from naungan.kit import numbers
from naungan.kit.papers import paper
from naungan.papers.models import IssuedPaper
from naungan.papers.queries import papers_of, seal

TEMPLATE = "evaluation/papers/pack.typ"


def draft_pdf(pack: Pack) -> bytes:
    """The PDF of a pack that was not kept: it says so and has no number. In Indonesian: an Indonesian paper."""
    with translation.override("id"):
        return paper(TEMPLATE, _content(pack, None, None))


def kept_pdf(kept: KeptPack, request: HttpRequest | None = None) -> bytes:
    """The PDF of a kept pack with its number and the code that anybody can check."""
    with translation.override("id"):
        return paper(TEMPLATE, _content(shown_then(kept), paper_of(kept), request))


def paper_of(kept: KeptPack) -> IssuedPaper | None:
    """The issued paper of a kept pack."""
    return next(iter(papers_of(subject_of(kept))), None)


def _content(pack: Pack, issued: IssuedPaper | None, request: HttpRequest | None) -> dict[str, Any]:
    known = _("sebagaimana diketahui %(moment)s") % {"moment": numbers.moment(pack.known_at)}
    draft = _("Rancangan: belum disimpan, angkanya masih dapat berubah")
    return {
        "lang": "id",
        "title": pack.title,
        "number": _("Nomor: %(number)s") % {"number": issued.number} if issued else draft,
        "head": {"office": office(pack.area), "unit": _("Tim Jaminan Sosial Ketenagakerjaan")},
        "made": _("Dibuat dengan Naungan, %(moment)s") % {"moment": numbers.moment(timezone.now())},
        "page_word": _("Halaman"),
        "of_word": _("dari"),
        "facts": [
            [_("Posisi per"), numbers.day(pack.as_of) + (f", {known}" if pack.known_at else "")],
            *([[_("Rapat sebelumnya"), pack.since]] if pack.since else []),
            [_("Tanda"), _("– berarti belum diketahui, bukan nol")],
        ],
        "words": {"source": _("Sumber"), "missing": _("Belum diketahui")},
        "parts": [_part(part) for part in pack.parts],
        "seal": seal(issued, request) if issued else None,
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "source": part.source,
        "figures": [
            [figure.label, shown(figure.value, figure.kind), figure.note or figure.source]
            for figure in part.figures
        ],
        "drawings": [_drawing(one) for one in part.drawings],
        "tables": [_table(table) for table in part.tables],
        "remarks": list(part.remarks),
        "missing": [f"{one.text} {one.mend}" for one in part.missing],
    }


def _drawing(one: Drawing) -> dict[str, str]:
    return {"title": one.title, "alt": one.alt, "svg": one.svg, "note": one.note}


def _table(table: Table) -> dict[str, Any]:
    last = len(table.rows) - 1 if table.has_total else -1
    return {
        "title": table.title,
        "note": table.note,
        "head": [field.label for field in table.fields],
        "numeric": [field.numeric for field in table.fields],
        "weights": [_weight(table, at, field) for at, field in enumerate(table.fields)],
        "rows": [_cells(table, row) for row in table.rows],
        "total": last,
    }


def _cells(table: Table, row: Row) -> list[str]:
    return [shown(value, field.kind) for field, value in zip(table.fields, row, strict=True)]


def _weight(table: Table, at: int, field: Field) -> int:
    """The share of the width of a column: 0 takes what it needs, text by how long it is."""
    if field.kind != "text":
        return 0
    longest = max((len(str(row[at] or "")) for row in table.rows), default=0)
    return min(6, 2 + max(longest, len(field.label)) // 14)
