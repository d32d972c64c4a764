"""What the air model is held to: printed figures first, then laws."""
