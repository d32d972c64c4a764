"""The roll of an open vote, written anew in lots of fifty, so that no row tells when it came.

A cast writes roll entry, envelope and log event in one transaction, and PostgreSQL keeps that
transaction's number with each row (`xmin`). Whoever reads the tables could lay an account beside an
envelope, and so beside a receipt's code. Never beside a choice: envelopes are sealed.
"""

from __future__ import annotations

from django.db import connection, transaction

LEAST = 50

# Those whose row shares its transaction with fewer than LEAST others. Who is changing their vote
# this moment is left for the next time.
_YOUNG = """
select id from participation_rollentry
where consultation_id = %(vote)s and xmin::text in (
  select xmin::text from participation_rollentry
  where consultation_id = %(vote)s group by xmin::text having count(*) < %(least)s)
for update skip locked
"""
# Taken out and put back: an update would write them in the order in which they lie.
_ANEW = """
with gone as (delete from participation_rollentry where id = any(%s) returning *)
insert into participation_rollentry (id, consultation_id, voter, person_id, area, undo)
select id, consultation_id, voter, person_id, area, undo from gone order by random()
"""


@transaction.atomic
def mix_roll(consultation_id: int) -> int:
    """Write the entries that are not mixed yet anew, by lot, LEAST or more at once; how many.

    Casts go on meanwhile: one that meets an entry on its way starts again and finds it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_YOUNG, {"vote": consultation_id, "least": LEAST})
        ids = [row[0] for row in cursor.fetchall()]
        if len(ids) < LEAST:
            return 0
        cursor.execute(_ANEW, [ids])
        return len(ids)
