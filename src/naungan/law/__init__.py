"""The law as data and plain arithmetic: parameters with dates and citations, rules, explanations, findings.

Imports nothing of the web framework. See docs/law.md.
"""
