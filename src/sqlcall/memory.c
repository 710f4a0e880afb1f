/*
 * memory.c: memory per GPU as SQL functions of numbers
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "sqlcall/layout.h"

/*
 * train_memory: memory of one GPU in training, by part at its peak, in GB
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
	double		seq_len;
	Memory		memory;
	Row			row;

	if (tc_null_argument(fcinfo, 1 + ARCH_ARGS, LAYOUT_CHOICES, 0, 0))
		PG_RETURN_NULL();
	seq_len = next_number(&reader, POSITIVE);
	tc_next_arch(&reader, &arch);
	tc_next_train_layout(&reader, &layout);
	layout.seq_len = seq_len;
	if (!tc_train_layout_check(&layout, &arch, &problem))
		tc_reject_problem(&problem);

	memory = tc_train_memory(&layout, &arch);
	row.count = 0;
	tc_put_memory(fcinfo, &row, &memory, METHOD_SFT);
	return tc_form_peak_row(fcinfo, &row, memory.peak_phase);
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
