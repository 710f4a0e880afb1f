-- What a user may have stored when a server is upgraded.
CREATE EXTENSION traincost;
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w) VALUES ('Mine', 123.456, 500);
INSERT INTO traincost.gpu (name, bf16_tflops, tdp_w, source) VALUES ('H100-80GB-SXM', 1000, 650, 'mine');
UPDATE traincost.gpu SET tdp_w = 355 WHERE name = 'L40S';
INSERT INTO traincost.model (name, params, tokens) VALUES ('Ours-1B', 1e9, 1.1e11);
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, gpu, gpus) VALUES ('ours', 1, 'pre-training', 'Ours-1B', 'Mine', 3);
SELECT count(*) FROM traincost.refresh_summary();
UPDATE traincost.pipeline_summary SET day = '2026-01-31';
CREATE TABLE book (
    i     int PRIMARY KEY,
    e     traincost.estimate,
    state traincost.pipeline_state,
    pair  traincost.pipeline_state[],
    hours float8 GENERATED ALWAYS AS (traincost.gpu_hours_at(i * 1e20, 100)) STORED,
    CHECK (traincost.train_days_at(i * 1e20, i, 100) > 0)
);
INSERT INTO book (i, e, state, pair)
SELECT i, e, traincost.pipeline_rollup(e), ARRAY[traincost.pipeline_rollup(e), NULL]
FROM generate_series(1, 20) AS i, traincost.train_estimate_at(1e20 * i, 100, gpus => nullif(i, 7), usd_per_gpu_hour => 1.1) AS e
GROUP BY i, e;
CREATE INDEX book_hours ON book (traincost.gpu_hours_at(i * 1e20, 100));
CREATE VIEW priced AS SELECT s.pipeline, s.stage, (traincost.train_estimate(model => s.model, gpu => s.gpu, gpus => s.gpus)).gpu_hours FROM traincost.pipeline_stage AS s WHERE s.pipeline = 'ours';
CREATE MATERIALIZED VIEW total AS SELECT traincost.pipeline_total(e) AS t, traincost.pipeline_merge(state) AS m FROM book;
CREATE TABLE history (LIKE book INCLUDING ALL) PARTITION BY RANGE (i);
CREATE TABLE history_1 PARTITION OF history FOR VALUES FROM (0) TO (10);
INSERT INTO history (i, e, state) SELECT i, e, state FROM book WHERE i < 10;
ANALYZE;
