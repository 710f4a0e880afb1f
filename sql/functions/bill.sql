CREATE TYPE traincost.bill_line AS (
    line_no bigint,
    stage_no bigint,
    stage text,
    item text,
    quantity double precision,
    unit text,
    unit_usd numeric(22,6),
    amount_usd numeric(20,4),
    note text,
    source text,
    low_usd numeric(20,4),
    high_usd numeric(20,4),
    total_low_usd numeric(20,4),
    total_high_usd numeric(20,4)
);
COMMENT ON TYPE traincost.bill_line IS
'A line of the bill of a plan, as bill gives it.';
COMMENT ON COLUMN traincost.bill_line.line_no IS
'Order of the lines, from 1.';
COMMENT ON COLUMN traincost.bill_line.item IS
'What is paid for: GPUs, electricity, storage, people and so on.';
COMMENT ON COLUMN traincost.bill_line.quantity IS
'How many units; NULL if unknown.';
COMMENT ON COLUMN traincost.bill_line.unit IS
'Unit of quantity, such as GPU-hours or kWh.';
COMMENT ON COLUMN traincost.bill_line.unit_usd IS
'USD per unit.';
COMMENT ON COLUMN traincost.bill_line.amount_usd IS
'USD of the line; NULL if its price is unknown. The lines of a plan sum exactly to its total_usd.';
COMMENT ON COLUMN traincost.bill_line.note IS
'What is to be known about the line: what it lacks, what it rests on. NULL: nothing.';
COMMENT ON COLUMN traincost.bill_line.low_usd IS
'10th percentile of the line in USD.';
COMMENT ON COLUMN traincost.bill_line.high_usd IS
'90th percentile of the line in USD.';
COMMENT ON COLUMN traincost.bill_line.total_low_usd IS
'10th percentile of the whole plan in USD, the same on each line.';
COMMENT ON COLUMN traincost.bill_line.total_high_usd IS
'90th percentile of the whole plan in USD, the same on each line.';

CREATE FUNCTION traincost.bill(pipeline text)
RETURNS SETOF traincost.bill_line
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 50000 ROWS 20 SET search_path = pg_catalog, pg_temp SET jit = off AS $$
#variable_conflict use_column
BEGIN
    PERFORM traincost._require_pipeline($1);
    RETURN QUERY
    WITH range AS MATERIALIZED (
        SELECT q.stage_no, q.quantity, q.p10, q.p90 FROM traincost.stage_quantiles($1) AS q
    ), total AS MATERIALIZED (
        SELECT q.p10, q.p90 FROM traincost.pipeline_quantiles($1) AS q WHERE q.quantity = 'total_usd'
    ), line AS (
        SELECT b.*,
               CASE WHEN b.item LIKE 'GPUs, %' THEN 'compute_usd'
                    WHEN b.item = 'other hardware' THEN 'other_hardware_usd'
                    WHEN b.item = 'data centre' THEN 'datacenter_usd'
                    WHEN b.item = 'electricity' THEN 'energy_usd'
                    WHEN b.item = 'storage' THEN 'data_usd' END AS column_name,
               -- storage lasts as long as the run; the other lines of data are certain
               CASE WHEN b.item = 'storage'
                    THEN sum(b.amount_usd) FILTER (WHERE b.item IN ('data', 'data acquisition', 'data cleaning',
                                                                    'annotation')) OVER (PARTITION BY b.stage_no)
                    -- what a contract costs unused is in compute_usd
                    WHEN b.item LIKE 'GPUs, %'
                    THEN sum(b.amount_usd) FILTER (WHERE b.item LIKE 'unused commitment: %') OVER (PARTITION BY b.stage_no)
               END AS certain_usd,
               -- hours of rollouts are parted into lines
               CASE WHEN b.item LIKE 'GPUs, %'
                    THEN b.amount_usd::float8
                         / nullif(sum(b.amount_usd) FILTER (WHERE b.item LIKE 'GPUs, %') OVER (PARTITION BY b.stage_no),
                                  0)::float8
                    ELSE 1 END AS part
        FROM traincost.pipeline_bill AS b WHERE b.pipeline = $1
    )
    SELECT l.line_no, l.stage_no, l.stage, l.item, l.quantity, l.unit, l.unit_usd, l.amount_usd, l.note, l.source,
           CASE WHEN l.column_name IS NULL THEN l.amount_usd
                ELSE traincost._within((r.p10 - coalesce(l.certain_usd, 0)::float8) * coalesce(l.part, 1),
                                       1e15)::numeric(20,4) END,
           CASE WHEN l.column_name IS NULL THEN l.amount_usd
                ELSE traincost._within((r.p90 - coalesce(l.certain_usd, 0)::float8) * coalesce(l.part, 1),
                                       1e15)::numeric(20,4) END,
           traincost._within(t.p10, 1e15)::numeric(20,4), traincost._within(t.p90, 1e15)::numeric(20,4)
    FROM line AS l CROSS JOIN total AS t
    LEFT JOIN range AS r ON r.stage_no = l.stage_no AND r.quantity = l.column_name
    ORDER BY l.line_no;
END $$;
COMMENT ON FUNCTION traincost.bill(text) IS
'The bill of a plan in pipeline_stage, a row per line.
The bill of a plan in pipeline_stage, a row per line: item, quantity, unit, USD per unit, amount in USD, note, source. The amounts sum exactly to the plan''s total_usd in pipeline_estimate; an unpriced line is NULL and its note names what is missing. low_usd and high_usd: 10th and 90th percentile of the line; total_low_usd and total_high_usd: those of the whole plan, the same on each line, which the lines'' do not add up to (pipeline_quantiles). An unknown plan is an error (42704).';
