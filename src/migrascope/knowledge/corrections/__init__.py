"""What did people say of what the program extracted?

Corrections lie in `knowledge/corrections/*.toml`, one small file for each time that
somebody corrected something, apart from the library: a re-reading of the documents
cannot touch them. They are laid over whatever is extracted (`applying`, `passages`),
and each says who said so, when, and what stood there before.
"""
