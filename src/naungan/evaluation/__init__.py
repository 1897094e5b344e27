"""Room `evaluation`: the pack for the evaluation meeting."""
