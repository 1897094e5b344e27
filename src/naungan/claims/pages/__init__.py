"""Pages of the room: cases, deaths, benefits against contributions."""
