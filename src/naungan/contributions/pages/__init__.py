"""The room's pages: bills, payments, months."""
