"""What if? Population and migration under assumptions, which are no forecasts."""
