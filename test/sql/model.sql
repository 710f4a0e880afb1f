--
-- model: parameters and FLOP of the catalog's models
-- If this fails, an estimate with exact => true is for another model, or the
-- catalog has a wrong shape.
--
CREATE EXTENSION traincost;
-- the counts that the cards print, exactly
SELECT name FROM traincost.model
WHERE CASE WHEN name IN ('Llama-2-7B', 'Llama-2-13B', 'Llama-2-70B', 'Llama-3-8B', 'Llama-3-70B', 'Llama-3.1-8B', 'Llama-3.1-70B', 'Llama-3.1-405B', 'Llama-3.2-1B',
               'Llama-3.2-3B', 'Mistral-7B', 'TinyLlama-1.1B', 'SmolLM3-3B', 'Baichuan-7B', 'Baichuan-13B', 'Qwen2.5-7B', 'Pythia-70M', 'Pythia-160M',
               'Pythia-410M', 'Pythia-1B', 'Pythia-1.4B', 'Pythia-2.8B', 'Pythia-6.9B', 'Pythia-12B', 'GPT-NeoX-20B', 'ChatGLM-6B', 'ChatGLM2-6B')
           THEN traincost.model_params(name) <> params END;
-- every shape within 1.2 percent of the published count, but those that are published rounded to one or two digits
SELECT model, round(error_percent::numeric, 1) AS percent FROM traincost.model_validation
WHERE quantity = 'params' AND abs(error_percent) > 1.2 ORDER BY model COLLATE "C";
SELECT count(*) AS shaped FROM traincost.model_validation WHERE quantity = 'params';
SELECT model, round(published) AS published, ours FROM traincost.model_validation WHERE quantity = 'active_params' ORDER BY model COLLATE "C";
SELECT traincost.model_flops('Llama-3.1-8B', 1) AS at_8192, traincost.model_flops('Llama-3.1-8B', 1, 131072) AS at_131072,
       traincost.model_flops('Llama-3.1-8B', 1, phase => 'forward') AS forward, traincost.model_flops('Mistral-7B') IS NULL AS tokens_not_published;
SELECT e.flop = traincost.model_flops('DeepSeek-V3') AS exact, x.flop < e.flop AS more_than_6pd
FROM traincost.train_estimate(model => 'DeepSeek-V3', exact => true) AS e, traincost.train_estimate(model => 'DeepSeek-V3') AS x;
SELECT (traincost.train_estimate(model => 'Llama-3.1-8B', exact => true, tokens => 1e9, seq_len => 4096)).flop = traincost.model_flops('Llama-3.1-8B', 1e9, 4096) AS with_seq_len,
       (traincost.train_estimate(model => 'Llama-3.1-8B', exact => true, flop => 1e20)).flop = 1e20 AS flop_given;
SELECT round(step_seconds::numeric, 4) AS seconds, tokens_per_second = 64 * 8192 / step_seconds AS rate, round((days * 86400 * tokens_per_second / 15e12)::numeric, 9) AS all_tokens,
       step_seconds = traincost.step_seconds(64, 8192, 989.4, 32, 4096, 32, 128256, 8, ffn_size => 14336, gated_ffn => true, tp => 2, pp => 2, dp => 2, memory_gbps => 3350) AS same
FROM traincost.model_step('Llama-3.1-8B', batch => 64, tp => 2, pp => 2, dp => 2);
SELECT traincost.model_step('Llama-3.1-8B', 'V100-32GB-SXM');
-- a user's model
INSERT INTO traincost.model (name, layers, hidden_size, heads, vocab_size, ffn_size) VALUES ('Mine', 2, 64, 4, 100, 256);
SELECT traincost.model_params('Mine');
UPDATE traincost.model SET gated_ffn = false, tied_embeddings = true WHERE name = 'Mine';
SELECT traincost.model_params('Mine') = traincost.transformer_params(2, 64, 4, 100, tied_embeddings => true) AS mine;
UPDATE traincost.model SET kv_heads = 3 WHERE name = 'Mine';
SELECT traincost.model_params('Mine');
SELECT traincost.model_params('Llama-3.1-9B');
SELECT traincost.model_flops('T5-11B');
SELECT traincost.train_cost(exact => true);
SELECT traincost.train_cost(model => 'T5-11B', exact => true);
SELECT traincost.train_cost(model => 'GPT-4', exact => true);
-- a shape that contradicts itself stops no view, and is listed
INSERT INTO traincost.model (name, layers, hidden_size, heads, kv_heads, vocab_size, ffn_size, gated_ffn, tied_embeddings, experts, tokens, params, family) VALUES
    ('odd experts', 2, 64, 4, NULL, 1000, 256, true, false, 8, 1e9, 1e6, 'odd'), ('odd heads', 2, 64, 10, 3, 1000, 256, true, false, NULL, 1e9, 1e6, 'odd'),
    ('incomplete', 2, 64, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1e9, 1e6, 'odd');
SELECT name, traincost._model_has_shape(name) FROM traincost.model WHERE family = 'odd' OR name IN ('T5-11B', 'Llama-3.1-8B', 'GPT-4') ORDER BY name COLLATE "C";
SELECT traincost._model_has_shape('no such model') AS unknown, traincost._model_has_shape(NULL) IS NULL AS strict;
SELECT count(*) > 100 AS rows, count(*) FILTER (WHERE model LIKE 'odd%') AS odd FROM traincost.model_validation;
SELECT row_key, detail FROM traincost.catalog_problem WHERE table_name = 'model' ORDER BY 1, 2;
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, model, exact) VALUES ('odd', 1, 's', 'odd experts', true);
SELECT stage, concerns, detail FROM traincost.stage_problem;
SELECT note FROM traincost.bill('odd');
DROP EXTENSION traincost;
