--
-- gaps: why something of an estimate is unknown
-- If this fails, the views of plans and the notes of a bill name the wrong cause.
-- Each case takes one thing as unknown; train_estimate would refuse most of them.
--
CREATE EXTENSION traincost;
INSERT INTO traincost.cloud_region (provider, region, grid_region, source) VALUES ('one', 'twice', 'FR', 'test'), ('two', 'twice', 'DE', 'test');
INSERT INTO traincost.gpu (name, bf16_tflops) VALUES ('bare', 100);
INSERT INTO traincost.model (name, params) VALUES ('shapeless', 7e9);
SELECT c.wanted, g.concerns, g.details
FROM (VALUES ('nothing', '{"flop": 1e21}'::jsonb),
             ('model', '{"model": "Lama"}'),
             ('shape', '{"model": "shapeless", "tokens": 1e9, "exact": true}'),
             ('params', '{"tokens": 1e9}'),
             ('tokens', '{"params": 1e9}'),
             ('GPU', '{"flop": 1e21, "gpu": "Z900"}'),
             ('peak', '{"flop": 1e21, "gpu": "bare", "dtype": "fp4", "usd_per_gpu_hour": 1}'),
             ('never', '{"flop": 1e24, "gpus": 1e9, "gpu_hours_per_failure": 10}'),
             ('provider', '{"flop": 1e21, "provider": "Nobody"}'),
             ('price region', '{"flop": 1e21, "price_region": "Nowhere"}'),
             ('price', '{"flop": 1e21, "gpu": "bare"}'),
             ('price before any', '{"flop": 1e21, "provider": "aws", "as_of": "1999-01-01", "gco2e_per_kwh": 1}'),
             ('cluster', '{"flop": 1e21, "ownership": "buy"}'),
             ('age', '{"flop": 1e21, "gpus": 8, "ownership": "buy", "acquired_on": "2020-01-01", "as_of": "infinity"}'),
             ('later', '{"flop": 1e21, "gpus": 8, "ownership": "buy", "acquired_on": "2030-01-01"}'),
             ('written off', '{"flop": 1e21, "gpus": 8, "ownership": "amortize", "acquired_on": "2015-01-01"}'),
             ('region', '{"flop": 1e21, "region": "Atlantis"}'),
             ('regions', '{"flop": 1e21, "region": "twice"}'),
             ('three', '{"params": 1e9, "gpu": "Z900", "region": "Atlantis"}')) AS c (wanted, inputs),
     jsonb_populate_record(NULL::traincost.pipeline_stage, '{"as_of": "2026-09-01"}' || c.inputs) AS s,
     traincost._estimate_gaps(params => s.params, tokens => s.tokens, model => s.model, flop => s.flop, gpu => s.gpu, gpus => s.gpus, exact => s.exact,
         dtype => s.dtype, gpu_hours_per_failure => s.gpu_hours_per_failure, ownership => s.ownership, provider => s.provider, price_region => s.price_region,
         usd_per_gpu_hour => s.usd_per_gpu_hour::float8, acquired_on => s.acquired_on, region => s.region, gco2e_per_kwh => s.gco2e_per_kwh, as_of => s.as_of,
         missing_ok => true) AS g;
DROP EXTENSION traincost;
