"""Action points: what somebody promised to do after the meeting, with one owner and a date."""
