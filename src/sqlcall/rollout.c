/*
 * rollout.c: rollouts and steps of reinforcement learning as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "formula/rollout.h"
#include "sqlcall/shape.h"

/* the defaults of training_mfu by number; equal to the rows of table assumption as shipped */
#define DENSE_TRAINING_MFU		0.30
#define MIXTURE_TRAINING_MFU	0.05

/* the arguments that both functions begin with */
static void
next_rollout(Reader *reader, Rollout *r, double *gpus, bool *asynchronous)
{
	r->params = next_number(reader, POSITIVE);
	r->kv_bytes_per_token = next_number(reader, AMOUNT);
	*gpus = next_number(reader, POSITIVE);
	r->prompts = next_number(reader, AMOUNT);
	r->prompt_tokens = next_number(reader, AMOUNT);
	r->response_tokens = next_number(reader, AMOUNT);
	r->peak_tflops = next_number(reader, POSITIVE);
	r->bandwidth_gbps = next_number(reader, POSITIVE);
	r->memory_gb = next_number(reader, POSITIVE);
	r->samples_per_prompt = next_number(reader, AMOUNT);
	r->max_response_tokens = next_number(reader, AMOUNT);
	r->active_params = next_number(reader, AMOUNT);
	r->routed_params = next_number(reader, AMOUNT);
	r->experts = next_number(reader, COUNT_OR_ZERO);
	r->experts_per_token = next_number(reader, COUNT_OR_ZERO);
	r->engine_gpus = next_number(reader, COUNT_OR_ZERO);
	r->turns = next_number(reader, FACTOR);
	r->added_tokens_per_turn = next_number(reader, AMOUNT);
	r->environment_seconds = next_number(reader, AMOUNT);
	r->accepted_share = next_number(reader, FRACTION);
	r->bytes_per_param = next_number(reader, POSITIVE);
	*asynchronous = next_bool(reader);
	r->bandwidth_efficiency = next_number(reader, FRACTION);
	r->compute_efficiency = next_number(reader, FRACTION);
	r->decode_step_seconds = next_number(reader, AMOUNT);
	r->tail = next_number(reader, FACTOR);
	r->memory_share = next_number(reader, FRACTION);
}

/*
 * rollout_seconds_at: seconds in which gpus sample the sequences of one step
 *
 * Bound by memory bandwidth (tc_rollout_seconds).  22023 for responses longer
 * than their cap, engines that need more GPUs, and a KV cache without room.
 */
PG_FUNCTION_INFO_V1(rollout_seconds_at);
Datum
rollout_seconds_at(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	Rollout		rollout;
	double		gpus;
	bool		asynchronous;
	Problem		problem;

	next_rollout(&reader, &rollout, &gpus, &asynchronous);
	if (!tc_rollout_complete(&rollout, gpus, &problem))
		tc_reject_problem(&problem);
	return tc_return(fcinfo, tc_rollout_seconds(&rollout, gpus, !asynchronous));
}

/*
 * rl_step_at: seconds and GPU-hours of one step of reinforcement learning
 *
 * Generation, scoring and training; one after the other, or apart and at the
 * same time if asynchronous (tc_rl_step).  Errors as rollout_seconds_at, and
 * 22023 for rollout_gpus above gpus.
 */
PG_FUNCTION_INFO_V1(rl_step_at);
Datum
rl_step_at(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	RlStep		step;
	RlTimes		t;
	Problem		problem;

	next_rollout(&reader, &step.rollout, &step.gpus, &step.asynchronous);
	step.rollout_gpus = next_number(&reader, AMOUNT);
	step.reference = next_bool(&reader);
	step.old_logprobs = next_bool(&reader);
	step.reward_params = next_number(&reader, AMOUNT);
	step.critic_params = next_number(&reader, AMOUNT);
	step.epochs = next_number(&reader, AMOUNT);
	step.pretraining_tokens = next_number(&reader, AMOUNT);
	step.frozen_base = next_bool(&reader);
	step.training_mfu = next_number(&reader, SHARE);
	if (step.training_mfu == 0)
		step.training_mfu = tc_is_mixture(&step.rollout) ? MIXTURE_TRAINING_MFU : DENSE_TRAINING_MFU;
	if (!tc_rl_step(&step, &t, &problem))
		tc_reject_problem(&problem);
	{
		double		columns[] = {
			t.generation_seconds, t.scoring_seconds, t.training_seconds, t.step_seconds,
			t.gpu_hours, t.tokens_per_gpu_second, t.waves
		};

		return tc_record(fcinfo, columns, lengthof(columns));
	}
}
