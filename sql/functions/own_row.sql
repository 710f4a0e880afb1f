-- The catalog: reference tables, each fact with its source.
--
-- Shipped and user rows share a table; the column shipped, kept by the trigger
-- own_row, tells whose a row is, and only the users' rows are dumped.  No
-- foreign keys between these tables: with them a parallel restore loses rows.
-- The view catalog_problem finds dangling names instead.

CREATE FUNCTION traincost.own_row() RETURNS trigger
AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE COST 1;
COMMENT ON FUNCTION traincost.own_row() IS
'Row trigger of the reference tables: tells shipped rows from the user''s.
Row trigger of the reference tables: marks rows of extension scripts as shipped and all others as the user''s, and lets an INSERT replace the shipped row of the same key. Arguments: the key columns.';

CREATE FUNCTION traincost.catalog_change() RETURNS trigger
AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE COST 1;
COMMENT ON FUNCTION traincost.catalog_change() IS
'Trigger of the reference tables that hold facts, for nodes of a Citus cluster.
Trigger of the reference tables that hold facts: on a node of a Citus cluster a change takes back what sync_nodes noted, so that no node answers from another catalog than the coordinator''s. Elsewhere it does nothing.';
