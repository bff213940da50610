"""What pages about the open space read, one module per page."""
