"""Which changes make case data safer, and what does each of them cost?"""
