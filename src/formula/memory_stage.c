/*
 * memory_stage.c: memory of the first and the last pipeline stage
 *
 * What a stage's GPU holds of the parameters is common to all stacks; what it
 * keeps for the backward pass is memory_megatron.c's and memory_phase.c's.
 */
#include "formula/memory_stage.h"

static Setting
setting_of(const TrainLayout *l, const Arch *arch)
{
	Setting		s = {.layout = l,.arch = arch,.parts = tc_layer_parts(arch)};

	s.tp = l->state.tp;
	s.activation_bytes = l->activation_bytes > 0 ? l->activation_bytes : tc_dtype_activation_bytes(l->state.dtype);
	s.tokens = l->micro_batch * l->seq_len / l->cp;
	s.stage_layers = ceil(arch->layers / l->state.pp);
	s.sequence_split = l->sequence_parallel ? s.tp : 1;
	s.embedding = arch->vocab_size * arch->hidden_size / s.tp;
	s.bytes = l->trainable_params > 0 ? tc_adapter_state_bytes(l, arch->hidden_size) :
		tc_state_bytes(&l->state, arch->hidden_size);
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

/* parameters on one GPU of a layer whose feed-forward block is a mixture of experts by this share */
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
		if ((!stage->first || !arch->tied_embeddings) && !s->layout->scalar_head)
			params.other += s->embedding;
		params.linear += arch->mtp_modules * (mtp.linear + 2 * h * h / s->tp);
		params.expert += arch->mtp_modules * mtp.expert;
		params.other += arch->mtp_modules * (mtp.small + 3 * s->parts.norm);
	}
	return params;
}

/*
 * The bytes that stand on one GPU for the largest piece that a step handles at
 * once, a layer or the embedding, at so many bytes a parameter.  From the given
 * stage of ZeRO on the piece is sharded as its parameters are: routed experts
 * over fewer ranks than the rest.
 */
double
tc_largest_unit_bytes(const Setting *s, const LayerOnGpu *layer, double bytes, double from_stage)
{
	const StateLayout *state = &s->layout->state;
	double		ranks = tc_dense_ranks(s->layout);

	return fmax(tc_sharded((layer->linear + layer->small) * bytes, state, from_stage, ranks) +
				tc_sharded(layer->expert * bytes, state, from_stage, tc_expert_ranks(s->layout)),
				tc_sharded(s->embedding * bytes, state, from_stage, ranks));
}

/* add a frozen base and its adapters, which are sharded like the parameters outside the experts */
static void
add_base_and_adapters(Memory *memory, const Setting *s, const StageParams *params)
{
	const TrainLayout *l = s->layout;
	double		ranks = tc_dense_ranks(l);
	double		p = l->trainable_params / (s->tp * l->state.pp);

	memory->weights = tc_sharded(params->linear * tc_matrix_bytes(l) + params->other * tc_other_bytes(l),
								 &l->state, 3, ranks) +
		tc_sharded(params->expert * tc_matrix_bytes(l), &l->state, 3, tc_expert_ranks(l));
	memory->weights += tc_sharded(p * s->bytes.weight, &l->state, 3, ranks);
	memory->gradients = tc_sharded(p * s->bytes.gradient, &l->state, 2, ranks);
	memory->optimizer = tc_sharded(p * s->bytes.optimizer, &l->state, 1, ranks);
}

/* add weights, gradients and optimizer state of a stage */
static void
add_model_state(Memory *memory, const Setting *s, const StageParams *params)
{
	const StateLayout *state = &s->layout->state;
	double		dense_ranks = tc_dense_ranks(s->layout);
	double		expert_ranks = tc_expert_ranks(s->layout);
	double		dense = params->linear + params->other;

	if (s->layout->trainable_params > 0)
	{
		add_base_and_adapters(memory, s, params);
		return;
	}
	memory->weights = tc_sharded(dense * s->bytes.weight, state, 3, dense_ranks) +
		tc_sharded(params->expert * s->bytes.weight, state, 3, expert_ranks);
	memory->gradients = tc_sharded(dense * s->bytes.gradient, state, 2, dense_ranks) +
		tc_sharded(params->expert * s->bytes.gradient, state, 2, expert_ranks);
	memory->optimizer = tc_sharded(dense * s->bytes.optimizer, state, 1, dense_ranks) +
		tc_sharded(params->expert * s->bytes.optimizer, state, 1, expert_ranks);
}

static Memory
stage_memory(const Setting *s, const Stage *stage)
{
	LayerOnGpu	layer = layer_on_gpu(s, stage->moe_share);
	StageParams params = stage_params(s, stage, &layer);
	Memory		memory = {0};

	add_model_state(&memory, s, &params);
	if (s->layout->stack == STACK_MEGATRON)
		tc_megatron_memory(&memory, s, stage, &layer, &params);
	else
		tc_phase_memory(&memory, s, stage, &layer, &params);
	return memory;
}

/* bytes per GPU at the peak of the first or the last stage, whichever needs more */
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
