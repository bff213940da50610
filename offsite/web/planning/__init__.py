"""Pages of the plan, the next event, and what was done with what people said."""
