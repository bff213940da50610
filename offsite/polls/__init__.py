"""Polls after the meeting, ratings of sessions, and what they say of next year."""
