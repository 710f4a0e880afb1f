/*
 * posttraining.c: FLOP of fine-tuning, preference and reinforcement learning
 *
 * P is the active parameters of the policy.  A frozen base (LoRA) needs no
 * weight gradients: 4 FLOP per parameter and token instead of 6.
 */
#include "formula/formula.h"

#define FORWARD	2.0

static double
training_factor(bool frozen_base)
{
	return frozen_base ? 4 : 6;
}

double
tc_sft_flops(double params, double tokens, double epochs, bool frozen_base)
{
	return tc_times(epochs, tc_train_flops(params, tokens, training_factor(frozen_base)));
}

double
tc_rm_flops(double params, double comparisons, double tokens_per_sequence,
			double sequences_per_comparison, double epochs, bool frozen_base)
{
	return tc_sft_flops(params, tc_times(tc_times(comparisons, sequences_per_comparison), tokens_per_sequence),
						epochs, frozen_base);
}

/*
 * Direct preference optimisation (arXiv:2305.18290): both sequences of a pair
 * pass the policy, and a reference model once per epoch, or once if cached.
 */
PostTraining
tc_dpo_flops(double params, double pairs, double tokens_per_sequence, double epochs,
			 bool reference, bool cached_reference, bool frozen_base)
{
	double		tokens = 2 * tc_times(pairs, tokens_per_sequence);
	PostTraining result = {0};

	if (reference)
		result.scoring_flop = tc_times(cached_reference ? 1 : epochs, tc_train_flops(params, tokens, FORWARD));
	result.training_flop = tc_sft_flops(params, tokens, epochs, frozen_base);
	return result;
}

/*
 * Reinforcement learning from sampled responses: PPO (arXiv:2203.02155) with a
 * critic, GRPO (arXiv:2402.03300) and RLOO (arXiv:2402.14740) without.  A
 * prompt is read once, its samples share the prefix.
 */
PostTraining
tc_rl_flops(double params, double prompts, double prompt_tokens, double response_tokens,
			double samples_per_prompt, bool reference, bool old_logprobs,
			double reward_params, double critic_params, double epochs, bool frozen_base)
{
	double		samples = tc_times(prompts, samples_per_prompt);
	double		tokens = tc_times(samples, prompt_tokens + response_tokens);
	double		scored_params = params * (reference + old_logprobs) + reward_params + critic_params;
	PostTraining result;

	result.generation_flop = tc_train_flops(params, tc_times(prompts, prompt_tokens) +
											tc_times(samples, response_tokens), FORWARD);
	result.scoring_flop = tc_train_flops(scored_params, tokens, FORWARD);
	result.training_flop = tc_times(tc_times(epochs, tokens),
									training_factor(frozen_base) * params + training_factor(false) * critic_params);
	return result;
}
