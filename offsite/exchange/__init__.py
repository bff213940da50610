"""Programmes of others: read leniently, written strictly.

``readers`` turn a file into a ``Programme`` and a list of warnings; ``writers`` turn a
``Programme`` into bytes that validate.  Everything here is a value: no database, no clock.
"""
