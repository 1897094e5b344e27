"""The letters of warnings and summons: a numbered paper whose code anybody can check."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from naungan.areas.queries import name_of
from naungan.compliance.models import Employer, Step
from naungan.compliance.procedure import RULES
from naungan.compliance.queries import estimate_of
from naungan.kit import numbers
from naungan.kit.papers import paper
from naungan.papers.models import IssuedPaper
from naungan.papers.queries import seal

TEMPLATE = "compliance/papers/letter.typ"


def letter_pdf(step: Step, employer: Employer, letter: IssuedPaper, request: HttpRequest | None) -> bytes:
    """The PDF, in Indonesian whatever the language of the page: it is an Indonesian paper."""
    with translation.override("id"):
        return paper(TEMPLATE, letter_of_step(step, employer, letter, request))


def letter_of_step(
    step: Step, employer: Employer, letter: IssuedPaper, request: HttpRequest | None
) -> dict[str, Any]:
    """What the paper says."""
    place = name_of(employer.area_id[:5])
    return {
        "lang": "id",
        "title": letter.title,
        "number": _("Nomor: %(number)s") % {"number": letter.number},
        "head": {"office": _("Kepatuhan jaminan sosial ketenagakerjaan"), "unit": place},
        "made": _("Dibuat dengan Naungan, %(moment)s") % {"moment": numbers.moment(timezone.now())},
        "page_word": _("Halaman"),
        "of_word": _("dari"),
        "facts": _facts(step, employer),
        "body": _body(step, employer),
        "signatures": [
            {"role": f"{place}, {numbers.day(step.on)}", "name": step.officer, "title": _("Petugas")}
        ],
        "seal": seal(letter, request),
    }


def _facts(step: Step, employer: Employer) -> list[list[str]]:
    rows = [
        [_("Kepada"), _("Pimpinan %(name)s") % {"name": employer.name}],
        [_("Wilayah"), name_of(employer.area_id)],
    ]
    if employer.npp:
        rows.append([_("NPP"), employer.npp])
    if employer.nib:
        rows.append([_("NIB"), employer.nib])
    if step.together_with:
        rows.append([_("Bersama"), step.together_with])
    return rows


def _body(step: Step, employer: Employer) -> list[str]:
    """The paragraphs: what is suspected and whence, what is asked until when, what may follow."""
    workers = estimate_of(employer)[0]
    facts = {
        "kind": employer.get_kind_display().lower(),
        "source": employer.source,
        "on": numbers.day(employer.found_on),
        "due": numbers.day(step.due_on),
        "rule": RULES[step.kind].reference,
        "workers": numbers.count(workers.workers) if workers else "",
    }
    said = [_("Menurut %(source)s tanggal %(on)s, perusahaan Saudara diduga: %(kind)s.") % facts]
    if workers:
        said.append(_("Perkiraan tenaga kerja: %(workers)s orang.") % facts)
    if step.kind == Step.Kind.SUMMONS:
        said.append(
            _("Saudara diminta hadir membawa daftar tenaga kerja dan upah paling lambat %(due)s.") % facts
        )
    else:
        said.append(
            _("Saudara diminta mendaftar atau melengkapi pendaftaran paling lambat %(due)s (%(rule)s).")
            % facts
        )
    said.append(
        _(
            "Kewajiban ini diatur dalam UU 24/2011 Pasal 15; yang mengabaikannya dapat dikenai teguran, denda, "
            "dan tidak mendapat pelayanan publik tertentu menurut PP 86/2013."
        )
    )
    said.append(_("Abaikan surat ini bila sudah terdaftar; sampaikan buktinya kepada kantor kami."))
    return said
