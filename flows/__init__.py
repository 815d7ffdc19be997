"""When things run: the scheduled run, backfills, reparse, and the commands."""
