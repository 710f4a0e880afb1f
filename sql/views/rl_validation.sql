-- Every published run of table rl_run beside rl_step with its inputs.  What a row
-- leaves open the model and the assumptions give, as they do for any user.
-- guide: a published run of reinforcement learning | run | | our GPU-hours beside the published ones
CREATE VIEW traincost.rl_validation AS
SELECT r.run, r.system,
       CASE WHEN r.active_params < r.params OR r.experts IS NOT NULL THEN 'mixture of experts'
            WHEN r.response_tokens > 4000 THEN 'dense, responses above 4000 tokens'
            ELSE 'dense, shorter responses' END AS class,
       r.gpu, r.gpus, r.asynchronous, r.response_tokens_are,
       r.gpu_hours AS published_gpu_hours, s.gpu_hours * r.steps AS our_gpu_hours,
       s.gpu_hours * r.steps / nullif(r.gpu_hours, 0) AS ratio,
       s.generation_seconds, s.scoring_seconds, s.training_seconds, s.step_seconds,
       r.gpu_hours * 3600 / nullif(r.gpus * r.steps, 0) AS published_step_seconds,
       nullif(concat_ws(', ',
           CASE WHEN r.response_tokens_are = 'inferred' THEN 'response_tokens' END,
           CASE WHEN r.max_response_tokens IS NULL THEN 'max_response_tokens' END,
           CASE WHEN r.engine_gpus IS NULL THEN 'engine_gpus' END,
           CASE WHEN r.kv_bytes_per_token IS NULL THEN 'kv_bytes_per_token' END,
           CASE WHEN r.asynchronous AND r.rollout_gpus IS NULL THEN 'rollout_gpus' END), '') AS inferred,
       s.mfu AS training_mfu, s.mfu_source AS training_mfu_source, s.problem, r.source
FROM traincost.rl_run AS r
CROSS JOIN LATERAL traincost.rl_step(
    model => r.model, params => r.params, active_params => r.active_params, experts => r.experts,
    experts_per_token => r.experts_per_token,
    gpu => r.gpu, gpus => r.gpus, prompts => r.responses / r.steps / coalesce(r.samples_per_prompt, 1),
    samples_per_prompt => r.samples_per_prompt,
    prompt_tokens => r.prompt_tokens, response_tokens => r.response_tokens,
    max_response_tokens => r.max_response_tokens,
    turns => r.turns, added_tokens_per_turn => r.added_tokens_per_turn, environment_seconds => r.environment_seconds,
    accepted_share => r.accepted_share, asynchronous => r.asynchronous, rollout_gpus => r.rollout_gpus,
    engine_gpus => r.engine_gpus,
    rollout_bytes_per_param => r.rollout_bytes_per_param, kv_bytes_per_token => r.kv_bytes_per_token,
    reward_params => r.reward_params, critic_params => r.critic_params, reference => r.reference,
    old_logprobs => r.old_logprobs,
    missing_ok => true) AS s;
COMMENT ON VIEW traincost.rl_validation IS
'Published runs and steps of reinforcement learning beside ours: GPU-hours of rl_step with the run''s inputs and the assumptions in force, and what had to be inferred.';
COMMENT ON COLUMN traincost.rl_validation.run IS
'Row of table rl_run.';
COMMENT ON COLUMN traincost.rl_validation.system IS
'Training framework.';
COMMENT ON COLUMN traincost.rl_validation.class IS
'mixture of experts; dense, responses above 4000 tokens; dense, shorter responses.';
COMMENT ON COLUMN traincost.rl_validation.gpus IS
'All GPUs of the run.';
COMMENT ON COLUMN traincost.rl_validation.asynchronous IS
'Rollouts and training at the same time, each on GPUs of its own.';
COMMENT ON COLUMN traincost.rl_validation.response_tokens_are IS
'stated by the source, fixed by the recipe, or inferred by us.';
COMMENT ON COLUMN traincost.rl_validation.our_gpu_hours IS
'GPU-hours of rl_step. NULL: see problem.';
COMMENT ON COLUMN traincost.rl_validation.generation_seconds IS
'Ours: seconds of sampling in one step.';
COMMENT ON COLUMN traincost.rl_validation.scoring_seconds IS
'Ours: seconds of reference, old log-probabilities, reward and value models in one step.';
COMMENT ON COLUMN traincost.rl_validation.training_seconds IS
'Ours: seconds of the update in one step.';
COMMENT ON COLUMN traincost.rl_validation.step_seconds IS
'Ours: seconds of one step.';
COMMENT ON COLUMN traincost.rl_validation.published_step_seconds IS
'Published GPU-hours as seconds of one step.';
COMMENT ON COLUMN traincost.rl_validation.inferred IS
'Inputs that the source does not state: inferred, derived or from the model. NULL: none.';
COMMENT ON COLUMN traincost.rl_validation.training_mfu IS
'Utilisation of scoring and training, as a fraction of the dense peak.';
COMMENT ON COLUMN traincost.rl_validation.training_mfu_source IS
'Its row of table assumption.';
COMMENT ON COLUMN traincost.rl_validation.problem IS
'Why ours is unknown. NULL: it is known.';
