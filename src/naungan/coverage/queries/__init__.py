"""Reads of the room: `coverage`, `trend`, `rank` and what they are made of."""

from naungan.coverage.queries.asking import areas_whole, in_language, indicator_named
from naungan.coverage.queries.paths import Path, paths
from naungan.coverage.queries.rank import Ranked, areas_of_office, office_of, rank, regions_of
from naungan.coverage.queries.readings import Published, Reading, published_readings, readings
from naungan.coverage.queries.recent import newest_posted_day, provinces_in_use
from naungan.coverage.queries.row import CSV_COLUMNS, POTENTIAL, CoverageRow
from naungan.coverage.queries.rows import WAYS, coverage
from naungan.coverage.queries.shares import SMALL, percent_hundredths
from naungan.coverage.queries.targets import Achievement, achievement, achievements, history
from naungan.coverage.queries.trend import Break, Point, Trend, posted_months, trend

__all__ = [
    "CSV_COLUMNS",
    "POTENTIAL",
    "SMALL",
    "WAYS",
    "Achievement",
    "Break",
    "CoverageRow",
    "Path",
    "Point",
    "Published",
    "Ranked",
    "Reading",
    "Trend",
    "achievement",
    "achievements",
    "areas_of_office",
    "areas_whole",
    "coverage",
    "history",
    "in_language",
    "indicator_named",
    "newest_posted_day",
    "office_of",
    "paths",
    "percent_hundredths",
    "posted_months",
    "provinces_in_use",
    "published_readings",
    "rank",
    "readings",
    "regions_of",
    "trend",
]
