-- Hardware that is bought once and that plans use shares of: yours, a row a cluster.

CREATE TABLE traincost.cluster (
    cluster           text PRIMARY KEY,
    gpu               text NOT NULL,
    gpus              bigint NOT NULL CHECK (gpus BETWEEN 1 AND 1000000000000),
    price             numeric(20,2) NOT NULL CHECK (price >= 0 AND price < 'NaN'),
    currency          text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
    bought_on         date NOT NULL CHECK (bought_on BETWEEN '1900-01-01' AND '2999-12-31'),
    useful_life_years float8 CHECK (useful_life_years BETWEEN 0.01 AND 100),
    residual_share    float8 CHECK (residual_share = 0 OR residual_share BETWEEN 1e-30 AND 1),
    utilization       float8 CHECK (utilization BETWEEN 0.0001 AND 1),
    note              text
);
COMMENT ON TABLE traincost.cluster IS
'Clusters that were bought, once: a stage of ownership amortize that names one pays for the GPU-hours it uses of it, and no plan buys it again. Yours; empty as shipped; pg_dump saves the rows. cluster_month shows what is used and what stands idle.';
COMMENT ON COLUMN traincost.cluster.cluster IS
'Name of the cluster.';
COMMENT ON COLUMN traincost.cluster.gpus IS
'GPUs of the cluster.';
COMMENT ON COLUMN traincost.cluster.price IS
'What the whole cluster cost, with hosts and network and without the building, in currency.';
COMMENT ON COLUMN traincost.cluster.currency IS
'Currency of the price, by ISO 4217; in USD at the rate of bought_on.';
COMMENT ON COLUMN traincost.cluster.bought_on IS
'Day from which it is there and loses its worth.';
COMMENT ON COLUMN traincost.cluster.useful_life_years IS
'Years over which it is written off, by the straight line. NULL: assumption_value(''useful_life_years'').';
COMMENT ON COLUMN traincost.cluster.residual_share IS
'Share of the price that is left at the end. NULL: 0.';
COMMENT ON COLUMN traincost.cluster.utilization IS
'Share of its life in use, over whose hours the price is spread. NULL: assumption_value(''cluster_utilization'').';
SELECT pg_extension_config_dump('traincost.cluster', '');
