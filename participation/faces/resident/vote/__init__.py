"""The vote in three steps: choose, review, done; the same sheets serve the kiosk.

A choice is never in an address, a session, a cache or a log. Until it is cast it waits in a cookie
on the voter's device (drafts) and in the form; decisions/0013-vote-pages.md says why.
"""
