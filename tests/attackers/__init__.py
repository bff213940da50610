"""Whoever holds the database, its file, its log or a backup, and wants to know who said what.

`harness.besiege` lets 50 people act through real services, in random order, in 20 rounds,
and gives every attack what it may see.  An attack answers who wrote each row; `right` counts.
"""
