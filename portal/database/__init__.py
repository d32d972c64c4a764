"""Django's PostGIS backend, with a connection's check at each request made cheap."""
