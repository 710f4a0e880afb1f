/*
 * adapters.c: parameter-efficient fine-tuning as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "traincost.h"
#include "sqlcall/declare.h"
#include "sqlcall/shape.h"
#include "formula/memory.h"

static const char *const targets[] = {
	[LORA_Q_V] = "q_v",
	[LORA_ATTENTION] = "attention",
	[LORA_MLP] = "mlp",
	[LORA_ALL_LINEAR] = "all_linear",
	NULL
};

FORMULA_4(adapter_params, COUNT, COUNT, COUNT, COUNT);
FORMULA_3(prefix_params, COUNT, COUNT, COUNT_OR_ZERO);
FORMULA_2(prompt_params, COUNT, COUNT_OR_ZERO);
FORMULA_4(task_storage_gb, AMOUNT, AMOUNT, AMOUNT, POSITIVE);

/*
 * lora_params: trainable parameters of LoRA adapters
 *
 * Check: Llama-3.1-8B, rank 16, attention: 13631488.
 */
PG_FUNCTION_INFO_V1(lora_params);
Datum
lora_params(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	Arch		arch = {.moe_every = 1};
	Problem		problem;
	double		rank;
	LoraTargets target;

	arch.layers = next_number(&reader, COUNT);
	arch.hidden_size = next_number(&reader, COUNT);
	arch.heads = next_number(&reader, COUNT);
	rank = next_number(&reader, COUNT);
	arch.kv_heads = next_number(&reader, COUNT_OR_ZERO);
	arch.head_dim = next_number(&reader, COUNT_OR_ZERO);
	arch.ffn_size = next_number(&reader, COUNT_OR_ZERO);
	arch.gated_ffn = next_bool(&reader);
	target = next_word(&reader, targets);
	if (!tc_arch_complete(&arch, &problem))
		tc_reject_problem(&problem);
	return tc_return(fcinfo, tc_lora_params(&arch, rank, target, next_bool(&reader)));
}

PG_FUNCTION_INFO_V1(quantized_bytes);
Datum
quantized_bytes(PG_FUNCTION_ARGS)
{
	return tc_return(fcinfo, tc_quantized_bytes(tc_number(fcinfo, 0, AMOUNT), tc_number(fcinfo, 1, POSITIVE),
												PG_GETARG_BOOL(2)));
}
