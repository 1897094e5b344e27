"""Naungan: who is protected, who pays, what is owed and how far a region is, each answer with its source."""

__version__ = "0.1.0"
