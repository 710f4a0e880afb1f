/*
 * rollout.h: a step of reinforcement learning: sampling, scoring, training
 */
#ifndef TC_ROLLOUT_H
#define TC_ROLLOUT_H

#include "formula/formula.h"

/* what is sampled in one step, by which model, on which GPU; 0 means derive where it says so */
typedef struct Rollout
{
	double		params;
	double		active_params;	/* 0: all of them */
	double		routed_params;	/* of all routed experts; 0: from params, active_params and experts */
	double		experts;		/* routed; 0: dense, or every expert is read */
	double		experts_per_token;
	double		bytes_per_param;	/* of the weights that the engines read */
	double		kv_bytes_per_token;
	double		engine_gpus;	/* tensor degree; 0: the fewest that hold the weights */

	double		prompts;
	double		samples_per_prompt;
	double		accepted_share; /* of the sampled sequences, trained on */
	double		prompt_tokens;
	double		response_tokens;	/* mean, over all turns */
	double		max_response_tokens;	/* 0: none */
	double		turns;
	double		added_tokens_per_turn;	/* answers of tools, read between two turns */
	double		environment_seconds;	/* per turn */

	double		peak_tflops;
	double		bandwidth_gbps;
	double		memory_gb;

	double		bandwidth_efficiency;
	double		compute_efficiency;
	double		decode_step_seconds;	/* overhead of a token step: launch, sampling, tensor-parallel
										 * traffic */
	double		tail;			/* longest over mean response */
	double		memory_share;	/* of memory_gb, for weights and KV cache */
} Rollout;

/* the whole step: Rollout, and what is done with its sequences */
typedef struct RlStep
{
	Rollout		rollout;
	double		gpus;
	bool		asynchronous;
	double		rollout_gpus;	/* 0: all if synchronous, the best part if asynchronous */
	bool		reference;
	bool		old_logprobs;
	double		reward_params;
	double		critic_params;
	double		epochs;
	double		pretraining_tokens; /* mixed in: PPO-ptx */
	bool		frozen_base;
	double		training_mfu;
} RlStep;

typedef struct RlTimes
{
	double		generation_seconds;
	double		scoring_seconds;
	double		training_seconds;
	double		step_seconds;
	double		gpu_hours;
	double		tokens_per_gpu_second;	/* NaN: nothing to do */
	double		waves;
	double		rollout_gpus;
} RlTimes;

extern bool tc_is_mixture(const Rollout *r);
extern bool tc_rollout_complete(Rollout *r, double gpus, Problem *problem);
extern double tc_rollout_seconds(const Rollout *r, double gpus, bool wait_for_longest);
extern double tc_rollout_waves(const Rollout *r, double gpus);
extern double tc_rl_gpus(const RlStep *s);
extern bool tc_rl_step(RlStep *step, RlTimes *times, Problem *problem);

#endif
