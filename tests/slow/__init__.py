"""Proofs that take minutes: `make test-slow`."""
