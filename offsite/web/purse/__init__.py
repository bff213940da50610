"""Pages of the open purse."""
