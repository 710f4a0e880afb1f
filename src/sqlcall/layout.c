/*
 * layout.c: the arguments of the memory functions, and their rows
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "sqlcall/layout.h"

static const char *const dtypes[] = {"fp32", "bf16", "fp16", "fp8", NULL};
static const char *const optimizers[] = {
	"adamw", "adam8bit", "adafactor", "sgd", "sgd_momentum", "lion", "muon", NULL
};
static const char *const offloads[] = {"none", "optimizer", "gradients", "all", "paged", NULL};
static const char *const stacks[] = {"megatron", "transformers", "compiled", NULL};
static const char *const mixed_words[] = {"master", "autocast", "pure", NULL};
static const char *const activations[] = {"silu", "gelu", "gelu_new", NULL};
static const char *const losses[] = {"eager", "fused", "chunked", NULL};
static const char *const memory_recomputes[] = {"none", "selective", "full", "ops", "layers", NULL};

/*
 * is an argument NULL that must be known?  Not so a layout's choices after its
 * first argument, nor the function's own
 */
bool
tc_null_argument(FunctionCallInfo fcinfo, int first_layout_arg, int choices, int first_own_choice, int own_choices)
{
	bool		null = false;

	for (int i = 0; i <= first_layout_arg; i++)
		null |= PG_ARGISNULL(i) && !(i >= first_own_choice && i < first_own_choice + own_choices);
	for (int i = first_layout_arg + choices + 1; i < PG_NARGS(); i++)
		null |= PG_ARGISNULL(i);
	return null;
}

/* a word, or what NULL stands for */
static int
next_word_or(Reader *reader, const char *const *words, int null_value)
{
	if (reader->fcinfo->args[reader->argno].isnull)
	{
		reader->argno++;
		return null_value;
	}
	return next_word(reader, words);
}

/* NULL: left to the stack or the method */
Choice
tc_next_choice(Reader *reader)
{
	if (reader->fcinfo->args[reader->argno].isnull)
	{
		reader->argno++;
		return CHOICE_DERIVED;
	}
	return next_bool(reader) ? CHOICE_YES : CHOICE_NO;
}

/* sets of matrices, and single ones */
static const struct
{
	const char *word;
	LoraTargets targets;
}			lora_words[] = {
	{"all_linear", LORA_ALL_LINEAR}, {"q_v", LORA_Q_V}, {"attention", LORA_ATTENTION}, {"mlp", LORA_MLP},
	{"q", LORA_Q}, {"k", LORA_K}, {"v", LORA_V}, {"o", LORA_O},
	{"gate", LORA_GATE}, {"up", LORA_UP}, {"down", LORA_DOWN}
};

static LoraTargets
lora_word(FunctionCallInfo fcinfo, int argno, const char *word, size_t length)
{
	for (int i = 0; i < lengthof(lora_words); i++)
		if (strlen(lora_words[i].word) == length && memcmp(lora_words[i].word, word, length) == 0)
			return lora_words[i].targets;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("argument \"%s\" has an unknown value: \"%s\"",
					tc_argument_name(fcinfo, argno), tc_shown(pnstrdup(word, length))),
			 errhint("Allowed: \"all_linear\", \"q_v\", \"attention\", \"mlp\", or a list of \"q\", \"k\", \"v\", \"o\", \"gate\", \"up\", \"down\" with commas.")));
	return 0;
}

/* a set's name, or a list with commas */
LoraTargets
tc_next_lora_targets(Reader *reader)
{
	int			argno = reader->argno++;
	text	   *list = DatumGetTextPP(reader->fcinfo->args[argno].value);
	const char *word = VARDATA_ANY(list);
	const char *end = word + VARSIZE_ANY_EXHDR(list);
	LoraTargets targets = 0;

	for (;;)
	{
		const char *comma = word;

		while (comma < end && *comma != ',')
			comma++;
		while (word < comma && *word == ' ')
			word++;
		targets |= lora_word(reader->fcinfo, argno, word, comma - word);
		if (comma == end)
			return targets;
		word = comma + 1;
	}
}

/* the first arguments of a layout: micro_batch, and what NULL leaves to the stack */
static void
next_choices(Reader *reader, TrainLayout *l)
{
	memset(l, 0, sizeof(*l));
	l->micro_batch = next_number(reader, POSITIVE);
	l->stack = next_word_or(reader, stacks, STACK_DERIVED);
	l->state.mixed = next_word_or(reader, mixed_words, MIXED_DERIVED);
	l->activation = next_word_or(reader, activations, ACTIVATION_DERIVED);
	l->fused_ffn = tc_next_choice(reader);
	l->grads_resident = tc_next_choice(reader);
	l->reshard = tc_next_choice(reader);
}

/* the last arguments of a layout, after its degrees */
static void
next_settings(Reader *reader, TrainLayout *l)
{
	l->etp = next_number(reader, COUNT);
	l->interleave = next_number(reader, COUNT);
	l->micro_batches = next_number(reader, COUNT_OR_ZERO);
	l->sequence_parallel = next_bool(reader);
	l->state.dtype = next_word(reader, dtypes);
	l->state.optimizer = next_word(reader, optimizers);
	l->state.grad_bytes = next_number(reader, AMOUNT);
	l->state.moment_bytes = next_number(reader, AMOUNT);
	l->optimizer_in_backward = next_bool(reader);
	l->foreach_step = next_bool(reader);
	l->activation_bytes = next_number(reader, AMOUNT);
	l->loss = next_word(reader, losses);
	l->loss_chunk_tokens = next_number(reader, AMOUNT);
	l->logit_bytes = next_number(reader, AMOUNT);
	l->recompute_layers = next_number(reader, COUNT_OR_ZERO);
	l->flash_attention = next_bool(reader);
	l->dropout = next_bool(reader);
	l->trainable_params = next_number(reader, AMOUNT);
	l->targets = tc_next_lora_targets(reader);
	l->adapter_bytes = next_number(reader, POSITIVE);
	l->base_bits = next_number(reader, AMOUNT);
	l->double_quant = next_bool(reader);
	l->unquantized_bytes = next_number(reader, POSITIVE);
	l->state.offload = next_word(reader, offloads);
	l->state.extra_gb = next_number(reader, AMOUNT);
}

/* the arguments from micro_batch on */
void
tc_next_train_layout(Reader *reader, TrainLayout *l)
{
	next_choices(reader, l);
	l->recompute = next_word(reader, memory_recomputes);
	l->state.zero = next_number(reader, COUNT_OR_ZERO);
	l->state.tp = next_number(reader, COUNT);
	l->state.pp = next_number(reader, COUNT);
	l->state.dp = next_number(reader, COUNT);
	l->cp = next_number(reader, COUNT);
	l->ep = next_number(reader, COUNT);
	next_settings(reader, l);
}

/* read a layout of which parts are searched for: recompute and zero may be NULL, which becomes -1, and a degree 0 */
void
tc_next_searched_layout(Reader *reader, TrainLayout *l)
{
	double	   *const degrees[] = {&l->state.tp, &l->state.pp, &l->state.dp, &l->cp, &l->ep};

	next_choices(reader, l);
	l->recompute = next_word_or(reader, memory_recomputes, -1);
	if (reader->fcinfo->args[reader->argno].isnull)
	{
		reader->argno++;
		l->state.zero = -1;
	}
	else
		l->state.zero = next_number(reader, COUNT_OR_ZERO);
	for (int i = 0; i < lengthof(degrees); i++)
		*degrees[i] = next_number(reader, COUNT_OR_ZERO);
	next_settings(reader, l);
}

/* the arguments of model_state_memory after params */
static void
next_state_layout(Reader *reader, StateLayout *l, double *largest_layer_params)
{
	memset(l, 0, sizeof(*l));
	l->dp = next_number(reader, COUNT);
	l->tp = next_number(reader, COUNT);
	l->pp = next_number(reader, COUNT);
	l->zero = next_number(reader, COUNT_OR_ZERO);
	l->dtype = next_word(reader, dtypes);
	l->grad_bytes = next_number(reader, AMOUNT);
	l->optimizer = next_word(reader, optimizers);
	*largest_layer_params = next_number(reader, AMOUNT);
	l->offload = next_word(reader, offloads);
	l->extra_gb = next_number(reader, AMOUNT);
	l->mixed = next_word(reader, mixed_words);
	l->moment_bytes = next_number(reader, AMOUNT);
}

/*
 * model_state_memory: weights, gradients, optimizer state and workspace of one
 * GPU, in GB
 *
 * Check: 6.738e9 parameters, pure bf16, adamw: 53.904.
 */
PG_FUNCTION_INFO_V1(model_state_memory);
Datum
model_state_memory(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	double		params = next_number(&reader, AMOUNT);
	double		largest_layer_params;
	StateLayout layout;
	Problem		problem;
	Memory		m;

	next_state_layout(&reader, &layout, &largest_layer_params);
	if (!tc_state_layout_check(&layout, &problem))
		tc_reject_problem(&problem);
	m = tc_model_state_memory(params, largest_layer_params, &layout);
	{
		double		columns[] = {
			m.weights / TC_GIGA, m.gradients / TC_GIGA, m.optimizer / TC_GIGA, m.workspace / TC_GIGA,
			tc_memory_total(&m) / TC_GIGA, m.host / TC_GIGA
		};

		return tc_record(fcinfo, columns, lengthof(columns));
	}
}

/* ------------------------------------------------------------------------
 * rows
 * ------------------------------------------------------------------------ */

/* a number; NaN becomes NULL, infinity 22003 */
void
tc_put_number(FunctionCallInfo fcinfo, Row *row, double value)
{
	if (isinf(value))
		tc_result_out_of_range(fcinfo);
	row->nulls[row->count] = isnan(value);
	row->datums[row->count++] = Float8GetDatum(value);
}

/* bytes in GB */
void
tc_put_bytes(FunctionCallInfo fcinfo, Row *row, double bytes)
{
	tc_put_number(fcinfo, row, bytes / TC_GIGA);
}

void
tc_put_word(Row *row, const char *word)
{
	row->nulls[row->count] = false;
	row->datums[row->count++] = CStringGetTextDatum(word);
}

void
tc_put_bool(Row *row, bool value, bool null)
{
	row->nulls[row->count] = null;
	row->datums[row->count++] = BoolGetDatum(value);
}

const char *
tc_memory_phase_name(MemoryPhase phase)
{
	static const char *const names[] = {
		[MEMORY_FORWARD] = "forward",
		[MEMORY_LOSS] = "loss",
		[MEMORY_BACKWARD] = "backward",
		[MEMORY_OPTIMIZER] = "optimizer",
		[MEMORY_ROLLOUT] = "rollout",
	};

	return names[phase];
}

/* the parts at the peak, their sum, the host's share; the phase is the caller's to put last */
void
tc_put_memory(FunctionCallInfo fcinfo, Row *row, const Memory *m, TrainMethod method)
{
	if (isnan(tc_memory_total(m)))
		tc_result_out_of_range(fcinfo);
	tc_put_bytes(fcinfo, row, m->weights);
	tc_put_bytes(fcinfo, row, m->gradients);
	tc_put_bytes(fcinfo, row, m->optimizer);
	tc_put_bytes(fcinfo, row, m->activations);
	tc_put_bytes(fcinfo, row, m->logits);
	tc_put_bytes(fcinfo, row, m->workspace);
	if (method >= METHOD_REWARD_MODEL)
		tc_put_bytes(fcinfo, row, m->frozen);
	if (tc_has_rollouts(method))
	{
		tc_put_bytes(fcinfo, row, m->engine);
		tc_put_bytes(fcinfo, row, m->kv_cache);
	}
	tc_put_bytes(fcinfo, row, tc_memory_total(m));
	tc_put_bytes(fcinfo, row, m->host);
}

Datum
tc_form_row(FunctionCallInfo fcinfo, Row *row, TupleDesc desc)
{
	if (desc->natts != row->count)
		elog(ERROR, "%d OUT columns declared, %d computed", desc->natts, row->count);
	return HeapTupleGetDatum(heap_form_tuple(desc, row->datums, row->nulls));
}

/* rows of numbers and a phase, one for each phase, to be copied with other numbers */
typedef struct PeakRows
{
	TupleDesc	desc;
	HeapTuple	rows[MEMORY_ROLLOUT + 1];
} PeakRows;

/* the numbers and the phase of a peak, where fn_extra is free to keep a row of each phase */
Datum
tc_form_peak_row(FunctionCallInfo fcinfo, Row *row, MemoryPhase phase)
{
	PeakRows   *kept = fcinfo->flinfo->fn_extra;
	int			numbers = row->count;
	HeapTuple	pattern;
	HeapTupleHeader copy;

	if (kept == NULL || kept->rows[phase] == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		if (kept == NULL)
		{
			kept = fcinfo->flinfo->fn_extra = palloc0(sizeof(PeakRows));
			kept->desc = tc_row_description(fcinfo);
		}
		tc_put_word(row, tc_memory_phase_name(phase));
		if (kept->desc->natts != row->count)
			elog(ERROR, "%d OUT columns declared, %d computed", kept->desc->natts, row->count);
		kept->rows[phase] = heap_form_tuple(kept->desc, row->datums, row->nulls);
		MemoryContextSwitchTo(old);
	}
	pattern = kept->rows[phase];
	copy = palloc(pattern->t_len);
	memcpy(copy, pattern->t_data, pattern->t_len);
#ifdef USE_FLOAT8_BYVAL
	/* the columns before the phase are float8 alone, none NULL, and begin aligned */
	memcpy((char *) copy + copy->t_hoff, row->datums, numbers * sizeof(Datum));
#else
	for (int i = 0; i < numbers; i++)
		memcpy((char *) copy + copy->t_hoff + i * sizeof(float8), DatumGetPointer(row->datums[i]), sizeof(float8));
#endif
	PG_RETURN_HEAPTUPLEHEADER(copy);
}
