"""Where things are kept: the WARC archive, the warehouse, the readers' copy."""
