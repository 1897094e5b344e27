"""Ranks and shares, pure."""

from hypothesis import given
from hypothesis import strategies as st

from naungan.coverage.queries.ranking import Candidate, places
from naungan.coverage.queries.readings import readings
from naungan.coverage.queries.shares import percent_hundredths

WORDS = ["exactly", "at_least", "about", "above", "average"]
CANDIDATES = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 300)), st.sampled_from(WORDS)), min_size=1, max_size=6
).map(lambda given: [Candidate(str(i), value, word) for i, (value, word) in enumerate(given)])


def by_key(candidates: list[Candidate]) -> dict[str, object]:
    return {place.key: (place.known, place.possible) for place in places(candidates)}


def test_equal_figures_share_a_rank_and_the_next_rank_is_left_out() -> None:
    ranks = by_key([Candidate(k, v) for k, v in {"a": 90, "b": 80, "c": 80, "d": 70}.items()])
    assert ranks == {"a": ((1, 1),) * 2, "b": ((2, 2),) * 2, "c": ((2, 2),) * 2, "d": ((4, 4),) * 2}


def test_second_among_the_known_may_be_anything_to_the_eighth_when_six_are_unknown() -> None:
    unknown = [Candidate(code, None) for code in ("72", "73", "74", "76", "81", "82")]
    ranks = by_key([Candidate("75", 6173), Candidate("71", 8000, "above"), *unknown])
    assert ranks["75"] == ((2, 2), (2, 8))
    assert ranks["71"] == ((1, 1), (1, 7))
    assert ranks["72"] == (None, (1, 8))


def test_above_80_does_not_decide_against_85() -> None:
    ranks = by_key([Candidate("a", 8000, "above"), Candidate("b", 8500)])
    assert ranks == {"a": ((1, 2), (1, 2)), "b": ((1, 2), (1, 2))}


def test_above_80_beats_exactly_80_and_at_least_80_may_tie_with_it() -> None:
    assert by_key([Candidate("a", 8000, "above"), Candidate("b", 8000)])["b"] == ((2, 2), (2, 2))
    assert by_key([Candidate("a", 8000, "at_least"), Candidate("b", 8000)])["b"] == ((1, 2), (1, 2))


def test_an_average_of_others_is_not_an_areas_own_figure() -> None:
    assert by_key([Candidate("a", 6000, "average"), Candidate("b", 100)])["a"] == (None, (1, 2))


@given(CANDIDATES, st.data())
def test_whatever_the_true_figures_are_the_rank_lies_in_the_possible_range(
    candidates: list[Candidate], data: st.DataObject
) -> None:
    top = 1000
    truth = {
        one.key: data.draw(
            st.integers(
                max(one.low, -200) if one.low is not None else -200,
                min(one.high, top) if one.high is not None else top,
            )
        )
        for one in candidates
    }
    for place in places(candidates):
        rank = 1 + sum(value > truth[place.key] for value in truth.values())
        assert place.possible[0] <= rank <= place.possible[1]


@given(CANDIDATES)
def test_the_possible_range_holds_the_range_among_the_known(candidates: list[Candidate]) -> None:
    for place in places(candidates):
        if place.known:
            assert place.possible[0] <= place.known[0] <= place.known[1] <= place.possible[1]


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_is_the_nearest_hundredth_and_a_half_goes_up(part: int, whole: int) -> None:
    share = percent_hundredths(part, whole)
    assert share is not None
    assert -whole <= 2 * (part * 10_000 - share * whole) < whole


def test_the_published_shares_come_out() -> None:
    assert percent_hundredths(38161, 42724) == 8932
    assert percent_hundredths(7092, 16034) == 4423
    assert percent_hundredths(1, 0) is None


def test_village_officials_cannot_be_inside_the_published_non_asn_figure_if_both_denominators_hold() -> None:
    inside, beside = readings(38161, 7092, whole_eligible=42724, part_eligible=16034)
    assert (inside.rest, inside.rest_eligible, inside.is_possible) == (31069, 26690, False)
    assert (beside.with_part, beside.with_part_eligible, beside.is_possible) == (45253, 58758, True)
    assert readings(38161, 7092)[0].is_possible
