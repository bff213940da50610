"""Notes of sessions, photos, and the event's book of proceedings."""
