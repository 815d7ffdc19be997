"""The commands, one module a group; flows/cli.py names them all."""
