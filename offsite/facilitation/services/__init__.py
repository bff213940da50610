"""What people do while a session runs."""
