"""
Who may do what, written by hand from the rules: a row for each action.

This is the oracle of the matrix tests. It is not made from the code and does not
look at it: whoever changes a rule changes three things that must agree, the rule,
`docs/access.md` and this.

Letters say whose case: `o` one's own organisation follows it, `s` shared with it,
`c` the account of one's own creditor, `f` anybody's, `p` about no household.
"""

PURPOSE_OF = {
    "case_worker": "support",
    "supervisor": "support",
    "mediator": "mediation",
    "creditor_operator": "credit",
    "accountant": "accounting",
    "auditor": "audit",
    "dpo": "data_protection",
    "administrator": "administration",
    "board": "governance",
    "integration": "credit",
}
LETTERS = {
    "o": "own",
    "s": "shared",
    "c": "creditor",
    "f": "foreign",
    "p": "programme",
}

_TABLE = """
action      fields     work  super  med  cred  acc   aud   dpo   adm  board  int
list        none       p     p      p    p     p     p     p     -    p      -
list        economic   p     p      p    p     p     p     -     -    -      -
list        aggregate  -     -      -    -     p     p     -     -    -      -
read        none       os    os     os   c     oscf  oscf  oscf  -    -      c
read        economic   os    os     os   c     oscf  oscf  -     -    -      c
read        identity   os    os     -    -     -     -     oscf  -    -      -
read        special    os    os     -    -     -     -     -     -    -      -
work        none       op    op     -    -     -     -     -     -    -      -
work        economic   op    op     -    -     -     -     -     -    -      -
work        identity   o     o      -    -     -     -     -     -    -      -
work        special    o     o      -    -     -     -     -     -    -      -
serve       none       op    op     -    -     -     -     -     -    -      -
serve       economic   op    op     -    -     -     -     -     -    -      -
serve       identity   o     o      -    -     -     -     -     -    -      -
serve       special    o     o      -    -     -     -     -     -    -      -
consent     none       o     o      -    -     -     -     -     -    -      -
consent     economic   o     o      -    -     -     -     -     -    -      -
consent     identity   o     o      -    -     -     -     -     -    -      -
consent     special    o     o      -    -     -     -     -     -    -      -
hand_over   none       -     op     -    -     -     -     -     -    -      -
hand_over   economic   -     o      -    -     -     -     -     -    -      -
hand_over   identity   -     o      -    -     -     -     -     -    -      -
hand_over   special    -     o      -    -     -     -     -     -    -      -
share       none       -     o      -    -     -     -     -     -    -      -
share       economic   -     o      -    -     -     -     -     -    -      -
share       identity   -     o      -    -     -     -     -     -    -      -
share       special    -     o      -    -     -     -     -     -    -      -
decide      none       -     o      -    c     -     -     -     -    -      -
decide      economic   -     o      -    c     -     -     -     -    -      -
decide      identity   -     o      -    -     -     -     -     -    -      -
decide      special    -     o      -    -     -     -     -     -    -      -
budget      none       o     o      os   -     -     -     -     -    -      -
budget      economic   o     o      os   -     -     -     -     -    -      -
budget      identity   o     o      -    -     -     -     -     -    -      -
budget      special    o     o      -    -     -     -     -     -    -      -
agree       none       -     -      os   c     -     -     -     -    -      -
agree       economic   -     -      os   c     -     -     -     -    -      -
approve     none       -     -      -    c     -     -     -     -    -      -
approve     economic   -     -      -    c     -     -     -     -    -      -
book        none       -     -      -    c     oscf  -     -     -    -      c
book        economic   -     -      -    c     oscf  -     -     -    -      c
litigate    none       -     -      -    c     -     -     -     -    -      -
litigate    economic   -     -      -    c     -     -     -     -    -      -
close_day   none       -     -      -    -     p     -     -     -    -      -
close_day   economic   -     -      -    -     p     -     -     -    -      -
close_day   aggregate  -     -      -    -     p     -     -     -    -      -
govern      none       -     p      -    -     -     -     -     -    p      -
govern      economic   -     p      -    -     -     -     -     -    -      -
figures     none       -     -      -    -     p     p     -     -    p      -
figures     economic   -     -      -    -     p     p     -     -    -      -
figures     aggregate  -     -      -    -     p     p     -     -    p      -
reidentify  identity   -     -      -    -     -     oscf  -     -    -      -
read_log    none       -     -      -    -     -     p     p     -    -      -
read_log    economic   -     -      -    -     -     p     -     -    -      -
read_log    aggregate  -     -      -    -     -     p     -     -    -      -
audit       none       -     -      -    -     -     oscf  -     -    -      -
audit       economic   -     -      -    -     -     oscf  -     -    -      -
export      none       -     -      -    -     -     -     oscf  -    -      -
export      economic   -     -      -    -     -     -     oscf  -    -      -
export      identity   -     -      -    -     -     -     oscf  -    -      -
export      special    -     -      -    -     -     -     oscf  -    -      -
erase       none       -     -      -    -     -     -     oscfp -    -      -
erase       economic   -     -      -    -     -     -     oscf  -    -      -
erase       identity   -     -      -    -     -     -     oscf  -    -      -
erase       special    -     -      -    -     -     -     oscf  -    -      -
review      none       -     p      -    -     -     -     p     -    -      -
grant       none       -     -      -    -     -     -     -     p    -      -
break_glass none       oscf  oscf   -    -     -     -     -     -    -      -
"""
_COLUMNS = (
    "case_worker",
    "supervisor",
    "mediator",
    "creditor_operator",
    "accountant",
    "auditor",
    "dpo",
    "administrator",
    "board",
    "integration",
)
ACTIONS = [
    "list",
    "read",
    "work",
    "serve",
    "consent",
    "hand_over",
    "share",
    "decide",
    "budget",
    "agree",
    "approve",
    "book",
    "litigate",
    "close_day",
    "govern",
    "figures",
    "reidentify",
    "read_log",
    "audit",
    "export",
    "erase",
    "review",
    "grant",
    "break_glass",
]
FIELDS = ["none", "economic", "identity", "special", "aggregate"]
MAY = {
    (role, action, fields, LETTERS[letter])
    for action, fields, *cells in (
        line.split() for line in _TABLE.strip().splitlines()[1:]
    )
    for role, cell in zip(_COLUMNS, cells, strict=True)
    for letter in cell
    if letter != "-"
}


def may(role, action, fields, relations):
    """Say whether the table allows it in one of these relations to the case."""
    return any((role, action, fields, it) in MAY for it in relations)


#: Whether an organisation that does not run the service needs an agreement between
#: controllers in force that day, for an activity that is served so: by what it is to
#: the case and, where the case is shared, by what the sharing rests on.
_AGREEMENTS = """
relation   rests_on    needed
own        -           yes
creditor   -           yes
foreign    -           yes
shared     agreement   yes
shared     consent     no
shared     duty        no
programme  -           no
"""
NEEDED = {
    (relation, rests_on): needed == "yes"
    for relation, rests_on, needed in (
        line.split() for line in _AGREEMENTS.strip().splitlines()[1:]
    )
}
#: What can be done without: it is reviewed afterwards.
WITHOUT = {"break_glass"}


def is_bound_enough(action, relation, rests_on="-", *, runs=False, bound=False):
    """Say whether what binds an organisation suffices for this relation to a case."""
    return runs or bound or action in WITHOUT or not NEEDED[relation, rests_on]
