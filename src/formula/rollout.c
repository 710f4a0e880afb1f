/*
 * rollout.c: how long a step of reinforcement learning takes
 *
 * Decoding is bound by memory: every token of every sequence reads the weights
 * once for the batch, and its own KV cache.  So the time of a rollout follows
 * from bytes and bandwidth, where training follows from FLOP and peak.
 */
#include "formula/rollout.h"

/* an engine whose size is not given leaves this share of memory to more than weights */
#define WEIGHTS_OF_MEMORY	0.6

/* when the longest sequences are left, this part of the batch is */
#define TAIL_BATCH	0.1

/* rounds of tc_rl_step's search for the best split; each one fits the exact form of one regime */
#define SPLIT_ROUNDS	12

/* is only a part of the parameters met by a token? */
bool
tc_is_mixture(const Rollout *r)
{
	return r->experts > 0 || (r->active_params > 0 && r->active_params < r->params);
}

/* sequences sampled in the step, rejected ones too */
static double
sampled(const Rollout *r)
{
	return tc_times(r->prompts, r->samples_per_prompt) / r->accepted_share;
}

/* tokens that tools add to a sequence */
static double
added_tokens(const Rollout *r)
{
	return (r->turns - 1) * r->added_tokens_per_turn;
}

static double
sequence_tokens(const Rollout *r)
{
	return r->prompt_tokens + r->response_tokens + added_tokens(r);
}

/*
 * Bytes of weights that one token step of so many sequences reads:
 * dense + (1 - (1 - k/E)^sequences) * routed, in bytes_per_param each.  A step
 * of no sequence at all still has one.
 */
static double
weight_bytes(const Rollout *r, double sequences)
{
	double		met;

	if (r->experts == 0)
		return r->bytes_per_param * r->params;
	met = -expm1(fmax(sequences, 1) * log1p(-r->experts_per_token / r->experts));
	return r->bytes_per_param * (r->params - r->routed_params + met * r->routed_params);
}

/*
 * Seconds of one token for batch sequences per GPU (tau of the source)
 *
 *     max((W(batch*e)/e + batch*kv*context)/(beta*bandwidth), 2*active*batch/(phi*peak)) + delta
 */
static double
seconds_per_token(const Rollout *r, double batch)
{
	double		context = r->prompt_tokens + (r->response_tokens + added_tokens(r)) / 2;
	double		bytes = weight_bytes(r, batch * r->engine_gpus) / r->engine_gpus +
	batch * r->kv_bytes_per_token * context;
	double		reading = bytes / (r->bandwidth_efficiency * r->bandwidth_gbps * TC_GIGA);
	double		computing = 2 * r->active_params * batch / (r->compute_efficiency * r->peak_tflops * TC_TERA);

	return fmax(reading, computing) + r->decode_step_seconds;
}

/* sequences per GPU that weights and KV cache leave room for; need not be whole */
static double
most_sequences(const Rollout *r)
{
	double		room = r->memory_share * r->memory_gb * TC_GIGA -
	r->bytes_per_param * r->params / r->engine_gpus;

	return room / (r->kv_bytes_per_token * sequence_tokens(r));
}

/* the fewest GPUs, a power of two, that hold the weights in their part of memory; infinity: none do */
static double
fewest_engine_gpus(const Rollout *r)
{
	double		gpus = 1;

	while (gpus <= DBL_MAX && r->bytes_per_param * r->params / gpus > WEIGHTS_OF_MEMORY * r->memory_gb * TC_GIGA)
		gpus *= 2;
	return gpus;
}

/* parameters of the model: do they make sense together? */
static bool
complete_params(Rollout *r, Problem *problem)
{
	if (r->active_params == 0)
		r->active_params = r->params;
	if (r->active_params > r->params)
		return tc_impossible(problem, "active_params", r->active_params, "at most \"params\"",
							 "They are the parameters that one token meets; 0 means all.");
	if (r->experts == 0)
		return true;
	if (!(r->experts_per_token >= 1 && r->experts_per_token <= r->experts))
		return tc_impossible(problem, "experts_per_token", r->experts_per_token,
							 "at least 1 and at most \"experts\"", "It says how many routed experts a token meets.");
	/* active = dense + k/E * routed, and params = dense + routed */
	if (r->routed_params == 0 && r->experts_per_token < r->experts)
		r->routed_params = fmin(r->params, (r->params - r->active_params) /
								(1 - r->experts_per_token / r->experts));
	if (r->routed_params > r->params)
		return tc_impossible(problem, "routed_params", r->routed_params, "at most \"params\"",
							 "They are the parameters of all routed experts, not of one.");
	return true;
}

/*
 * Fill in what the caller left to be derived, as 0, and look for contradictions:
 * false, with the problem, if there is one.  gpus is the number of GPUs that may
 * generate.
 */
bool
tc_rollout_complete(Rollout *r, double gpus, Problem *problem)
{
	bool		derived = r->engine_gpus == 0;

	if (!complete_params(r, problem))
		return false;
	if (r->max_response_tokens > 0 && r->response_tokens > r->max_response_tokens)
		return tc_impossible(problem, "response_tokens", r->response_tokens, "at most \"max_response_tokens\"",
							 "The mean cannot exceed the cap: raise \"max_response_tokens\", or give 0 for none.");
	if (derived)
		r->engine_gpus = fewest_engine_gpus(r);
	if (r->engine_gpus > gpus)
		return tc_impossible(problem, "engine_gpus", r->engine_gpus, "at most the GPUs that generate",
							 derived ? "So many hold the weights: give more GPUs, GPUs with more memory, or fewer bytes per parameter." :
							 "Give more GPUs, or a smaller engine.");
	if (!(most_sequences(r) * r->engine_gpus >= 1))
		return tc_impossible(problem, "engine_gpus", r->engine_gpus,
							 "large enough for the weights and one sequence",
							 "The KV cache has no room: take larger engines, GPUs with more memory, fewer bytes per parameter, or shorter sequences.");
	return true;
}

/* times that the memory of so many GPUs must be filled for all sequences: below 1, they all fit at once */
static double
fills(const Rollout *r, double gpus)
{
	double		room = gpus * most_sequences(r);

	return isinf(room) ? 0 : sampled(r) / room;
}

double
tc_rollout_waves(const Rollout *r, double gpus)
{
	return fmax(1, ceil(fills(r, gpus)));
}

/* seconds for reading prompts, each once, and what tools add */
static double
reading_seconds(const Rollout *r, double gpus)
{
	double		tokens = r->prompts / r->accepted_share * r->prompt_tokens + sampled(r) * added_tokens(r);

	return tc_train_flops(r->active_params, tokens, 2) /
		(gpus * r->compute_efficiency * r->peak_tflops * TC_TERA);
}

/*
 * tc_rollout_seconds: seconds in which gpus sample the sequences of one step
 *
 *     waves * (response * tau(b) + turns * environment) + (longest - response) * tau(max(b/10, 1/e)) + reading
 *
 * b = sequences per GPU, up to what memory holds; beyond it engines fill a slot
 * as soon as a sequence leaves it, so waves counts parts of a wave here.  A
 * synchronous step waits for the longest sequence: tail times the mean, at most
 * the cap.  The Rollout must be complete.
 */
double
tc_rollout_seconds(const Rollout *r, double gpus, bool wait_for_longest)
{
	double		least = 1 / r->engine_gpus;
	double		batch = fmax(fmin(sampled(r) / gpus, most_sequences(r)), least);
	double		waves = fmax(1, fills(r, gpus));
	double		longest = r->tail * r->response_tokens;
	double		seconds;

	if (sampled(r) == 0)
		return 0;
	seconds = waves * (r->response_tokens * seconds_per_token(r, batch) + r->turns * r->environment_seconds) +
		reading_seconds(r, gpus);
	if (!wait_for_longest)
		return seconds;
	if (r->max_response_tokens > 0)
		longest = fmin(longest, r->max_response_tokens);
	return seconds + fmax(longest - r->response_tokens, 0) *
		seconds_per_token(r, fmax(batch * TAIL_BATCH, least));
}

/*
 * tc_rl_gpus: the fewest GPUs that hold all sequences of a step at once
 *
 * Whole engines; of an asynchronous step one more engine's GPUs for training.
 * What contradicts itself is left for tc_rl_step to find.
 */
double
tc_rl_gpus(const RlStep *s)
{
	Rollout		r = s->rollout;
	double		sequences;

	if (r.engine_gpus == 0)
		r.engine_gpus = fewest_engine_gpus(&r);
	sequences = most_sequences(&r) * r.engine_gpus;
	if (!(sequences >= 1))
		return r.engine_gpus;
	return r.engine_gpus * (fmax(1, ceil(sampled(&r) / sequences)) + s->asynchronous);
}

/* GPU-seconds of scoring and of training at their utilisation; the reward is needed for rejected sequences too */
static void
other_work(const RlStep *s, double *scoring, double *training)
{
	const Rollout *r = &s->rollout;
	double		speed = s->training_mfu * r->peak_tflops * TC_TERA;
	PostTraining flop = tc_rl_flops(r->active_params, r->prompts, r->prompt_tokens + added_tokens(r),
									r->response_tokens, r->samples_per_prompt, s->reference, s->old_logprobs,
									s->reward_params / r->accepted_share, s->critic_params, s->epochs, s->frozen_base);

	*scoring = flop.scoring_flop / speed;
	*training = (flop.training_flop + tc_train_flops(r->active_params, s->pretraining_tokens, 6)) / speed;
}

/*
 * The GPUs, of all gpus, on which generation takes as long as work GPU-seconds
 * on the others: alpha + beta/g = work/(gpus - g), alpha and beta from the two
 * ends of the bracket.  Between them generation has that form exactly unless
 * memory, bandwidth and peak take turns, so few rounds find the place.
 */
static double
split(double low, double low_seconds, double high, double high_seconds, double gpus, double work)
{
	double		beta = (low_seconds - high_seconds) / (1 / low - 1 / high);
	double		alpha = low_seconds - beta / low;
	double		b = beta + work - alpha * gpus;
	double		root;

	/* alpha*g*g + b*g - beta*gpus = 0, its positive root without cancellation */
	root = sqrt(b * b + 4 * fmax(alpha, 0) * beta * gpus);
	return 2 * beta * gpus / (b + root);
}

/*
 * Rollouts and the rest each on their own GPUs, at the split where both take as
 * long.  Where no split is better they take turns on all, as they do if
 * synchronous, but nobody waits for the longest sequence.
 */
static void
asynchronous_step(const RlStep *s, double work, RlTimes *times)
{
	const Rollout *r = &s->rollout;
	double		low = r->engine_gpus,
				high = s->gpus;
	double		low_seconds = tc_rollout_seconds(r, low, false);
	double		high_seconds = tc_rollout_seconds(r, high, false);
	double		width = INFINITY;
	double		at = high * (high_seconds * high / (high_seconds * high + work));

	times->rollout_gpus = high;
	times->generation_seconds = high_seconds;
	times->step_seconds = high_seconds + work / s->gpus;
	for (int i = 0; i < SPLIT_ROUNDS && low < high; i++)
	{
		double		seconds,
					rest;

		if (!(at > low && at < high))
			at = i == 0 ? low : (low + high) / 2;
		seconds = tc_rollout_seconds(r, at, false);
		rest = work / (s->gpus - at);
		if (fmax(seconds, rest) < times->step_seconds)
		{
			times->rollout_gpus = at;
			times->generation_seconds = seconds;
			times->step_seconds = fmax(seconds, rest);
		}
		if (fabs(seconds - rest) <= 1e-6 * rest)
			break;
		if (seconds > rest)
		{
			low = at;
			low_seconds = seconds;
		}
		else
		{
			high = at;
			high_seconds = seconds;
		}
		/* a change of regime inside keeps one end where it is: then halve */
		at = high - low > width / 2 ? (low + high) / 2 :
			split(low, low_seconds, high, high_seconds, s->gpus, work);
		width = high - low;
	}
}

/*
 * tc_rl_step: one step of reinforcement learning, in seconds
 *
 * Synchronous: generation + scoring + training.  Asynchronous: the greater of
 * generation and the rest, each on its GPUs.  Scoring and training take their
 * FLOP (tc_rl_flops) at training_mfu.  False, with the problem, for arguments
 * that contradict each other.
 */
bool
tc_rl_step(RlStep *s, RlTimes *times, Problem *problem)
{
	Rollout    *r = &s->rollout;
	bool		apart = s->rollout_gpus > 0 && s->rollout_gpus < s->gpus;
	double		scoring,
				training,
				others;

	if (s->rollout_gpus > s->gpus)
		return tc_impossible(problem, "rollout_gpus", s->rollout_gpus, "at most \"gpus\"",
							 "It is the part of \"gpus\" that generates; 0 lets it be derived.");
	if (!tc_rollout_complete(r, apart ? s->rollout_gpus : s->gpus, problem))
		return false;
	other_work(s, &scoring, &training);
	if (s->asynchronous && s->rollout_gpus == 0)
		asynchronous_step(s, scoring + training, times);
	else
	{
		times->rollout_gpus = apart ? s->rollout_gpus : s->gpus;
		times->generation_seconds = tc_rollout_seconds(r, times->rollout_gpus, !s->asynchronous);
	}
	others = times->rollout_gpus < s->gpus ? s->gpus - times->rollout_gpus : s->gpus;
	times->scoring_seconds = scoring / others;
	times->training_seconds = training / others;
	if (s->asynchronous && times->rollout_gpus < s->gpus)
		times->step_seconds = fmax(times->generation_seconds, times->scoring_seconds + times->training_seconds);
	else
		times->step_seconds = times->generation_seconds + times->scoring_seconds + times->training_seconds;
	times->gpu_hours = times->step_seconds * s->gpus / TC_SECONDS_PER_HOUR;
	times->tokens_per_gpu_second = r->prompts * r->samples_per_prompt * sequence_tokens(r) /
		(times->step_seconds * s->gpus);
	times->waves = tc_rollout_waves(r, times->rollout_gpus);
	return true;
}
