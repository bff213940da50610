"""What open pages ask again and again, and what phones send more than once."""
