"""The worked county's register, made by a reproducible program: ``python -m seatsim.inputs.synthetic SEEDS_DIR``.

The county's report gives no classroom, no class and no pupil by school. What it or a public page names is kept;
the rest is completed by stated rules from the reconciled figures and from norms with sources, and says so in
every row. No generator is kept: every random number is a uniform at an address, so that the same figures give
the same bytes.
"""
