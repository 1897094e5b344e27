"""The way of an edition: nomination -> verification -> interview -> ranked -> awarded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.awards import scoring
from naungan.awards.models import AwardEdition, Candidate, Category, Criterion, Placing, Stage
from naungan.awards.queries import Working, placed, proposed_finalists, workings
from naungan.awards.services.editions import enter
from naungan.awards.services.ground import changed, entry_of, organised
from naungan.journal.models import Entry
from naungan.law.findings import Refused

State = Candidate.State
NEXT = dict(zip(list(Stage)[:-1], list(Stage)[1:], strict=True))


@transaction.atomic
def advance(
    edition: AwardEdition,
    *,
    on: date,
    actor: Actor,
    note: str = "",
    reason: str = "",
    expected: str = "",
) -> AwardEdition:
    """The next stage, if what it needs is there. Closing freezes the places; awarding makes them public.

    `expected` is the stage that was asked for: a form sent twice does not go two stages on.

    Refused: `award.stage_passed`, `award.over`, `award.day`, `award.not_organiser`, and what each stage needs:
    `award.nobody`, `award.weights`, `award.unverified`, `award.no_finalists`, `award.incomplete`.
    """
    kept = organised(edition, actor)
    following = NEXT.get(Stage(kept.stage))
    if following is None:
        raise Refused("award.over", _("Edisi ini sudah dianugerahkan; tidak ada tahap sesudahnya."))
    if expected and expected != following:
        raise Refused(
            "award.stage_passed",
            _("Edisi ini sudah dalam tahap %(now)s.") % {"now": kept.get_stage_display()},
            mend=_("Lihat tahap edisi di halamannya."),
        )
    entry = entry_of(
        actor, f"stage_{following.lower()}", kept.area_id, reason or note, edition=kept.pk, stage=following
    )
    categories = [one for one in kept.categories.all() if one.candidates.exclude(state=State.WITHDRAWN)]
    prepare = {
        Stage.VERIFICATION: _begin_verifying,
        Stage.INTERVIEW: _begin_interviews,
        Stage.RANKED: _close,
    }.get(following)
    if prepare is not None:
        prepare(categories, entry)
    enter(kept, following, on, note, entry)
    return kept


@transaction.atomic
def choose_finalists(category: Category, chosen: Sequence[int], *, actor: Actor, reason: str = "") -> None:
    """Who is invited to the interview. A choice other than the proposal by documents needs a reason.

    Refused: `award.finalists_reason`, `award.finalists_unverified`, `award.stage`, `award.not_organiser`.
    """
    edition = organised(category.edition, actor, Stage.VERIFICATION)
    rows = list(category.candidates.filter(pk__in=chosen))
    doubtful = [one.name for one in rows if one.state != State.VERIFIED]
    if doubtful or len(rows) != len(set(chosen)):
        raise Refused(
            "award.finalists_unverified",
            _("Belum terverifikasi: %(names)s.") % {"names": ", ".join(doubtful)},
            mend=_("Verifikasi dahulu, lalu pilih."),
        )
    if set(chosen) != set(proposed_finalists(category)) and not reason.strip():
        raise Refused(
            "award.finalists_reason",
            _("Pilihan ini berbeda dari urutan nilai dokumen."),
            where="reason",
            mend=_("Tuliskan alasan panitia, atau pakai usulan sistem."),
        )
    entry = entry_of(actor, "choose_finalists", edition.area_id, reason, category=category.pk)
    _mark(category, set(chosen), entry)


def _begin_verifying(categories: list[Category], _entry: Entry) -> None:
    if not categories:
        raise Refused("award.nobody", _("Belum ada calon."), mend=_("Usulkan calon dahulu."))
    for category in categories:
        whole = sum(one.weight for one in category.criteria.all())
        if whole != scoring.FULL:
            raise Refused(
                "award.weights",
                _("Bobot kategori %(category)s belum berjumlah 100 %%.") % {"category": category},
                mend=_("Tetapkan bobotnya di halaman kategori."),
            )


def _begin_interviews(categories: list[Category], entry: Entry) -> None:
    waiting = [
        one.name for category in categories for one in category.candidates.filter(state=State.NOMINATED)
    ]
    if waiting:
        raise Refused(
            "award.unverified",
            _("Belum diverifikasi: %(names)s.") % {"names": ", ".join(waiting)},
            mend=_("Verifikasi setiap calon, atau catat bahwa ia tidak dilanjutkan."),
        )
    for category in categories:
        if category.candidates.filter(is_finalist=True).exists():
            continue
        proposed = set(proposed_finalists(category))
        if not proposed:
            raise Refused(
                "award.no_finalists",
                _("Nilai dokumen kategori %(category)s belum lengkap, jadi finalisnya belum dapat diusulkan.")
                % {"category": category},
                mend=_("Nyatakan nilai yang belum ada, atau pilih finalis dengan alasan."),
            )
        _mark(category, proposed, entry)


def _close(categories: list[Category], entry: Entry) -> None:
    """Freeze the places of every category; nobody's missing value or score is taken for zero."""
    lacking: list[str] = []
    for category in categories:
        finalists = category.candidates.filter(is_finalist=True)
        made = workings(category, finalists, with_jury=True)
        lacking += [text for one in made.values() for text in _lacks(one, category.edition.least_jurors)]
        if not lacking:
            _place(category, list(made.values()), entry)
    if lacking:
        more = _(" dan %(count)s lagi") % {"count": len(lacking) - 5} if len(lacking) > 5 else ""
        raise Refused(
            "award.incomplete",
            _("Belum lengkap: %(lacking)s%(more)s.") % {"lacking": "; ".join(lacking[:5]), "more": more},
            mend=_("Nilai yang belum ada tidak dihitung nol. Minta juri menilai, atau nyatakan nilainya."),
        )


def _lacks(one: Working, least: int) -> list[str]:
    found = []
    for line in one.lines:
        if line.criterion.method == Criterion.Method.JURY and line.criterion.weight and line.given < least:
            words = {
                "name": one.candidate.name,
                "criterion": line.criterion,
                "given": line.given,
                "least": least,
            }
            found.append(_("%(name)s, %(criterion)s: %(given)s dari %(least)s juri") % words)
        elif line in one.missing:
            words = {"name": one.candidate.name, "criterion": line.criterion}
            found.append(_("%(name)s, %(criterion)s: belum ada nilai") % words)
    return found


def _place(category: Category, made: list[Working], entry: Entry) -> None:
    totals = {one.candidate.pk: one.total for one in made}
    order, criteria = placed(category, made)
    for one in order:
        whole = totals[one.key]
        assert whole is not None
        Placing.objects.create(
            candidate_id=one.key, total=whole, place=one.place, tie=_tie(one.tie, criteria), entry=entry
        )


def _tie(tie: int | None, criteria: list[Criterion]) -> str:
    if tie is None:
        return ""
    return "*" if tie == scoring.SHARED else criteria[tie].name


def _mark(category: Category, chosen: set[int], entry: Entry) -> None:
    for one in category.candidates.all():
        if one.is_finalist != (one.pk in chosen):
            changed(entry, one, is_finalist=one.pk in chosen)
