/*
 * method_memory.c: memory of preference and reinforcement learning as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "sqlcall/layout.h"

static const char *const preference_methods[] = {"reward_model", "dpo", "orpo", "simpo", "kto", NULL};
static const char *const rl_methods[] = {"ppo", "grpo", "rloo", "dapo", "online_dpo", NULL};

/* the arguments of preference_memory from method on */
static void
next_preference(Reader *reader, MethodLayout *m)
{
	*m = (MethodLayout)
	{
		.method = METHOD_REWARD_MODEL + next_word(reader, preference_methods)
	};
	m->critic_params = m->reward_params = m->sequence_cache_bytes = NAN;
	m->reference = tc_next_choice(reader);
	m->cached_reference = next_bool(reader);
}

/* a size that the method knows where the argument is NULL: NaN */
static double
next_size(Reader *reader)
{
	if (reader->fcinfo->args[reader->argno].isnull)
	{
		reader->argno++;
		return NAN;
	}
	return next_number(reader, AMOUNT);
}

/* the arguments of rl_memory from method on; the tokens come before */
static void
next_rl(Reader *reader, MethodLayout *m)
{
	m->method = METHOD_PPO + next_word(reader, rl_methods);
	m->critic_params = next_size(reader);
	m->reward_params = next_size(reader);
	m->reference = tc_next_choice(reader);
	m->cached_reference = false;
	m->sequence_cache_bytes = NAN;
	m->sequences = next_number(reader, AMOUNT);
	m->colocated = next_bool(reader);
	m->offload_in_rollout = next_bool(reader);
	m->engine_sleeps = next_bool(reader);
	m->engine_tp = next_number(reader, COUNT_OR_ZERO);
	m->engine_bytes = next_number(reader, POSITIVE);
	m->kv_value_bytes = next_number(reader, POSITIVE);
}

static MethodMemory
method_memory(const MethodLayout *method, TrainLayout *layout, const Arch *arch)
{
	Problem		problem;

	if (!tc_train_layout_check(layout, arch, &problem) || !tc_method_check(method, layout, arch, &problem))
		tc_reject_problem(&problem);
	return tc_method_memory(method, layout, arch);
}

/* the peak by part, and for reinforcement learning both sides */
static void
put_method_memory(FunctionCallInfo fcinfo, Row *row, const MethodMemory *memory, TrainMethod method)
{
	row->count = 0;
	tc_put_memory(fcinfo, row, &memory->peak, method);
	if (!tc_has_rollouts(method))
		return;
	tc_put_bytes(fcinfo, row, memory->training);
	tc_put_bytes(fcinfo, row, memory->rollout);
}

/* preference_memory_at(seq_len, <arch>, method, …): training on pairs, in GB */
PG_FUNCTION_INFO_V1(preference_memory_at);
Datum
preference_memory_at(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	double		seq_len;
	Arch		arch;
	MethodLayout method;
	TrainLayout layout;
	MethodMemory memory;
	Row			row;

	if (tc_null_argument(fcinfo, 1 + ARCH_ARGS + PREFERENCE_ARGS, LAYOUT_CHOICES, 1 + ARCH_ARGS + 1, 1))
		PG_RETURN_NULL();
	seq_len = next_number(&reader, POSITIVE);
	tc_next_arch(&reader, &arch);
	next_preference(&reader, &method);
	tc_next_train_layout(&reader, &layout);
	layout.seq_len = seq_len;
	memory = method_memory(&method, &layout, &arch);
	put_method_memory(fcinfo, &row, &memory, method.method);
	return tc_form_peak_row(fcinfo, &row, memory.peak.peak_phase);
}

/* rl_memory_at(prompt_tokens, response_tokens, <arch>, method, …): rollouts and training, in GB */
PG_FUNCTION_INFO_V1(rl_memory_at);
Datum
rl_memory_at(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	Arch		arch;
	MethodLayout method;
	TrainLayout layout;
	MethodMemory memory;
	Row			row;

	if (tc_null_argument(fcinfo, 2 + ARCH_ARGS + RL_ARGS, LAYOUT_CHOICES, 2 + ARCH_ARGS + 1, 3))
		PG_RETURN_NULL();
	method.prompt_tokens = next_number(&reader, AMOUNT);
	method.response_tokens = next_number(&reader, POSITIVE);
	tc_next_arch(&reader, &arch);
	next_rl(&reader, &method);
	tc_next_train_layout(&reader, &layout);
	layout.seq_len = method.prompt_tokens + method.response_tokens;
	memory = method_memory(&method, &layout, &arch);
	put_method_memory(fcinfo, &row, &memory, method.method);
	return tc_form_peak_row(fcinfo, &row, memory.peak.peak_phase);
}

/*
 * preference_memory(model, gpu, seq_len, method, …): preference_memory_at for
 * a model of the catalog, and whether the GPU has so much
 */
PG_FUNCTION_INFO_V1(preference_memory);
Datum
preference_memory(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 3};
	double		seq_len;
	const ModelOnGpu *m;
	MethodLayout method;
	TrainLayout layout;
	MethodMemory memory;
	Row			row;

	if (tc_null_argument(fcinfo, 3 + PREFERENCE_ARGS, LAYOUT_CHOICES, 3 + 1, 1))
		PG_RETURN_NULL();
	m = tc_model_on_gpu_arguments(fcinfo, &seq_len);
	next_preference(&reader, &method);
	tc_next_train_layout(&reader, &layout);
	layout.seq_len = seq_len;
	memory = method_memory(&method, &layout, m->arch);
	put_method_memory(fcinfo, &row, &memory, method.method);
	tc_put_word(&row, tc_memory_phase_name(memory.peak.peak_phase));
	tc_put_card(fcinfo, &row, m, &layout, tc_memory_total(&memory.peak));
	return tc_form_looked_up_row(fcinfo, &row);
}

/*
 * rl_memory(model, gpu, prompt_tokens, response_tokens, method, …):
 * rl_memory_at for a model of the catalog, and whether the GPU has so much
 */
PG_FUNCTION_INFO_V1(rl_memory);
Datum
rl_memory(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 2};
	const ModelOnGpu *m;
	MethodLayout method;
	TrainLayout layout;
	MethodMemory memory;
	Row			row;

	if (tc_null_argument(fcinfo, 4 + RL_ARGS, LAYOUT_CHOICES, 4 + 1, 3))
		PG_RETURN_NULL();
	m = tc_model_on_gpu(fcinfo);
	method.prompt_tokens = next_number(&reader, AMOUNT);
	method.response_tokens = next_number(&reader, POSITIVE);
	next_rl(&reader, &method);
	tc_next_train_layout(&reader, &layout);
	layout.seq_len = method.prompt_tokens + method.response_tokens;
	if (m->shape->list.groups > 0)
		method.sequence_cache_bytes = tc_layers_cache_bytes(&m->shape->list, layout.seq_len, method.kv_value_bytes);
	memory = method_memory(&method, &layout, m->arch);
	put_method_memory(fcinfo, &row, &memory, method.method);
	tc_put_word(&row, tc_memory_phase_name(memory.peak.peak_phase));
	tc_put_card(fcinfo, &row, m, &layout, tc_memory_total(&memory.peak));
	return tc_form_looked_up_row(fcinfo, &row);
}
