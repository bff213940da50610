"""The open purse: what was spent on what, in the open, without approval."""
