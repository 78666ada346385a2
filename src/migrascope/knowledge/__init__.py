"""What was agreed, by whom, where is it written, and what does it link to?

Documents become passages that can be cited, judged by kind and tagged, kept in a
library, found by search, and gathered into registers that people can correct.
"""
