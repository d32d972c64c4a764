"""A map layer to take away and to read: as a table, as a sheet, as GeoJSON."""
