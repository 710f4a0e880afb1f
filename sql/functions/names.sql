-- Which rows names mean (lookup/resolve.c), and what an instance type holds.

CREATE FUNCTION traincost.gpu_name(typed text, missing_ok boolean DEFAULT false) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.gpu_name(text, boolean) IS
'The row of table gpu that a name means.
The row of table gpu that a name means, as every function that takes a GPU reads it: the row itself; else the one with the same letters and digits in its name, in an alias or in an instance type; else with the same words (NVIDIA, GeForce, Generation, the memory and the generation of SXM aside); else the one whose words contain all of them. An error lists the rows where it may mean several, near names where it means none, a count in it aside (8x H200); with missing_ok NULL instead.';

CREATE FUNCTION traincost.model_name(typed text, missing_ok boolean DEFAULT false) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION traincost.model_name(text, boolean) IS
'The row of table model that a name means.
The row of table model that a name means, by the rule of gpu_name, where a row whose name begins with the words is nearer than one that contains them: meta-llama/Llama-3.1-8B-Instruct is Llama-3.1-8B, for Instruct, chat, GGUF, a month of release and their like do not change the size. An error lists the rows where it may mean several.';

CREATE FUNCTION traincost.name_candidates(kind text, typed text, OUT name text, OUT spelling text,
                                          OUT how text) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 500 ROWS 3;
COMMENT ON FUNCTION traincost.name_candidates(text, text) IS
'The rows that a name of kind gpu or model may mean.
The rows that a name of kind gpu or model may mean, the nearest ones only: name of the row, the spelling that matched (its name, an alias, an instance type), and how: exact, letters, words, start (of a model) or part. One row: gpu_name and model_name take it. None: the name is unknown.';

CREATE FUNCTION traincost.instance_gpus(instance text, provider text DEFAULT NULL)
RETURNS TABLE (provider text, instance text, gpu text, gpus bigint)
LANGUAGE sql STABLE PARALLEL SAFE COST 20 ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT i.provider, i.instance, i.gpu, i.gpus FROM traincost.instance_type AS i
    WHERE lower(i.instance) = lower($1) AND ($2 IS NULL OR i.provider = $2) AND traincost._check_node()
$$;
COMMENT ON FUNCTION traincost.instance_gpus(text, text) IS
'What an instance type holds: its accelerator and how many of it.
What an instance type holds: its accelerator and how many of it, whatever the case; of all clouds where provider is NULL. No row: unknown. Source: table instance_type.';
