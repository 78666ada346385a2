"""How do protected cases leave: written in private, proven, then published?"""
