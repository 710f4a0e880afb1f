/*
 * memory.c: memory per GPU
 *
 * Model state: Rajbhandari et al. 2019 (arXiv:1910.02054).  Activations:
 * Korthikanti et al. 2022 (arXiv:2205.05198), generalised to grouped-query and
 * latent attention, gated blocks and mixtures of experts.  Quantised bases:
 * Dettmers et al. 2023 (arXiv:2305.14314).
 */
#include "formula/memory.h"

/* bytes per parameter; the fp32 master copy counts as optimizer state */
typedef struct DtypeBytes
{
	double		weight;
	double		master;
	double		activation;
} DtypeBytes;

static const DtypeBytes dtype_bytes[] = {
	[TRAIN_FP32] = {4, 0, 4},
	[TRAIN_BF16] = {2, 4, 2},
	[TRAIN_FP16] = {2, 4, 2},
	[TRAIN_FP8] = {3, 4, 2},	/* bf16 and an fp8 copy */
};

#define MASTER_BYTES	4
/* pinned buffers, as DeepSpeed allocates them */
#define HOST_FACTOR		1.5
/* eager cross-entropy: an fp32 copy, log-softmax and gradient beside the output */
#define EAGER_LOSS_BYTES	12

/* optimizer state in bytes per parameter, without the master copy */
static double
state_bytes(Optimizer optimizer, double hidden_size)
{
	switch (optimizer)
	{
		case ADAMW:
			return 8;
		case ADAM8BIT:
			return 2;
		case ADAFACTOR:
			/* a row and a column of moments for each matrix */
			return hidden_size > 0 ? 8 / hidden_size : 0;
		case SGD:
			return 0;
		case SGD_MOMENTUM:
		case LION:
		case MUON:
			return 4;
	}
	return 0;
}

/* what ZeRO leaves of a part on each of so many ranks */
static double
sharded(double bytes, const StateLayout *layout, double from_stage, double ranks)
{
	return layout->zero >= from_stage ? bytes / ranks : bytes;
}

/* move to the host what is offloaded */
static void
offload(Memory *memory, Offload mode)
{
	double		moved = 0;

	if (mode != OFFLOAD_NONE)
	{
		moved += memory->gradients + memory->optimizer;
		memory->gradients = memory->optimizer = 0;
	}
	if (mode == OFFLOAD_ALL)
	{
		moved += memory->weights;
		memory->weights = 0;
	}
	memory->host = HOST_FACTOR * moved;
}

double
tc_memory_total(const Memory *m)
{
	return m->weights + m->gradients + m->optimizer + m->activations + m->logits + m->workspace;
}

bool
tc_state_layout_check(const StateLayout *layout, Problem *problem)
{
	if (layout->zero > 3)
		return tc_impossible(problem, "zero", layout->zero, "0, 1, 2 or 3", "3 is full sharding (FSDP).");
	return true;
}

Memory
tc_model_state_memory(double params, double largest_layer_params, const StateLayout *layout)
{
	DtypeBytes	bytes = dtype_bytes[layout->dtype];
	double		n = params / (layout->tp * layout->pp);
	Memory		memory = {0};

	memory.weights = sharded(n * bytes.weight, layout, 3, layout->dp);
	memory.gradients = sharded(n * layout->grad_bytes, layout, 2, layout->dp);
	memory.optimizer = sharded(n * (state_bytes(layout->optimizer, 0) + bytes.master), layout, 1, layout->dp);
	/* one gathered layer and its gradient */
	if (layout->zero == 3)
		memory.workspace = 2 * bytes.weight * largest_layer_params / layout->tp;
	memory.workspace += layout->extra_gb * TC_GIGA;
	offload(&memory, layout->offload);
	return memory;
}

/* ------------------------------------------------------------------------
 * train_memory: the first and the last pipeline stage
 * ------------------------------------------------------------------------ */

/* what both stages share */
typedef struct Setting
{
	const TrainLayout *layout;
	const Arch *arch;
	LayerParts	parts;
	double		tp;
	double		activation_bytes;
	double		tokens;			/* of a micro-batch, on one GPU */
	double		stage_layers;
	double		sequence_split; /* tp with sequence parallelism, else 1 */
	double		embedding;		/* parameters of an embedding or head on one GPU */
} Setting;

typedef struct Stage
{
	bool		first;
	bool		last;
	double		moe_share;		/* of its layers */
	double		in_flight;		/* micro-batches whose activations wait */
	double		interleave_factor;
} Stage;

/* parameters of one layer on one GPU */
typedef struct LayerOnGpu
{
	double		linear;			/* matrices that tensor parallelism splits */
	double		expert;			/* routed experts */
	double		small;			/* norms, router, biases */
} LayerOnGpu;

bool
tc_train_layout_check(const TrainLayout *l, const Arch *arch, Problem *problem)
{
	double		expert_ranks = l->state.dp * l->cp * l->state.tp / (l->ep * l->etp);

	if (!tc_state_layout_check(&l->state, problem) || !tc_divides_heads(l->state.tp, arch, problem))
		return false;
	if (l->state.pp > arch->layers)
		return tc_impossible(problem, "pp", l->state.pp, "at most the number of \"layers\"", NULL);
	if (arch->experts > 0 && (expert_ranks < 1 || expert_ranks != floor(expert_ranks)))
		return tc_impossible(problem, "ep", l->ep, "such that dp x cp x tp / (ep x etp) is a whole number",
						  "That number is the expert data-parallel degree.");
	if (l->base_bits > 0 && l->trainable_params == 0)
		return tc_impossible(problem, "trainable_params", 0, "greater than 0 with \"base_bits\"",
						  "A quantised base is frozen: give the adapters' parameters, e.g. lora_params(...).");
	return true;
}

static Setting
setting_of(const TrainLayout *l, const Arch *arch)
{
	Setting		s = {l, arch, tc_layer_parts(arch)};

	s.tp = l->state.tp;
	s.activation_bytes = l->activation_bytes > 0 ? l->activation_bytes : dtype_bytes[l->state.dtype].activation;
	s.tokens = l->micro_batch * l->seq_len / l->cp;
	s.stage_layers = ceil(arch->layers / l->state.pp);
	s.sequence_split = l->sequence_parallel ? s.tp : 1;
	s.embedding = arch->vocab_size * arch->hidden_size / s.tp;
	return s;
}

static Stage
first_stage(const Setting *s)
{
	const TrainLayout *l = s->layout;
	double		pp = l->state.pp;
	Stage		stage = {.first = true,.last = pp == 1,.in_flight = 1,.interleave_factor = 1};

	stage.moe_share = tc_moe_layers_among(s->arch, s->stage_layers) / s->stage_layers;
	if (pp > 1)
	{
		stage.in_flight = l->micro_batches > 0 ? fmin(pp, l->micro_batches) : pp;
		if (l->interleave > 1)
			stage.interleave_factor = 1 + (pp - 1) / (pp * l->interleave);
	}
	return stage;
}

static Stage
last_stage(const Setting *s)
{
	double		before = s->arch->layers - s->stage_layers;
	Stage		stage = {.last = true,.in_flight = 1,.interleave_factor = 1};

	stage.moe_share = (s->parts.moe_layers - tc_moe_layers_among(s->arch, before)) / s->stage_layers;
	return stage;
}

/* a layer whose feed-forward block is a mixture of experts by this share */
static LayerOnGpu
layer_on_gpu(const Setting *s, double f)
{
	const Arch *arch = s->arch;
	const LayerParts *p = &s->parts;
	LayerOnGpu	layer;

	layer.linear = (p->attn + (1 - f) * p->ffn + f * arch->shared_experts * p->expert) / s->tp;
	layer.expert = f * arch->experts * p->expert / (s->layout->ep * s->layout->etp);
	layer.small = p->norms + f * p->router + (p->attn_bias + (1 - f) * p->ffn_bias) / s->tp +
		f * (arch->experts / s->layout->ep + arch->shared_experts) * p->expert_bias;
	return layer;
}

/* parameters of a stage on one GPU, by how they are sharded and quantised */
typedef struct StageParams
{
	double		linear;
	double		other;			/* norms, router, embedding, head, positions */
	double		expert;
} StageParams;

static StageParams
stage_params(const Setting *s, const Stage *stage, const LayerOnGpu *layer)
{
	const Arch *arch = s->arch;
	double		h = arch->hidden_size;
	StageParams params = {
		.linear = s->stage_layers * layer->linear,
		.other = s->stage_layers * layer->small,
		.expert = s->stage_layers * layer->expert
	};

	if (stage->first)
		params.other += s->embedding + arch->learned_positions * h;
	if (stage->last)
	{
		LayerOnGpu	mtp = layer_on_gpu(s, s->parts.moe_layers > 0 ? 1 : 0);

		if (arch->vocab_size > 0)
			params.other += s->parts.norm;
		if (!stage->first || !arch->tied_embeddings)
			params.other += s->embedding;
		params.linear += arch->mtp_modules * (mtp.linear + 2 * h * h / s->tp);
		params.expert += arch->mtp_modules * mtp.expert;
		params.other += arch->mtp_modules * (mtp.small + 3 * s->parts.norm);
	}
	return params;
}

double
tc_quantization_overhead_bits(double bits, bool double_quant)
{
	if (bits != 4)
		return 0;
	return double_quant ? 0.127 : 0.5;
}

/* bytes per parameter of the layers' matrices */
static double
matrix_bytes(const TrainLayout *l)
{
	if (l->base_bits == 0)
		return dtype_bytes[l->state.dtype].weight;
	return (l->base_bits + tc_quantization_overhead_bits(l->base_bits, l->double_quant)) / 8;
}

static void
add_adapters(Memory *memory, const Setting *s, double ranks)
{
	const TrainLayout *l = s->layout;
	double		p = l->trainable_params / (s->tp * l->state.pp);
	double		master = l->adapter_bytes < MASTER_BYTES ? MASTER_BYTES : 0;

	memory->weights += sharded(p * l->adapter_bytes, &l->state, 3, ranks);
	memory->gradients = sharded(p * l->adapter_bytes, &l->state, 2, ranks);
	memory->optimizer = sharded(p * (state_bytes(l->state.optimizer, s->arch->hidden_size) + master),
								&l->state, 1, ranks);
}

/* weights, gradients and optimizer state of a stage */
static void
add_model_state(Memory *memory, const Setting *s, const StageParams *params)
{
	const TrainLayout *l = s->layout;
	double		dense_ranks = l->state.dp * l->cp;
	double		expert_ranks = dense_ranks * s->tp / (l->ep * l->etp);
	double		other_bytes = l->base_bits > 0 ? l->unquantized_bytes : dtype_bytes[l->state.dtype].weight;
	double		dense = params->linear + params->other;
	double		optimizer_bytes = state_bytes(l->state.optimizer, s->arch->hidden_size) +
		dtype_bytes[l->state.dtype].master;

	memory->weights = sharded(params->linear * matrix_bytes(l) + params->other * other_bytes,
							  &l->state, 3, dense_ranks) +
		sharded(params->expert * matrix_bytes(l), &l->state, 3, expert_ranks);
	if (l->trainable_params > 0)
	{
		add_adapters(memory, s, dense_ranks);
		return;
	}
	memory->gradients = sharded(dense * l->state.grad_bytes, &l->state, 2, dense_ranks) +
		sharded(params->expert * l->state.grad_bytes, &l->state, 2, expert_ranks);
	memory->optimizer = sharded(dense * optimizer_bytes, &l->state, 1, dense_ranks) +
		sharded(params->expert * optimizer_bytes, &l->state, 1, expert_ranks);
}

/* bytes of activations per token that one layer keeps, and of its attention core */
typedef struct LayerActivations
{
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
	double		unit = arch->gated_ffn ? (l->fused_ffn ? 3 : 4) : 2;
	double		replicated = 4 * h;
	double		attention,
				ffn,
				moe;
	LayerActivations act;

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

static double
kept_per_layer(const Setting *s, const LayerActivations *act)
{
	switch (s->layout->recompute)
	{
		case RECOMPUTE_NONE:
			return act->layer * s->tokens;
		case RECOMPUTE_SELECTIVE:
			return (act->layer - act->core) * s->tokens;
		case RECOMPUTE_FULL:
			return s->activation_bytes * s->arch->hidden_size * s->tokens / s->sequence_split;
	}
	return 0;
}

static void
add_activations(Memory *memory, const Setting *s, const Stage *stage, const LayerActivations *act)
{
	const TrainLayout *l = s->layout;
	double		h = s->arch->hidden_size;
	bool		has_vocab = s->arch->vocab_size > 0;

	memory->activations = s->stage_layers * kept_per_layer(s, act) * stage->in_flight * stage->interleave_factor;
	if (l->dropout && has_vocab && stage->first)
		memory->activations += s->tokens * h * stage->in_flight / s->sequence_split;
	if (has_vocab && stage->last)
	{
		double		logit_bytes = l->logit_bytes > 0 ? l->logit_bytes : EAGER_LOSS_BYTES + s->activation_bytes;

		/* inputs of the final norm and of the head */
		memory->activations += 2 * s->activation_bytes * h * s->tokens / s->sequence_split;
		memory->logits = s->tokens * s->arch->vocab_size / s->tp * logit_bytes;
	}
}

/* gathered or not yet accumulated parameters */
static double
parameter_buffer(const Setting *s, const LayerOnGpu *layer)
{
	const TrainLayout *l = s->layout;
	double		weight = l->base_bits > 0 ? l->base_bits / 8 : dtype_bytes[l->state.dtype].weight;

	if (l->state.zero == 3)
		return 2 * weight * fmax(layer->linear + layer->expert + layer->small, s->embedding);
	if (l->trainable_params == 0)
		return weight * fmax(layer->linear + layer->small, s->embedding);
	return 0;
}

/* a layer is recomputed, or dequantised, once the logits are freed: the greater counts */
static void
add_workspace(Memory *memory, const Setting *s, const LayerOnGpu *layer, const LayerActivations *act)
{
	const TrainLayout *l = s->layout;
	double		working = 0;

	if (l->recompute == RECOMPUTE_FULL)
		working += act->layer * s->tokens;
	if (l->base_bits > 0)
		working += 4 * s->arch->hidden_size * s->arch->ffn_size / s->tp;
	memory->workspace = l->state.extra_gb * TC_GIGA + fmax(0, working - memory->logits) +
		parameter_buffer(s, layer);
}

static Memory
stage_memory(const Setting *s, const Stage *stage)
{
	LayerOnGpu	layer = layer_on_gpu(s, stage->moe_share);
	StageParams params = stage_params(s, stage, &layer);
	LayerActivations act = layer_activations(s, stage->moe_share);
	Memory		memory = {0};

	add_model_state(&memory, s, &params);
	add_activations(&memory, s, stage, &act);
	add_workspace(&memory, s, &layer, &act);
	offload(&memory, s->layout->state.offload);
	return memory;
}

/* the first or the last stage, whichever needs more */
Memory
tc_train_memory(const TrainLayout *layout, const Arch *arch)
{
	Setting		s = setting_of(layout, arch);
	Stage		stage = first_stage(&s);
	Memory		first = stage_memory(&s, &stage);
	Memory		last;

	if (layout->state.pp == 1)
		return first;
	stage = last_stage(&s);
	last = stage_memory(&s, &stage);
	return tc_memory_total(&last) > tc_memory_total(&first) ? last : first;
}
