"""Which records can stand in for the real ones, and for nobody in particular?"""
