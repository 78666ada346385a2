"""How often does each combination of keys occur, whatever the size of the file?"""
