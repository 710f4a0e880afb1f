/*
 * memory_stage.h: what the files of train_memory share
 */
#ifndef TC_MEMORY_STAGE_H
#define TC_MEMORY_STAGE_H

#include "formula/memory.h"

#pragma GCC visibility push(hidden)

/* bytes that stand for a trainable parameter */
typedef struct StateBytes
{
	double		weight;
	double		optimizer;		/* moments and master copy */
	double		gradient;
	double		copy;			/* in the format that computes, where that is not the weight's */
	double		compute;		/* of a weight as it is gathered */
	double		temporary;		/* what a foreach step adds */
} StateBytes;

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
	StateBytes	bytes;			/* of what trains: all parameters, or the adapters */
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

/* parameters of a stage on one GPU, by how they are sharded and quantised */
typedef struct StageParams
{
	double		linear;
	double		other;			/* norms, router, embedding, head, positions */
	double		expert;
} StageParams;

/* bytes per token that a layer keeps for the backward pass */
typedef struct KeptBytes
{
	double		all;			/* with nothing recomputed */
	double		recomputed;		/* while its backward pass runs */
	double		boundary;		/* its input, as a checkpoint keeps it */
	double		by_recompute;	/* under the layout's recompute, if not by layers */
} KeptBytes;

extern double tc_dtype_activation_bytes(TrainDtype dtype);
extern StateBytes tc_state_bytes(const StateLayout *layout, double hidden_size);
extern StateBytes tc_adapter_state_bytes(const TrainLayout *layout, double hidden_size);

/* what ZeRO leaves of a part on each of so many ranks */
static inline double
tc_sharded(double bytes, const StateLayout *layout, double from_stage, double ranks)
{
	return layout->zero >= from_stage ? bytes / ranks : bytes;
}

/* ranks over which the parameters outside and inside the routed experts are sharded */
static inline double
tc_dense_ranks(const TrainLayout *l)
{
	return l->state.dp * l->cp;
}

static inline double
tc_expert_ranks(const TrainLayout *l)
{
	return l->state.dp * l->cp * l->state.tp / (l->ep * l->etp);
}

/* a head that gives logits, not a scalar */
static inline bool
tc_has_logits(const Setting *s)
{
	return s->arch->vocab_size > 0 && !s->layout->scalar_head;
}

/* memory_stage.c */
extern double tc_largest_unit_bytes(const Setting *s, const LayerOnGpu *layer, double bytes, double from_stage);

/* memory.c */
extern double tc_matrix_bytes(const TrainLayout *layout);
extern double tc_other_bytes(const TrainLayout *layout);
extern void tc_offload_at_rest(Memory *memory, Offload mode);

/* memory_layer.c */
extern double tc_residual_bytes(const Setting *s);
extern KeptBytes tc_kept_bytes(const Setting *s, double moe_share);

/* memory_megatron.c, memory_phase.c: memory holds weights, gradients and optimizer state */
extern void tc_megatron_memory(Memory *memory, const Setting *s, const Stage *stage,
							   const LayerOnGpu *layer, const StageParams *params);
extern void tc_phase_memory(Memory *memory, const Setting *s, const Stage *stage,
							const LayerOnGpu *layer, const StageParams *params);

#pragma GCC visibility pop

#endif
