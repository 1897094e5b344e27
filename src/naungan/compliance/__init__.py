"""Room `compliance`: employers not registered or partly registered, and what was done about it."""
