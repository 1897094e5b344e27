"""An edition from nomination to the award, and everything that is refused on the way."""

from __future__ import annotations

from datetime import date

import pytest

from naungan.accounts.access import Actor, actor_for
from naungan.awards.models import Candidate, Criterion, CriterionValue, JuryScore, Placing, Stage
from naungan.awards.queries import proposed_finalists, workings
from naungan.awards.services import (
    add_criterion,
    advance,
    choose_finalists,
    declare_conflict,
    give_scores,
    nominate,
    set_weights,
    state_value,
    verify,
)
from naungan.journal.models import Change, Entry
from naungan.law.findings import Refused
from tests.awards.conftest import World

pytestmark = pytest.mark.django_db


def test_template_weights_make_a_whole_and_are_marked_as_an_assumption(world: World) -> None:
    criteria = list(world.category.criteria.all())
    assert sum(one.weight for one in criteria) == 10_000
    assert all(one.is_assumed for one in criteria)


def test_weights_that_do_not_make_a_whole_change_nothing(world: World) -> None:
    criteria = list(world.category.criteria.all())
    before = [one.weight for one in criteria]
    with pytest.raises(Refused, match=r"\w") as refused:
        set_weights(
            world.category, {one.pk: one.weight + 1 for one in criteria}, actor=world.actor, reason="coba"
        )
    assert refused.value.code == "award.weights"
    assert [one.weight for one in world.category.criteria.all()] == before


def test_the_committees_weights_replace_the_assumption_until_verifying_begins(world: World) -> None:
    extra = add_criterion(world.category, name="Afirmasi", method="STATED", high=100, actor=world.actor)
    weights = {one.pk: one.weight for one in world.category.criteria.all()}
    first = next(iter(weights))
    weights |= {first: weights[first] - 500, extra.pk: 500}
    set_weights(world.category, weights, actor=world.actor, reason="rapat panitia")
    assert not world.category.criteria.filter(is_assumed=True).exists()
    advance(world.edition, on=date(2021, 2, 1), actor=world.actor)
    with pytest.raises(Refused, match=r"\w") as refused:
        set_weights(world.category, weights, actor=world.actor, reason="terlambat")
    assert refused.value.code == "award.stage"


def test_stages_go_in_order_and_say_what_is_still_needed(world: World) -> None:
    with pytest.raises(Refused, match=r"\w") as refused:
        advance(world.edition, on=date(2021, 1, 1), actor=world.actor)
    assert refused.value.code == "award.day"
    advance(world.edition, on=date(2021, 2, 1), actor=world.actor)
    with pytest.raises(Refused, match=r"\w") as refused:
        advance(world.edition, on=date(2021, 2, 2), actor=world.actor)
    assert refused.value.code == "award.unverified"
    for one in world.candidates.values():
        verify(one, on=date(2021, 2, 2), actor=world.actor)
    with pytest.raises(Refused, match=r"\w") as refused:
        advance(world.edition, on=date(2021, 2, 3), actor=world.actor)
    assert refused.value.code == "award.no_finalists"
    assert [step.stage for step in world.edition.steps.all()] == ["NOMINATION", "VERIFICATION"]


def test_finalists_are_proposed_by_documents_and_another_choice_needs_a_reason(world: World) -> None:
    world.category.finalists = 1
    world.category.winners = 1
    world.category.save()
    advance(world.edition, on=date(2021, 2, 1), actor=world.actor)
    for code, one in world.candidates.items():
        verify(one, on=date(2021, 2, 2), actor=world.actor)
        one.refresh_from_db()
        for criterion in world.category.criteria.exclude(method="JURY"):
            if not one.values.filter(criterion=criterion).exists():
                state_value(
                    one,
                    criterion,
                    value=3 if code == "75.04" else 1,
                    source="rekaan",
                    as_of=date(2020, 12, 31),
                    actor=world.actor,
                )
    best = world.candidates["75.04"].pk
    assert proposed_finalists(world.category) == [best]
    other = world.candidates["75.03"].pk
    with pytest.raises(Refused, match=r"\w") as refused:
        choose_finalists(world.category, [other], actor=world.actor)
    assert refused.value.code == "award.finalists_reason"
    choose_finalists(world.category, [other], actor=world.actor, reason="keputusan panitia")
    advance(world.edition, on=date(2021, 2, 20), actor=world.actor)
    assert list(Candidate.objects.filter(is_finalist=True).values_list("pk", flat=True)) == [other]


def test_a_missing_jurors_score_is_left_out_and_the_total_is_the_weighted_sum(world: World) -> None:
    world.to_interview({"75.03": 80, "75.04": 40, "71.01": 60})
    _client, one = world.juror()
    _client, two = world.juror()
    for area in world.candidates:
        world.score(one, area, 9000, 7000)
    world.score(two, "75.03", 8001, 7000)
    advance(world.edition, on=date(2021, 2, 25), actor=world.actor)
    made = workings(world.category, world.candidates.values(), with_jury=True)
    lines = {line.criterion.name: line for line in made[world.candidates["75.03"].pk].lines}
    assert lines["Pemahaman dalam wawancara"].points == 8501
    alone = {line.criterion.name: line for line in made[world.candidates["75.04"].pk].lines}
    assert alone["Pemahaman dalam wawancara"].points == 9000
    for code, candidate in world.candidates.items():
        working = made[candidate.pk]
        parts = sum((line.points or 0) * line.criterion.weight for line in working.lines)
        assert working.total == (2 * parts + 10_000) // 20_000, code
        assert Placing.objects.get(candidate=candidate).total == working.total
    order = Placing.objects.order_by("place").values_list("candidate__area_id", "place")
    assert list(order) == [("75.03", 1), ("71.01", 2), ("75.04", 3)]


def test_closing_names_every_missing_score_and_takes_none_for_zero(world: World) -> None:
    world.to_interview()
    _client, one = world.juror()
    world.score(one, "75.03", 9000, 9000)
    with pytest.raises(Refused, match="Kabupaten Pohuwato, Pemahaman dalam wawancara: 0 dari 1 juri") as told:
        advance(world.edition, on=date(2021, 2, 25), actor=world.actor)
    assert told.value.code == "award.incomplete"
    assert not Placing.objects.exists()
    world.edition.refresh_from_db()
    assert world.edition.stage == Stage.INTERVIEW


def test_a_correction_before_closing_is_a_newer_row_and_after_closing_there_is_none(world: World) -> None:
    world.to_interview()
    _client, one = world.juror()
    for area in world.candidates:
        world.score(one, area, 5000, 5000)
    world.score(one, "75.03", 6000, 5000)
    rows = JuryScore.objects.filter(candidate=world.candidates["75.03"]).order_by("pk")
    assert [row.score for row in rows] == [5000, 5000, 6000]
    advance(world.edition, on=date(2021, 2, 25), actor=world.actor)
    made = workings(world.category, world.candidates.values(), with_jury=True)
    assert [line.points for line in made[world.candidates["75.03"].pk].lines if line.jurors] == [6000, 5000]
    with pytest.raises(Refused, match=r"\w") as refused:
        world.score(one, "75.03", 9999, 9999)
    assert refused.value.code == "award.stage"


def test_equal_finalists_share_the_place(world: World) -> None:
    world.to_interview()
    CriterionValue.objects.all().update(value=50)
    _client, one = world.juror()
    for area in world.candidates:
        world.score(one, area, 5000, 5000)
    advance(world.edition, on=date(2021, 2, 25), actor=world.actor)
    assert set(Placing.objects.values_list("place", "tie")) == {(1, "*")}


@pytest.mark.parametrize("area", ["75.03", "75.03.01"])
def test_a_juror_of_the_candidates_own_area_is_refused_with_the_reason(world: World, area: str) -> None:
    from naungan.areas.models import Area

    Area.objects.get_or_create(code=area, defaults={"name": "Kabila", "level": 3, "parent_id": "75.03"})
    world.to_interview()
    _client, near = world.juror(area)
    with pytest.raises(Refused, match="Juri memegang peran di") as told:
        world.score(near, "75.03", 9000, 9000)
    assert told.value.code == "award.conflict"
    world.score(near, "75.04", 9000, 9000)


def test_a_juror_with_another_role_at_the_candidates_payer_is_refused(world: World) -> None:
    from naungan.accounts.models import RoleGrant

    world.to_interview()
    _client, near = world.juror()
    RoleGrant.objects.create(user=near.user, role="finance", payer_code="75.04")
    with pytest.raises(Refused, match=r"\w") as refused:
        world.score(near, "75.04", 9000, 9000)
    assert refused.value.code == "award.conflict"


def test_a_provinces_juror_may_judge_its_regencies(world: World) -> None:
    world.to_interview()
    _client, juror = world.juror("75")
    world.score(juror, "75.03", 9000, 9000)
    assert JuryScore.objects.count() == 2


def test_who_declares_a_conflict_is_not_counted_any_more(world: World) -> None:
    world.to_interview()
    _client, one = world.juror()
    _client, two = world.juror()
    for area in world.candidates:
        world.score(one, area, 4000, 4000)
    world.score(two, "75.03", 10_000, 10_000)
    found = actor_for(two.user, "awards.judge")
    assert found is not None
    declare_conflict(two, world.candidates["75.03"], actor=found, reason="saudara bupati")
    with pytest.raises(Refused, match=r"\w") as refused:
        world.score(two, "75.03", 10_000, 10_000)
    assert refused.value.code == "award.conflict"
    made = workings(world.category, world.candidates.values(), with_jury=True)
    assert [line.points for line in made[world.candidates["75.03"].pk].lines if line.jurors] == [4000, 4000]


def test_nobody_fills_in_for_a_juror(world: World) -> None:
    world.to_interview()
    _client, one = world.juror()
    _client, two = world.juror()
    other = actor_for(two.user, "awards.judge")
    assert other is not None
    for somebody in (world.actor, other):
        with pytest.raises(Refused, match=r"\w") as refused:
            give_scores(one, world.candidates["75.03"], {}, actor=somebody)
        assert refused.value.code == "award.not_own_desk"


def test_the_journal_tells_no_score(world: World) -> None:
    world.to_interview()
    _client, one = world.juror()
    before = set(Entry.objects.values_list("pk", flat=True))
    world.score(one, "75.03", 8765, 4321)
    told = [str(entry.summary) + entry.reason for entry in Entry.objects.exclude(pk__in=before)]
    assert told
    assert not any("8765" in text or "4321" in text for text in told)
    assert not Change.objects.filter(entry__action="awards.score").exists()


def test_what_was_verified_is_frozen_with_both_clocks(world: World) -> None:
    world.to_interview()
    rule = world.category.criteria.get(method=Criterion.Method.REGULATIONS)
    kept = CriterionValue.objects.get(candidate=world.candidates["75.03"], criterion=rule)
    assert (kept.value, kept.is_computed, kept.as_of) == (0, True, date(2020, 12, 31))
    assert kept.known_at is not None
    with pytest.raises(Refused, match=r"\w") as refused:
        state_value(
            world.candidates["75.03"], rule, value=3, source="x", as_of=date(2021, 1, 1), actor=world.actor
        )
    assert refused.value.code == "award.value_verified"


def test_regulations_in_force_on_the_last_assessed_day_are_counted(world: World, actor: Actor) -> None:
    from naungan.agreements.services import draft_regulation, enact

    for number, day in (("12/2019", date(2019, 5, 1)), ("3/2021", date(2021, 1, 15))):
        draft = draft_regulation(kind="HEAD_RULE", area_code="75.03", title=f"Perbup {number}", actor=actor)
        enact(draft, number=number, enacted_on=day, actor=actor)
    world.to_interview()
    kept = CriterionValue.objects.get(candidate=world.candidates["75.03"], criterion__method="REGULATIONS")
    assert kept.value == 1
    assert "12/2019" in kept.source


def test_a_candidate_must_fit_its_category(world: World) -> None:
    with pytest.raises(Refused, match=r"\w") as refused:
        nominate(world.category, on=date(2021, 1, 12), area_code="75", actor=world.actor)
    assert refused.value.code == "award.candidate_kind"
    with pytest.raises(Refused, match=r"\w") as refused:
        nominate(world.category, on=date(2021, 1, 12), area_code="75.03", actor=world.actor)
    assert refused.value.code == "award.candidate_known"
    with pytest.raises(Refused, match=r"\w") as refused:
        nominate(world.category, on=date(2021, 1, 12), actor=world.actor)
    assert refused.value.code == "award.candidate_name"


def test_a_regency_nominates_itself_and_nobody_else(world: World) -> None:
    officer = actor_for(world.desk("cooperation", "75.71").user, "awards.edit")  # type: ignore[attr-defined]
    assert officer is not None
    nominate(world.category, on=date(2021, 1, 12), area_code="75.71", actor=officer)
    with pytest.raises(Refused, match=r"\w") as refused:
        nominate(world.category, on=date(2021, 1, 12), area_code="71", actor=officer)
    assert refused.value.code == "award.not_organiser"
