# The layout of a function that searches one: what it looks for goes in and comes out, and
# is left to the search by 0 or NULL; sequence parallelism is taken for granted.
s/ (recompute text) DEFAULT 'none'/ INOUT \1 DEFAULT NULL/
s/ (zero float8) DEFAULT 0/ INOUT \1 DEFAULT NULL/
s/ (tp|pp|dp|cp|ep) float8 DEFAULT 1/ INOUT \1 float8 DEFAULT 0/g
s/ (sequence_parallel boolean) DEFAULT false/ \1 DEFAULT true/
