"""The states of activities on a day, as SQL; `a` is the activity.

Rule: the state of a day is the last one reached by then. Nothing is reached before the activity's
date, since it is not there before.
"""

from stdplan.catalogue.queries.timeline import pad

REACHED = f"max({pad('s.date')}, coalesce({pad('a.date')}, ''))"
_BY_DAY = f"activity_state s WHERE s.activity = a.id AND {pad('s.date')} <= :day"
ON_DAY = f"(SELECT s.state FROM {_BY_DAY} ORDER BY {pad('s.date')} DESC, s.id DESC LIMIT 1)"
# In the order in which they were reached.
ALL = (
    "(SELECT json_group_array(json_object('state', state, 'date', date))"
    f" FROM (SELECT s.state, s.date FROM {_BY_DAY} ORDER BY {pad('s.date')}, s.id))"
)
