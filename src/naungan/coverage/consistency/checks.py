"""General checks of published figures against each other. None knows a figure by its name.

A check looks at all figures and yields conflicts: its code, the figures concerned (the one that cannot stand
first) and the numbers for the reason. How grave each is and its words stand in `words`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise

from naungan.coverage.consistency.told import COUNTS, Range, Told, printed_number

NEAR = timedelta(days=92)
COMPARED = timedelta(days=366)
BASE_MOVED = Fraction(11, 10)
GROWTH_A_YEAR = Fraction(3, 100)
ALL = 99
# how many of a conflict's figures are doubtful, if more than the first
_DOUBTED = {
    "rest_wrong": ALL,
    "parts_wrong": ALL,
    "whole_impossible": 2,
    "sources_differ": 2,
    "base_moved": ALL,
}
OVERALL = "potensi"
"""The measure of a whole area, against which a share of a target is often held by mistake."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that cannot be true together, or cannot be compared. `codes` names the figures, the doubtful
    one first; `numbers` are whole numbers for the reason (percents in hundredths), `told` the figures.
    """

    check: str
    told: tuple[Told, ...]
    numbers: dict[str, int]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the figures."""
        return tuple(one.code for one in self.told)

    @property
    def doubted(self) -> tuple[str, ...]:
        """The codes of those that are doubtful; the others only show it."""
        return self.codes[: _DOUBTED.get(self.check, 1)]


Check = Callable[[Sequence[Told]], Iterator[Conflict]]


def conflicts(figures: Sequence[Told]) -> list[Conflict]:
    """Everything that the checks find, in their order, by code; the order of the figures changes nothing."""
    ordered = sorted(figures, key=lambda one: (one.as_of, one.code))
    return [found for check in CHECKS for found in check(ordered)]


def shares_and_counts(figures: Sequence[Told]) -> Iterator[Conflict]:
    """`share_swapped`: the percent is that of the others. `share_wrong`: it is not count over whole."""
    for group in _statements(figures):
        for share in group.shares:
            for count in group.counts(share.role):
                for whole in group.counts("eligible"):
                    yield from _share_of(share, count, whole)


def _share_of(share: Told, count: Told, whole: Told) -> Iterator[Conflict]:
    computed = count.range().share_of(whole.range())
    if computed.meets(share.range()):
        return
    swapped = computed.complement().meets(share.range())
    numbers = {
        "count": count.value,
        "whole": whole.value,
        "stated": share.value,
        "computed": _rounded(Fraction(count.value * 10_000, whole.value)),
        "rest": _rounded(Fraction((whole.value - count.value) * 10_000, whole.value)),
    }
    yield Conflict("share_swapped" if swapped else "share_wrong", (share, count, whole), numbers)


def covered_and_uncovered(figures: Sequence[Told]) -> Iterator[Conflict]:
    """`rest_wrong`: those covered and those not covered do not make the whole."""
    for group in _statements(figures):
        for covered in group.counts("covered"):
            for rest in group.counts("uncovered"):
                for whole in group.counts("eligible"):
                    if not covered.range().plus(rest.range()).meets(whole.range()):
                        total = covered.value + rest.value
                        numbers = {"sum": total, "whole": whole.value, "gap": total - whole.value}
                        yield Conflict("rest_wrong", (whole, covered, rest), numbers)


def parts_and_whole(figures: Sequence[Told]) -> Iterator[Conflict]:
    """`parts_wrong`: what was said to be the parts of a figure does not add up to it."""
    by_code = {one.code: one for one in figures}
    parts: dict[str, list[Told]] = defaultdict(list)
    for one in figures:
        if one.part_of in by_code and one.unit == by_code[one.part_of].unit:
            parts[one.part_of].append(one)
    for code, pieces in sorted(parts.items()):
        whole, total = by_code[code], pieces[0].range()
        for piece in pieces[1:]:
            total = total.plus(piece.range())
        if len(pieces) > 1 and not total.meets(whole.range()):
            added = sum(piece.value for piece in pieces)
            numbers = {"sum": added, "whole": whole.value, "gap": added - whole.value}
            yield Conflict("parts_wrong", (whole, *pieces), numbers)


def impossible_wholes(figures: Sequence[Told]) -> Iterator[Conflict]:
    """`whole_impossible`: the whole that a count and a percent imply is larger than the area, or what holds
    it, can have; an older bound is let grow with the years.
    """
    for group in _statements(figures):
        for share, count, implied in group.implied():
            for bound in figures:
                fits = bound.role in {"bound", "eligible"} and not bound.is_share
                apart = bound.measure not in {share.measure, ""} and bound.role == "eligible"
                if not fits or apart or not _holds(bound, share):
                    continue
                most = bound.range().high
                if most is not None and implied.low > most * _grown(bound.as_of, share.as_of):
                    middle = count.value * 10_000 // _open_share(share, count)
                    yield Conflict(
                        "whole_impossible",
                        (count, share, bound),
                        {
                            "count": count.value,
                            "stated": share.value,
                            "implied": middle,
                            "bound": bound.value,
                        },
                    )


def highest_of_two(figures: Sequence[Told]) -> Iterator[Conflict]:
    """`highest_twice`: at about one time, another area is said to be the highest or has a higher figure."""
    claimed = [one for one in figures if one.highest_in and one.is_share]
    for one in claimed:
        for other in figures:
            rival = other.is_share and other.measure == one.measure and other.role == one.role
            inside = other.area != one.area and _is_within(other.area, one.highest_in)
            near = abs(other.as_of - one.as_of) <= NEAR
            if rival and inside and near and other.range().low > (one.range().high or other.range().low):
                numbers = {"stated": one.value, "other": other.value}
                yield Conflict("highest_twice", (one, other), numbers)


def products(figures: Sequence[Told]) -> Iterator[Conflict]:
    """`product_wrong`: the number is not what its own explanation gives."""
    for one in figures:
        if one.each is None or one.times is None:
            continue
        product = Fraction(one.each * one.times)
        if not one.range().meets(Range(product, product)):
            numbers = {
                "stated": one.value,
                "each": one.each,
                "times": one.times,
                "product": int(product),
            }
            yield Conflict("product_wrong", (one,), numbers)


def scales(figures: Sequence[Told]) -> Iterator[Conflict]:
    """`scale_twice`: a scale word stands after a number that is as large already."""
    for one in figures:
        printed = printed_number(one.printed)
        if printed is None:
            continue
        number, scale = printed
        if scale > 1 and number >= scale:
            yield Conflict(
                "scale_twice", (one,), {"number": int(number), "scale": scale, "read": int(number) * scale}
            )


def bases(figures: Sequence[Told]) -> Iterator[Conflict]:
    """`not_comparable`: within a year a share of a target and a share of the potential of one area."""
    shares = [one for one in figures if one.is_share and one.role == "covered" and one.basis]
    for target in (one for one in shares if one.basis == "TARGET"):
        near = [
            one
            for one in shares
            if one.basis == "POTENTIAL" and one.measure == OVERALL and one.area == target.area
            if abs(one.as_of - target.as_of) <= COMPARED
        ]
        if near:
            other = min(near, key=lambda one: (abs(one.as_of - target.as_of), one.code))
            yield Conflict("not_comparable", (target, other), {"stated": target.value, "other": other.value})


def rebased(figures: Sequence[Told]) -> Iterator[Conflict]:
    """`base_moved`: the whole changed by more than a tenth between two dates. `falls_while_rising`: the share
    fell while more people were covered. Either way the denominator was counted anew.
    """
    for series in _series(figures).values():
        yield from _falls(series)
        wholes = sorted(_wholes(series), key=lambda one: (one.at, one.told[0].code))
        for before, after in pairwise(wholes):
            low, high = sorted((before.people, after.people), key=lambda r: r.low)
            if after.at > before.at and high.low > (low.high or high.low) * BASE_MOVED:
                yield Conflict(
                    "base_moved",
                    (*after.told, *before.told),
                    {"before": before.middle, "after": after.middle},
                )


def _falls(series: Sequence[Told]) -> Iterator[Conflict]:
    shares = [one for one in series if one.is_share and not one.is_average]
    people = [one for one in series if one.unit == "people" and one.role == "covered"]
    for first, last in combinations(shares, 2):
        before = [one for one in people if one.as_of <= first.as_of]
        after = [one for one in people if one.meets(last)]
        if first.as_of >= last.as_of or not before or not after:
            continue
        fell = last.range().high is not None and first.range().low > (last.range().high or 0)
        rose = after[-1].range().low > (before[-1].range().high or after[-1].range().low)
        if fell and rose:
            numbers = {
                "first": first.value,
                "last": last.value,
                "before": before[-1].value,
                "after": after[-1].value,
            }
            yield Conflict("falls_while_rising", (last, first, after[-1], before[-1]), numbers)


def contradictions(figures: Sequence[Told]) -> Iterator[Conflict]:
    """`sources_differ`: two sources give different values for one thing, place and time."""
    groups: dict[tuple[str, str, str, bool], list[Told]] = defaultdict(list)
    for one in figures:
        if one.is_share or one.unit in COUNTS:
            groups[one.indicator, one.area, one.unit, one.is_average].append(one)
    for group in groups.values():
        for first, second in combinations(group, 2):
            same_time = first.meets(second) and _same_period(first, second)
            if first.source != second.source and same_time and not first.range().meets(second.range()):
                numbers = {"stated": second.value, "other": first.value}
                yield Conflict("sources_differ", (second, first), numbers)


CHECKS: tuple[Check, ...] = (
    shares_and_counts,
    covered_and_uncovered,
    parts_and_whole,
    impossible_wholes,
    highest_of_two,
    products,
    scales,
    bases,
    rebased,
    contradictions,
)


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one source said about one measure of one area at one time."""

    figures: tuple[Told, ...]

    @property
    def shares(self) -> list[Told]:
        """Percentages of covered or uncovered people."""
        return [
            one
            for one in self.figures
            if one.is_share and one.role in {"covered", "uncovered"} and not one.is_average
        ]

    def counts(self, role: str) -> list[Told]:
        """Counts of people in a role."""
        return [one for one in self.figures if one.unit == "people" and one.role == role]

    def implied(self) -> Iterator[tuple[Told, Told, Range]]:
        """Each percentage with a count, and the whole that both imply."""
        for share in self.shares:
            for role in ("covered", "uncovered"):
                for count in self.counts(role):
                    part = share.range() if role == share.role else share.range().complement()
                    yield share, count, count.range().whole_at(part)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A whole at a day, said or implied."""

    at: date
    people: Range
    middle: int
    told: tuple[Told, ...]


def _series(figures: Sequence[Told]) -> dict[tuple[str, str], list[Told]]:
    found: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in figures:
        # a target is set anew each year: that is no other way of counting
        if one.measure and one.basis != "TARGET" and one.role in {"covered", "uncovered", "eligible"}:
            found[one.measure, one.area].append(one)
    return {
        key: [one for one in series if one.role == "covered" or one.unit == "people"]
        for key, series in found.items()
    }


def _statements(figures: Sequence[Told]) -> Iterator[_Statement]:
    """Figures of one measure and area from one source that stand for the same days."""
    groups: dict[tuple[str, str, date, date, str], list[Told]] = defaultdict(list)
    for one in figures:
        if one.measure and one.role:
            groups[one.measure, one.area, one.since, one.as_of, one.source].append(one)
    for group in groups.values():
        yield _Statement(tuple(group))


def _wholes(series: Sequence[Told]) -> Iterator[_Whole]:
    said = [one for one in series if one.role == "eligible" and one.unit == "people"]
    for one in said:
        yield _Whole(one.as_of, one.range(), one.value, (one,))
    for statement in _statements(series):
        if statement.counts("eligible"):
            continue
        for share, count, implied in statement.implied():
            if share.role == count.role:
                middle = count.value * 10_000 // max(1, share.value)
                yield _Whole(share.as_of, implied, middle, (share, count))


def _open_share(share: Told, count: Told) -> int:
    """The hundredths of a percent that the count makes up."""
    return max(1, share.value if share.role == count.role else 10_000 - share.value)


def _holds(bound: Told, one: Told) -> bool:
    """Whether a bound is that of the figure's own area or of one around it. A whole of the area itself is
    compared by `shares_and_counts`.
    """
    if bound.area == one.area:
        return bound.role == "bound"
    return _is_within(one.area, bound.area)


def _is_within(area: str, around: str) -> bool:
    return bool(area) and (not around or area.startswith(around + "."))


def _grown(then: date, now: date) -> Fraction:
    days = max(0, (now - then).days)
    return 1 + GROWTH_A_YEAR * days / 365


def _same_period(first: Told, second: Told) -> bool:
    """Whether both stand for the same days, or one for a year and the other for the last month of it."""
    if (first.since, first.as_of) == (second.since, second.as_of):
        return True
    inner, outer = sorted((first, second), key=lambda one: one.as_of - one.since)
    return outer.precision == "year" and outer.as_of - inner.as_of <= timedelta(days=31)


def _rounded(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
