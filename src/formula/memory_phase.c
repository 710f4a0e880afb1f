/*
 * memory_phase.c: the peak of a step by its phases
 *
 * What stands differs between the forward pass, the loss, the backward pass and
 * the optimizer's step; the peak is the greatest of the four.  Derived
 * operation by operation and checked against peaks measured on an H100
 * (data/measured_run.tsv).
 */
#include "formula/memory_stage.h"

/* bytes per token and vocabulary entry, in the forward and the backward pass */
typedef struct LogitBytes
{
	double		forward;
	double		backward;
} LogitBytes;

/* what the phases of a stage are made of, in bytes */
typedef struct Parts
{
	Memory		standing;		/* weights and optimizer state through the whole step */
	double		gradients;		/* all of them */
	double		resident;		/* those that stand in the forward pass too */
	double		one_gradient;	/* of the largest layer or embedding */
	double		head_gradient;
	double		moments_of_one; /* of the largest layer or embedding */
	double		temporary;		/* of the optimizer's step */
	double		kept;			/* for the backward passes of all micro-batches in flight */
	double		kept_by_others; /* in flight while one runs its backward pass */
	double		layer;			/* one layer's, with nothing recomputed, and the gradient of its output */
	double		output_gradient;	/* of a layer */
	double		copies;			/* autocast's */
	double		copies_at_loss;
	double		copies_of_layer;
	double		gathered;		/* parameters of other ranks */
	double		unreduced;		/* a gradient before it is sharded */
	double		dequantized;
	double		forward_logits;
	double		loss_logits;
} Parts;

static LogitBytes
logit_bytes(const TrainLayout *l)
{
	if (l->logit_bytes > 0)
		return (LogitBytes)
	{
		l->logit_bytes, l->logit_bytes
	};
	if (l->loss == LOSS_FUSED)
		return (LogitBytes)
	{
		4, 6
	};
	if (l->stack == STACK_COMPILED)
		return (LogitBytes)
	{
		6, 6
	};
	/* the output, an fp32 copy, its log-softmax; then a gradient */
	return (LogitBytes)
	{
		10, 12
	};
}

/* the bytes that the largest layer or embedding, and all of a stage, take while they compute */
static void
gathered_bytes(const Setting *s, const LayerOnGpu *layer, const StageParams *params, double *unit, double *all)
{
	const TrainLayout *l = s->layout;
	double		matrix = s->bytes.compute;
	double		other = s->bytes.compute;

	if (s->bytes.copy > 0 && l->trainable_params == 0)
		matrix = other = s->bytes.copy;
	if (l->trainable_params > 0)
	{
		matrix = tc_matrix_bytes(l);
		other = tc_other_bytes(l);
	}
	*unit = fmax((layer->linear + layer->expert) * matrix + layer->small * other, s->embedding * other);
	*all = (params->linear + params->expert) * matrix + params->other * other;
}

/* is each layer fetched from other ranks, or from the host, before it computes? */
static bool
gathers(const TrainLayout *l)
{
	return l->state.zero == 3 || l->state.offload == OFFLOAD_ALL;
}

static void
add_gathered(Parts *parts, const Setting *s, const LayerOnGpu *layer, const StageParams *params)
{
	const TrainLayout *l = s->layout;
	double		unit,
				stage_bytes;

	if (!gathers(l))
		return;
	gathered_bytes(s, layer, params, &unit, &stage_bytes);
	/* this one and the next */
	parts->gathered = l->reshard == CHOICE_NO ? stage_bytes : fmin(2 * unit, stage_bytes);
	if (l->trainable_params == 0)
		parts->unreduced = unit;
}

/* the share of a stage's layers that are recomputed, and cast their weights anew */
static double
recomputed_share(const Setting *s)
{
	switch (s->layout->recompute)
	{
		case RECOMPUTE_FULL:
		case RECOMPUTE_OPS:
			return 1;
		case RECOMPUTE_LAYERS:
			return fmin(s->layout->recompute_layers, s->stage_layers) / s->stage_layers;
		default:
			return 0;
	}
}

/* autocast's copies of adapters; a frozen fp32 head is cast too, and its cast kept for the gradient of its input */
static void
add_adapter_copies(Parts *parts, const Setting *s, bool has_loss)
{
	const TrainLayout *l = s->layout;
	double		adapters = l->trainable_params / (s->tp * l->state.pp) * s->bytes.copy;
	double		head = has_loss && tc_other_bytes(l) > s->activation_bytes ? s->activation_bytes * s->embedding : 0;

	parts->copies = adapters + head;
	parts->copies_at_loss = adapters * (1 - recomputed_share(s)) + head;
}

/* autocast's copies of all weights; what is gathered comes in the format that computes */
static void
add_weight_copies(Parts *parts, const Setting *s, const StageParams *params, bool has_loss)
{
	double		head = has_loss ? s->bytes.copy * s->embedding : 0;

	if (gathers(s->layout))
		return;
	parts->copies = (params->linear + params->other + params->expert) * s->bytes.copy;
	parts->copies_of_layer = parts->copies / s->stage_layers;
	parts->copies_at_loss = fmax(head, parts->copies * (1 - recomputed_share(s)));
}

static void
add_kept(Parts *parts, const Setting *s, const Stage *stage)
{
	const TrainLayout *l = s->layout;
	const Arch *arch = s->arch;
	KeptBytes	kept = tc_kept_bytes(s, stage->moe_share);
	double		recomputed = l->recompute == RECOMPUTE_LAYERS ? fmin(l->recompute_layers, s->stage_layers) : 0;
	double		of_micro_batch;

	of_micro_batch = s->tokens * ((s->stage_layers - recomputed) * kept.by_recompute + recomputed * kept.boundary);
	parts->kept = of_micro_batch * stage->in_flight * stage->interleave_factor;
	if (l->dropout && stage->first && arch->vocab_size > 0)
		parts->kept += s->tokens * arch->hidden_size * stage->in_flight / s->sequence_split;
	parts->kept_by_others = fmax(0, parts->kept - of_micro_batch);
	/* the final norm: its input, normalised, and as the head reads it */
	if (stage->last && arch->vocab_size > 0)
		parts->kept += s->tokens * arch->hidden_size * (tc_residual_bytes(s) + 6) / s->sequence_split;
	/* while a layer's backward pass runs: what it keeps, and the gradient of its output */
	parts->output_gradient = s->tokens * kept.boundary;
	parts->layer = s->tokens * kept.recomputed + parts->output_gradient;
}

static void
add_gradients(Parts *parts, const Setting *s, const LayerOnGpu *layer, double gradients)
{
	const TrainLayout *l = s->layout;
	double		moments = parts->standing.optimizer;

	parts->gradients = gradients;
	if (l->trainable_params == 0)
	{
		/* the embedding may stand on another stage */
		parts->one_gradient = fmin(gradients, tc_largest_unit_bytes(s, layer, s->bytes.gradient, 2));
		parts->moments_of_one = fmin(moments, tc_largest_unit_bytes(s, layer, s->bytes.optimizer, 1));
		parts->head_gradient = tc_sharded(s->embedding * s->bytes.gradient, &l->state, 2, tc_dense_ranks(l));
	}
	else
	{
		/* every layer has the same adapters */
		parts->one_gradient = gradients / s->stage_layers;
		parts->moments_of_one = moments / s->stage_layers;
	}
	if (l->grads_resident == CHOICE_YES)
		parts->resident = gradients;
	if (l->optimizer_in_backward)
	{
		parts->gradients = parts->one_gradient;
		moments = parts->moments_of_one;
	}
	if (l->foreach_step)
		parts->temporary = moments * s->bytes.temporary / fmax(s->bytes.optimizer, 1);
}

/* leave on the GPU what is not offloaded, and count what goes to the host */
static void
offload(Parts *parts, Offload mode)
{
	Memory		at_rest = parts->standing;

	at_rest.gradients = parts->gradients;
	tc_offload_at_rest(&at_rest, mode);
	parts->standing.host = at_rest.host;
	parts->standing.weights = at_rest.weights;
	parts->standing.optimizer = at_rest.optimizer;
	if (mode != OFFLOAD_NONE)
		parts->temporary = mode == OFFLOAD_PAGED ? parts->moments_of_one : 0;
	if (mode == OFFLOAD_GRADIENTS || mode == OFFLOAD_ALL)
	{
		parts->gradients = parts->one_gradient;
		parts->resident = 0;
	}
}

static void
add_logits(Parts *parts, const Setting *s)
{
	const TrainLayout *l = s->layout;
	LogitBytes	bytes = logit_bytes(l);
	double		tokens = l->loss == LOSS_CHUNKED ? fmin(s->tokens, l->loss_chunk_tokens) : s->tokens;
	double		entries = tokens * s->arch->vocab_size / s->tp;

	parts->forward_logits = bytes.forward * entries;
	/* the head's gradient comes when of the logits only their own is left */
	parts->loss_logits = fmax(bytes.backward * entries,
							  parts->resident > 0 ? 0 : s->activation_bytes * entries + parts->head_gradient);
}

/* keep the greater of a phase and the peak so far; what stands through the whole step is in both */
static void
consider(Memory *peak, MemoryPhase phase, double gradients, double activations,
		 double logits, double workspace)
{
	if (gradients + activations + logits + workspace <=
		peak->gradients + peak->activations + peak->logits + peak->workspace)
		return;
	peak->gradients = gradients;
	peak->activations = activations;
	peak->logits = logits;
	peak->workspace = workspace;
	peak->peak_phase = phase;
}

static Memory
peak_of(const Parts *p, const Setting *s, bool has_loss)
{
	const TrainLayout *l = s->layout;
	bool		recomputes = l->recompute == RECOMPUTE_FULL || l->recompute == RECOMPUTE_OPS;
	double		extra = l->state.extra_gb * TC_GIGA;
	double		backward_workspace = p->copies_of_layer + p->gathered + p->unreduced + p->dequantized + extra;
	Memory		peak = p->standing;

	peak.peak_phase = MEMORY_OPTIMIZER;
	consider(&peak, MEMORY_FORWARD, p->resident, p->kept, p->forward_logits, p->copies + p->gathered + extra);
	if (has_loss)
		consider(&peak, MEMORY_LOSS, p->resident, p->kept, p->loss_logits, p->copies_at_loss + p->gathered + extra);

	/*
	 * At its start all is kept, and the last layer recomputed; without recomputation the loss took more,
	 * unless whole layers' gradients wait to be reduced, the last one's while the one before it computes.
	 */
	if (recomputes || p->unreduced > 0)
		consider(&peak, MEMORY_BACKWARD, fmax(p->resident, fmin(p->head_gradient, p->gradients)),
				 recomputes ? p->kept + p->layer : p->kept - p->layer + 2 * p->output_gradient,
				 0, backward_workspace);
	/* at its end all gradients are there */
	consider(&peak, MEMORY_BACKWARD, p->gradients, p->kept_by_others + p->layer, 0, backward_workspace);
	consider(&peak, MEMORY_OPTIMIZER,
			 l->state.offload == OFFLOAD_GRADIENTS || l->state.offload == OFFLOAD_ALL ? 0 : p->gradients,
			 0, 0, p->temporary + extra);
	return peak;
}

/* the stage's peak; *memory brings weights, gradients and optimizer state */
void
tc_phase_memory(Memory *memory, const Setting *s, const Stage *stage,
				const LayerOnGpu *layer, const StageParams *params)
{
	bool		has_loss = stage->last && tc_has_logits(s);
	Parts		parts = {.standing = *memory};

	parts.standing.gradients = 0;
	add_gradients(&parts, s, layer, memory->gradients);
	add_gathered(&parts, s, layer, params);
	if (s->layout->trainable_params > 0)
		add_adapter_copies(&parts, s, has_loss);
	else
		add_weight_copies(&parts, s, params, has_loss);
	add_kept(&parts, s, stage);
	offload(&parts, s->layout->state.offload);
	if (has_loss)
		add_logits(&parts, s);
	if (s->layout->base_bits > 0)
		/* two matrices in 16 bits */
		parts.dequantized = 4 * s->arch->hidden_size * s->arch->ffn_size / s->tp;
	*memory = peak_of(&parts, s, has_loss);
}
