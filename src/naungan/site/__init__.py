"""Settings and addresses of the web site."""
