/*
 * adapters.c: what parameter-efficient fine-tuning trains and stores
 */
#include "formula/memory.h"

/* one low-rank pair on a matrix in x out; DoRA adds a magnitude per output (arXiv:2402.09353) */
static double
lora_pair(double rank, double in, double out, bool dora)
{
	return rank * (in + out) + (dora ? out : 0);
}

/* LoRA: Hu et al. 2021 (arXiv:2106.09685) */
double
tc_lora_params(const Arch *arch, double rank, LoraTargets targets, bool dora)
{
	double		h = arch->hidden_size;
	double		q = arch->heads * arch->head_dim;
	double		kv = arch->kv_heads * arch->head_dim;
	double		params = 0;

	if (targets != LORA_MLP)
		params += lora_pair(rank, h, q, dora) + lora_pair(rank, h, kv, dora);	/* q, v */
	if (targets == LORA_ATTENTION || targets == LORA_ALL_LINEAR)
		params += lora_pair(rank, h, kv, dora) + lora_pair(rank, q, h, dora);	/* k, o */
	if (targets == LORA_MLP || targets == LORA_ALL_LINEAR)
		params += (arch->gated_ffn ? 2 : 1) * lora_pair(rank, h, arch->ffn_size, dora) +
			lora_pair(rank, arch->ffn_size, h, dora);
	return arch->layers * params;
}

/* QLoRA's block constants included (arXiv:2305.14314) */
double
tc_quantized_bytes(double params, double bits, bool double_quant)
{
	return tc_kept(params * (bits + tc_quantization_overhead_bits(bits, double_quant)) / 8, params > 0);
}

/* bottleneck adapters: Houlsby et al. 2019 (arXiv:1902.00751) */
double
tc_adapter_params(double layers, double hidden_size, double bottleneck, double adapters_per_layer)
{
	return layers * adapters_per_layer * (2 * hidden_size * bottleneck + bottleneck + hidden_size);
}

/* keys and values of a learned prefix (arXiv:2101.00190) */
double
tc_prefix_params(double layers, double kv_dim, double prefix_tokens)
{
	return 2 * layers * kv_dim * prefix_tokens;
}

/* learned prompt embeddings (arXiv:2104.08691) */
double
tc_prompt_params(double hidden_size, double prompt_tokens)
{
	return hidden_size * prompt_tokens;
}

/* full copies, or one base and its tasks' adapters */
double
tc_task_storage_gb(double tasks, double params, double trainable_params, double bytes_per_param)
{
	double		stored = trainable_params == 0 ? tc_times(tasks, params) : params + tc_times(tasks, trainable_params);

	return tc_kept(stored * bytes_per_param / TC_GIGA, stored > 0);
}
