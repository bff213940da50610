"""What people do in an open space, one module per subject.

Setting up ``boards``, posting and changing ``topics``, ``placing`` them, ``dealing`` (swap and
merge), ``pitching``, ``reporting``, and ``converging`` on what comes next.
"""
