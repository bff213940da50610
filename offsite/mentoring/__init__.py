"""Rounds in which mentees choose mentors, settled by a stable match."""
