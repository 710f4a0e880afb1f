CREATE TABLE traincost.rl_run (
    run                   text,
    system                text,
    model                 text,
    params                float8 CHECK (params BETWEEN 1e-30 AND 1e30),
    active_params         float8 CHECK (active_params BETWEEN 1e-30 AND 1e30 AND active_params <= params),
    experts               integer CHECK (experts > 0),
    experts_per_token     integer CHECK (experts_per_token > 0 AND experts_per_token <= experts),
    gpu                   text,
    gpus                  float8 CHECK (gpus BETWEEN 1e-30 AND 1e30),
    steps                 float8 CHECK (steps BETWEEN 1e-30 AND 1e30),
    responses             float8 CHECK (responses BETWEEN 1e-30 AND 1e30),
    samples_per_prompt    float8 CHECK (samples_per_prompt BETWEEN 1e-30 AND 1e30),
    prompt_tokens         float8 CHECK (prompt_tokens = 0 OR prompt_tokens BETWEEN 1e-30 AND 1e30),
    response_tokens       float8 CHECK (response_tokens BETWEEN 1e-30 AND 1e30),
    response_tokens_are   text
        CONSTRAINT "response_tokens_are: stated fixed inferred"
        CHECK (response_tokens_are = 'stated' OR response_tokens_are = 'fixed' OR response_tokens_are = 'inferred'),
    max_response_tokens   float8 CHECK (max_response_tokens BETWEEN 1e-30 AND 1e30),
    turns                 float8 CHECK (turns BETWEEN 1 AND 1e30),
    added_tokens_per_turn float8 CHECK (added_tokens_per_turn = 0 OR added_tokens_per_turn BETWEEN 1e-30 AND 1e30),
    environment_seconds   float8 CHECK (environment_seconds = 0 OR environment_seconds BETWEEN 1e-30 AND 1e30),
    accepted_share        float8 CHECK (accepted_share BETWEEN 1e-30 AND 1),
    asynchronous          boolean,
    rollout_gpus          float8 CHECK (rollout_gpus BETWEEN 1e-30 AND 1e30),
    engine_gpus           integer CHECK (engine_gpus > 0),
    rollout_bytes_per_param float8 CHECK (rollout_bytes_per_param BETWEEN 1e-30 AND 1e30),
    kv_bytes_per_token    float8 CHECK (kv_bytes_per_token = 0 OR kv_bytes_per_token BETWEEN 1e-30 AND 1e30),
    reward_params         float8 CHECK (reward_params = 0 OR reward_params BETWEEN 1e-30 AND 1e30),
    critic_params         float8 CHECK (critic_params = 0 OR critic_params BETWEEN 1e-30 AND 1e30),
    reference             boolean,
    old_logprobs          boolean,
    gpu_hours             float8 CHECK (gpu_hours BETWEEN 1e-30 AND 1e30),
    source                text,
    note                  text,
    shipped               boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (run)
);
COMMENT ON TABLE traincost.rl_run IS
'Published runs and single steps of reinforcement learning with their GPU-hours: what view rl_validation checks rl_step against. Add your own.';
COMMENT ON COLUMN traincost.rl_run.run IS
'Name of the run.';
COMMENT ON COLUMN traincost.rl_run.system IS
'Training framework.';
COMMENT ON COLUMN traincost.rl_run.model IS
'Row of table model that gives what is not stated here. NULL: none.';
COMMENT ON COLUMN traincost.rl_run.params IS
'All parameters of the policy.';
COMMENT ON COLUMN traincost.rl_run.active_params IS
'Parameters that one token meets. NULL: all of them.';
COMMENT ON COLUMN traincost.rl_run.experts IS
'Routed experts of a layer. NULL: dense.';
COMMENT ON COLUMN traincost.rl_run.experts_per_token IS
'Routed experts that a token meets.';
COMMENT ON COLUMN traincost.rl_run.gpus IS
'All GPUs of the run, those of rollouts and of training together.';
COMMENT ON COLUMN traincost.rl_run.steps IS
'Optimizer steps that gpu_hours cover. 1: a single step.';
COMMENT ON COLUMN traincost.rl_run.responses IS
'Sequences trained on over all steps.';
COMMENT ON COLUMN traincost.rl_run.samples_per_prompt IS
'Responses sampled for each prompt.';
COMMENT ON COLUMN traincost.rl_run.prompt_tokens IS
'Mean tokens of a prompt.';
COMMENT ON COLUMN traincost.rl_run.response_tokens IS
'Mean tokens of a response, over all turns.';
COMMENT ON COLUMN traincost.rl_run.response_tokens_are IS
'stated by the source, fixed by the recipe, or inferred by us.';
COMMENT ON COLUMN traincost.rl_run.max_response_tokens IS
'Cap of a response in tokens. NULL: none stated.';
COMMENT ON COLUMN traincost.rl_run.turns IS
'Turns of an episode. NULL: 1.';
COMMENT ON COLUMN traincost.rl_run.added_tokens_per_turn IS
'Tokens that tools add between two turns.';
COMMENT ON COLUMN traincost.rl_run.environment_seconds IS
'Seconds that the environment takes in each turn.';
COMMENT ON COLUMN traincost.rl_run.accepted_share IS
'Share of the sampled sequences that is trained on. NULL: all.';
COMMENT ON COLUMN traincost.rl_run.asynchronous IS
'Rollouts and training at the same time, each on GPUs of its own.';
COMMENT ON COLUMN traincost.rl_run.rollout_gpus IS
'GPUs that generate. NULL: not stated.';
COMMENT ON COLUMN traincost.rl_run.engine_gpus IS
'GPUs of one inference engine (tensor degree). NULL: not stated.';
COMMENT ON COLUMN traincost.rl_run.rollout_bytes_per_param IS
'Bytes per parameter of the engine''s weights. NULL: 2.';
COMMENT ON COLUMN traincost.rl_run.kv_bytes_per_token IS
'Bytes of keys and values per token. NULL: from the model.';
COMMENT ON COLUMN traincost.rl_run.reward_params IS
'Parameters of the reward model; 0: rules.';
COMMENT ON COLUMN traincost.rl_run.critic_params IS
'Parameters of the value model; 0: none.';
COMMENT ON COLUMN traincost.rl_run.reference IS
'Scored by a reference model.';
COMMENT ON COLUMN traincost.rl_run.old_logprobs IS
'Scored anew by the policy before training.';
COMMENT ON COLUMN traincost.rl_run.gpu_hours IS
'Published GPU-hours of all steps.';
COMMENT ON COLUMN traincost.rl_run.note IS
'What was derived, and how.';
