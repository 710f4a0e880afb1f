/*
 * rl_step.c: a step of reinforcement learning, by name
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "formula/rollout.h"
#include "sqlcall/request.h"

/* bytes of one key or value of the KV cache */
#define BYTES_PER_VALUE	2

/* the arguments: two names, numbers in the order of the table below, flags, a word */
enum
{
	STEP_MODEL, STEP_GPU, FIRST_NUMBER
};

enum
{
	FLAG_ASYNCHRONOUS, FLAG_REFERENCE, FLAG_OLD_LOGPROBS, FLAG_FROZEN_BASE, FLAG_MISSING_OK, FLAGS
};

#define STEP(name)		offsetof(RlStep, name)
#define ROLLOUT(name)	offsetof(RlStep, rollout.name)

/* the assumptions behind the last arguments, and the two utilisations */
enum
{
	ASSUMED_RL_MFU, ASSUMED_MOE_RL_MFU, ASSUMED_BANDWIDTH, ASSUMED_COMPUTE, ASSUMED_STEP_SECONDS,
	ASSUMED_TAIL, ASSUMED_MEMORY_SHARE, ASSUMPTIONS
};

static const AssumedField assumed_fields[ASSUMPTIONS] = {
	[ASSUMED_RL_MFU] = {STEP(training_mfu), FRACTION, "rl_training_mfu"},
	[ASSUMED_MOE_RL_MFU] = {STEP(training_mfu), FRACTION, "moe_rl_training_mfu"},
	[ASSUMED_BANDWIDTH] = {ROLLOUT(bandwidth_efficiency), FRACTION, "decode_bandwidth_efficiency"},
	[ASSUMED_COMPUTE] = {ROLLOUT(compute_efficiency), FRACTION, "decode_compute_efficiency"},
	[ASSUMED_STEP_SECONDS] = {ROLLOUT(decode_step_seconds), AMOUNT, "decode_step_seconds"},
	[ASSUMED_TAIL] = {ROLLOUT(tail), FACTOR, "rollout_tail"},
	[ASSUMED_MEMORY_SHARE] = {ROLLOUT(memory_share), FRACTION, "rollout_memory_share"},
};

/* a number and what stands for NULL; NaN: the catalog, an assumption, or nothing */
static const struct
{
	size_t		field;
	Domain		domain;
	double		otherwise;
}			numbers[] = {
	{STEP(gpus), POSITIVE, NAN},
	{ROLLOUT(prompts), AMOUNT, NAN},
	{ROLLOUT(prompt_tokens), AMOUNT, NAN},
	{ROLLOUT(response_tokens), AMOUNT, NAN},
	{ROLLOUT(samples_per_prompt), AMOUNT, 1},
	{ROLLOUT(max_response_tokens), AMOUNT, 0},
	{ROLLOUT(engine_gpus), COUNT_OR_ZERO, 0},
	{STEP(rollout_gpus), AMOUNT, 0},
	{ROLLOUT(turns), FACTOR, 1},
	{ROLLOUT(added_tokens_per_turn), AMOUNT, 0},
	{ROLLOUT(environment_seconds), AMOUNT, 0},
	{ROLLOUT(accepted_share), FRACTION, 1},
	{ROLLOUT(bytes_per_param), POSITIVE, 2},
	{STEP(reward_params), AMOUNT, 0},
	{STEP(critic_params), AMOUNT, 0},
	{STEP(epochs), AMOUNT, 1},
	{STEP(pretraining_tokens), AMOUNT, 0},
	{STEP(training_mfu), FRACTION, NAN},
	{ROLLOUT(params), POSITIVE, NAN},
	{ROLLOUT(active_params), AMOUNT, NAN},
	{ROLLOUT(routed_params), AMOUNT, NAN},
	{ROLLOUT(experts), COUNT_OR_ZERO, NAN},
	{ROLLOUT(experts_per_token), COUNT_OR_ZERO, NAN},
	{ROLLOUT(kv_bytes_per_token), AMOUNT, NAN},
	{ROLLOUT(peak_tflops), POSITIVE, NAN},
	{ROLLOUT(bandwidth_gbps), POSITIVE, NAN},
	{ROLLOUT(memory_gb), POSITIVE, NAN},
	{ROLLOUT(bandwidth_efficiency), FRACTION, NAN},
	{ROLLOUT(compute_efficiency), FRACTION, NAN},
	{ROLLOUT(decode_step_seconds), AMOUNT, NAN},
	{ROLLOUT(tail), FACTOR, NAN},
	{ROLLOUT(memory_share), FRACTION, NAN},
};

#define NUMBERS		((int) lengthof(numbers))
#define FIRST_FLAG	(FIRST_NUMBER + NUMBERS)
#define STEP_DTYPE	(FIRST_FLAG + FLAGS)

/* the OUT columns */
enum
{
	OUT_GENERATION, OUT_SCORING, OUT_TRAINING, OUT_STEP, OUT_GPU_HOURS, OUT_TOKENS, OUT_WAVES,
	OUT_GPUS, OUT_GENERATION_GPUS, OUT_ENGINE_SIZE, OUT_MFU, OUT_NUMBERS,
	OUT_MFU_SOURCE = OUT_NUMBERS, OUT_PROBLEM, OUT_COLUMNS
};

/* everything that the names of one call bring */
typedef struct Facts
{
	Gpu			gpu;
	Model		model;
	bool		shaped;
	ModelShape	shape;
	double		assumed[ASSUMPTIONS];
} Facts;

static bool
flag(FunctionCallInfo fcinfo, int which, bool otherwise)
{
	return PG_ARGISNULL(FIRST_FLAG + which) ? otherwise : PG_GETARG_BOOL(FIRST_FLAG + which);
}

static bool
missing_ok(FunctionCallInfo fcinfo)
{
	return flag(fcinfo, FLAG_MISSING_OK, false);
}

static void
find_facts(FunctionCallInfo fcinfo, void *answer)
{
	Facts	   *facts = answer;
	bool		may_miss = missing_ok(fcinfo);
	text	   *model = tc_text_or(fcinfo, STEP_MODEL, NULL);

	tc_find_gpu(tc_text_or(fcinfo, STEP_GPU, DEFAULT_GPU), &facts->gpu, may_miss);
	tc_find_model(model, &facts->model, may_miss);
	/* a model without a shape is no error: what it leaves unknown is named */
	facts->shaped = model != NULL && tc_find_shape(model, &facts->shape, true) && !facts->shape.encoder_decoder;
	tc_find_assumed(facts->assumed, assumed_fields, ASSUMPTIONS);
}

static inline void
set_unknown(double *field, double value)
{
	if (isnan(*field))
		*field = value;
}

/* parameters of all routed experts of a shape */
static double
routed_params(const Arch *arch)
{
	LayerParts	parts = tc_layer_parts(arch);

	return parts.moe_layers * arch->experts * parts.expert;
}

/* the model's part: as given, else as published, else counted from its shape; NaN where nobody knows */
static void
resolve_model(Rollout *r, const Facts *facts)
{
	const Arch *arch = &facts->shape.arch;
	bool		own_size = !isnan(r->params);
	bool		mixture;

	set_unknown(&r->params, facts->model.params);
	set_unknown(&r->active_params, own_size ? 0 : facts->model.active_params);
	if (facts->shaped)
	{
		set_unknown(&r->params, tc_transformer_params(arch));
		/* of a dense model all, though its shape may count a few less than are published */
		set_unknown(&r->active_params, arch->experts > 0 ? fmin(tc_transformer_active_params(arch), r->params) : 0);
		set_unknown(&r->kv_bytes_per_token,
					tc_kv_bytes_per_token(arch, r->prompt_tokens + r->response_tokens / 2, BYTES_PER_VALUE));
	}
	mixture = facts->shaped && !own_size && arch->experts > 0;
	set_unknown(&r->experts, mixture ? arch->experts : 0);
	set_unknown(&r->experts_per_token, mixture ? arch->experts_per_token : 0);
	set_unknown(&r->routed_params, mixture ? fmin(routed_params(arch), r->params) : 0);
	set_unknown(&r->active_params, 0);
}

/* the card's part and the judgements; true if the utilisation is an assumption's */
static bool
resolve_rest(FunctionCallInfo fcinfo, RlStep *step, const Facts *facts)
{
	Rollout    *r = &step->rollout;
	bool		assumed = isnan(step->training_mfu);
	Dtype		dtype = PG_ARGISNULL(STEP_DTYPE) ? DTYPE_BF16 : tc_word(fcinfo, STEP_DTYPE, tc_dtypes);

	set_unknown(&r->peak_tflops, facts->gpu.peak_tflops[dtype]);
	set_unknown(&r->bandwidth_gbps, facts->gpu.memory_gbps);
	set_unknown(&r->memory_gb, facts->gpu.memory_gb);
	set_unknown(&step->training_mfu, facts->assumed[tc_is_mixture(r) ? ASSUMED_MOE_RL_MFU : ASSUMED_RL_MFU]);
	for (int i = ASSUMED_BANDWIDTH; i < ASSUMPTIONS; i++)
		set_unknown((double *) ((char *) step + assumed_fields[i].field), facts->assumed[i]);
	return assumed;
}

/* the inputs that nobody knows, by their argument's name; empty if all are known */
static char *
unknown_inputs(FunctionCallInfo fcinfo, const RlStep *step)
{
	StringInfoData names;

	initStringInfo(&names);
	for (int i = 0; i < NUMBERS; i++)
		if (isnan(*(const double *) ((const char *) step + numbers[i].field)) && numbers[i].field != STEP(gpus))
			appendStringInfo(&names, "%s%s", names.len > 0 ? ", " : "",
							 tc_argument_name(fcinfo, FIRST_NUMBER + i));
	return names.data;
}

static char *
problem_text(const Problem *problem)
{
	return psprintf("%s must be %s, not %.15g", problem->argument, problem->requirement, problem->value);
}

/*
 * The step, into the numbers; an argument that nobody knows or, where missing_ok,
 * a contradiction becomes the problem that is returned.
 */
static char *
run_step(FunctionCallInfo fcinfo, RlStep *step, double *out)
{
	RlTimes		t;
	Problem		problem;
	char	   *unknown = unknown_inputs(fcinfo, step);

	if (*unknown)
		return psprintf("unknown: %s", unknown);
	if (isnan(step->gpus))
		step->gpus = tc_rl_gpus(step);
	if (!tc_rl_step(step, &t, &problem))
	{
		if (!missing_ok(fcinfo))
			tc_reject_problem(&problem);
		return problem_text(&problem);
	}
	if (isinf(t.step_seconds) || isinf(t.gpu_hours))
	{
		if (!missing_ok(fcinfo))
			tc_result_out_of_range(fcinfo);
		return "result out of range";
	}
	out[OUT_GENERATION] = t.generation_seconds;
	out[OUT_SCORING] = t.scoring_seconds;
	out[OUT_TRAINING] = t.training_seconds;
	out[OUT_STEP] = t.step_seconds;
	out[OUT_GPU_HOURS] = t.gpu_hours;
	out[OUT_TOKENS] = t.tokens_per_gpu_second;
	out[OUT_WAVES] = t.waves;
	out[OUT_GENERATION_GPUS] = t.rollout_gpus;
	out[OUT_ENGINE_SIZE] = step->rollout.engine_gpus;
	out[OUT_GPUS] = step->gpus;
	return NULL;
}

/*
 * rl_step: rl_step_at for a model and a GPU of the catalog
 *
 * What is not given comes from the catalog and from the assumptions.  What
 * nobody knows makes the answer NULL, and problem names it.  An unknown name is
 * an error with near names, a contradiction 22023; a problem if missing_ok.
 */
PG_FUNCTION_INFO_V1(rl_step);
Datum
rl_step(PG_FUNCTION_ARGS)
{
	static const int texts[] = {STEP_MODEL, STEP_GPU};
	MemoKey		key = {lengthof(texts), texts, {-1, -1}, missing_ok(fcinfo)};
	RowSite    *site = tc_row_site(fcinfo);
	const Facts *facts = tc_remember(&site->memo, fcinfo, &key, sizeof(Facts), find_facts);
	RlStep		step;
	double		out[OUT_NUMBERS];
	Datum		datums[OUT_COLUMNS];
	bool		nulls[OUT_COLUMNS] = {false};
	char	   *problem;
	bool		assumed,
				mixture;

	for (int i = 0; i < NUMBERS; i++)
		*(double *) ((char *) &step + numbers[i].field) = PG_ARGISNULL(FIRST_NUMBER + i) ?
			numbers[i].otherwise : tc_number(fcinfo, FIRST_NUMBER + i, numbers[i].domain);
	step.asynchronous = flag(fcinfo, FLAG_ASYNCHRONOUS, false);
	step.reference = flag(fcinfo, FLAG_REFERENCE, true);
	step.old_logprobs = flag(fcinfo, FLAG_OLD_LOGPROBS, true);
	step.frozen_base = flag(fcinfo, FLAG_FROZEN_BASE, false);
	resolve_model(&step.rollout, facts);
	assumed = resolve_rest(fcinfo, &step, facts);
	mixture = tc_is_mixture(&step.rollout);

	for (int i = 0; i < OUT_NUMBERS; i++)
		out[i] = NAN;
	out[OUT_MFU] = step.training_mfu;
	problem = run_step(fcinfo, &step, out);
	for (int i = 0; i < OUT_NUMBERS; i++)
	{
		datums[i] = Float8GetDatum(out[i]);
		nulls[i] = isnan(out[i]);
	}
	datums[OUT_MFU_SOURCE] = CStringGetTextDatum(!assumed ? "given" :
												 assumed_fields[mixture ? ASSUMED_MOE_RL_MFU : ASSUMED_RL_MFU].name);
	nulls[OUT_PROBLEM] = problem == NULL;
	datums[OUT_PROBLEM] = problem ? CStringGetTextDatum(problem) : (Datum) 0;
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(site->desc, datums, nulls)));
}
