"""Made-up people, real areas, real tariffs: the office year of the founding articles."""
