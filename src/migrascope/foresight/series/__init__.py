"""Which series can be forecast, and from which figures are they made?"""
