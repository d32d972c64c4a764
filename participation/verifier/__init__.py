"""The check that anyone can run: stdlib only, put together into one file by `bundles.assemble`.

Nothing here imports anything else of ours, and nothing else of ours counts with it, so that a
mistake in the count and the same mistake in its check would have to be made twice. Names are
unique over all modules, because they end up in one.
"""
