"""Outlines of areas from GeoJSON: reading, naming, simplifying, and setting on a drawing. No database here."""
