"""Room `agreements`: who agreed what with whom, what meetings decided, what became of it."""
