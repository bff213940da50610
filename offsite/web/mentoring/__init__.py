"""Pages of mentor selection."""
