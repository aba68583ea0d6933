"""What happened around a place after it changed hands, beside places that had not."""
