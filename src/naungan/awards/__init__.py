"""Room `awards`: awards: editions, criteria, scores, certificates."""
