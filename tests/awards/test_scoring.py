"""Points, means, totals and places: plain integers whose laws hold for every input."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naungan.awards import scoring
from naungan.awards.scoring import FULL, SHARED, Entrant

POINTS = st.integers(0, FULL)
PARTS = st.lists(st.tuples(POINTS, st.integers(0, FULL)), min_size=1, max_size=8)
ENTRANTS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)), max_size=9).map(
    lambda rows: [Entrant(at, total, (one, two)) for at, (total, one, two) in enumerate(rows)]
)


@given(st.lists(POINTS, min_size=1, max_size=12), st.randoms())
def test_the_order_of_jurors_does_not_matter(scores: list[int], chance: object) -> None:
    mixed = list(scores)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert scoring.mean(mixed) == scoring.mean(scores)
    assert min(scores) <= scoring.mean(scores) <= max(scores)  # type: ignore[operator]


@given(st.lists(st.integers(1, FULL), min_size=1, max_size=12))
def test_a_missing_juror_never_counts_as_zero(scores: list[int]) -> None:
    alone, with_zero = scoring.mean(scores), scoring.mean([*scores, 0])
    assert alone is not None
    assert with_zero is not None
    assert alone > with_zero or alone == with_zero == 1
    assert scoring.mean([]) is None


@given(PARTS)
def test_a_total_lies_between_the_least_and_the_most_points(parts: list[tuple[int, int]]) -> None:
    weighty = [got for got, weight in parts if weight]
    whole = scoring.total(parts)
    if not weighty:
        assert whole is None
    else:
        assert min(weighty) <= whole <= max(weighty)  # type: ignore[operator]


@given(PARTS, st.randoms(), st.integers(1, 9))
def test_a_total_knows_no_order_and_no_scale_of_weights(
    parts: list[tuple[int, int]], chance: object, times: int
) -> None:
    mixed = [(got, weight * times) for got, weight in parts]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert scoring.total(mixed) == scoring.total(parts)


@given(st.integers(-1000, 20_000), st.integers(-500, 500), st.integers(1, 10_000))
def test_points_keep_order_and_stay_on_the_scale(value: int, low: int, width: int) -> None:
    got = scoring.points(value, low, low + width)
    assert 0 <= got <= FULL
    assert scoring.points(value + 1, low, low + width) >= got
    assert scoring.points(low, low, low + width) == 0
    assert scoring.points(low + width, low, low + width) == FULL


@given(ENTRANTS, st.randoms())
def test_places_do_not_depend_on_the_order_given(entrants: list[Entrant], chance: object) -> None:
    mixed = list(entrants)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert scoring.places(mixed) == scoring.places(entrants)


@given(ENTRANTS)
def test_a_place_counts_who_is_ahead_and_a_shared_one_skips_the_next(entrants: list[Entrant]) -> None:
    rank = {one.key: (one.total, *one.points) for one in entrants}
    for one in scoring.places(entrants):
        assert one.place == 1 + sum(other > rank[one.key] for other in rank.values())
        alike = sum(other == rank[one.key] for other in rank.values())
        assert (one.tie == SHARED) == (alike > 1)


def test_a_tie_is_broken_by_the_weightiest_criterion_that_differs() -> None:
    order = scoring.places([Entrant(1, 80, (5, 1)), Entrant(2, 80, (5, 2)), Entrant(3, 90, (0, 0))])
    assert [(one.key, one.place, one.tie) for one in order] == [(3, 1, None), (2, 2, 1), (1, 3, 1)]


@pytest.mark.parametrize(
    ("scores", "expected"), [([8000, 8001], 8001), ([1, 1, 2], 1), ([1, 2, 2], 2), ([10_000], 10_000)]
)
def test_the_mean_is_rounded_half_up_to_hundredths(scores: list[int], expected: int) -> None:
    assert scoring.mean(scores) == expected
