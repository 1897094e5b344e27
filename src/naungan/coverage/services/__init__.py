"""Writing measures, denominators and reported figures. A figure is never edited: a newer row stands beside
it.
"""

from naungan.coverage.services.denominators import add_denominator
from naungan.coverage.services.figures import Said, add_reported, hundredths
from naungan.coverage.services.files import Loaded, load_denominators, load_reported
from naungan.coverage.services.indicators import load_indicators
from naungan.coverage.services.published import load_published

__all__ = [
    "Loaded",
    "Said",
    "add_denominator",
    "add_reported",
    "hundredths",
    "load_denominators",
    "load_indicators",
    "load_published",
    "load_reported",
]
