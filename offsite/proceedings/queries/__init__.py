"""Reads about notes, photos and the book."""
