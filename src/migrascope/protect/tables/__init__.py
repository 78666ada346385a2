"""How can a table of cases be published so that no small group shows through?"""
