\echo Use "CREATE EXTENSION traincost" to load this file. \quit

-- The schema is made here, not named in the control file: a schema that
-- somebody prepared under this name is an error instead of a trap.
CREATE SCHEMA traincost;
COMMENT ON SCHEMA traincost IS
'What it takes to train a language model: FLOP, GPU-hours, memory, dollars, energy and CO2e. Formulas, a sourced catalog, estimates, pipeline totals and views for BI tools.';
