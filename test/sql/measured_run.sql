--
-- measured_run: a user's measured runs beside what is predicted
-- If this fails, a user cannot see how far to trust the memory functions on his
-- own software, or one odd row of his stops the view for all.
--
CREATE EXTENSION traincost;
SELECT kind, count(*), bool_and(shipped) AS shipped, count(DISTINCT gpu) AS gpus FROM traincost.measured_run GROUP BY kind ORDER BY kind;
INSERT INTO traincost.measured_run (run, model, gpu, seq_len, micro_batch, mixed, recompute, peak_gb) VALUES ('mine', 'Llama-3.1-8B', 'H100-80GB-SXM', 2048, 1, 'pure', 'full', 64.3282);
INSERT INTO traincost.measured_run (run, model, gpu, seq_len, micro_batch, mixed, recompute, dtype, tp, peak_gb) VALUES
    ('no such model', 'Nobody', 'H100-80GB-SXM', 2048, 1, 'pure', 'full', 'bf16', 1, 10), ('contradiction', 'Llama-3.1-8B', 'H100-80GB-SXM', 2048, 1, 'autocast', 'full', 'fp32', 1, 10),
    ('odd degree', 'Llama-3.1-8B', 'H100-80GB-SXM', 2048, 1, 'pure', 'full', 'bf16', 7, 10), ('huge', 'Llama-3.1-8B', 'H100-80GB-SXM', 1e9, 1e9, 'pure', 'full', 'bf16', 1, 10), ('no layers', 'GPT-4', 'H100-80GB-SXM', 2048, 1, 'pure', 'layers', 'bf16', 1, 10);
SELECT run, stack, quantity, measured_gb, round(predicted_gb::numeric, 2) AS predicted_gb, round(ratio::numeric, 4) AS ratio, round(error_percent::numeric, 2) AS error_percent, peak_phase FROM traincost.memory_validation WHERE NOT shipped ORDER BY run COLLATE "C";
ALTER TABLE traincost.assumption DROP CONSTRAINT assumption_value_check;
UPDATE traincost.assumption SET value = 1e308, high = NULL WHERE name LIKE 'allocator%';
SELECT count(*) AS rows, count(predicted_gb) AS predicted FROM traincost.memory_validation WHERE quantity = 'reserved';
DELETE FROM traincost.assumption WHERE name LIKE 'allocator%';
SELECT count(*) AS rows, count(predicted_gb) AS predicted FROM traincost.memory_validation WHERE quantity = 'reserved';
SELECT reserved_gb IS NULL AS not_known, fits, tight IS NULL AS nor_this FROM traincost.model_memory('Llama-3.2-1B', seq_len => 2048);
-- a shipped run that is measured again becomes the user's
INSERT INTO traincost.measured_run (run, model, gpu, seq_len, micro_batch, peak_gb) SELECT run, model, gpu, seq_len, micro_batch, peak_gb + 1 FROM traincost.measured_run WHERE run = 'B200 Llama-3-70B 12 layers 4096 tp8';
SELECT shipped, peak_gb FROM traincost.measured_run WHERE run = 'B200 Llama-3-70B 12 layers 4096 tp8';
INSERT INTO traincost.measured_run (run, model, gpu) VALUES ('x', 'y', 'z');
INSERT INTO traincost.measured_run (run, kind, model, gpu) VALUES ('x', 'decode', 'y', 'z');
INSERT INTO traincost.measured_run (run, model, gpu, seq_len, micro_batch, stack) VALUES ('x', 'y', 'z', 1, 1, 'jax');
-- decoding reads the cache that kv_bytes_per_token counts
SELECT run, round(kv_cache_gb::numeric, 4) AS kv_cache_gb, round((sequences * context_tokens * traincost.kv_bytes_per_token(m.layers, m.hidden_size, m.heads, m.kv_heads) / 1e9)::numeric, 4) AS counted
FROM traincost.measured_run AS r JOIN traincost.model AS m ON m.name = r.model WHERE r.kind = 'decode' AND r.sequences = 256 ORDER BY run COLLATE "C";
DROP EXTENSION traincost;
