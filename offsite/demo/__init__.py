"""A believable series of leaders' meetings: every person, word and vote in it is invented.

``content*`` hold the words, ``names`` and ``company`` the people, ``venue`` the place and the
days, ``wishes`` how people vote.  ``filling`` and ``history`` turn them into rows by the same
services that pages use; ``main_job`` then plans, releases and picks, and ``exports`` writes
files.  The same seed and size give the same event; only secrets and identifiers differ.
"""
