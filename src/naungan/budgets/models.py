"""Records of the room."""
