"""What a news site is and how its pages are read. All but fetch.py is pure: no clock, no network, no database."""
