"""From a proposal to a decree and back: verification, quotas, the decree's annex, replacement, renewal, movement."""
