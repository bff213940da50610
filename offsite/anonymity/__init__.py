"""What is said without a name stays without a name: in the store, not only on the page.

A row that says something carries no person, no time finer than a quarter of an hour, and a
random name (``ids``).  That somebody has acted is kept beside it as spent ``slots``: marks
that only the key outside the database can tell apart, gone with it at close.  The two are
written one after the other, never together (``apart``).  Who wrote the row can prove it by
a secret that only their device holds (``devices``).  What databases remember by themselves
(the order of rows, the transaction that wrote them) is shuffled away at close
(``rewriting``).

What this cannot do: until the close, whoever holds both the keys' folder and the database
can try every person for every vote and every slot.  Pages say so.
"""
