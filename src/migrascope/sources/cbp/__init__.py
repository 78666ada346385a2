"""United States Customs and Border Protection: encounters at the border, by month."""
