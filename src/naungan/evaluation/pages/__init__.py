"""Pages of the room."""

from naungan.evaluation.pages.cover import evaluation
from naungan.evaluation.pages.packs import kept_pack, pack_keep, pack_page
from naungan.evaluation.pages.report import inpres, inpres_keep

__all__ = ["evaluation", "inpres", "inpres_keep", "kept_pack", "pack_keep", "pack_page"]
