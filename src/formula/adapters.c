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

/* the attention matrices of a layer that have an adapter */
static double
lora_attention(const Arch *arch, double rank, LoraTargets targets, bool dora)
{
	double		h = arch->hidden_size;
	double		a = arch->heads;
	double		q = a * arch->head_dim;
	double		kv = arch->kv_heads * arch->head_dim;
	double		o = q;
	double		params = 0;

	if (arch->kv_lora_rank > 0)
	{
		/* latent attention: a matrix down to the latent and one up from it */
		q = a * (arch->qk_nope_head_dim + arch->qk_rope_head_dim);
		o = a * arch->v_head_dim;
		if ((targets & LORA_Q) && arch->q_lora_rank > 0)
			params += lora_pair(rank, h, arch->q_lora_rank, dora) + lora_pair(rank, arch->q_lora_rank, q, dora);
		else if (targets & LORA_Q)
			params += lora_pair(rank, h, q, dora);
		if (targets & (LORA_K | LORA_V))
			params += lora_pair(rank, h, arch->kv_lora_rank + arch->qk_rope_head_dim, dora) +
				lora_pair(rank, arch->kv_lora_rank, a * (arch->qk_nope_head_dim + arch->v_head_dim), dora);
	}
	else
	{
		if (targets & LORA_Q)
			params += lora_pair(rank, h, q, dora);
		params += (((targets & LORA_K) != 0) + ((targets & LORA_V) != 0)) * lora_pair(rank, h, kv, dora);
	}
	if (targets & LORA_O)
		params += lora_pair(rank, o, h, dora);
	return params;
}

/* the matrices of a feed-forward block of this width that have an adapter; a plain block's one is gate and up */
static double
lora_ffn(const Arch *arch, double width, double rank, LoraTargets targets, bool dora)
{
	double		into = arch->gated_ffn ? ((targets & LORA_GATE) != 0) + ((targets & LORA_UP) != 0) :
	(targets & (LORA_GATE | LORA_UP)) != 0;

	return into * lora_pair(rank, arch->hidden_size, width, dora) +
		((targets & LORA_DOWN) != 0) * lora_pair(rank, width, arch->hidden_size, dora);
}

/*
 * LoRA: Hu et al. 2021 (arXiv:2106.09685)
 *
 * Each routed expert has adapters of its own; the shared experts of a layer are
 * one block, as they are built.  The router has none.
 */
double
tc_lora_params(const Arch *arch, double rank, LoraTargets targets, bool dora)
{
	double		moe_layers = tc_moe_layers_among(arch, arch->layers);
	double		moe = arch->experts * lora_ffn(arch, arch->expert_ffn_size, rank, targets, dora);

	if (arch->shared_experts > 0)
		moe += lora_ffn(arch, arch->shared_experts * arch->expert_ffn_size, rank, targets, dora);
	return arch->layers * lora_attention(arch, rank, targets, dora) +
		(arch->layers - moe_layers) * lora_ffn(arch, arch->ffn_size, rank, targets, dora) + moe_layers * moe;
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
