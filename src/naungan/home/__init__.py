"""The start page and the public pages."""
