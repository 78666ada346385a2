"""Files of national offices and anybody else, read by a mapping beside them."""
