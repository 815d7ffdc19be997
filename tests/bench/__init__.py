"""Speed as tables: `make bench` runs each module of this folder; timings are printed, never tested."""
