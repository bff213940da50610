"""Team tourism: a team offers a place for some weeks, people ask, its hosts answer."""
