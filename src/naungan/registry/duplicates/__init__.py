"""The same person written twice, and the same person on the lists of two payers."""
