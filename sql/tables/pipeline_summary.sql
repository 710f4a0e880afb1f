-- What the plans came to, day by day: a scheduler's job fills it, a dashboard reads it.

CREATE TABLE traincost.pipeline_summary (
    day                date CHECK (day BETWEEN '1900-01-01' AND '9999-12-31'),
    pipeline           text,
    stages             bigint,
    unpriced_stages    bigint,
    known_usd          numeric(20,4),
    grid_basis         text,
-- @columns summary_table
    PRIMARY KEY (day, pipeline)
);
COMMENT ON TABLE traincost.pipeline_summary IS
'What each plan came to on each day that refresh_summary() ran: rows of pipeline_estimate, kept. Yours: pg_dump saves them.';
COMMENT ON COLUMN traincost.pipeline_summary.day IS
'UTC day of the refresh.';
COMMENT ON COLUMN traincost.pipeline_summary.gpus IS
'The most GPUs any stage uses at a time.';
COMMENT ON COLUMN traincost.pipeline_summary.days IS
'Days of all stages, one after the other.';

SELECT pg_extension_config_dump('traincost.pipeline_summary', '');
COMMENT ON COLUMN traincost.pipeline_summary.grid_basis IS
'Basis of the stages'' carbon intensities, as in pipeline_estimate. NULL: no figure.';
