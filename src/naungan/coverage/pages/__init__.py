"""Pages of the room: coverage, rank, targets, denominators, outlines of areas and reported figures."""

from naungan.coverage.pages.boundaries import boundaries, boundaries_new
from naungan.coverage.pages.cover import coverage_page
from naungan.coverage.pages.figures import denominator_new, denominators
from naungan.coverage.pages.rank import rank_page
from naungan.coverage.pages.reported import reported, reported_figure
from naungan.coverage.pages.targets import target, target_new, targets

__all__ = [
    "boundaries",
    "boundaries_new",
    "coverage_page",
    "denominator_new",
    "denominators",
    "rank_page",
    "reported",
    "reported_figure",
    "target",
    "target_new",
    "targets",
]
