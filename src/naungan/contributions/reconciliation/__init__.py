"""Reconciliation: every month three ways, decree, the agency's active members, what was billed and paid."""
