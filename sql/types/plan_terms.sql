-- What is worked out once for a whole plan, for those of its stages whose terms are more than their rows say.

CREATE TYPE traincost._stage_times AS (
    stage_no    bigint,
    stage       text,
    gpu         text,
    ownership   text,
    commitment  text,
    bought_gpus float8,
    gpus        float8,
    gpu_hours   float8,
    runs        timestamp[]
);
COMMENT ON TYPE traincost._stage_times IS
'A stage of a plan with the GPUs and GPU-hours that its work takes and the times that it runs, as start, end, start, end ...; ownership, contract and bought_gpus are those of its row.';

CREATE TYPE traincost._problem AS (
    kind   text,
    detail text
);
COMMENT ON TYPE traincost._problem IS
'Why something of a stage is unknown.';
COMMENT ON COLUMN traincost._problem.kind IS
'What is wrong, in the words of catalog_problem.problem.';
COMMENT ON COLUMN traincost._problem.detail IS
'What is missing or wrong, in words.';

CREATE TYPE traincost._terms AS (
    stage_no              bigint,
    usd_per_gpu_hour      float8,
    bought_gpus           float8,
    usd_per_gpu           float8,
    other_hardware_share  float8,
    interconnect_share    float8,
    residual_share        float8,
    useful_life_years     float8,
    cluster_utilization   float8,
    unused_commitment_usd float8,
    rent                  jsonb,
    problem               traincost._problem
);
COMMENT ON TYPE traincost._terms IS
'What the calendar of the plan, the contract and the cluster that a stage names say of its inputs; NULL: nothing. unused_commitment_usd: what is paid beside, 0 for none, NULL if problem says why the price is unknown; rent: the rows of _plan_rent, where the rent is more than one price.';
COMMENT ON COLUMN traincost._stage_times.commitment IS
'Contract that its row names.';
COMMENT ON COLUMN traincost._stage_times.bought_gpus IS
'GPUs bought by its own row. NULL: the calendar says.';
COMMENT ON COLUMN traincost._stage_times.runs IS
'Start, end, start, end ... of its runs, in UTC.';
COMMENT ON COLUMN traincost._terms.usd_per_gpu_hour IS
'Mean rent in USD per GPU-hour, of contract, days and what is beyond.';
COMMENT ON COLUMN traincost._terms.bought_gpus IS
'GPUs that the plan must buy for the stage.';
COMMENT ON COLUMN traincost._terms.usd_per_gpu IS
'What a GPU of its cluster cost, in USD, hosts and network included.';
COMMENT ON COLUMN traincost._terms.other_hardware_share IS
'0 of a cluster: its price holds the hosts.';
COMMENT ON COLUMN traincost._terms.interconnect_share IS
'0 of a cluster: its price holds the network.';
COMMENT ON COLUMN traincost._terms.residual_share IS
'residual_share of the cluster.';
COMMENT ON COLUMN traincost._terms.useful_life_years IS
'useful_life_years of the cluster.';
COMMENT ON COLUMN traincost._terms.cluster_utilization IS
'utilization of the cluster.';
COMMENT ON COLUMN traincost._terms.unused_commitment_usd IS
'USD for hours of the contract that no stage uses, with the first stage that names it.';
COMMENT ON COLUMN traincost._terms.rent IS
'Rows of _plan_rent, an array of objects.';
COMMENT ON COLUMN traincost._terms.problem IS
'Why the price is unknown, in words.';
