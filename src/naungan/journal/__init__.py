"""Who changed what, and why: append-only."""
