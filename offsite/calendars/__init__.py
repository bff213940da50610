"""Releases, picks and action points as iCalendar (RFC 5545, 5546 and 7986).

``entries`` holds the plain values, ``ical`` turns them into bytes, ``lines`` and
``vtimezone`` are the two parts of the standard that are easy to get wrong.
"""
