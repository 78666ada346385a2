"""The World Bank: indicators, remittance prices and the KNOMAD matrices."""
