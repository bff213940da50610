"""Pages of requests for comments."""
