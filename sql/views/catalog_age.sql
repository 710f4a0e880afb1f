-- guide: a dated table of facts | table_name | newest | how old the facts are today
CREATE VIEW traincost.catalog_age AS
SELECT a.table_name, a.facts, a.dated_facts, a.newest, a.median_age_days, a.old_share
FROM traincost.catalog_age_on((CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date) AS a;
COMMENT ON VIEW traincost.catalog_age IS
'How old the facts of each dated table are today: a row per table. Accelerators and models by release, prices by observation, figures of a year by its last day.';
COMMENT ON COLUMN traincost.catalog_age.table_name IS
'Table of the facts.';
COMMENT ON COLUMN traincost.catalog_age.facts IS
'Number of rows.';
COMMENT ON COLUMN traincost.catalog_age.dated_facts IS
'Number of rows that have a day.';
COMMENT ON COLUMN traincost.catalog_age.newest IS
'Day of the newest fact.';
COMMENT ON COLUMN traincost.catalog_age.median_age_days IS
'Median age of the dated facts in days.';
COMMENT ON COLUMN traincost.catalog_age.old_share IS
'Share of the dated facts that are older than 180 days, 0 to 1.';
