"""Pages of the registry: people, payers, lists and imports. They translate; queries read and services write."""
