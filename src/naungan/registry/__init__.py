"""People, payers, rolls and memberships; lists come in here."""
