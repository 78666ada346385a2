"""How is a forecast made? One model a file, all with the same call."""
