/*
 * kv_cache.c: keys and values that a sequence keeps while it is decoded
 */
#include "formula/architecture.h"

/*
 * Bytes per token of a context of so many tokens, averaged over the context
 *
 *     value_bytes * sum over layers of width * min(context, window) / context
 *
 * width is 2 k d (keys and values of each KV head), with multi-head latent
 * attention kv_lora_rank + qk_rope_head_dim (arXiv:2405.04434).  A layer with a
 * sliding window keeps the window's tokens alone.  context_tokens 0: no context
 * is longer than the window.  The arch must be complete.
 * Check: Llama-3.1-8B in bf16 keeps 131072 bytes a token.
 */
double
tc_kv_bytes_per_token(const Arch *arch, double context_tokens, double value_bytes)
{
	double		width = arch->kv_lora_rank > 0 ? arch->kv_lora_rank + arch->qk_rope_head_dim :
	2 * arch->kv_heads * arch->head_dim;
	double		full_layers = arch->layers - arch->sliding_layers;
	double		seen_share = 1;

	if (arch->sliding_window > 0 && context_tokens > arch->sliding_window)
		seen_share = arch->sliding_window / context_tokens;
	return tc_kept(value_bytes * width * (full_layers + arch->sliding_layers * seen_share), value_bytes > 0);
}
