/*
 * adapters.c: parameter-efficient fine-tuning as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "traincost.h"
#include "sqlcall/layout.h"

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
	Arch		arch = {0};
	Problem		problem;
	double		rank;
	LoraTargets targets;
	bool		dora;

	arch.layers = next_number(&reader, COUNT);
	arch.hidden_size = next_number(&reader, COUNT);
	arch.heads = next_number(&reader, COUNT);
	rank = next_number(&reader, COUNT);
	arch.kv_heads = next_number(&reader, COUNT_OR_ZERO);
	arch.head_dim = next_number(&reader, COUNT_OR_ZERO);
	arch.ffn_size = next_number(&reader, COUNT_OR_ZERO);
	arch.gated_ffn = next_bool(&reader);
	targets = tc_next_lora_targets(&reader);
	dora = next_bool(&reader);
	arch.experts = next_number(&reader, COUNT_OR_ZERO);
	arch.shared_experts = next_number(&reader, AMOUNT);
	arch.expert_ffn_size = next_number(&reader, COUNT_OR_ZERO);
	arch.dense_layers = next_number(&reader, COUNT_OR_ZERO);
	arch.moe_every = next_number(&reader, COUNT);
	arch.q_lora_rank = next_number(&reader, COUNT_OR_ZERO);
	arch.kv_lora_rank = next_number(&reader, COUNT_OR_ZERO);
	arch.qk_nope_head_dim = next_number(&reader, COUNT_OR_ZERO);
	arch.qk_rope_head_dim = next_number(&reader, COUNT_OR_ZERO);
	arch.v_head_dim = next_number(&reader, COUNT_OR_ZERO);
	/* all experts have adapters, however many a token meets */
	arch.experts_per_token = arch.experts > 0 ? 1 : 0;
	if (!tc_arch_complete(&arch, &problem))
		tc_reject_problem(&problem);
	return tc_return(fcinfo, tc_lora_params(&arch, rank, targets, dora));
}

PG_FUNCTION_INFO_V1(quantized_bytes);
Datum
quantized_bytes(PG_FUNCTION_ARGS)
{
	return tc_return(fcinfo, tc_quantized_bytes(tc_number(fcinfo, 0, AMOUNT), tc_number(fcinfo, 1, POSITIVE),
												PG_GETARG_BOOL(2)));
}
