"""Running a session by its sheet: phases with a clock, challenges, voices, picks."""
