"""What every room shares: base templates and skin, list pages, panels, manners of the faces."""
