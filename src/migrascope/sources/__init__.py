"""One package per publisher, the formats they use, and the one door to the network."""
