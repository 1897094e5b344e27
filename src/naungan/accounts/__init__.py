"""Users, their roles, and the one question of scope: who may see what."""
