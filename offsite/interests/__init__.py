"""Groups that grow out of topics: study groups, lunch-and-learns, and when they meet."""
