-- How a model is parted among GPUs, for the search of plans

CREATE TYPE traincost._plan_layout AS (
    gpu       text,
    gpus      float8,
    multiple  float8,
    degrees   float8,
    tp        float8,
    pp        float8,
    cp        float8,
    ep        float8,
    zero      float8,
    recompute text,
    usual     boolean
);
COMMENT ON TYPE traincost._plan_layout IS
'A layout on which a model fits (min_gpus).';
COMMENT ON COLUMN traincost._plan_layout.gpu IS
'Name in table gpu.';
COMMENT ON COLUMN traincost._plan_layout.gpus IS
'The fewest GPUs on which it fits so.';
COMMENT ON COLUMN traincost._plan_layout.multiple IS
'The count of GPUs must be a multiple of this.';
COMMENT ON COLUMN traincost._plan_layout.degrees IS
'GPUs that hold one copy of the model: tp x pp x cp.';
COMMENT ON COLUMN traincost._plan_layout.tp IS
'Degree of tensor parallelism.';
COMMENT ON COLUMN traincost._plan_layout.pp IS
'Degree of pipeline parallelism.';
COMMENT ON COLUMN traincost._plan_layout.cp IS
'Degree of context parallelism.';
COMMENT ON COLUMN traincost._plan_layout.ep IS
'Degree of expert parallelism.';
COMMENT ON COLUMN traincost._plan_layout.zero IS
'ZeRO stage.';
COMMENT ON COLUMN traincost._plan_layout.recompute IS
'What is computed again in the backward pass, in the words of min_gpus.';
COMMENT ON COLUMN traincost._plan_layout.usual IS
'Whether it is the layout with the fewest GPUs, or one without a pipeline: these are tried with every count, the others with the fewest and the most.';
