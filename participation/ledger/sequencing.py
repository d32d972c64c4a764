"""Giving places to accepted ballot events, in blocks, and signing the roots over them."""

from __future__ import annotations

from django.db import connection, transaction

from participation.ledger import merkle
from participation.ledger.signing import root_text, sign
from participation.ledger.subtrees import keep, read_tree
from participation.models import Consultation, LogEvent, LogRoot, VoteBox

BLOCK = 50

# Which of the waiting ones get a place is drawn by lot, so that none waits for ever; their order
# is that of their commitments, so that it says nothing of who came first.
_PLACE = """
with drawn as (
  select id, commitment from participation_logevent
  where consultation_id = %(vote)s and place is null order by random() limit %(most)s
), placed as (
  update participation_logevent event set place = numbered.place
  from (
    select id, %(size)s - 1 + row_number() over (order by commitment) as place from drawn
  ) numbered
  where event.id = numbered.id
  returning event.place, event.commitment
)
select commitment from placed order by place
"""


@transaction.atomic
def sequence(consultation_id: int, final: bool = False) -> LogRoot | None:
    """Give places to waiting events, in full blocks of 50, and sign the new root.

    final: the vote has closed: all that wait get a place, and the root is marked as the last. None
    when there is nothing to do, or another worker is at it. Run twice, it does nothing more: the
    consultation's row is locked, and the database takes each place and each size once.
    """
    rows = Consultation.objects.select_for_update(no_key=True, skip_locked=not final)
    consultation = rows.filter(pk=consultation_id).only("slug").first()
    if consultation is None:
        return None
    last = LogRoot.objects.filter(consultation=consultation).order_by("-size").first()
    if last is not None and last.final:
        return last if final else None
    waiting = LogEvent.objects.filter(consultation=consultation, place=None).count()
    taken = waiting if final else waiting - waiting % BLOCK
    if not taken and not final:
        return None
    return _grow(consultation, last, taken, final)


def _grow(consultation: Consultation, last: LogRoot | None, taken: int, final: bool) -> LogRoot:
    before = last.size if last else 0
    old_root = bytes(last.root) if last else merkle.EMPTY
    values = {"vote": consultation.pk, "most": taken, "size": before}
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, values)
        new = [merkle.leaf_hash(bytes(row[0])) for row in cursor.fetchall()]
        cursor.execute("select date_trunc('second', clock_timestamp())")
        now = cursor.fetchone()[0]
    tree = read_tree(consultation.pk, before, old_root).grown(new)
    size, root = tree.size, tree.root()
    keep(tree)
    signature = sign(root_text(consultation.slug, size, root, final, now))
    VoteBox.objects.filter(consultation=consultation).update(events=size)
    # A final root of a size that was signed before takes that row's place; the tree is the same.
    made, _new = LogRoot.objects.update_or_create(
        consultation=consultation,
        size=size,
        defaults={"root": root, "signature": signature, "final": final, "signed_at": now},
    )
    return made
