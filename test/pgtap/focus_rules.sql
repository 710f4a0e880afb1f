-- No rule that table focus_rule takes stops focus_check.
BEGIN;
SELECT plan(4);
CREATE TABLE bill AS SELECT * FROM traincost.focus_estimate_export LIMIT 2;
-- one shipped rule of each requirement is enough, and quicker
DELETE FROM traincost.focus_rule AS r WHERE r.rule NOT IN (SELECT min(f.rule) FROM traincost.focus_rule AS f GROUP BY f.requirement);
CREATE FUNCTION tried(requirement text, column_name text, argument text, only_where text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text := 'asked';
BEGIN
    BEGIN
        INSERT INTO traincost.focus_rule (rule, part, first_version, level, column_name, requirement, argument, only_where) VALUES ('x-mine', 1, '1.0', 'MUST', $2, $1, $3, $4);
        PERFORM * FROM traincost.focus_check('bill');
        RAISE SQLSTATE 'TC999';
    EXCEPTION WHEN SQLSTATE 'TC999' THEN
        NULL;
    WHEN check_violation THEN
        result := 'refused';
    WHEN OTHERS THEN
        result := SQLSTATE || ' ' || SQLERRM;
    END;
    RETURN result;
END $$;
CREATE TEMPORARY TABLE attempt AS
SELECT r.requirement, c.name, a.argument, w.only_where, tried(r.requirement, c.name, a.argument, w.only_where) AS result
FROM (SELECT DISTINCT f.requirement FROM traincost.focus_rule AS f UNION SELECT 'my own') AS r CROSS JOIN unnest('{billed_cost,tags,charge_period_start,NULL}'::text[]) AS c (name)
CROSS JOIN unnest('{NULL,list_cost,sku_id,a*b,list_unit_price*pricing_quantity,billing_period_start}'::text[]) AS a (argument)
CROSS JOIN unnest('{NULL}'::text[]) AS w (only_where)
WHERE c.name IS NOT NULL OR a.argument IS NULL
UNION ALL
SELECT 'not null', 'tags', NULL, w, tried('not null', 'tags', NULL, w)
FROM unnest(ARRAY['', '=', '&', 'billed_cost=1', 'billed_cost!=NULL', 'tags=EMPTY & charge_category=Usage|Tax', 'charge_category=O''Neil"', 'charge_category=Usage &', 'x) OR (true=1', 'sku_id=a']) AS w;
SELECT is_empty($$SELECT * FROM attempt WHERE result <> 'asked' AND result <> 'refused'$$, 'every rule is asked or refused');
SELECT cmp_ok((SELECT count(*) FROM attempt WHERE result = 'asked'), '>', 100::bigint, 'most are asked');
SELECT is_empty($$SELECT * FROM attempt WHERE requirement = 'my own' AND result <> 'refused'$$, 'a requirement that focus_check does not know would count as kept');
-- of no version that is asked of
UPDATE traincost.focus_rule SET first_version = '9.9';
SELECT is((SELECT count(*) FROM traincost.focus_check('bill')), 0::bigint, 'without a rule there is nothing to find');
SELECT * FROM finish();
ROLLBACK;
