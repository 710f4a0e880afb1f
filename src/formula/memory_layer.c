/*
 * memory_layer.c: what a layer keeps for its backward pass, by the software
 *
 * Eager PyTorch keeps each operation's own inputs.  Counted operation by
 * operation from the modules of Hugging Face transformers and checked against
 * measured peaks; the compiled form is fitted to two runs.
 */
#include "formula/memory_stage.h"

#define FP32_BYTES		4
/* of a token's log-sum-exp in flash attention, per head */
#define FLASH_BYTES		4

/* what the derivations distinguish */
typedef enum Column
{
	COLUMN_AUTOCAST,
	COLUMN_PURE,				/* weights in the format that computes */
	COLUMN_LORA					/* frozen weights keep nothing for their gradients */
} Column;

typedef struct Widths
{
	double		h;
	double		q;				/* queries, and the output of the values' width */
	double		k;
	double		v;
	double		o;
	double		latent;			/* multi-head latent attention */
	double		x;				/* activation bytes */
	double		r;				/* bytes of the residual stream */
} Widths;

static Column
column_of(const Setting *s)
{
	if (s->layout->trainable_params > 0)
		return COLUMN_LORA;
	return s->layout->state.mixed == MIXED_AUTOCAST ? COLUMN_AUTOCAST : COLUMN_PURE;
}

/* bytes per element of the residual stream, which has the format of what embeds */
double
tc_residual_bytes(const Setting *s)
{
	const TrainLayout *l = s->layout;

	if (l->trainable_params > 0)
		return l->base_bits > 0 ? fmax(l->unquantized_bytes, s->activation_bytes) : s->activation_bytes;
	return l->state.mixed == MIXED_AUTOCAST ? FP32_BYTES : s->activation_bytes;
}

static Widths
widths_of(const Setting *s)
{
	const Arch *arch = s->arch;
	Widths		w = {.h = arch->hidden_size,.x = s->activation_bytes,.r = tc_residual_bytes(s)};

	if (arch->kv_lora_rank > 0)
	{
		w.q = w.k = arch->heads * s->parts.qk_width;
		w.v = w.o = arch->heads * s->parts.v_width;
		w.latent = arch->q_lora_rank + arch->kv_lora_rank;
	}
	else
	{
		w.q = w.o = arch->heads * arch->head_dim;
		w.k = w.v = arch->kv_heads * arch->head_dim;
	}
	return w;
}

/* bytes per element of a norm's input; LayerNorm is one fused operation */
static double
norm_bytes(const Setting *s, const Widths *w, Column column)
{
	bool		layer_norm = s->arch->biases == BIASES_ALL || !s->arch->gated_ffn;

	if (layer_norm)
		return w->r;
	/* RMS norm: the input in fp32, and what the norm's own weight multiplies */
	if (column == COLUMN_LORA)
		return FP32_BYTES;
	return FP32_BYTES + (column == COLUMN_AUTOCAST ? FP32_BYTES : w->x);
}

/* bytes per token of the inputs of matrices that are as wide as the residual stream */
static double
matrix_inputs(const Setting *s, const Widths *w, Column column)
{
	const Arch *arch = s->arch;
	bool		latent = arch->kv_lora_rank > 0;
	LoraTargets targets = s->layout->targets;
	double		readers = 0;

	if (column == COLUMN_PURE)
		return 2 * w->x * w->h; /* one tensor serves all its readers */
	if (column == COLUMN_AUTOCAST)
		/* a cast for each reader; plain blocks read queries, keys and values from one matrix */
		return w->x * w->h * (arch->gated_ffn ? (latent ? 2 : 3) + 2 : 2);
	/* each adapter casts for itself */
	if (latent)
		readers += ((targets & LORA_Q) != 0) + ((targets & (LORA_K | LORA_V)) != 0);
	else if (arch->gated_ffn)
		readers += ((targets & LORA_Q) != 0) + ((targets & LORA_K) != 0) + ((targets & LORA_V) != 0);
	else
		readers += (targets & (LORA_Q | LORA_K | LORA_V)) != 0;
	readers += arch->gated_ffn ? ((targets & LORA_GATE) != 0) + ((targets & LORA_UP) != 0) :
		(targets & (LORA_GATE | LORA_UP)) != 0;
	return w->x * w->h * readers;
}

/* bytes per unit of width of the feed-forward block, between its matrices */
static double
ffn_bytes(const Setting *s, const Widths *w, Column column)
{
	const TrainLayout *l = s->layout;
	bool		down_reads = column != COLUMN_LORA || (l->targets & LORA_DOWN);
	double		tensors;

	if (l->stack == STACK_COMPILED)
		return w->x * (s->arch->gated_ffn ? (column == COLUMN_LORA ? 4 : 3) : 2);
	/* ten 16-bit tensors a pass; autocast raises the power and what follows it to fp32 */
	if (l->activation == ACTIVATION_GELU_NEW)
		return w->x * (column == COLUMN_PURE ? 5 : 8);
	if (s->arch->gated_ffn)
		tensors = l->fused_ffn == CHOICE_YES ? 2 : 3;	/* gate, silu, up */
	else
		tensors = 1;			/* the input of the activation */
	return w->x * (tensors + (down_reads ? 1 : 0));
}

/* bytes per token of the attention core: log-sum-exp, or the softmax in fp32 and as it is multiplied */
static double
core_bytes(const Setting *s, const Widths *w)
{
	const TrainLayout *l = s->layout;

	if (l->flash_attention)
		return FLASH_BYTES * s->arch->heads;
	return s->arch->heads * l->seq_len * (FP32_BYTES + w->x + (l->dropout ? 1 + w->x : 0));
}

/* bytes per token that tensor parallelism splits, but for the core and what routing adds */
static double
split_bytes(const Setting *s, const Widths *w, Column column, double moe_share)
{
	const Arch *arch = s->arch;
	double		per_width = ffn_bytes(s, w, column);
	double		width = (1 - moe_share) * arch->ffn_size +
	moe_share * (arch->experts_per_token + arch->shared_experts) * arch->expert_ffn_size;
	double		bytes = w->x * (w->q + w->k + w->v + w->o) + per_width * width;

	if (s->layout->stack == STACK_COMPILED)
		return bytes + (column == COLUMN_AUTOCAST ? w->x * (w->o + w->v) : 0);
	if (column == COLUMN_LORA && (s->layout->targets & LORA_O))
		bytes += w->x * w->o;
	return bytes;
}

/* bytes per token that op-level recomputation keeps: every second product, the attention's output, the input */
static double
ops_bytes(const Setting *s, const Widths *w, double moe_share)
{
	const Arch *arch = s->arch;
	double		width = (1 - moe_share) * arch->ffn_size +
	moe_share * (arch->experts_per_token + arch->shared_experts) * arch->expert_ffn_size;

	return (w->x * (w->q + w->v + w->o + width) + FLASH_BYTES * arch->heads) / s->tp +
		(w->x * (arch->gated_ffn ? w->h : 0) + w->r * w->h) / s->sequence_split;
}

/*
 * bytes per token that routing adds: permuted inputs, expert outputs, weighted
 * outputs, instead of the block's own inputs
 */
static double
routed_bytes(const Setting *s, const Widths *w, Column column)
{
	bool		inputs_kept = column != COLUMN_LORA || (s->layout->targets & (LORA_GATE | LORA_UP));
	double		tensors = inputs_kept ? 3 : 2;
	double		own = inputs_kept ? 2 : 0;

	return w->x * w->h * (tensors * s->arch->experts_per_token / s->tp - own / s->sequence_split);
}

/* bytes per token of a layer whose feed-forward block is a mixture of experts by this share */
KeptBytes
tc_kept_bytes(const Setting *s, double moe_share)
{
	const TrainLayout *l = s->layout;
	Column		column = column_of(s);
	Widths		w = widths_of(s);
	double		core = core_bytes(s, &w);
	double		replicated;
	double		routed;
	KeptBytes	kept;

	if (l->stack == STACK_COMPILED)
		replicated = 2 * w.r * w.h + 2 * w.x * w.h + w.x * w.latent;
	else
	{
		double		norm = norm_bytes(s, &w, column);

		replicated = norm * (2 * w.h + w.latent) + matrix_inputs(s, &w, column) + w.x * w.latent;
	}
	if (l->dropout)
		replicated += 2 * w.h;	/* masks after attention and feed-forward block */
	routed = moe_share * routed_bytes(s, &w, column);

	kept.recomputed = replicated / s->sequence_split + (split_bytes(s, &w, column, moe_share) + core) / s->tp;
	kept.all = kept.recomputed + routed;
	kept.boundary = w.r * w.h / s->sequence_split;
	if (l->recompute == RECOMPUTE_FULL)
		kept.by_recompute = kept.boundary;
	else if (l->recompute == RECOMPUTE_OPS)
		kept.by_recompute = ops_bytes(s, &w, moe_share);
	else if (l->recompute == RECOMPUTE_SELECTIVE && !l->flash_attention)
		kept.by_recompute = kept.all - core / s->tp;
	else
		kept.by_recompute = kept.all;
	return kept;
}
