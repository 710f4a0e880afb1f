/*
 * architecture.c: parameters and FLOP of a transformer, counted exactly
 *
 * A multiply-add is 2 FLOP; only matrix products count.  Sources: Narayanan et
 * al. 2021 (arXiv:2104.04473), Korthikanti et al. 2022 (arXiv:2205.05198),
 * DeepSeek-V2 for multi-head latent attention (arXiv:2405.04434).
 */
#include "formula/architecture.h"

static bool
uses_latent_attention(const Arch *arch)
{
	return arch->kv_lora_rank > 0;
}

/* what one argument alone cannot show; then replace 0 by what it stands for */
bool
tc_arch_complete(Arch *arch, Problem *problem)
{
	if (arch->kv_heads == 0)
		arch->kv_heads = arch->heads;
	if (arch->kv_heads > arch->heads || fmod(arch->heads, arch->kv_heads) != 0)
		return tc_impossible(problem, "kv_heads", arch->kv_heads, "a divisor of \"heads\"",
							 "0 means as many as heads.");
	if (arch->experts == 0 && arch->experts_per_token > 0)
		return tc_impossible(problem, "experts_per_token", arch->experts_per_token, "0 where there are no \"experts\"", NULL);
	if (arch->experts > 0 && (arch->experts_per_token < 1 || arch->experts_per_token > arch->experts))
		return tc_impossible(problem, "experts_per_token", arch->experts_per_token,
							 "at least 1 and at most the number of \"experts\"", NULL);
	if (arch->dense_layers > arch->layers)
		return tc_impossible(problem, "dense_layers", arch->dense_layers, "at most the number of \"layers\"", NULL);
	if (arch->sliding_window > 0 && arch->sliding_layers > arch->layers)
		return tc_impossible(problem, "sliding_layers", arch->sliding_layers, "at most the number of \"layers\"", NULL);
	if (uses_latent_attention(arch) && arch->qk_nope_head_dim == 0)
		return tc_impossible(problem, "qk_nope_head_dim", 0, "greater than 0 with \"kv_lora_rank\"", NULL);
	if (uses_latent_attention(arch) && arch->v_head_dim == 0)
		return tc_impossible(problem, "v_head_dim", 0, "greater than 0 with \"kv_lora_rank\"", NULL);

	if (arch->head_dim == 0)
		arch->head_dim = arch->hidden_size / arch->heads;
	if (arch->ffn_size == 0)
		arch->ffn_size = 4 * arch->hidden_size;
	if (arch->expert_ffn_size == 0)
		arch->expert_ffn_size = arch->ffn_size;
	if (arch->sliding_window == 0)
		arch->sliding_layers = 0;
	else if (arch->sliding_layers == 0)
		arch->sliding_layers = arch->layers;
	return true;
}

/* tensor parallelism gives each GPU whole heads */
bool
tc_divides_heads(double tp, const Arch *arch, Problem *problem)
{
	if (fmod(arch->heads, tp) != 0)
		return tc_impossible(problem, "tp", tp, "a divisor of \"heads\"", "Tensor parallelism gives each GPU whole heads.");
	return true;
}

/* how many of the first layers are mixtures of experts */
double
tc_moe_layers_among(const Arch *arch, double first_layers)
{
	if (arch->experts == 0)
		return 0;
	return floor(fmax(first_layers - arch->dense_layers, 0) / arch->moe_every);
}

/* attention matrices and biases: queries, keys, values, output */
static void
attention_parts(const Arch *arch, LayerParts *parts)
{
	double		h = arch->hidden_size;
	double		a = arch->heads;
	double		kv_width = arch->kv_heads * arch->head_dim;

	if (!uses_latent_attention(arch))
	{
		parts->qk_width = parts->v_width = arch->head_dim;
		parts->attn = h * (2 * a * arch->head_dim + 2 * kv_width);
		parts->attn_bias = a * arch->head_dim + 2 * kv_width;
		return;
	}
	parts->qk_width = arch->qk_nope_head_dim + arch->qk_rope_head_dim;
	parts->v_width = arch->v_head_dim;
	parts->attn = h * (arch->kv_lora_rank + arch->qk_rope_head_dim) +
		arch->kv_lora_rank * a * (arch->qk_nope_head_dim + parts->v_width) +
		a * parts->v_width * h;
	if (arch->q_lora_rank > 0)
		parts->attn += h * arch->q_lora_rank + arch->q_lora_rank * a * parts->qk_width;
	else
		parts->attn += h * a * parts->qk_width;
	parts->attn_bias = a * (2 * parts->qk_width + parts->v_width);
}

LayerParts
tc_layer_parts(const Arch *arch)
{
	double		h = arch->hidden_size;
	double		matrices = arch->gated_ffn ? 3 : 2;
	LayerParts	parts;

	attention_parts(arch, &parts);
	parts.ffn = matrices * h * arch->ffn_size;
	parts.expert = matrices * h * arch->expert_ffn_size;
	parts.router = h * arch->experts;
	parts.norm = arch->biases == BIASES_ALL ? 2 * h : h;
	parts.norms = 2 * parts.norm;
	if (uses_latent_attention(arch))
		parts.norms += arch->q_lora_rank + arch->kv_lora_rank;

	parts.ffn_bias = parts.expert_bias = 0;
	if (arch->biases == BIASES_NONE)
		parts.attn_bias = 0;
	else if (arch->biases == BIASES_ALL)
	{
		parts.attn_bias += h;
		parts.ffn_bias = (matrices - 1) * arch->ffn_size + h;
		parts.expert_bias = (matrices - 1) * arch->expert_ffn_size + h;
	}
	parts.moe_layers = tc_moe_layers_among(arch, arch->layers);
	parts.dense_layers = arch->layers - parts.moe_layers;
	return parts;
}

/* parameters where each mixture layer has so many routed experts */
static double
count_params(const Arch *arch, double routed_experts)
{
	LayerParts	p = tc_layer_parts(arch);
	double		h = arch->hidden_size;
	double		around = p.attn + p.attn_bias + p.norms;
	double		dense = around + p.ffn + p.ffn_bias;
	double		moe = around + p.router + (routed_experts + arch->shared_experts) * (p.expert + p.expert_bias);
	double		last = p.moe_layers > 0 ? moe : dense;

	return arch->vocab_size * h * (arch->tied_embeddings ? 1 : 2) + arch->learned_positions * h +
		p.dense_layers * dense + p.moe_layers * moe + p.norm +
		arch->mtp_modules * (last + 2 * h * h + 3 * p.norm);
}

double
tc_transformer_params(const Arch *arch)
{
	return count_params(arch, arch->experts);
}

/* the parameters that one token meets */
double
tc_transformer_active_params(const Arch *arch)
{
	return count_params(arch, arch->experts_per_token);
}

/* keys that a query of a sequence sees on average; window 0: no window */
static double
keys_seen(double seq_len, double window, bool causal)
{
	if (window == 0 || window >= seq_len)
		return causal ? seq_len / 2 : seq_len;
	return causal ? window - window * window / (2 * seq_len) : window;
}

Passes
tc_passes(const FlopsConvention *c)
{
	static const Passes by_phase[] = {
		[PHASE_TRAIN] = {3, 3, 3},
		[PHASE_FORWARD] = {1, 1, 1},
		[PHASE_FROZEN] = {2, 3, 2},
	};
	Passes		passes = by_phase[c->phase];

	if (c->phase == PHASE_FORWARD)
		return passes;
	if (c->recompute == RECOMPUTE_SELECTIVE)
		passes.core += c->core_recompute_passes;
	else if (c->recompute == RECOMPUTE_FULL)
	{
		passes.layer += 1;
		passes.core += 1;
	}
	return passes;
}

/* FLOP = tokens [2 N ml + core mc + head mh (1 + mtp)] */
double
tc_transformer_flops(double tokens, double seq_len, const Arch *arch, const FlopsConvention *c)
{
	LayerParts	p = tc_layer_parts(arch);
	Passes		passes = tc_passes(c);
	double		h = arch->hidden_size;
	double		moe = p.attn + p.router + (arch->experts_per_token + arch->shared_experts) * p.expert;
	double		dense = p.attn + p.ffn;
	double		last = p.moe_layers > 0 ? moe : dense;
	double		matrices = p.dense_layers * dense + p.moe_layers * moe + arch->mtp_modules * (last + 2 * h * h);
	double		keys = arch->sliding_layers * keys_seen(seq_len, arch->sliding_window, c->causal) +
	(arch->layers - arch->sliding_layers + arch->mtp_modules) * keys_seen(seq_len, 0, c->causal);
	double		core = 2 * arch->heads * (p.qk_width + p.v_width) * keys;
	double		heads = (c->logits ? 1 + arch->mtp_modules : 0) + (c->input_embedding ? 1 : 0);

	return tokens * (2 * matrices * passes.layer + core * passes.core +
					 2 * h * arch->vocab_size * passes.head * heads);
}

/* parameters that a token meets outside matrix products: norms and biases */
double
tc_transformer_vectors(const Arch *arch)
{
	LayerParts	p = tc_layer_parts(arch);
	double		around = p.norms + p.attn_bias;
	double		dense = around + p.ffn_bias;
	double		moe = around + (arch->experts_per_token + arch->shared_experts) * p.expert_bias;

	return p.dense_layers * dense + p.moe_layers * moe + p.norm +
		arch->mtp_modules * ((p.moe_layers > 0 ? moe : dense) + 3 * p.norm);
}

/* attention block, feed-forward block */
static void
encdec_blocks(const EncDec *s, double *width, double *attention, double *feed_forward)
{
	double		head_dim = s->head_dim > 0 ? s->head_dim : s->hidden_size / s->heads;
	double		ffn_size = s->ffn_size > 0 ? s->ffn_size : 4 * s->hidden_size;

	*width = s->heads * head_dim;
	*attention = 4 * s->hidden_size * *width;
	*feed_forward = (s->gated_ffn ? 3 : 2) * s->hidden_size * ffn_size;
}

/* T5 (arXiv:1910.10683): a decoder layer has a second attention block */
double
tc_encdec_params(const EncDec *s, bool tied_embeddings)
{
	double		h = s->hidden_size;
	double		width,
				at,
				ff;

	encdec_blocks(s, &width, &at, &ff);
	return s->encoder_layers * (at + ff + 2 * h) + s->decoder_layers * (2 * at + ff + 3 * h) +
		2 * h + s->vocab_size * h * (tied_embeddings ? 1 : 2);
}

/* cross-attention's keys and values act on encoder tokens, its query and output on decoder tokens */
double
tc_encdec_flops(const EncDec *s, double encoder_tokens, double decoder_tokens,
				double encoder_seq_len, double decoder_seq_len, bool causal, bool logits, double passes)
{
	double		h = s->hidden_size;
	double		width,
				at,
				ff,
				encoder,
				decoder;

	encdec_blocks(s, &width, &at, &ff);
	encoder = s->encoder_layers * (2 * (at + ff) + 4 * width * encoder_seq_len) +
		s->decoder_layers * 4 * h * width;
	decoder = s->decoder_layers * (2 * (at + ff) + 4 * h * width +
								   4 * width * decoder_seq_len * (causal ? 0.5 : 1) +
								   4 * width * encoder_seq_len) +
		(logits ? 2 * h * s->vocab_size : 0);
	return passes * (encoder_tokens * encoder + decoder_tokens * decoder);
}
