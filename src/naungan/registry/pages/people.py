"""People: the list and one person's page."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from naungan.accounts.access import Actor, needs
from naungan.accounts.scope import Scope
from naungan.areas.queries import names
from naungan.journal.models import Change, Entry
from naungan.kit import numbers
from naungan.kit.lists import Column, list_response
from naungan.law import months
from naungan.registry.filters import PersonFilter, spells, this_month
from naungan.registry.listed import ListedPeople, ListedSpell
from naungan.registry.models import Membership, Person
from naungan.registry.pages import words
from naungan.registry.queries import visible_people, visible_rolls
from naungan.registry.reveal import reveal_nik
from naungan.registry.search import MOST_FOUND

SOURCE = gettext_lazy("Registri Naungan; satu baris per orang.")


def shown_spells(scope: Scope) -> Prefetch[str]:
    """A person's spells with what a row shows of them, newest first, as `person.shown_spells`."""
    found = (
        spells(scope)
        .select_related("roll__registration__payer", "roll__group")
        .prefetch_related("terms__occupation")
        .order_by("-last_month", "-pk")
    )
    return Prefetch("memberships", queryset=found, to_attr="shown_spells")


def shown(scope: Scope) -> tuple[Prefetch[str], Prefetch[str]]:
    """A person's spells, and those of the records that were merged into theirs."""
    merged = Person.objects.prefetch_related(shown_spells(scope))
    return shown_spells(scope), Prefetch("aliases", queryset=merged, to_attr="shown_aliases")


def own_spells(person: Person) -> list[Membership]:
    """The spells of a person read with `shown`, newest first."""
    own: list[Membership] = list(person.shown_spells)  # type: ignore[attr-defined]
    merged = [spell for alias in person.shown_aliases for spell in alias.shown_spells]  # type: ignore[attr-defined]
    return sorted([*own, *merged], key=lambda spell: (-spell.last_month, -spell.pk)) if merged else own


def _columns() -> list[Column]:
    month = this_month()

    def spell(person: Person) -> Membership | ListedSpell | None:
        return words.current(own_spells(person), month)

    def work(found: Membership | ListedSpell) -> str:
        return found.work if isinstance(found, ListedSpell) else words.occupation(found)

    def standing(person: Person) -> tuple[str, str]:
        return words.standing(person, own_spells(person), month)

    def of_spell(read: object) -> object:
        return lambda person: read(found) if (found := spell(person)) else ""  # type: ignore[operator]

    return [
        Column("nik", _("NIK"), "nik", kind="nik", sort="nik"),
        Column("name", _("Nama"), "name", sort="name", link=_href),
        Column("occupation", _("Pekerjaan"), of_spell(work)),  # type: ignore[arg-type]
        Column("village", _("Desa/Kelurahan"), "domicile.name", sort="domicile_id"),
        Column("segment", _("Segmen"), of_spell(lambda found: found.roll.segment)),  # type: ignore[arg-type]
        Column("payer", _("Pembayar iuran"), of_spell(lambda found: found.roll.registration.payer.name)),  # type: ignore[arg-type]
        Column(
            "state", _("Status"), lambda row: standing(row)[0], kind="tag", tone=lambda row: standing(row)[1]
        ),
    ]


def _href(person: Person) -> str:
    return reverse("person", args=[person.pk])


@needs("registry.view")
def people(request: HttpRequest) -> HttpResponseBase:
    """Everybody in the viewer's scope."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = visible_people(actor.scope).prefetch_related("domicile", *shown(actor.scope))
    filters = PersonFilter(request.GET, queryset=rows.order_by("name", "pk"), request=request)
    return list_response(
        request,
        title=_("Peserta"),
        columns=_columns(),
        rows=rows,
        filterset=filters,
        source=str(SOURCE),
        name="peserta",
        template="registry/people.html",
        context={
            "empty_text": _("Belum ada orang di wilayah Anda. Unggah daftar pekerja untuk memulai."),
            "list_note": _cut(filters),
        },
        for_file=lambda found: _for_file(found, actor.scope),
    )


def _cut(filters: PersonFilter) -> str:
    """That a search found more than are shown; "" where all are."""
    if not filters.is_cut:
        return ""
    return _(
        "Lebih dari %(most)s orang cocok; di sini %(most)s di antaranya. Tambahkan kata, wilayah, atau nomor. "
        "Berkas CSV dan XLSX memuat semuanya."
    ) % {"most": numbers.count(MOST_FOUND)}


def _for_file(found: QuerySet[Person] | list[Person], scope: Scope) -> ListedPeople | list[Person]:
    if isinstance(found, list):  # a filter that cannot be read finds nobody
        return found
    month = this_month()
    people = found.prefetch_related(None)
    return ListedPeople(people, spells(scope), lambda own: words.current(own, month))


@needs("registry.view")
def person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One person: who, where, on which lists, and what was changed. Outside the scope: not found."""
    found = _found(request, pk)
    if found.pk != pk:
        return redirect("person", pk=found.pk)
    return _page(request, found)


@needs("registry.reveal")
@require_POST
def person_nik(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same page with the NIK whole, this once; who asked and why stays in the journal."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _found(request, pk)
    nik = reveal_nik(found, actor=actor, reason=request.POST.get("reason", ""))
    return _page(request, found, nik=nik)


def _found(request: HttpRequest, pk: int) -> Person:
    """The person, or whom an alias was merged into; 404 for who is outside the scope."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    merged = Person.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
    found = (
        visible_people(actor.scope)
        .filter(pk=merged or pk)
        .select_related("domicile", "entry")
        .prefetch_related(*shown(actor.scope))
        .first()
    )
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: Person, *, nik: str = "") -> HttpResponseBase:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    month = this_month()
    listed = own_spells(found)
    open_rolls = set(
        visible_rolls(actor.scope)
        .filter(pk__in=[spell.roll_id for spell in listed])
        .values_list("pk", flat=True)
    )
    context = {
        "title": found.name,
        "person": found,
        "revealed": nik,
        "age": _age(found),
        "place": words.place(found.domicile_id),
        "nik_place": names([found.nik_area]).get(found.nik_area, found.nik_area),
        "standing": words.standing(found, listed, month),
        "spells": [_spell_row(spell, month, open_rolls) for spell in listed],
        "history": history(found, listed),
    }
    return render(request, "registry/person.html", context)


def _age(found: Person) -> int | None:
    if found.birth_on is None:
        return None
    return months.whole_years(found.birth_on, found.deceased_on or timezone.localdate())


def _spell_row(spell: Membership, month: int, open_rolls: set[int]) -> dict[str, object]:
    return {
        "spell": spell,
        "roll": spell.roll,
        "href": reverse("roll", args=[spell.roll_id]) if spell.roll_id in open_rolls else "",
        "period": words.period(spell.first_month, max(spell.first_month, spell.last_month)),
        "programmes": words.programmes(spell.roll.programmes),
        "occupation": words.occupation(spell),
        "amount": words.amount(spell),
        "standing": words.spell_standing(spell, month),
    }


def history(found: Person, listed: list[Membership]) -> list[dict[str, object]]:
    """What the journal holds about a person and their spells, newest first."""
    created = {found.entry_id} | {spell.entry_id for spell in listed}
    changes = _changes(found, listed)
    by_entry: dict[int, list[Change]] = {}
    for change in changes:
        by_entry.setdefault(change.entry_id, []).append(change)
    entries = Entry.objects.filter(pk__in=created | set(by_entry)).order_by("-at", "-pk")
    return [
        {"entry": entry, "action": words.action(entry.action), "lines": _lines(by_entry.get(entry.pk, []))}
        for entry in entries
    ]


def _changes(found: Person, listed: list[Membership]) -> QuerySet[Change]:
    about = Q(model__iendswith="person", record=str(found.pk))
    if listed:
        about |= Q(model__iendswith="membership", record__in=[str(spell.pk) for spell in listed])
    return Change.objects.filter(about).order_by("pk")


def _lines(changes: list[Change]) -> list[dict[str, object]]:
    return [
        {"field": _FIELDS.get(field, field), "before": change.before.get(field), "after": after}
        for change in changes
        for field, after in change.after.items()
    ]


_FIELDS = {
    "name": gettext_lazy("Nama"),
    "birth_on": gettext_lazy("Tanggal lahir"),
    "sex": gettext_lazy("Jenis kelamin"),
    "domicile": gettext_lazy("Domisili"),
    "domicile_id": gettext_lazy("Domisili"),
    "address": gettext_lazy("Alamat"),
    "mother_name": gettext_lazy("Nama ibu kandung"),
    "kpj": gettext_lazy("KPJ"),
    "deceased_on": gettext_lazy("Meninggal dunia pada"),
    "last_month": gettext_lazy("Bulan terakhir"),
    "first_month": gettext_lazy("Bulan pertama"),
    "end_cause": gettext_lazy("Sebab nonaktif"),
    "ended_on": gettext_lazy("Berakhir pada"),
}
