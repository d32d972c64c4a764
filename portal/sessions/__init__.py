"""Who is signed in where: sessions in the database, and nowhere else.

store: what Django takes for SESSION_ENGINE. keys: what the table knows of a browser and of a
person. moments: how exactly times are kept, and when a staff session is over. devices: a kind of
device in words. middleware: a session and a person for each request. ending: of all sessions of a
person, and of those that ran out. pages: the list of one's own.
"""

from portal.sessions.ending import end_sessions, forget_browsers, purge
from portal.sessions.store import SessionStore

__all__ = ["SessionStore", "end_sessions", "forget_browsers", "purge"]
