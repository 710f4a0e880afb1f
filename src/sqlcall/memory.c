/*
 * memory.c: memory per GPU as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "sqlcall/layout.h"

static const char *const dtypes[] = {"fp32", "bf16", "fp16", "fp8", NULL};
static const char *const optimizers[] = {
	"adamw", "adam8bit", "adafactor", "sgd", "sgd_momentum", "lion", "muon", NULL
};
static const char *const offloads[] = {"none", "optimizer", "all", NULL};

static double
in_gb(double bytes)
{
	return bytes / TC_GIGA;
}

/*
 * model_state_memory: weights, gradients, optimizer state and workspace of one
 * GPU, in GB
 */
PG_FUNCTION_INFO_V1(model_state_memory);
Datum
model_state_memory(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	double		params = next_number(&reader, AMOUNT);
	StateLayout layout;
	double		largest_layer_params;
	Problem		problem;
	Memory		m;

	layout.dp = next_number(&reader, COUNT);
	layout.tp = next_number(&reader, COUNT);
	layout.pp = next_number(&reader, COUNT);
	layout.zero = next_number(&reader, COUNT_OR_ZERO);
	layout.dtype = next_word(&reader, dtypes);
	layout.grad_bytes = next_number(&reader, AMOUNT);
	layout.optimizer = next_word(&reader, optimizers);
	largest_layer_params = next_number(&reader, AMOUNT);
	layout.offload = next_word(&reader, offloads);
	layout.extra_gb = next_number(&reader, AMOUNT);
	if (!tc_state_layout_check(&layout, &problem))
		tc_reject_problem(&problem);

	m = tc_model_state_memory(params, largest_layer_params, &layout);
	{
		double		columns[] = {
			in_gb(m.weights), in_gb(m.gradients), in_gb(m.optimizer), in_gb(m.workspace),
			in_gb(tc_memory_total(&m)), in_gb(m.host)
		};

		return tc_record(fcinfo, columns, lengthof(columns));
	}
}

/* the arguments from micro_batch on; tp, pp and dp may be for the caller to find */
void
tc_next_train_layout(Reader *reader, TrainLayout *l, bool with_degrees)
{
	l->micro_batch = next_number(reader, POSITIVE);
	if (with_degrees)
	{
		l->state.tp = next_number(reader, COUNT);
		l->state.pp = next_number(reader, COUNT);
		l->state.dp = next_number(reader, COUNT);
	}
	l->cp = next_number(reader, COUNT);
	l->ep = next_number(reader, COUNT);
	l->etp = next_number(reader, COUNT);
	l->interleave = next_number(reader, COUNT);
	l->micro_batches = next_number(reader, COUNT_OR_ZERO);
	l->state.zero = next_number(reader, COUNT_OR_ZERO);
	l->sequence_parallel = next_bool(reader);
	l->state.dtype = next_word(reader, dtypes);
	l->state.optimizer = next_word(reader, optimizers);
	l->state.grad_bytes = next_number(reader, AMOUNT);
	l->activation_bytes = next_number(reader, AMOUNT);
	l->logit_bytes = next_number(reader, AMOUNT);
	l->recompute = next_word(reader, tc_recomputes);
	l->flash_attention = next_bool(reader);
	l->dropout = next_bool(reader);
	l->fused_ffn = next_bool(reader);
	l->trainable_params = next_number(reader, AMOUNT);
	l->adapter_bytes = next_number(reader, POSITIVE);
	l->base_bits = next_number(reader, AMOUNT);
	l->double_quant = next_bool(reader);
	l->unquantized_bytes = next_number(reader, POSITIVE);
	l->state.offload = next_word(reader, offloads);
	l->state.extra_gb = next_number(reader, AMOUNT);
}

/* the parts, their sum and the host's share, in GB */
void
tc_memory_columns(const Memory *m, double *columns)
{
	double		bytes[MEMORY_COLUMNS] = {
		m->weights, m->gradients, m->optimizer, m->activations, m->logits, m->workspace,
		tc_memory_total(m), m->host
	};

	for (int i = 0; i < MEMORY_COLUMNS; i++)
		columns[i] = in_gb(bytes[i]);
}

/*
 * train_memory: memory of one GPU in training, by part, in GB
 *
 * Check: Llama-3.1-8B, seq_len 8192, zero 3, dp 8, recompute full: 37.16056.
 */
PG_FUNCTION_INFO_V1(train_memory);
Datum
train_memory(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	TrainLayout layout;
	Arch		arch;
	Problem		problem;
	Memory		memory;
	double		columns[MEMORY_COLUMNS];

	layout.seq_len = next_number(&reader, POSITIVE);
	tc_next_arch(&reader, &arch);
	tc_next_train_layout(&reader, &layout, true);
	if (!tc_train_layout_check(&layout, &arch, &problem))
		tc_reject_problem(&problem);

	memory = tc_train_memory(&layout, &arch);
	tc_memory_columns(&memory, columns);
	return tc_record(fcinfo, columns, MEMORY_COLUMNS);
}

/*
 * kv_bytes_per_token: bytes of keys and values per token of context, averaged
 * over the context
 *
 * Check: Llama-3.1-8B in bf16 keeps 131072 bytes a token.
 */
PG_FUNCTION_INFO_V1(kv_bytes_per_token);
Datum
kv_bytes_per_token(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	Arch		arch = {.moe_every = 1};
	double		context_tokens,
				value_bytes;
	Problem		problem;

	arch.layers = next_number(&reader, COUNT);
	arch.hidden_size = next_number(&reader, COUNT);
	arch.heads = next_number(&reader, COUNT);
	arch.kv_heads = next_number(&reader, COUNT_OR_ZERO);
	arch.head_dim = next_number(&reader, COUNT_OR_ZERO);
	arch.kv_lora_rank = next_number(&reader, COUNT_OR_ZERO);
	arch.qk_rope_head_dim = next_number(&reader, COUNT_OR_ZERO);
	arch.sliding_window = next_number(&reader, COUNT_OR_ZERO);
	arch.sliding_layers = next_number(&reader, COUNT_OR_ZERO);
	context_tokens = next_number(&reader, AMOUNT);
	value_bytes = next_number(&reader, POSITIVE);
	/* the widths that the cache does not hold cannot contradict it */
	arch.qk_nope_head_dim = arch.v_head_dim = 1;
	if (!tc_arch_complete(&arch, &problem))
		tc_reject_problem(&problem);
	return tc_return(fcinfo, tc_kv_bytes_per_token(&arch, context_tokens, value_bytes));
}
