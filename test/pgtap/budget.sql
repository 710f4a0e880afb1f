-- Properties of a budget: bills add up, break-even points are even, failures and
-- depreciation behave, for any plan.
BEGIN;
SELECT plan(21);

-- plans of every kind: rented, bought, amortised, with data and people, some unpriced
INSERT INTO traincost.pipeline_stage (pipeline, stage_no, stage, params, tokens, method, examples, comparisons, prompts, prompt_tokens, response_tokens,
    samples_per_prompt, gpu, gpus, ownership, depreciation, acquired_on, usd_per_gpu, run_multiplier, goodput, data_usd, labor_usd, annotation_items,
    annotation_usd_per_item, storage_gb, people, people_months, usd_per_person_month, region, as_of)
SELECT 'plan ' || i / 4, 1 + i % 4, 'stage', 1e9 * (1 + 99 * random()), CASE WHEN m IS NULL THEN 1e9 * (1 + 999 * random()) END, m,
       1000 * random(), 1000 * random(), 1000 * random(), 500 * random(), 500 * random(), 1 + floor(8 * random()), 'A100-80GB-SXM', 1 + floor(64 * random()),
       o, CASE WHEN o <> 'rent' AND random() < 0.5 THEN 'price_decay' END, CASE WHEN o <> 'rent' THEN date '2026-09-01' - floor(1500 * random())::int END,
       CASE WHEN o <> 'rent' THEN 10000 * (1 + random()) END, 1 + random(), 0.5 + random() / 2, 1e5 * random(), 1e5 * random(), floor(1e5 * random()),
       CASE WHEN random() < 0.9 THEN random() END, 1e4 * random(), 10 * random(), 12 * random(), 1e4 * random(), 'FR', '2026-09-01'
FROM (SELECT i, (ARRAY['rent', 'buy', 'amortize'])[1 + floor(3 * random())] AS o, (ARRAY[NULL, 'sft', 'lora', 'reward_model', 'dpo', 'ppo', 'grpo', 'rloo'])[1 + floor(8 * random())] AS m
      FROM generate_series(0, 199) AS i) AS x;

SELECT is_empty($$SELECT pipeline FROM traincost.pipeline_estimate AS p JOIN traincost.pipeline_bill AS b USING (pipeline) GROUP BY pipeline, p.total_usd
    HAVING p.total_usd IS DISTINCT FROM CASE WHEN count(b.amount_usd) = count(*) THEN sum(b.amount_usd) END$$, 'the lines of a bill sum to the total, to the last digit');
SELECT is_empty($$SELECT pipeline, stage_no FROM traincost.stage_estimate AS s JOIN traincost.pipeline_bill AS b USING (pipeline, stage_no) GROUP BY pipeline, stage_no, s.total_usd
    HAVING s.total_usd IS DISTINCT FROM CASE WHEN count(b.amount_usd) = count(*) THEN sum(b.amount_usd) END$$, 'and those of a stage to the stage''s');
SELECT is_empty($$SELECT * FROM traincost.pipeline_bill WHERE amount_usd IS NULL AND note NOT LIKE 'unpriced: _%' OR unpriced <> (amount_usd IS NULL)$$, 'an unknown line says what is missing');
SELECT isnt_empty($$SELECT * FROM traincost.pipeline_bill WHERE unpriced$$, 'there are unknown lines among them');
SELECT is_empty($$SELECT p.pipeline FROM traincost.pipeline_estimate AS p JOIN traincost.stage_estimate AS s USING (pipeline) GROUP BY p.pipeline, p.unpriced_stages, p.known_usd
    HAVING p.unpriced_stages <> count(*) - count(s.total_usd) OR p.known_usd <> coalesce(sum(s.total_usd), 0)$$, 'what is unpriced is counted, the rest known');
SELECT is_empty($$SELECT * FROM traincost.pipeline_bill WHERE item = 'GPUs, rented' AND abs(quantity * unit_usd::float8 / nullif(amount_usd, 0)::float8 - 1) > 1e-4 AND amount_usd > 10$$, 'a line is quantity times unit price');
SELECT is_empty($$SELECT pipeline FROM traincost.stage_estimate GROUP BY pipeline HAVING abs(sum(usd_share) - 1) > 1e-12 OR abs(sum(energy_share) - 1) > 1e-12 OR abs(sum(co2e_share) - 1) > 1e-12$$, 'the shares of the stages are 1 in all');

-- own or rent, the hours, the energy and the carbon are the same
SELECT is_empty($$SELECT FROM traincost.pipeline_stage AS s, jsonb_populate_record(s, '{"ownership": "rent", "usd_per_gpu": null}') AS r,
    traincost.estimate_stage(s) AS own, traincost.estimate_stage(r) AS rent
    WHERE (own.gpu_hours, own.energy_kwh, own.co2e_location_kg, own.co2e_embodied_kg, own.water_l) IS DISTINCT FROM (rent.gpu_hours, rent.energy_kwh, rent.co2e_location_kg, rent.co2e_embodied_kg, rent.water_l)$$,
    'rented GPUs draw and emit what owned ones do');
SELECT is_empty($$SELECT FROM traincost.carbon_statement AS c JOIN traincost.stage_estimate AS s USING (pipeline, stage_no)
    WHERE abs(c.sci_gco2e_per_pflop * s.flop / 1e18 / c.co2e_location_embodied_kg - 1) > 1e-9 OR abs(c.energy_kwh / c.energy_it_kwh / c.pue - 1) > 1e-12
       OR abs(c.co2e_location_kg / c.energy_kwh * 1000 / c.gco2e_per_kwh - 1) > 1e-12$$, 'the carbon statement agrees with itself: SCI, PUE and grid each once');

-- a stage cut in two costs the same
SELECT is_empty($$SELECT FROM traincost.pipeline_stage AS s, jsonb_populate_record(s, '{}') AS whole,
    jsonb_populate_record(s, jsonb_build_object('tokens', s.tokens / 2)) AS half, traincost.estimate_stage(whole) AS w, traincost.estimate_stage(half) AS h
    WHERE s.method IS NULL AND s.ownership <> 'buy' AND (abs(2 * h.compute_usd / w.compute_usd - 1) > 1e-12 OR abs(2 * h.energy_kwh / w.energy_kwh - 1) > 1e-12
       OR abs(2 * h.days / w.days - 1) > 1e-12 OR abs(2 * h.co2e_location_kg / w.co2e_location_kg - 1) > 1e-12)$$, 'a stage cut in two costs the same');

-- methods by hand
SELECT is_empty($$SELECT FROM traincost.pipeline_stage AS s, jsonb_populate_record(s, '{"samples_per_prompt": 1, "epochs": 1}') AS g, traincost._stage_flop(g) AS f
    WHERE s.method = 'grpo' AND (abs(f.generation_flop / (2 * s.params * s.prompts * (s.prompt_tokens + s.response_tokens)) - 1) > 1e-12
       OR abs(f.flop / (10 * s.params * s.prompts * (s.prompt_tokens + s.response_tokens)) - 1) > 1e-12)$$,
    'GRPO with one sample and no value model: generation 2, reference and old log-probabilities 4, training 6');
SELECT is_empty($$SELECT FROM traincost.pipeline_stage AS s, jsonb_populate_record(s, '{"reference": false}') AS simpo, traincost._stage_flop(s) AS dpo, traincost._stage_flop(simpo) AS f
    WHERE s.method = 'dpo' AND abs(f.flop / dpo.flop - 6.0 / 8) > 1e-12$$, 'without a reference model, preference optimisation is its training');
SELECT is_empty($$SELECT FROM traincost.pipeline_stage AS s, jsonb_populate_record(s, '{"frozen_base": true}') AS lora, traincost._stage_flop(s) AS f, traincost._stage_flop(lora) AS l
    WHERE s.method = 'sft' AND abs(l.flop / f.flop - 4.0 / 6) > 1e-12$$, 'a frozen base takes 4 of 6');

-- break-even: at that point both sides are equal
SELECT is_empty($$SELECT FROM generate_series(1, 20) AS i, traincost.rent_or_own(gpus => i, usd_per_gpu_hour => 1 + i / 10.0, usd_per_gpu => 20000, as_of => '2026-09-01') AS r
    WHERE r.utilization = 1 AND abs((1 + i / 10.0) * r.break_even_gpu_hours / (r.own_usd - (r.gpu_hours - r.break_even_gpu_hours) * (r.own_usd - i * 20000 * 1.3) / r.gpu_hours) - 1) > 1e-12$$,
    'at the break-even renting and owning cost the same');
SELECT is_empty($$SELECT FROM traincost.rent_or_own(gpus => 64, as_of => '2026-09-01') AS r
    WHERE r.cheaper <> CASE WHEN r.utilization < r.break_even_utilization THEN 'rent' WHEN r.utilization > r.break_even_utilization THEN 'own' ELSE 'equal' END$$,
    'renting is cheaper below it, owning above');
SELECT is_empty($$SELECT FROM generate_series(1, 20) AS i, traincost.train_or_api(1e6, 'davinci', i / 20.0, i / 10.0, as_of => '2023-01-01') AS t
    WHERE abs((1e6 + t.break_even_tokens * i / 10.0 / 1e6) / (traincost.api_cost('davinci', t.break_even_tokens * (1 - i / 20.0), t.break_even_tokens * i / 20.0, as_of => '2023-01-01')) - 1) > 1e-9$$,
    'at its break-even a model of one''s own costs what the API does');

-- failures
CREATE TEMPORARY TABLE cluster AS
SELECT mtbf, mtbf * 10 ^ (-4 + 3 * random()) AS write, mtbf * random() / 4 AS restart FROM (SELECT 10 ^ (3 * random()) AS mtbf FROM generate_series(1, 1000)) AS x;
SELECT is_empty($$SELECT FROM cluster, traincost.checkpoint_interval_hours(mtbf, write) AS best, unnest('{0.8,0.9,1.1,1.25}'::float8[]) AS f
    WHERE traincost.goodput(mtbf, best, write, restart) < traincost.goodput(mtbf, f * best, write, restart)$$, 'Daly''s interval is better than its neighbours');
SELECT is_empty($$SELECT FROM cluster, traincost.checkpoint_interval_hours(mtbf, write) AS best, traincost.goodput(mtbf, best, write, restart, 'first_order') AS g
    WHERE abs(traincost.lost_gpu_hours(traincost.train_failures(10, mtbf, g), 100, best, write, restart) + 100 * 240 * write / best - 100 * 240 * (1 / g - 1)) > 100 * 240 * (1 / g - 1) * 1e-9$$,
    'to first order, hours paid are useful hours, checkpoints, and rate x (restart + half an interval)');

-- depreciation
SELECT is_empty($$SELECT FROM generate_series(1, 10) AS i, traincost.train_estimate(flop => 1e22, gpus => 64, ownership => 'amortize', depreciation => 'price_decay',
        usd_per_gpu => 10000 * i, other_hardware_share => 0.64, datacenter_share => 0, as_of => '2026-09-01', acquired_on => date '2026-09-01' - 100 * i) AS e
    WHERE abs((e.compute_usd + e.other_hardware_usd) / traincost.amortized_usd(e.gpu_hours, traincost.decayed_price_usd(10000 * i * 1.64, 100 * i / 365.25)) - 1) > 1e-12$$,
    'amortised by price decay, an estimate is the amortised cost of the formula');
SELECT is_empty($$SELECT FROM generate_series(0, 10) AS i, traincost.train_estimate(flop => 1e22, gpus => 64, ownership => 'amortize', usd_per_gpu => 10000, residual_share => i / 10.0) AS e,
        traincost.train_estimate(flop => 1e22, gpus => 64, ownership => 'amortize', usd_per_gpu => 10000) AS f WHERE abs(e.compute_usd - (1 - i / 10.0) * f.compute_usd) > 1e-9$$, 'a residual is not paid for');
SELECT is_empty($$SELECT FROM generate_series(1, 10) AS i WHERE
    (traincost.train_estimate_at(1e22, 400, usd_per_gpu => 1000 * i, price_decay_oom_per_year => 0.14)).compute_usd
    IS DISTINCT FROM (traincost.train_estimate(flop => 1e22, peak_tflops => 400, mfu => 1, ownership => 'amortize', depreciation => 'price_decay', usd_per_gpu => 1000 * i)).compute_usd$$,
    'by number and by name, price decay is the same');
SELECT * FROM finish();
ROLLBACK;
