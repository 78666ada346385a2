"""Migration Policy Unit of Mexico: events of people in an irregular situation."""
