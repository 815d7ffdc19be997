"""The bundled newsroom: an invented agency, its pages, its loopback server, and the script that plays its day."""
