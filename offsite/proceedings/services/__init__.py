"""What people do to notes, photos and the book."""
