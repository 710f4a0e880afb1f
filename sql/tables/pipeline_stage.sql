CREATE TABLE traincost.pipeline_stage (
    pipeline              text,
    stage_no              bigint        NOT NULL CHECK (stage_no > 0),
    stage                 text          NOT NULL,
-- @inputs columns
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
-- @inputs comments
COMMENT ON COLUMN traincost.pipeline_stage.stage_no IS
'Order of the stage in the plan, from 1.';
COMMENT ON COLUMN traincost.pipeline_stage.stage IS
'pre-training, supervised fine-tuning, reward model, reinforcement learning, or your own word.';
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
COMMENT ON COLUMN traincost.pipeline_stage.note IS
'Remarks.';
COMMENT ON COLUMN traincost.pipeline_stage.source IS
'Where the plan''s figures come from.';
