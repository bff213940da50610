"""What people do with questions, one module per subject.

``queues`` are opened, rehearsed and closed; ``asking`` by those who ask, ``voting`` by
everybody, ``moderating`` and ``merging`` by those who lead, ``answering`` in writing.
"""
