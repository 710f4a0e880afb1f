CREATE TABLE traincost.pipeline_stage (
    pipeline              text,
    stage_no              bigint        NOT NULL CHECK (stage_no > 0),
    stage                 text          NOT NULL,
    model                 text,
    params                float8        CHECK (params > 0 AND params < 'Infinity'),
    tokens                float8        CHECK (tokens >= 0 AND tokens < 'Infinity'),
    flop                  float8        CHECK (flop >= 0 AND flop < 'Infinity'),
    flops_per_param_token float8        CHECK (flops_per_param_token > 0 AND flops_per_param_token < 'Infinity'),
    exact                 boolean,
    seq_len               float8        CHECK (seq_len > 0 AND seq_len < 'Infinity'),
    method                text          CHECK (method = 'sft' OR method = 'lora' OR method = 'qlora' OR method = 'reward_model' OR method = 'dpo' OR method = 'ppo' OR method = 'grpo' OR method = 'rloo'),
    examples              float8        CHECK (examples >= 0 AND examples < 'Infinity'),
    comparisons           float8        CHECK (comparisons >= 0 AND comparisons < 'Infinity'),
    prompts               float8        CHECK (prompts >= 0 AND prompts < 'Infinity'),
    prompt_tokens         float8        CHECK (prompt_tokens >= 0 AND prompt_tokens < 'Infinity'),
    response_tokens       float8        CHECK (response_tokens >= 0 AND response_tokens < 'Infinity'),
    samples_per_prompt    float8        CHECK (samples_per_prompt > 0 AND samples_per_prompt < 'Infinity'),
    epochs                float8        CHECK (epochs > 0 AND epochs < 'Infinity'),
    reward_params         float8        CHECK (reward_params >= 0 AND reward_params < 'Infinity'),
    critic_params         float8        CHECK (critic_params >= 0 AND critic_params < 'Infinity'),
    frozen_base           boolean,
    reference             boolean,
    cached_reference      boolean,
    old_logprobs          boolean,
    generation_flop       float8        CHECK (generation_flop >= 0 AND generation_flop < 'Infinity'),
    generation_mfu        float8        CHECK (generation_mfu > 0 AND generation_mfu <= 1),
    gpu                   text,
    gpus                  float8        CHECK (gpus > 0 AND gpus < 'Infinity'),
    days                  float8        CHECK (days > 0 AND days < 'Infinity'),
    mfu                   float8        CHECK (mfu > 0 AND mfu <= 1),
    dtype                 text          CHECK (dtype = 'fp64' OR dtype = 'fp32' OR dtype = 'tf32' OR dtype = 'fp16' OR dtype = 'bf16' OR dtype = 'fp8' OR dtype = 'int8' OR dtype = 'fp4'),
    peak_tflops           float8        CHECK (peak_tflops > 0 AND peak_tflops < 'Infinity'),
    goodput               float8        CHECK (goodput > 0 AND goodput <= 1),
    gpu_hours_per_failure float8        CHECK (gpu_hours_per_failure > 0 AND gpu_hours_per_failure < 'Infinity'),
    checkpoint_seconds    float8        CHECK (checkpoint_seconds > 0 AND checkpoint_seconds < 'Infinity'),
    restart_seconds       float8        CHECK (restart_seconds >= 0 AND restart_seconds < 'Infinity'),
    run_multiplier        float8        CHECK (run_multiplier >= 1 AND run_multiplier < 'Infinity'),
    ownership             text          CHECK (ownership = 'rent' OR ownership = 'buy' OR ownership = 'amortize'),
    provider              text,
    price_kind            text          CHECK (price_kind = 'on_demand' OR price_kind = 'spot' OR price_kind = 'reserved_1y' OR price_kind = 'reserved_3y' OR price_kind = 'purchase'),
    price_region          text,
    usd_per_gpu_hour      numeric(16,6) CHECK (usd_per_gpu_hour >= 0 AND usd_per_gpu_hour < 'NaN'),
    usd_per_gpu           numeric(16,2) CHECK (usd_per_gpu >= 0 AND usd_per_gpu < 'NaN'),
    other_hardware_share  float8        CHECK (other_hardware_share >= 0 AND other_hardware_share < 'Infinity'),
    datacenter_share      float8        CHECK (datacenter_share >= 0 AND datacenter_share < 'Infinity'),
    interconnect_share    float8        CHECK (interconnect_share >= 0 AND interconnect_share < 1),
    depreciation          text          CHECK (depreciation = 'straight_line' OR depreciation = 'price_decay'),
    acquired_on           date,
    price_decay_oom_per_year float8     CHECK (price_decay_oom_per_year > 0 AND price_decay_oom_per_year < 'Infinity'),
    residual_share        float8        CHECK (residual_share >= 0 AND residual_share <= 1),
    useful_life_years     float8        CHECK (useful_life_years > 0 AND useful_life_years < 'Infinity'),
    cluster_utilization   float8        CHECK (cluster_utilization > 0 AND cluster_utilization <= 1),
    usd_per_kwh           float8        CHECK (usd_per_kwh >= 0 AND usd_per_kwh < 'Infinity'),
    data_usd              numeric(16,2) CHECK (data_usd >= 0 AND data_usd < 'NaN'),
    labor_usd             numeric(16,2) CHECK (labor_usd >= 0 AND labor_usd < 'NaN'),
    annotation_items          float8        CHECK (annotation_items >= 0 AND annotation_items < 'Infinity'),
    annotation_usd_per_item   numeric(16,6) CHECK (annotation_usd_per_item >= 0 AND annotation_usd_per_item < 'NaN'),
    annotation_hours_per_item float8        CHECK (annotation_hours_per_item >= 0 AND annotation_hours_per_item < 'Infinity'),
    annotation_usd_per_hour   numeric(16,6) CHECK (annotation_usd_per_hour >= 0 AND annotation_usd_per_hour < 'NaN'),
    acquisition_usd           numeric(16,2) CHECK (acquisition_usd >= 0 AND acquisition_usd < 'NaN'),
    cleaning_usd              numeric(16,2) CHECK (cleaning_usd >= 0 AND cleaning_usd < 'NaN'),
    storage_gb                float8        CHECK (storage_gb >= 0 AND storage_gb < 'Infinity'),
    storage_months            float8        CHECK (storage_months >= 0 AND storage_months < 'Infinity'),
    usd_per_gb_month          float8        CHECK (usd_per_gb_month >= 0 AND usd_per_gb_month < 'Infinity'),
    people                    float8        CHECK (people >= 0 AND people < 'Infinity'),
    people_months             float8        CHECK (people_months >= 0 AND people_months < 'Infinity'),
    usd_per_person_month      numeric(16,2) CHECK (usd_per_person_month >= 0 AND usd_per_person_month < 'NaN'),
    region                text,
    pue                   float8        CHECK (pue >= 1 AND pue < 'Infinity'),
    gpu_watts             float8        CHECK (gpu_watts >= 0 AND gpu_watts < 'Infinity'),
    power_fraction        float8        CHECK (power_fraction > 0 AND power_fraction <= 1),
    host_overhead         float8        CHECK (host_overhead >= 1 AND host_overhead < 'Infinity'),
    gco2e_per_kwh         float8        CHECK (gco2e_per_kwh >= 0 AND gco2e_per_kwh < 'Infinity'),
    market_gco2e_per_kwh  float8        CHECK (market_gco2e_per_kwh >= 0 AND market_gco2e_per_kwh < 'Infinity'),
    gpu_embodied_kg       float8        CHECK (gpu_embodied_kg >= 0 AND gpu_embodied_kg < 'Infinity'),
    server_embodied_kg    float8        CHECK (server_embodied_kg >= 0 AND server_embodied_kg < 'Infinity'),
    embodied_life_years   float8        CHECK (embodied_life_years > 0 AND embodied_life_years < 'Infinity'),
    wue_site_l_per_kwh    float8        CHECK (wue_site_l_per_kwh >= 0 AND wue_site_l_per_kwh < 'Infinity'),
    wue_source_l_per_kwh  float8        CHECK (wue_source_l_per_kwh >= 0 AND wue_source_l_per_kwh < 'Infinity'),
    as_of                 date,
    note                  text,
    source                text,
    shipped               boolean       NOT NULL DEFAULT false,
    -- what contradicts itself must not enter: one such row stops every view of plans
    CONSTRAINT gpus_or_days CHECK (gpus IS NULL OR days IS NULL),
    CONSTRAINT method_or_flop CHECK (method IS NULL OR (num_nonnulls(flop, tokens, flops_per_param_token) = 0 AND exact IS NOT TRUE)),
    -- else a model's whole pre-training would be priced in their place
    CONSTRAINT inputs_of_a_method CHECK (num_nonnulls(method, flop, tokens) > 0 OR num_nonnulls(examples, comparisons, prompts, prompt_tokens, response_tokens, samples_per_prompt, reward_params, critic_params) = 0),
    CONSTRAINT passes_of_a_method CHECK (method IS NOT NULL OR (coalesce(epochs, 1) = 1 AND frozen_base IS NOT TRUE)),
    CONSTRAINT price_of_ownership CHECK (CASE WHEN coalesce(ownership, 'rent') = 'rent' THEN usd_per_gpu IS NULL AND coalesce(price_kind, 'on_demand') <> 'purchase'
                                              ELSE usd_per_gpu_hour IS NULL AND coalesce(price_kind, 'purchase') = 'purchase' END),
    CONSTRAINT one_depreciation CHECK (CASE WHEN depreciation = 'price_decay' THEN residual_share IS NULL ELSE price_decay_oom_per_year IS NULL END),
    CONSTRAINT goodput_or_failures CHECK (goodput IS NULL OR (gpu_hours_per_failure IS NULL AND checkpoint_seconds IS NULL AND restart_seconds IS NULL)),
    CONSTRAINT failures_of_a_cluster CHECK (gpus IS NOT NULL OR days IS NOT NULL OR (gpu_hours_per_failure IS NULL AND checkpoint_seconds IS NULL AND restart_seconds IS NULL)),
    CONSTRAINT exact_needs_model CHECK (exact IS NOT TRUE OR (model IS NOT NULL AND num_nonnulls(params, flops_per_param_token) = 0)),
    CONSTRAINT acquired_before CHECK (acquired_on <= as_of),
    -- as_of infinity asks for the latest prices
    CONSTRAINT calendar_days CHECK (acquired_on BETWEEN '0001-01-01' AND '9999-12-31' AND (as_of = 'infinity' OR as_of BETWEEN '0001-01-01' AND '9999-12-31')),
    CONSTRAINT price_or_hours_per_item CHECK (annotation_usd_per_item IS NULL OR (annotation_hours_per_item IS NULL AND annotation_usd_per_hour IS NULL)),
    PRIMARY KEY (pipeline, stage_no)
);
COMMENT ON TABLE traincost.pipeline_stage IS
'Plans: the stages of a training pipeline with their inputs. A NULL input takes the catalog''s or the assumption''s value, as the argument of the same name of train_estimate does.';
COMMENT ON COLUMN traincost.pipeline_stage.stage_no IS
'Order of the stage in the plan, from 1.';
COMMENT ON COLUMN traincost.pipeline_stage.stage IS
'pre-training, supervised fine-tuning, reward model, reinforcement learning, or your own word.';
COMMENT ON COLUMN traincost.pipeline_stage.model IS
'Row of table model that gives params, active params and tokens.';
COMMENT ON COLUMN traincost.pipeline_stage.params IS
'Parameters (active ones for a mixture of experts).';
COMMENT ON COLUMN traincost.pipeline_stage.tokens IS
'Tokens seen.';
COMMENT ON COLUMN traincost.pipeline_stage.flop IS
'FLOP of the stage, instead of params x tokens.';
COMMENT ON COLUMN traincost.pipeline_stage.flops_per_param_token IS
'FLOP per parameter and token (6 dense training).';
COMMENT ON COLUMN traincost.pipeline_stage.exact IS
'Count FLOP from the model''s architecture instead of params x tokens. NULL: no.';
COMMENT ON COLUMN traincost.pipeline_stage.seq_len IS
'Sequence length in tokens, for exact. NULL: the model''s.';
COMMENT ON COLUMN traincost.pipeline_stage.method IS
'How the stage''s FLOP follow from the six inputs below: sft, lora, qlora (sft_flops over examples), reward_model (rm_flops over comparisons), dpo (dpo_flops over comparisons), ppo, grpo, rloo (rl_flops over prompts). NULL: from flop, or params and tokens.';
COMMENT ON COLUMN traincost.pipeline_stage.examples IS
'Demonstrations, for sft, lora and qlora.';
COMMENT ON COLUMN traincost.pipeline_stage.comparisons IS
'Labelled pairs, for reward_model and dpo.';
COMMENT ON COLUMN traincost.pipeline_stage.prompts IS
'Prompts, for ppo, grpo and rloo.';
COMMENT ON COLUMN traincost.pipeline_stage.prompt_tokens IS
'Mean tokens of a prompt.';
COMMENT ON COLUMN traincost.pipeline_stage.response_tokens IS
'Mean tokens of a response.';
COMMENT ON COLUMN traincost.pipeline_stage.samples_per_prompt IS
'Responses sampled for each prompt. NULL: 1.';
COMMENT ON COLUMN traincost.pipeline_stage.epochs IS
'Passes of a method over its data; tokens of pre-training hold every pass. NULL: 1.';
COMMENT ON COLUMN traincost.pipeline_stage.reward_params IS
'Parameters of the reward model that scores responses. NULL: those of the policy for ppo; none (rule-based rewards) for grpo and rloo.';
COMMENT ON COLUMN traincost.pipeline_stage.critic_params IS
'Parameters of the value model. NULL: those of the policy for ppo; none for grpo and rloo.';
COMMENT ON COLUMN traincost.pipeline_stage.frozen_base IS
'The base is frozen and an adapter is trained: 4 FLOP per parameter and token instead of 6. NULL: yes for lora and qlora, else no.';
COMMENT ON COLUMN traincost.pipeline_stage.reference IS
'A reference model scores the sequences (dpo, ppo, grpo, rloo). NULL: yes. false for SimPO and ORPO (method dpo), and for reinforcement learning without KL penalty.';
COMMENT ON COLUMN traincost.pipeline_stage.cached_reference IS
'The reference model scores once instead of in every epoch (dpo). NULL: no.';
COMMENT ON COLUMN traincost.pipeline_stage.old_logprobs IS
'The policy scores its own samples before the update (ppo, grpo, rloo). NULL: yes. false: the log-probabilities of sampling are kept.';
COMMENT ON COLUMN traincost.pipeline_stage.generation_flop IS
'FLOP of rollouts, at generation_mfu, instead of those of the method.';
COMMENT ON COLUMN traincost.pipeline_stage.generation_mfu IS
'MFU of generation (fraction of dense peak).';
COMMENT ON COLUMN traincost.pipeline_stage.gpus IS
'Number of GPUs (then days is computed); not together with days.';
COMMENT ON COLUMN traincost.pipeline_stage.days IS
'Wall-clock days (then gpus is computed); not together with gpus.';
COMMENT ON COLUMN traincost.pipeline_stage.mfu IS
'MFU of training (fraction of dense peak).';
COMMENT ON COLUMN traincost.pipeline_stage.dtype IS
'Number format whose dense peak counts: fp64, fp32, tf32, fp16, bf16, fp8, int8 or fp4.';
COMMENT ON COLUMN traincost.pipeline_stage.peak_tflops IS
'Dense peak in TFLOP/s, instead of the catalog''s.';
COMMENT ON COLUMN traincost.pipeline_stage.goodput IS
'Useful share of the wall-clock time (failures, restarts).';
COMMENT ON COLUMN traincost.pipeline_stage.gpu_hours_per_failure IS
'GPU-hours between interruptions, from which goodput is derived; with it or one of the next two given, assumptions stand in for the others.';
COMMENT ON COLUMN traincost.pipeline_stage.checkpoint_seconds IS
'Seconds that training stands still for one checkpoint.';
COMMENT ON COLUMN traincost.pipeline_stage.restart_seconds IS
'Seconds from a failure to training again.';
COMMENT ON COLUMN traincost.pipeline_stage.run_multiplier IS
'All runs over the final one (failed and exploratory runs).';
COMMENT ON COLUMN traincost.pipeline_stage.ownership IS
'rent, buy (bought outright for this stage: each stage of a plan that buys pays for its own GPUs) or amortize (the used share of a purchase). Inputs of owned hardware wait unused while a stage rents.';
COMMENT ON COLUMN traincost.pipeline_stage.provider IS
'Provider in table gpu_price. NULL: median over providers.';
COMMENT ON COLUMN traincost.pipeline_stage.price_kind IS
'Kind of price in table gpu_price.';
COMMENT ON COLUMN traincost.pipeline_stage.price_region IS
'Region in table gpu_price. NULL: all regions.';
COMMENT ON COLUMN traincost.pipeline_stage.usd_per_gpu_hour IS
'Rent in USD per GPU-hour, instead of the catalog''s.';
COMMENT ON COLUMN traincost.pipeline_stage.usd_per_gpu IS
'Purchase price in USD per GPU, instead of the catalog''s.';
COMMENT ON COLUMN traincost.pipeline_stage.other_hardware_share IS
'Hosts, network, storage as a share of the GPUs'' price; without the network where interconnect_share counts it. Of owned hardware.';
COMMENT ON COLUMN traincost.pipeline_stage.datacenter_share IS
'Building and cooling as a share of the GPUs'' price.';
COMMENT ON COLUMN traincost.pipeline_stage.interconnect_share IS
'The network''s part of the whole cluster''s price, 0 to below 1, besides other_hardware_share. NULL: 0, or the assumption''s with price_decay.';
COMMENT ON COLUMN traincost.pipeline_stage.depreciation IS
'How owned hardware is amortised: straight_line over useful_life_years to residual_share, or price_decay by price_decay_oom_per_year. NULL: straight_line.';
COMMENT ON COLUMN traincost.pipeline_stage.acquired_on IS
'Day the owned hardware was bought: its price is of that day, and by price_decay it is worth less at as_of. NULL: as_of.';
COMMENT ON COLUMN traincost.pipeline_stage.price_decay_oom_per_year IS
'Fall of price for the same performance, in orders of magnitude per year (depreciation price_decay).';
COMMENT ON COLUMN traincost.pipeline_stage.residual_share IS
'Part of the price left at the end of the useful life, 0 to 1 (depreciation straight_line). NULL: 0.';
COMMENT ON COLUMN traincost.pipeline_stage.useful_life_years IS
'Straight-line depreciation life in years.';
COMMENT ON COLUMN traincost.pipeline_stage.cluster_utilization IS
'Share of the hardware''s life in use: of owned hardware''s price, and of any hardware''s embodied CO2e.';
COMMENT ON COLUMN traincost.pipeline_stage.usd_per_kwh IS
'Electricity price in USD per kWh (owned hardware).';
COMMENT ON COLUMN traincost.pipeline_stage.data_usd IS
'Data in USD: acquisition, annotation, storage.';
COMMENT ON COLUMN traincost.pipeline_stage.labor_usd IS
'Labour in USD.';
COMMENT ON COLUMN traincost.pipeline_stage.annotation_items IS
'Demonstrations or comparisons that people write or label for this stage. NULL: none are paid for.';
COMMENT ON COLUMN traincost.pipeline_stage.annotation_usd_per_item IS
'USD per item annotated. NULL: annotation_hours_per_item x annotation_usd_per_hour.';
COMMENT ON COLUMN traincost.pipeline_stage.annotation_hours_per_item IS
'Hours of work per item annotated.';
COMMENT ON COLUMN traincost.pipeline_stage.annotation_usd_per_hour IS
'Wage of annotators in USD per hour, fees included.';
COMMENT ON COLUMN traincost.pipeline_stage.acquisition_usd IS
'USD for buying or licensing data.';
COMMENT ON COLUMN traincost.pipeline_stage.cleaning_usd IS
'USD for filtering, deduplicating and cleaning data.';
COMMENT ON COLUMN traincost.pipeline_stage.storage_gb IS
'Average GB (1e9 bytes) kept for the stage: data set, and half of the final sum of kept checkpoints. NULL: none is paid for.';
COMMENT ON COLUMN traincost.pipeline_stage.storage_months IS
'Months it is kept. NULL: the days of the run.';
COMMENT ON COLUMN traincost.pipeline_stage.usd_per_gb_month IS
'Storage price in USD per GB and month. NULL: assumption_value(''usd_per_gb_month'').';
COMMENT ON COLUMN traincost.pipeline_stage.people IS
'People who work on the stage. NULL: none are counted; see labor_usd.';
COMMENT ON COLUMN traincost.pipeline_stage.people_months IS
'Months each of them works on it.';
COMMENT ON COLUMN traincost.pipeline_stage.usd_per_person_month IS
'Cost of a person in USD per month, overhead included.';
COMMENT ON COLUMN traincost.pipeline_stage.region IS
'Grid region, or provider/region, for carbon and PUE.';
COMMENT ON COLUMN traincost.pipeline_stage.pue IS
'PUE, instead of the region''s.';
COMMENT ON COLUMN traincost.pipeline_stage.gpu_watts IS
'Watts per GPU, instead of its TDP.';
COMMENT ON COLUMN traincost.pipeline_stage.power_fraction IS
'Mean draw over gpu_watts.';
COMMENT ON COLUMN traincost.pipeline_stage.host_overhead IS
'Server power over GPU power.';
COMMENT ON COLUMN traincost.pipeline_stage.gco2e_per_kwh IS
'Grid intensity in g CO2e per kWh, instead of the region''s.';
COMMENT ON COLUMN traincost.pipeline_stage.market_gco2e_per_kwh IS
'Supplier''s intensity in g CO2e per kWh for the market-based figure.';
COMMENT ON COLUMN traincost.pipeline_stage.gpu_embodied_kg IS
'kg CO2e of manufacture per GPU.';
COMMENT ON COLUMN traincost.pipeline_stage.server_embodied_kg IS
'kg CO2e of manufacture per server of eight GPUs.';
COMMENT ON COLUMN traincost.pipeline_stage.embodied_life_years IS
'Years over which manufacture is spread.';
COMMENT ON COLUMN traincost.pipeline_stage.wue_site_l_per_kwh IS
'Water evaporated on site, litres per kWh of IT energy.';
COMMENT ON COLUMN traincost.pipeline_stage.wue_source_l_per_kwh IS
'Water of electricity generation, litres per kWh.';
COMMENT ON COLUMN traincost.pipeline_stage.as_of IS
'Day whose prices and grid count. NULL: today.';
COMMENT ON COLUMN traincost.pipeline_stage.note IS
'Remarks.';
COMMENT ON COLUMN traincost.pipeline_stage.source IS
'Where the plan''s figures come from.';
