"""Estimates of flows between all countries by Abel and Cohen."""
