"""The laptop: typed and spoken conversation (`talk`), and JSON Lines for scripts and tests (`turn`)."""
