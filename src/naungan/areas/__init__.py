"""Areas of Indonesia by Kemendagri code, and offices as sets of areas."""
