"""How good are the estimates, as far as anybody can tell?

Held against flows that both sides report (`reported`), totals of arrivals and
departures (`totals`), net migration (`net`), the published estimates (`published`)
and naive baselines (`baselines`); `validating` does it all, `validation` is what
comes back.
"""
