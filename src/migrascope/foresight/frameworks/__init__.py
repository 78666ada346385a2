"""How are trigger, plan and money agreed before a shock, tested and kept on record?"""
