"""Writing measures, denominators, targets and reported figures. A figure is never edited: a newer row stands beside
it.
"""

from naungan.coverage.services.boundaries import load_boundaries
from naungan.coverage.services.denominators import add_denominator
from naungan.coverage.services.figures import Said, add_reported, hundredths
from naungan.coverage.services.files import Loaded, load_denominators, load_reported
from naungan.coverage.services.indicators import load_indicators
from naungan.coverage.services.published import load_published
from naungan.coverage.services.targets import Aim, add_target, load_targets

__all__ = [
    "Aim",
    "Loaded",
    "Said",
    "add_denominator",
    "add_reported",
    "add_target",
    "hundredths",
    "load_boundaries",
    "load_denominators",
    "load_indicators",
    "load_published",
    "load_reported",
    "load_targets",
]
