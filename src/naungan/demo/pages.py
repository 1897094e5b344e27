"""Artikel -> layar: the founding facts by article, each beside what the system says, linked to its page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from naungan import __version__
from naungan.accounts.access import public
from naungan.contributions.models import MonthRun, Payment
from naungan.coverage.models import Denominator, ReportedFigure
from naungan.demo import links, words
from naungan.demo.facts import Article
from naungan.demo.facts import articles as all_articles
from naungan.demo.meetings import KEPT
from naungan.demo.table import Line, lines
from naungan.kit import exports, numbers
from naungan.kit.lists import Column
from naungan.registry.models import Person

_KEPT_FOR_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Row:
    """A fact in words. `tone` colours the tag of how; `agrees` is None where there is nothing to compare."""

    id: str
    label: str
    published: str
    computed: str
    how: str
    tone: str
    agrees: bool | None
    remark: str
    note: str
    source: str
    href: str
    page: str


@dataclass(frozen=True, slots=True)
class Section:
    """An article with its facts."""

    code: str
    title: str
    summary: str
    outlet: str
    published_on: str
    address: str
    rows: list[Row]


COLUMNS = (
    Column("id", gettext_lazy("Fakta"), "id", kind="id"),
    Column("perihal", gettext_lazy("Perihal"), "label"),
    Column("diterbitkan", gettext_lazy("Diterbitkan"), "published"),
    Column("dihitung", gettext_lazy("Dihitung"), "computed"),
    Column("cara", gettext_lazy("Cara"), "how"),
    Column("keterangan", gettext_lazy("Keterangan"), "remark"),
    Column("keraguan", gettext_lazy("Catatan"), "note"),
    Column("sumber", gettext_lazy("Sumber"), "source"),
)


@public
def articles(request: HttpRequest) -> HttpResponseBase:
    """The facts of the five articles; `?format=csv` or `xlsx` downloads them.

    Only in a demo: elsewhere the same questions would tell everybody about real people's lists.
    """
    title = _("Artikel dan layar")
    if not settings.DEMO:
        return render(request, "demo/no_demo.html", {"title": title})
    shown = _sections()
    wanted = request.GET.get("format", "")
    if wanted in exports.FORMATS:
        heading = exports.Heading(
            title=title,
            filters="",
            source=_("lima artikel 2019–2023 dan hitungan Naungan"),
            user=request.user.get_username(),
        )
        rows = [row for section in shown for row in section.rows]
        return exports.response(wanted, heading, COLUMNS, rows, "artikel")
    every = [row for section in shown for row in section.rows]
    context = {
        "title": title,
        "sections": shown,
        "count": len(every),
        "agreeing": sum(row.agrees is True for row in every),
        "differing": sum(row.agrees is False for row in every),
        "waiting": sum(row.tone == "off" for row in every),
    }
    return render(request, "demo/articles.html", context)


def _sections() -> list[Section]:
    """The sections, kept until something that they rest on changes, in each language."""
    key = "artikel-" + _stamp()
    found = cache.get(key)
    if found is None:
        found = _in_words(lines())
        cache.set(key, found, _KEPT_FOR_S)
    return list(found)


def _stamp() -> str:
    """A digest of what the table rests on: runs, payments, figures and people, which are only added to."""
    parts: list[object] = [__version__, str(settings.HOME), get_language()]
    kinds: tuple[type[Model], ...] = (MonthRun, Payment, Denominator, ReportedFigure, Person, *KEPT)
    for model in kinds:
        parts += model._default_manager.aggregate(count=Count("pk"), last=Max("pk")).values()
    parts.append(MonthRun.objects.filter(state=MonthRun.State.POSTED).count())
    parts.append(Person.objects.filter(deceased_on__isnull=False).count())
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _in_words(found: list[Line]) -> list[Section]:
    by_article: dict[str, list[Row]] = {}
    for line in found:
        by_article.setdefault(line.fact.article.code, []).append(_row(line))
    return [_section(article, by_article.get(code, [])) for code, article in all_articles().items()]


def _section(article: Article, rows: list[Row]) -> Section:
    return Section(
        code=article.code,
        title=_either(article.title_id, article.title_en),
        summary=_either(article.summary_id, article.summary_en),
        outlet=article.outlet,
        published_on=article.published_on,
        address=article.address,
        rows=rows,
    )


def _row(line: Line) -> Row:
    fact = line.fact
    href, page = links.of(line) or ("", "")
    return Row(
        id=fact.id,
        label=_either(fact.label_id, fact.label_en),
        published=words.published(fact),
        computed=words.computed(line),
        how=words.how(line),
        tone=words.TONES[line.how],
        agrees=line.agrees,
        remark=words.remark(line),
        note=_either(fact.note_id, fact.note_en),
        source=fact.article.source,
        href=href,
        page=page,
    )


def _either(indonesian: str, english: str) -> str:
    return english if numbers.is_english() else indonesian
