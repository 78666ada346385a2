"""What things are: areas, periods, measures, observations, estimates, caveats."""
