"""The lifecycle registry: what `rules/*.toml` says, and what follows from it at a date."""
