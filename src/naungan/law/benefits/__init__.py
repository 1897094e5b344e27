"""What is due to a worker or a family, by the law of the day of the event."""
