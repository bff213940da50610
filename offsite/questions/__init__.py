"""Questions before, during and after a session or a free round such as an AMA dinner."""
