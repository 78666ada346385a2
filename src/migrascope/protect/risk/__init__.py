"""How likely is it that a person is found again, and what would be learnt?"""
