"""Pages of notes, photos and the book."""
