"""Checks that hold the house up.  Every scanner first finds a planted fault."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
