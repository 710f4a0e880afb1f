-- Facts are everybody's to read; the extension's owner may edit rows.  The
-- tables stay the installing superuser's, so that no trigger of a user's runs
-- with its rights.  REFERENCES is granted to nobody: see own_row.

GRANT USAGE ON SCHEMA traincost TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA traincost TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON
    traincost.gpu,
    traincost.gpu_price,
    traincost.model,
    traincost.grid,
    traincost.cloud_region,
    traincost.pue,
    traincost.api_price,
    traincost.assumption,
    traincost.published_claim,
    traincost.pipeline_stage
    TO @extowner@;
