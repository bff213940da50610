"""Requests for comments: a text everybody may object to, until it stands."""
