"""Ways news attributes words: one module a way, all pure."""
