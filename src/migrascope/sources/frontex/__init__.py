"""Frontex: detections of irregular crossings of the external borders, by month."""
