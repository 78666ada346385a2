"""One review, many forms: writers format and never compute."""
