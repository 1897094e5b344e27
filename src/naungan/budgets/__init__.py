"""Room `budgets`: budgets and plans."""
