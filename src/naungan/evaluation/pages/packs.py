"""The pages of the evaluation pack: as it is now, kept for a meeting, shown again as it was."""

from __future__ import annotations

from functools import partial

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, actor_of, needs
from naungan.agreements.models import Meeting
from naungan.agreements.queries import visible_meetings
from naungan.evaluation.forms import KeepForm
from naungan.evaluation.models import KeptPack
from naungan.evaluation.pack import Pack
from naungan.evaluation.pages.selection import (
    as_file,
    clocks,
    day_asked,
    known_asked,
    refuse_if_elsewhere,
    show,
    unknown_words,
)
from naungan.evaluation.paper import draft_pdf, kept_pdf, paper_of
from naungan.evaluation.queries import evaluation_pack, inpres_report
from naungan.evaluation.queries.kept import differences, is_whole, shown_then, visible_packs
from naungan.evaluation.semesters import semester_of
from naungan.evaluation.services import keep_pack
from naungan.evaluation.words import shown
from naungan.kit.asking import Question, ask, bound
from naungan.kit.viewer import viewer
from naungan.papers.queries import verify_address

EDIT = "agreements.edit"


@needs("evaluation.view")
def pack_page(request: HttpRequest, area: str) -> HttpResponseBase:
    """The pack of an area now; `?per=` and `?diketahui=` are its clocks, `?format=pdf|xlsx` its files."""
    actor = actor_of(request)
    refuse_if_elsewhere(actor, area)
    pack = evaluation_pack(
        area,
        as_of=day_asked(request, timezone.localdate()),
        known_at=known_asked(request),
        scope=actor.scope,
    )
    keep_href = f"{reverse('evaluation_keep', args=[area])}?{clocks(request, per=pack.as_of.isoformat())}"
    return as_file(request, pack, partial(draft_pdf, pack)) or show(
        request,
        pack,
        keep_href=keep_href if EDIT in viewer(request).permissions else "",
        unknown_words=unknown_words(),
    )


@needs(EDIT)
def pack_keep(request: HttpRequest, area: str) -> HttpResponseBase:
    """*Simpan bahan rapat*: keep the pack, for a meeting if one is named (`?rapat=`)."""
    actor = actor_of(request)
    refuse_if_elsewhere(actor, area)
    day, known_at = day_asked(request, timezone.localdate()), known_asked(request)
    form = bound(
        request,
        KeepForm,
        meetings=meetings_for(request, area),
        initial={"meeting": request.GET.get("rapat", "")},
    )

    def write(valid: KeepForm) -> str:
        kept = keep_pack(
            area=area,
            as_of=day,
            known_at=known_at,
            meeting=valid.cleaned_data["meeting"],
            reason=valid.cleaned_data["reason"],
            actor=actor,
        )
        return reverse("evaluation_kept", args=[kept.pk])

    question = Question(
        title=_("Simpan bahan rapat"),
        button=_("Simpan bahan rapat"),
        back=f"{reverse('evaluation_pack', args=[area])}?{clocks(request)}",
        done=_("Bahan rapat disimpan; isinya tidak berubah lagi."),
        lead=_("Yang disimpan adalah angka seperti sekarang ditunjukkan, dengan nomor dan kode QR."),
    )
    return ask(request, form, question, write)


@needs("evaluation.view")
def kept_pack(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A kept pack as it was shown; `?banding=1` tells what differs now."""
    actor = actor_of(request)
    kept = visible_packs(actor.scope).filter(pk=pk).first()
    if kept is None:
        raise Http404
    then = shown_then(kept)
    paper = paper_of(kept)
    number = paper.number if paper else ""
    answer = as_file(request, then, partial(kept_pdf, kept, request), number)
    if answer is not None:
        return answer
    compared = "banding" in request.GET
    changed = differences(then, _now(kept, actor)) if compared else []
    return show(
        request,
        then,
        kept=kept,
        number=number,
        verify_href=verify_address(paper, request) if paper else "",
        whole=is_whole(kept),
        compared=compared,
        changed=[(one, shown(one.then, one.field.kind), shown(one.now, one.field.kind)) for one in changed],
        unknown_words=unknown_words(),
    )


def meetings_for(request: HttpRequest, area: str) -> QuerySet[Meeting]:
    """The meetings for which a pack of an area may be kept: of the area, of those above and below it."""
    scope = actor_of(request).scope
    above = [area[:size] for size in (2, 5) if size < len(area)]
    rows = visible_meetings(scope).exclude(state=Meeting.State.CANCELLED)
    inside = scope.narrowed(area).area_q("area_id")
    return (rows.filter(inside) | rows.filter(area_id__in=above)).order_by("-on", "-pk")


def _now(kept: KeptPack, actor: Actor) -> Pack:
    """The same question asked now."""
    if kept.kind == KeptPack.Kind.INPRES:
        semester = semester_of(kept.semester)
        return inpres_report(kept.area_id, semester, as_of=kept.as_of, scope=actor.scope)
    return evaluation_pack(kept.area_id, as_of=kept.as_of, scope=actor.scope)
