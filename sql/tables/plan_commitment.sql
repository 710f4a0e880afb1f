-- Which part of a contract a plan has: yours, a row where it has not all.

CREATE TABLE traincost.plan_commitment (
    pipeline   text,
    commitment text,
    share      numeric(9,6) NOT NULL CHECK (share BETWEEN 0 AND 1),
    PRIMARY KEY (pipeline, commitment)
);
COMMENT ON TABLE traincost.plan_commitment IS
'The share of a contract that a plan may use, and pays for: of its hours, its cap of GPUs and its unused hours. A plan without a row whose stages name the contract has all of it. Yours; empty as shipped; pg_dump saves the rows. catalog_problem names contracts that are given away more than once.';
COMMENT ON COLUMN traincost.plan_commitment.commitment IS
'Contract, as in table commitment.';
COMMENT ON COLUMN traincost.plan_commitment.share IS
'Share of the contract, 0 to 1.';
SELECT pg_extension_config_dump('traincost.plan_commitment', '');
