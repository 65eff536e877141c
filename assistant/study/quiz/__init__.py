"""A quiz made from the library: questions with exactly one right choice, each explained with its sources.

Everything asked can be looked up in the records. Where a question could have two right choices it is
not asked: a wrong choice is one that the records of the claim rule out.
"""
