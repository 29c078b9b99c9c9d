"""The only modules that touch the user's files: finding, reading and writing them."""
