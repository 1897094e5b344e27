"""Frames in, frames out: runs a rule graph over columns and keeps the lake of frozen months."""
