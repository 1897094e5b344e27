"""Pages of the registry: people, payers, lists, imports. They translate; queries read and services write."""
