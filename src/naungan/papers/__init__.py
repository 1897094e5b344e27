"""Room `papers`: issued papers: their number, and the page that verifies them."""
