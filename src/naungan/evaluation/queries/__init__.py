"""Reads of the room: the evaluation pack, the report to the President's instruction, the packs that were kept."""

from naungan.evaluation.queries.gather import evaluation_pack
from naungan.evaluation.queries.inpres import flat_rows, inpres_report

__all__ = ["evaluation_pack", "flat_rows", "inpres_report"]
