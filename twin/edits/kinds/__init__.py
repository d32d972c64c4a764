"""The edit kinds, a module each: what it changes, takes, says and shows.

Such a module knows of Django only how to translate (a test holds it); `twin.edits.catalogue` lists
them.
"""
