"""Pages of the room: coverage, rank, denominators and reported figures."""

from naungan.coverage.pages.cover import coverage_page
from naungan.coverage.pages.figures import denominator_new, denominators
from naungan.coverage.pages.rank import rank_page
from naungan.coverage.pages.reported import reported, reported_figure

__all__ = ["coverage_page", "denominator_new", "denominators", "rank_page", "reported", "reported_figure"]
