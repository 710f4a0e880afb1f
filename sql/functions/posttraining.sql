-- Fine-tuning, reward model, preference and reinforcement learning (formula/posttraining.c)

CREATE FUNCTION traincost.sft_flops(params float8, tokens float8, epochs float8 DEFAULT 1,
                                    frozen_base boolean DEFAULT false) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.sft_flops(float8, float8, float8, boolean) IS
'FLOP of supervised fine-tuning = (6, or 4 on a frozen base: LoRA) x params x tokens x epochs.
params: active parameters.';

CREATE FUNCTION traincost.rm_flops(params float8, comparisons float8, tokens_per_sequence float8,
                                   sequences_per_comparison float8 DEFAULT 2, epochs float8 DEFAULT 1,
                                   frozen_base boolean DEFAULT false) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION traincost.rm_flops(float8, float8, float8, float8, float8, boolean) IS
'FLOP of training a reward model.
FLOP of training a reward model: sft_flops over comparisons x sequences_per_comparison x tokens_per_sequence tokens. Source: arXiv:2203.02155.';

CREATE FUNCTION traincost.dpo_flops(params float8, pairs float8, tokens_per_sequence float8, epochs float8 DEFAULT 1,
                                    reference boolean DEFAULT true, cached_reference boolean DEFAULT false,
                                    frozen_base boolean DEFAULT false, OUT generation_flop float8,
                                    OUT scoring_flop float8, OUT training_flop float8, OUT total_flop float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 3;
COMMENT ON FUNCTION traincost.dpo_flops(float8, float8, float8, float8, boolean, boolean, boolean) IS
'FLOP of direct preference optimisation.
FLOP of direct preference optimisation over T = 2 x pairs x tokens_per_sequence tokens: scoring by the reference model 2 x params x T (per epoch, or once if cached), training (6 or 4) x params x T x epochs. Source: arXiv:2305.18290.';

CREATE FUNCTION traincost.rl_flops(params float8, prompts float8, prompt_tokens float8, response_tokens float8,
                                   samples_per_prompt float8 DEFAULT 1, reference boolean DEFAULT true,
                                   old_logprobs boolean DEFAULT true, reward_params float8 DEFAULT 0,
                                   critic_params float8 DEFAULT 0, epochs float8 DEFAULT 1,
                                   frozen_base boolean DEFAULT false, pretraining_tokens float8 DEFAULT 0,
                                   OUT generation_flop float8, OUT scoring_flop float8, OUT training_flop float8,
                                   OUT total_flop float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 3;
COMMENT ON FUNCTION traincost.rl_flops(float8, float8, float8, float8, float8, boolean, boolean, float8, float8, float8,
                                       boolean, float8) IS
'FLOP of reinforcement learning.
Generation: 2 x params per token, each prompt read once. Scoring over all sampled tokens: 2 x (params for reference and old_logprobs each, reward_params, critic_params). Training: (6 or 4) x params + 6 x critic_params per token and epoch, and 6 x params per token of pretraining_tokens (PPO-ptx). PPO: reward_params and critic_params as the run has them (arXiv:2203.02155); GRPO, RLOO: samples_per_prompt above 1, no critic (arXiv:2402.03300, arXiv:2402.14740). Decoding is bound by memory bandwidth: rl_step_at gives its seconds.';
