-- The claims of the overview article (2023), recomputed: temporary, for one session.
-- psql's variable claims holds published_claim.tsv, which stands beside this file.
CREATE TEMPORARY TABLE published_claim AS
SELECT c[1] AS claim_id, c[2] AS section, c[3] AS subject, c[4] AS quantity, c[5] AS value, c[6] AS unit,
       c[7] AS paraphrase, c[8] AS assessment, nullif(c[9], '') AS note, nullif(c[10], '') AS source
FROM unnest(string_to_array(:'claims', E'\n')) WITH ORDINALITY AS l (line, line_no),
     string_to_array(line, E'\t') AS c
WHERE line_no > 1 AND line <> '';

-- The claims that are numbers, recomputed by our functions.  claimed is NULL
-- where the recomputation only lights the claim up; within tolerance it holds,
-- within ten times that (at most a fifth) it holds
-- approximately.
CREATE TEMPORARY VIEW article_claim AS
SELECT c.claim_id, c.section, c.subject, c.quantity, c.value AS claimed_text, c.unit AS claimed_unit, c.paraphrase,
       r.claimed, r.recomputed, r.recomputed_unit, r.recomputed / nullif(r.claimed, 0) AS ratio,
       CASE WHEN r.claimed IS NULL OR r.recomputed IS NULL THEN c.assessment
            WHEN c.assessment = 'unit wrong' OR c.assessment = 'yes, but wrong peak' THEN c.assessment
            WHEN abs(r.recomputed - r.claimed) <= r.tolerance * r.claimed THEN 'yes'
            WHEN abs(r.recomputed - r.claimed) <= least(10 * r.tolerance, 0.2) * r.claimed THEN 'approximately'
            ELSE 'no' END AS verdict,
       c.assessment, c.note, c.source
FROM pg_temp.published_claim AS c
LEFT JOIN (VALUES
    ('S04', 3640::float8, (traincost.pflops_days(traincost.train_flops(175e9, 300e9)))::float8, 'PFLOP/s-days', 0.005::float8),
    ('S05', 30::float8, (traincost.train_days_at(3.145e23, 1000, traincost.gpu_peak_tflops('A100-80GB-SXM') * 0.5))::float8, 'days', 0.25::float8),
    ('S06', NULL::float8, (traincost.train_days_at(3.145e23, 1000, traincost.gpu_peak_tflops('V100-32GB-SXM', 'fp16') * 0.5))::float8, 'days', NULL::float8),
    ('S07', 1.75e11::float8, ((SELECT params FROM traincost.model WHERE name = 'OPT-175B'))::float8, 'parameters', 0.001::float8),
    ('S08', 992::float8, ((SELECT gpu_count FROM traincost.model WHERE name = 'OPT-175B'))::float8, 'GPUs', 0::float8),
    ('S09', NULL::float8, ((SELECT gpu_hours / gpu_count / 24 FROM traincost.model WHERE name = 'OPT-175B'))::float8, 'days of continuous compute', NULL::float8),
    ('S10', 1.75e11::float8, ((SELECT params FROM traincost.model WHERE name = 'BLOOM-176B'))::float8, 'parameters', 0.001::float8),
    ('S11', 3.5::float8, ((SELECT train_days / 365.25 * 12 FROM traincost.model WHERE name = 'BLOOM-176B'))::float8, 'months', 0.02::float8),
    ('S12', 384::float8, ((SELECT gpu_count FROM traincost.model WHERE name = 'BLOOM-176B'))::float8, 'GPUs', 0::float8),
    ('S14', NULL::float8, (traincost.train_days_at((SELECT train_flop FROM traincost.model WHERE name = 'InstructGPT-SFT-175B'), 50, traincost.gpu_peak_tflops('A100-80GB-SXM') * 0.5))::float8, 'days', NULL::float8),
    ('S19', NULL::float8, (traincost.train_days_at((SELECT train_flop FROM traincost.model WHERE name = 'InstructGPT-PPO-ptx-175B'), 50, traincost.gpu_peak_tflops('A100-80GB-SXM') * 0.5))::float8, 'days', NULL::float8),
    ('S20', NULL::float8, ((SELECT train_flop FROM traincost.model WHERE name = 'InstructGPT-PPO-ptx-175B') / (3640 * 8.64e19))::float8, 'ratio', NULL::float8),
    ('S21', 1.4e12::float8, ((SELECT tokens FROM traincost.model WHERE name = 'LLaMA-65B'))::float8, 'tokens', 0.001::float8),
    ('S22', 4.6::float8, ((SELECT dataset_bytes / 1e12 FROM traincost.model WHERE name = 'LLaMA-65B'))::float8, 'TB', 0.005::float8),
    ('S23', 3.14e23::float8, (traincost.train_flops(174.6e9, 300e9))::float8, 'FLOP', 0.002::float8),
    ('S26', 8.64e19::float8, (1 / traincost.pflops_days(1))::float8, 'FLOP', 0::float8),
    ('S27', NULL::float8, (1 - (traincost.transformer_params(1, 768, 12, 0, ffn_size => 6144) - traincost.transformer_params(1, 768, 12, 0)) / traincost.transformer_params(1, 768, 12, 0))::float8, 'share of attention in a layer', NULL::float8),
    ('S29', 4.6e6::float8, (traincost.rent_usd(traincost.gpu_hours_at(3.14e23, 28), 1.5))::float8, 'USD', 0.02::float8),
    ('S30', 1e15::float8, (traincost.train_flops(1, 1.8e23 / (6 * 1e11), 1) * traincost.assumption_value('bytes_per_token'))::float8, 'bytes', 0.01::float8),
    ('S31', 864000::float8, (86400 * traincost.train_days_at(1.8e23, traincost.gpus_needed_at(1.8e23, 10, 19.5), 19.5))::float8, 'seconds', 0.001::float8),
    ('S32', 3.3e22::float8, (traincost.train_flops(11e9, 1e12, 3))::float8, 'FLOP', 0.001::float8),
    ('S33', 3.14e23::float8, (traincost.train_flops(174.6e9, 300e9))::float8, 'FLOP', 0.002::float8),
    ('S34', 10::float8, (traincost.train_flops(174.6e9, 300e9) / traincost.train_flops(11e9, 1e12, 3))::float8, 'ratio', 0.05::float8),
    ('S35', 1.8e23::float8, (traincost.train_flops(174.6e9 * 100 / 175, 300e9))::float8, 'FLOP', 0.005::float8),
    ('S36', 19.5e12::float8, (traincost.gpu_peak_tflops('A100-80GB-SXM', 'fp32') * 1e12)::float8, 'FLOP/s', 0.001::float8),
    ('S37', 10830::float8, (traincost.gpus_needed_at(1.8e23, 10, 19.5))::float8, 'GPUs', 0.001::float8),
    ('S38', NULL::float8, (traincost.gpu_price_usd('A100-40GB-PCIe', as_of => '2023-06-30'))::float8, 'USD', NULL::float8),
    ('S39', 108300000::float8, (traincost.own_usd(10830, 10000, 0, 0))::float8, 'USD', 0::float8),
    ('S40', 21660000::float8, (traincost.own_usd(10830, 10000, 0.2, 0) - traincost.own_usd(10830, 10000, 0, 0))::float8, 'USD', 0::float8),
    ('S41', 10830000::float8, (traincost.own_usd(10830, 10000, 0, 0.1) - traincost.own_usd(10830, 10000, 0, 0))::float8, 'USD', 0::float8),
    ('S43', 142790000::float8, (traincost.own_usd(10830, 10000, labor_usd => 2e6))::float8, 'USD', 0::float8),
    ('S44', 1.43e8::float8, (traincost.own_usd(10830, 10000, labor_usd => 2e6))::float8, 'USD', 0.005::float8),
    ('S45', 0.002::float8, ((SELECT usd_per_mtok_output::float8 / 1000 FROM traincost.api_price WHERE model = 'gpt-3.5-turbo' AND observed_on <= '2023-03-01' ORDER BY observed_on DESC LIMIT 1))::float8, 'USD per 1k tokens', 0::float8),
    ('S48', NULL::float8, (traincost.household_years(traincost.energy_kwh(10000 * 14.8 * 24, 330, pue => 1.1)))::float8, 'years', NULL::float8),
    ('S49', 103.5::float8, ((SELECT energy_mwh FROM traincost.model WHERE name = 'Transformer-6.1B-partial') * 60 / 8)::float8, 'MWh', 0.005::float8),
    ('S50', 3.4::float8, (traincost.energy_kwh((SELECT gpu_hours FROM traincost.model WHERE name = 'PaLM-540B'), (SELECT avg_power_w FROM traincost.model WHERE name = 'PaLM-540B'), pue => (SELECT pue FROM traincost.model WHERE name = 'PaLM-540B')) / 1e6)::float8, 'GWh', 0.02::float8),
    ('S51', 2::float8, ((SELECT train_days / 365.25 * 12 FROM traincost.model WHERE name = 'PaLM-540B'))::float8, 'months', 0.1::float8),
    ('S52', 502::float8, (traincost.co2e_kg(1287000 / 1.10, 429) / 1000)::float8, 'tonnes', 0.002::float8),
    ('S53', 1.4::float8, (traincost.co2e_kg(1287000 / 1.10, 429) / traincost.co2e_kg(1000 * (SELECT energy_mwh FROM traincost.model WHERE name = 'Gopher-280B'), 330))::float8, 'ratio', 0.02::float8),
    ('S54', 20.1::float8, (traincost.co2e_kg(1287000 / 1.10, 429) / traincost.co2e_kg(1000 * (SELECT energy_mwh FROM traincost.model WHERE name = 'BLOOM-176B'), 57))::float8, 'ratio', 0.02::float8),
    ('S55', 1287::float8, (traincost.energy_kwh(10000 * 14.8 * 24, 330, pue => 1.1) / 1000)::float8, 'MWh', 0.005::float8)
) AS r (claim_id, claimed, recomputed, recomputed_unit, tolerance) ON r.claim_id = c.claim_id;
