"""Pages of team tourism."""
