/*
 * memory_megatron.c: activations of fused blocks, where everything stands at once
 *
 * Korthikanti et al. 2022 (arXiv:2205.05198), generalised to grouped-query and
 * latent attention, gated blocks and mixtures of experts.
 */
#include "formula/memory_stage.h"

/* eager cross-entropy: an fp32 copy, log-softmax and gradient beside the output */
#define EAGER_LOSS_BYTES	12
/* the fused loss over a parted vocabulary */
#define FUSED_LOSS_BYTES	6

/* bytes of activations per token that one layer keeps, and of its attention core */
typedef struct LayerActivations
{
	double		moe_share;
	double		layer;
	double		core;
} LayerActivations;

static LayerActivations
layer_activations(const Setting *s, double f)
{
	const Arch *arch = s->arch;
	const TrainLayout *l = s->layout;
	double		ab = s->activation_bytes;
	double		a = arch->heads;
	double		h = arch->hidden_size;
	bool		latent = arch->kv_lora_rank > 0;
	double		unit = arch->gated_ffn ? (l->fused_ffn == CHOICE_YES ? 3 : 4) : 2;
	double		replicated = 4 * h;
	double		attention,
				ffn,
				moe;
	LayerActivations act = {.moe_share = f};

	/* two norm inputs, two block inputs, and dropout's masks */
	if (latent)
		replicated += arch->q_lora_rank + arch->kv_lora_rank + arch->qk_rope_head_dim;
	replicated = ab * replicated + (l->dropout ? 2 * h : 0);
	/* queries, keys, values, output */
	attention = latent ? ab * a * (2 * s->parts.qk_width + 2 * s->parts.v_width) :
		ab * arch->head_dim * (2 * a + 2 * arch->kv_heads);
	ffn = ab * unit * arch->ffn_size;
	moe = ab * (arch->experts_per_token * (2 * h + unit * arch->expert_ffn_size) +
				arch->shared_experts * unit * arch->expert_ffn_size) + 4 * arch->experts;
	/* flash attention keeps the log-sum-exp alone */
	act.core = l->flash_attention ? 4 * a : a * l->seq_len * (ab + (l->dropout ? 1 + ab : 0));
	act.layer = replicated / s->sequence_split + (attention + (1 - f) * ffn + f * moe + act.core) / s->tp;
	act.core /= s->tp;
	return act;
}

/* bytes that all layers of a stage keep of a micro-batch */
static double
kept_by_stage(const Setting *s, const LayerActivations *act)
{
	const TrainLayout *l = s->layout;
	const Arch *arch = s->arch;
	double		input = s->activation_bytes * arch->hidden_size * s->tokens / s->sequence_split;
	double		recomputed;

	switch (l->recompute)
	{
		case RECOMPUTE_NONE:
			break;
		case RECOMPUTE_SELECTIVE:
			return s->stage_layers * ((act->layer - act->core) * s->tokens);
		case RECOMPUTE_FULL:
			return s->stage_layers * input;
		case RECOMPUTE_LAYERS:
			recomputed = fmin(l->recompute_layers, s->stage_layers);
			return recomputed * input + (s->stage_layers - recomputed) * act->layer * s->tokens;
		case RECOMPUTE_OPS:
			return s->stage_layers * tc_kept_bytes(s, act->moe_share).by_recompute * s->tokens;
	}
	return s->stage_layers * (act->layer * s->tokens);
}

/* bytes per token and vocabulary entry */
static double
logit_bytes(const Setting *s)
{
	if (s->layout->logit_bytes > 0)
		return s->layout->logit_bytes;
	return s->layout->loss == LOSS_FUSED ? FUSED_LOSS_BYTES : EAGER_LOSS_BYTES + s->activation_bytes;
}

static void
add_activations(Memory *memory, const Setting *s, const Stage *stage, const LayerActivations *act)
{
	const TrainLayout *l = s->layout;
	double		h = s->arch->hidden_size;
	bool		has_vocab = s->arch->vocab_size > 0;

	memory->activations = kept_by_stage(s, act) * stage->in_flight * stage->interleave_factor;
	if (l->dropout && has_vocab && stage->first)
		memory->activations += s->tokens * h * stage->in_flight / s->sequence_split;
	if (has_vocab && stage->last)
	{
		double		loss_tokens = l->loss == LOSS_CHUNKED ? fmin(s->tokens, l->loss_chunk_tokens) : s->tokens;

		/* inputs of the final norm and of the head */
		memory->activations += 2 * s->activation_bytes * h * s->tokens / s->sequence_split;
		if (tc_has_logits(s))
			memory->logits = loss_tokens * s->arch->vocab_size / s->tp * logit_bytes(s);
	}
}

/* gathered or not yet accumulated parameters */
static double
parameter_buffer(const Setting *s, const LayerOnGpu *layer, const StageParams *params)
{
	const TrainLayout *l = s->layout;
	double		weight = l->base_bits > 0 ? l->base_bits / 8 : s->bytes.compute;

	if (l->trainable_params > 0 && l->base_bits == 0)
		weight = tc_matrix_bytes(l);
	if (l->state.zero == 3 && l->reshard == CHOICE_NO)
		/* all that the stage computes with, and one gradient */
		return weight * (params->linear + params->other + params->expert +
						 fmax(layer->linear + layer->expert + layer->small, s->embedding));
	if (l->state.zero == 3)
		return 2 * weight * fmax(layer->linear + layer->expert + layer->small, s->embedding);
	if (l->trainable_params == 0)
		return weight * fmax(layer->linear + layer->small, s->embedding);
	return 0;
}

/* a layer is recomputed, or dequantised, once the logits are freed: the greater counts */
static void
add_workspace(Memory *memory, const Setting *s, const LayerActivations *act)
{
	const TrainLayout *l = s->layout;
	double		working = 0;

	if (l->recompute == RECOMPUTE_FULL || l->recompute == RECOMPUTE_LAYERS || l->recompute == RECOMPUTE_OPS)
		working += act->layer * s->tokens;
	if (l->base_bits > 0)
		working += 4 * s->arch->hidden_size * s->arch->ffn_size / s->tp;
	memory->peak_phase = memory->logits > working ? MEMORY_LOSS : MEMORY_BACKWARD;
	memory->workspace = l->state.extra_gb * TC_GIGA + fmax(0, working - memory->logits);
}

/* add what a stage keeps and works with: gradients stand through the whole step */
void
tc_megatron_memory(Memory *memory, const Setting *s, const Stage *stage,
				   const LayerOnGpu *layer, const StageParams *params)
{
	const TrainLayout *l = s->layout;
	LayerActivations act = layer_activations(s, stage->moe_share);
	double		all = params->linear + params->other + params->expert;

	if (l->optimizer_in_backward)
		memory->gradients = l->trainable_params > 0 ? memory->gradients / s->stage_layers :
			fmin(memory->gradients, tc_largest_unit_bytes(s, layer, s->bytes.gradient, 2));
	add_activations(memory, s, stage, &act);
	add_workspace(memory, s, &act);
	memory->workspace += parameter_buffer(s, layer, params);
	/* copies that autocast makes of fp32 weights */
	if (l->state.zero < 3 && l->state.mixed == MIXED_AUTOCAST)
		memory->workspace += all * s->bytes.copy;
	tc_offload_at_rest(memory, l->state.offload);
}
