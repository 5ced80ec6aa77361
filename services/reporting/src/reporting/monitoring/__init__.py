"""
What the steering group looks at, each month: whether the programme works.

Read `bulletin` (which month, known when), then `facts` (what is read), the views
(`funnel`, `movement`, `cohorts`, `plans`, `work`, `dose`, `workload`), `release`
(what may be told of so few people) and `board`, which puts them together. Nothing
leaves this folder that has not passed `release`.
"""
