"""Pages of the room: coverage, rank, denominators and reported figures."""

from naungan.coverage.pages.cover import coverage_page
from naungan.coverage.pages.figures import denominator_new, denominators, reported
from naungan.coverage.pages.rank import rank_page

__all__ = ["coverage_page", "denominator_new", "denominators", "rank_page", "reported"]
