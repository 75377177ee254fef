"""The command line on files alone: no server, no database."""
