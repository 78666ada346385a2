"""The chapters of a review, one file each: a context in, a `Section` out."""
