"""Measurements of cost; run by hand with `make bench`, never a test that passes or fails."""
