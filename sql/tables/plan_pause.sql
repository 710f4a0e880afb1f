-- When a run stands still: yours, a row each.

CREATE TABLE traincost.plan_pause (
    pipeline   text,
    stage      text,
    stopped_on date CHECK (stopped_on BETWEEN '1900-01-01' AND '2999-12-31'),
    resumed_on date NOT NULL CHECK (resumed_on BETWEEN '1900-01-01' AND '2999-12-31'),
    note       text,
    PRIMARY KEY (pipeline, stage, stopped_on),
    CONSTRAINT resumed_on_after_stopped_on CHECK (resumed_on > stopped_on)
);
COMMENT ON TABLE traincost.plan_pause IS
'Days on which a stage of a plan stands still and uses no GPU: it ends so much later, and what follows it too. Pauses of one stage may overlap. Yours; empty as shipped; pg_dump saves the rows.';
COMMENT ON COLUMN traincost.plan_pause.stage IS
'Stage of the plan that stops, by its name.';
COMMENT ON COLUMN traincost.plan_pause.stopped_on IS
'First day without work, from 00:00 UTC.';
COMMENT ON COLUMN traincost.plan_pause.resumed_on IS
'Day on which the work goes on, at 00:00 UTC.';
COMMENT ON COLUMN traincost.plan_pause.note IS
'Why.';
SELECT pg_extension_config_dump('traincost.plan_pause', '');
