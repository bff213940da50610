"""What people do with proposals, one module per subject.

``writing`` proposals, their ``hosts``, ``comments``, ``wanted`` topics, ``voting``,
``decisions``, and the dates of the ``call``.
"""
