"""The SDG Global Database of the UN Statistics Division."""
