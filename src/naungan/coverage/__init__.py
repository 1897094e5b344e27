"""How far a region is: protected persons over potential workers, as of a date, with sources."""
