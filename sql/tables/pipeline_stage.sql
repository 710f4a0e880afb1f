CREATE TABLE traincost.pipeline_stage (
    pipeline              text,
    stage_no              bigint        NOT NULL CHECK (stage_no BETWEEN 1 AND 1000000000000),
    stage                 text          NOT NULL,
-- @inputs columns
    method                text,
    examples              float8        CHECK (examples = 0 OR examples BETWEEN 1e-30 AND 1e30),
    comparisons           float8        CHECK (comparisons = 0 OR comparisons BETWEEN 1e-30 AND 1e30),
    prompts               float8        CHECK (prompts = 0 OR prompts BETWEEN 1e-30 AND 1e30),
    prompt_tokens         float8        CHECK (prompt_tokens = 0 OR prompt_tokens BETWEEN 1e-30 AND 1e30),
    response_tokens       float8        CHECK (response_tokens = 0 OR response_tokens BETWEEN 1e-30 AND 1e30),
    samples_per_prompt    float8        CHECK (samples_per_prompt BETWEEN 1e-30 AND 1e30),
    epochs                float8        CHECK (epochs BETWEEN 1e-30 AND 1e30),
    reward_params         float8        CHECK (reward_params = 0 OR reward_params BETWEEN 1e-30 AND 1e30),
    critic_params         float8        CHECK (critic_params = 0 OR critic_params BETWEEN 1e-30 AND 1e30),
    frozen_base           boolean,
    reference             boolean,
    cached_reference      boolean,
    old_logprobs          boolean,
    padded_tokens         float8        CHECK (padded_tokens = 0 OR padded_tokens BETWEEN 1e-30 AND 1e30),
    steps                 float8        CHECK (steps BETWEEN 1e-30 AND 1e30),
    max_response_tokens   float8        CHECK (max_response_tokens BETWEEN 1e-30 AND 1e30),
    turns                 float8        CHECK (turns BETWEEN 1 AND 1e30),
    added_tokens_per_turn float8
        CHECK (added_tokens_per_turn = 0 OR added_tokens_per_turn BETWEEN 1e-30 AND 1e30),
    environment_seconds   float8        CHECK (environment_seconds = 0 OR environment_seconds BETWEEN 1e-30 AND 1e30),
    accepted_share        float8        CHECK (accepted_share BETWEEN 1e-30 AND 1),
    asynchronous          boolean,
    rollout_gpus          float8        CHECK (rollout_gpus BETWEEN 1e-30 AND 1e30),
    engine_gpus           float8
        CHECK (engine_gpus >= 1 AND engine_gpus < 9007199254740992 AND engine_gpus = floor(engine_gpus)),
    rollout_bytes_per_param float8      CHECK (rollout_bytes_per_param BETWEEN 1e-30 AND 1e30),
    kv_bytes_per_token    float8        CHECK (kv_bytes_per_token = 0 OR kv_bytes_per_token BETWEEN 1e-30 AND 1e30),
    pretraining_tokens    float8        CHECK (pretraining_tokens = 0 OR pretraining_tokens BETWEEN 1e-30 AND 1e30),
    annotation_items          float8        CHECK (annotation_items = 0 OR annotation_items BETWEEN 1e-30 AND 1e30),
    annotation_usd_per_item   numeric(16,6) CHECK (annotation_usd_per_item >= 0 AND annotation_usd_per_item < 'NaN'),
    annotation_hours_per_item float8
        CHECK (annotation_hours_per_item = 0 OR annotation_hours_per_item BETWEEN 1e-30 AND 1e30),
    annotation_usd_per_hour   numeric(16,6) CHECK (annotation_usd_per_hour >= 0 AND annotation_usd_per_hour < 'NaN'),
    acquisition_usd           numeric(16,2) CHECK (acquisition_usd >= 0 AND acquisition_usd < 'NaN'),
    cleaning_usd              numeric(16,2) CHECK (cleaning_usd >= 0 AND cleaning_usd < 'NaN'),
    storage_gb                float8        CHECK (storage_gb = 0 OR storage_gb BETWEEN 1e-30 AND 1e30),
    storage_months            float8        CHECK (storage_months = 0 OR storage_months BETWEEN 1e-30 AND 1e30),
    usd_per_gb_month          float8        CHECK (usd_per_gb_month = 0 OR usd_per_gb_month BETWEEN 1e-30 AND 1e30),
    people                    float8        CHECK (people = 0 OR people BETWEEN 1e-30 AND 1e30),
    people_months             float8        CHECK (people_months = 0 OR people_months BETWEEN 1e-30 AND 1e30),
    usd_per_person_month      numeric(16,2) CHECK (usd_per_person_month >= 0 AND usd_per_person_month < 'NaN'),
    starts_on             date          CHECK (starts_on BETWEEN '1900-01-01' AND '2999-12-31'),
    after_stage           text,
    gap_days              float8        CHECK (gap_days >= 0 AND gap_days < 36525),
    daily_prices          boolean,
    commitment            text,
    cluster               text,
    ranges                text          CHECK (traincost._ranges_valid(ranges)),
    note                  text,
    source                text,
    shipped               boolean       NOT NULL DEFAULT false,
    -- what contradicts itself must not enter: one such row stops every view of plans
    CONSTRAINT gpus_or_days CHECK (gpus IS NULL OR days IS NULL),
    CONSTRAINT method_or_flop
        CHECK (method IS NULL OR (num_nonnulls(flop, flops_per_param_token) = 0 AND exact IS NOT TRUE
                                                        AND (tokens IS NULL
                                                             OR num_nonnulls(examples, comparisons, prompts) = 0))),
    -- else a model's whole pre-training would be priced in their place
    CONSTRAINT inputs_of_a_method
        CHECK (num_nonnulls(method, flop, tokens) > 0
               OR num_nonnulls(examples, comparisons, prompts, prompt_tokens, response_tokens, samples_per_prompt,
                               reward_params, critic_params, padded_tokens, steps, max_response_tokens,
                               pretraining_tokens) = 0),
    CONSTRAINT passes_of_a_method CHECK (method IS NOT NULL OR (coalesce(epochs, 1) = 1 AND frozen_base IS NOT TRUE)),
    CONSTRAINT price_of_ownership
        CHECK (CASE WHEN coalesce(ownership, 'rent') = 'rent'
                    THEN usd_per_gpu IS NULL AND coalesce(price_kind, 'on_demand') <> 'purchase'
                                              ELSE usd_per_gpu_hour IS NULL AND coalesce(price_kind, 'purchase') = 'purchase' END),
    CONSTRAINT one_depreciation
        CHECK (CASE WHEN depreciation = 'price_decay' THEN residual_share IS NULL
                    ELSE price_decay_oom_per_year IS NULL END),
    CONSTRAINT goodput_or_failures
        CHECK (goodput IS NULL
               OR (gpu_hours_per_failure IS NULL AND checkpoint_seconds IS NULL AND restart_seconds IS NULL)),
    CONSTRAINT failures_of_a_cluster
        CHECK (gpus IS NOT NULL
               OR days IS NOT NULL
               OR (gpu_hours_per_failure IS NULL AND checkpoint_seconds IS NULL AND restart_seconds IS NULL)),
    CONSTRAINT exact_needs_model
        CHECK (exact IS NOT TRUE OR (model IS NOT NULL AND num_nonnulls(params, flops_per_param_token) = 0)),
    CONSTRAINT acquired_before CHECK (acquired_on <= as_of),
    -- a plan of today's prices has no as_of
    CONSTRAINT calendar_days CHECK (acquired_on BETWEEN '0001-01-01' AND '9999-12-31' AND as_of BETWEEN '1900-01-01' AND '2999-12-31'),
    CONSTRAINT price_or_hours_per_item
        CHECK (annotation_usd_per_item IS NULL
               OR (annotation_hours_per_item IS NULL AND annotation_usd_per_hour IS NULL)),
    CONSTRAINT one_start CHECK (starts_on IS NULL OR num_nonnulls(after_stage, gap_days) = 0),
    -- a contract and the prices of each day are of rent; a cluster has its own price
    CONSTRAINT commitment_is_rented
        CHECK (commitment IS NULL
               OR (coalesce(ownership, 'rent') = 'rent'
                   AND coalesce(price_kind, 'on_demand') = 'on_demand'
                   AND provider IS NOT NULL)),
    CONSTRAINT daily_prices_of_rent
        CHECK (daily_prices IS NOT TRUE OR (coalesce(ownership, 'rent') = 'rent' AND usd_per_gpu_hour IS NULL)),
    CONSTRAINT cluster_is_amortized
        CHECK (cluster IS NULL
               OR (ownership IS NOT DISTINCT FROM 'amortize'
                   AND coalesce(depreciation, 'straight_line') = 'straight_line'
        AND num_nonnulls(usd_per_gpu, acquired_on, other_hardware_share, interconnect_share, residual_share,
                         useful_life_years, cluster_utilization) = 0)),
    PRIMARY KEY (pipeline, stage_no)
);
-- the plans that have terms (_stage_has_terms, as the planner inlines it), which views ask for of each plan
CREATE INDEX pipeline_stage_terms ON traincost.pipeline_stage (pipeline)
    WHERE CASE WHEN ownership = 'buy' THEN true
               WHEN ownership = 'amortize' THEN cluster IS NOT NULL
               ELSE commitment IS NOT NULL OR daily_prices IS TRUE END;
COMMENT ON TABLE traincost.pipeline_stage IS
'Plans: the stages of a training pipeline with their inputs. A NULL input takes the catalog''s or the assumption''s value, as the argument of the same name of train_estimate does.';
-- @inputs comments
COMMENT ON COLUMN traincost.pipeline_stage.stage_no IS
'Order of the stage in the plan, from 1.';
COMMENT ON COLUMN traincost.pipeline_stage.stage IS
'pre-training, supervised fine-tuning, reward model, reinforcement learning, or your own word.';
COMMENT ON COLUMN traincost.pipeline_stage.method IS
'How the stage''s FLOP follow from the inputs below: a row of training_method, such as sft, lora, dpo, ppo or grpo. NULL: from flop, or params and tokens.';
COMMENT ON COLUMN traincost.pipeline_stage.examples IS
'Demonstrations, or single labelled responses, for the methods that count examples (sft, lora, kto).';
COMMENT ON COLUMN traincost.pipeline_stage.comparisons IS
'Labelled pairs, for the methods that count comparisons (reward_model, dpo, orpo, simpo).';
COMMENT ON COLUMN traincost.pipeline_stage.prompts IS
'Prompts over the whole stage, for the methods that sample (ppo, grpo, rloo, online_dpo).';
COMMENT ON COLUMN traincost.pipeline_stage.prompt_tokens IS
'Mean tokens of a prompt.';
COMMENT ON COLUMN traincost.pipeline_stage.response_tokens IS
'Mean tokens of a response, over all turns.';
COMMENT ON COLUMN traincost.pipeline_stage.samples_per_prompt IS
'Responses sampled for each prompt. NULL: sequences of training_method.';
COMMENT ON COLUMN traincost.pipeline_stage.epochs IS
'Passes of a method over its data; tokens of pre-training hold every pass. NULL: 1.';
COMMENT ON COLUMN traincost.pipeline_stage.reward_params IS
'Parameters of the model that scores sequences: reward model, judge or teacher. NULL: those of the policy where training_method says so (ppo), else none: rules.';
COMMENT ON COLUMN traincost.pipeline_stage.critic_params IS
'Parameters of the value model. NULL: those of the policy where training_method says so (ppo), else none.';
COMMENT ON COLUMN traincost.pipeline_stage.frozen_base IS
'The base is frozen and an adapter is trained: 4 FLOP per parameter and token instead of 6. NULL: as training_method says.';
COMMENT ON COLUMN traincost.pipeline_stage.reference IS
'A reference model scores the sequences. NULL: as training_method says. false: reinforcement learning without KL penalty.';
COMMENT ON COLUMN traincost.pipeline_stage.cached_reference IS
'The reference model scores once instead of in every epoch (dpo). NULL: no.';
COMMENT ON COLUMN traincost.pipeline_stage.old_logprobs IS
'The policy scores its own samples before the update. NULL: as training_method says. false: the log-probabilities of sampling are kept.';
COMMENT ON COLUMN traincost.pipeline_stage.padded_tokens IS
'Length in tokens to which each sequence is padded: its FLOP count, not those of the data. NULL: sequences are packed.';
COMMENT ON COLUMN traincost.pipeline_stage.steps IS
'Optimizer steps of a method that samples. NULL: as many as make steps of assumption_value(''rl_step_sequences'') sequences.';
COMMENT ON COLUMN traincost.pipeline_stage.max_response_tokens IS
'Cap of a response in tokens: a synchronous step waits for the longest. NULL: none.';
COMMENT ON COLUMN traincost.pipeline_stage.turns IS
'Turns of an episode. NULL: 1.';
COMMENT ON COLUMN traincost.pipeline_stage.added_tokens_per_turn IS
'Tokens that tools add between two turns. NULL: 0.';
COMMENT ON COLUMN traincost.pipeline_stage.environment_seconds IS
'Seconds that the environment takes in each turn. NULL: 0.';
COMMENT ON COLUMN traincost.pipeline_stage.accepted_share IS
'Share of the sampled sequences that is trained on (dynamic sampling). NULL: all.';
COMMENT ON COLUMN traincost.pipeline_stage.asynchronous IS
'Rollouts and training at the same time, each on GPUs of its own. NULL: no.';
COMMENT ON COLUMN traincost.pipeline_stage.rollout_gpus IS
'How many of the GPUs generate. NULL: all; if asynchronous, the number with which a step is shortest.';
COMMENT ON COLUMN traincost.pipeline_stage.engine_gpus IS
'GPUs of one inference engine (tensor degree). NULL: the fewest whose memory holds the weights.';
COMMENT ON COLUMN traincost.pipeline_stage.rollout_bytes_per_param IS
'Bytes per parameter of the engine''s weights; 1 if quantised to 8 bits. NULL: 2.';
COMMENT ON COLUMN traincost.pipeline_stage.kv_bytes_per_token IS
'Bytes of keys and values per token. NULL: from the model''s shape.';
COMMENT ON COLUMN traincost.pipeline_stage.pretraining_tokens IS
'Pre-training tokens mixed into a method that samples (PPO-ptx), over the whole stage. NULL: 0.';
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
COMMENT ON COLUMN traincost.pipeline_stage.starts_on IS
'Day the stage starts, at 00:00 UTC. NULL: after the stage that after_stage names, else after the one before it; the first on its as_of.';
COMMENT ON COLUMN traincost.pipeline_stage.after_stage IS
'Earlier stage of the plan after which this one starts: two after the same stage run side by side. NULL: the stage before.';
COMMENT ON COLUMN traincost.pipeline_stage.gap_days IS
'Days between the end of that stage and the start of this one. NULL: 0.';
COMMENT ON COLUMN traincost.pipeline_stage.daily_prices IS
'Each day of the run at the price of its own day in table gpu_price. NULL: no, the price of as_of for the whole run.';
COMMENT ON COLUMN traincost.pipeline_stage.commitment IS
'Contract under which the GPUs are rented: a row of table commitment. Its hours come first, at its price; hours beyond it are on demand. NULL: none.';
COMMENT ON COLUMN traincost.pipeline_stage.cluster IS
'Cluster that the stage runs on, of ownership amortize: a row of table cluster, whose price and life count. NULL: none.';
COMMENT ON COLUMN traincost.pipeline_stage.ranges IS
'90 percent intervals of inputs, for pipeline_range and its like: ''mfu=0.3..0.45, tokens=1e12..2e12''. The median is the input in use; a range of params, gpus, days, goodput, failures or a price counts only where the plan gives that input. NULL: none besides those of the assumptions and prices.';
COMMENT ON COLUMN traincost.pipeline_stage.source IS
'Where the plan''s figures come from.';
