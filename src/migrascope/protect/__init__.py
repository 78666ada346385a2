"""How can case data be shared so that nobody in them can be found?

From a case file to a release: risk before and after, protection by a plan that is a
file, and a proof on what was written. Case files are read from where the user keeps
them and never enter the evidence base; no error, log or report for the outside
holds a value of a record.
"""
