/*
 * memory.c: memory of the model state per GPU
 *
 * Rajbhandari et al. 2019 (arXiv:1910.02054).  Quantised bases: Dettmers et al.
 * 2023 (arXiv:2305.14314).
 */
#include "formula/memory_stage.h"

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

#define FP32_BYTES		4
#define MOST_MOMENT_BYTES 8
/* pinned buffers, as DeepSpeed allocates them; unified memory needs none */
#define PINNED_FACTOR	1.5

/* optimizer state in bytes per parameter, in fp32 and without the master copy */
static double
fp32_state_bytes(Optimizer optimizer, double hidden_size)
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

/* moments of a weight of so many bytes: PyTorch's have the format of their weight */
static double
moment_bytes(const StateLayout *layout, double hidden_size, double weight)
{
	double		fp32 = fp32_state_bytes(layout->optimizer, hidden_size);

	if (layout->moment_bytes > 0)
		return layout->moment_bytes;
	if (layout->optimizer == ADAM8BIT || layout->optimizer == ADAFACTOR)
		return fp32;
	return weight < FP32_BYTES ? fp32 / 2 : fp32;
}

/* the square root that a foreach AdamW holds of every second moment */
static double
foreach_bytes(const StateLayout *layout, double moments)
{
	return layout->optimizer == ADAMW ? moments / 2 : 0;
}

/* bytes of an activation */
double
tc_dtype_activation_bytes(TrainDtype dtype)
{
	return dtype_bytes[dtype].activation;
}

/* bytes that stand for each trainable parameter; hidden_size 0: adafactor's moments count nothing */
StateBytes
tc_state_bytes(const StateLayout *layout, double hidden_size)
{
	DtypeBytes	dtype = dtype_bytes[layout->dtype];
	StateBytes	b = {.weight = dtype.weight,.gradient = layout->grad_bytes,.compute = dtype.weight};
	double		moments;

	switch (layout->mixed)
	{
		case MIXED_AUTOCAST:
			b.weight = FP32_BYTES;
			b.copy = dtype.weight;
			break;
		case MIXED_PURE:
			if (layout->grad_bytes == 0)
				b.gradient = dtype.activation;
			break;
		case MIXED_MASTER:
		case MIXED_DERIVED:
			break;
	}
	if (b.gradient == 0)
		b.gradient = FP32_BYTES;
	moments = moment_bytes(layout, hidden_size, layout->mixed == MIXED_PURE ? b.weight : FP32_BYTES);
	b.temporary = foreach_bytes(layout, moments);
	b.optimizer = moments;
	if (layout->mixed != MIXED_AUTOCAST && layout->mixed != MIXED_PURE)
		b.optimizer += dtype.master;
	return b;
}

/* bytes that stand for each parameter of an adapter: fp32 as PEFT keeps them, or 16-bit */
StateBytes
tc_adapter_state_bytes(const TrainLayout *l, double hidden_size)
{
	bool		full = l->adapter_bytes >= FP32_BYTES;
	bool		master = !full && (l->stack == STACK_MEGATRON || l->state.mixed == MIXED_MASTER);
	StateBytes	b = {.weight = l->adapter_bytes,.gradient = l->adapter_bytes,.compute = l->adapter_bytes};
	double		moments = moment_bytes(&l->state, hidden_size, full || master ? FP32_BYTES : l->adapter_bytes);

	if (full && l->stack != STACK_MEGATRON && dtype_bytes[l->state.dtype].activation < FP32_BYTES)
		b.copy = dtype_bytes[l->state.dtype].activation;
	b.temporary = foreach_bytes(&l->state, moments);
	b.optimizer = moments + (master ? FP32_BYTES : 0);
	return b;
}

/*
 * Bits per parameter of the scaling constants beside 4-bit weights: one of 32
 * bits for each 64 weights, or, quantised again, of 8 bits with one of 32 for 256 of them
 */
double
tc_quantization_overhead_bits(double bits, bool double_quant)
{
	if (bits != 4)
		return 0;
	return double_quant ? 0.127 : 0.5;
}

/* bytes per parameter of the layers' matrices, as they stand for a frozen base */
double
tc_matrix_bytes(const TrainLayout *l)
{
	if (l->base_bits == 0)
		return dtype_bytes[l->state.dtype].weight;
	return (l->base_bits + tc_quantization_overhead_bits(l->base_bits, l->double_quant)) / 8;
}

/* bytes per parameter of norms, router, embedding and head of a frozen base */
double
tc_other_bytes(const TrainLayout *l)
{
	return l->base_bits > 0 ? l->unquantized_bytes : dtype_bytes[l->state.dtype].weight;
}

/* move to the host what is offloaded, as it stands between steps */
void
tc_offload_at_rest(Memory *memory, Offload mode)
{
	double		moved = 0;

	if (mode == OFFLOAD_NONE)
		return;
	moved += memory->optimizer;
	memory->optimizer = 0;
	if (mode != OFFLOAD_PAGED)
	{
		moved += memory->gradients;
		memory->gradients = 0;
	}
	if (mode == OFFLOAD_ALL)
	{
		moved += memory->weights;
		memory->weights = 0;
	}
	memory->host = (mode == OFFLOAD_PAGED ? 1 : PINNED_FACTOR) * moved;
}

/* bytes on the GPU; those of the host are not among them */
double
tc_memory_total(const Memory *m)
{
	return m->weights + m->gradients + m->optimizer + m->activations + m->logits + m->workspace +
		m->frozen + m->engine + m->kv_cache;
}

/* false for a layout whose model state contradicts itself, and why; else mixed is filled in */
bool
tc_state_layout_check(StateLayout *l, Problem *problem)
{
	if (l->zero > 3)
		return tc_impossible(problem, "zero", l->zero, "0, 1, 2 or 3", "3 is full sharding (FSDP).");
	if (l->mixed == MIXED_DERIVED)
		l->mixed = MIXED_MASTER;
	if (l->mixed == MIXED_AUTOCAST && l->dtype == TRAIN_FP32)
		return tc_impossible(problem, "dtype", 32, "a format of fewer bits than fp32 with \"mixed\" autocast",
							 "fp32 without autocast is \"mixed\" pure: drop \"mixed\", or give dtype bf16.");
	if (l->mixed == MIXED_PURE && l->grad_bytes > dtype_bytes[l->dtype].activation)
		return tc_impossible(problem, "grad_bytes", l->grad_bytes, "no more than a weight's bytes with \"mixed\" pure",
							 "Drop \"grad_bytes\", or give \"mixed\" master, which accumulates in fp32.");
	if (l->moment_bytes > MOST_MOMENT_BYTES)
		return tc_impossible(problem, "moment_bytes", l->moment_bytes, "at most 8, two moments in fp32",
							 "The fp32 master copy is counted by \"mixed\" master: drop it from \"moment_bytes\".");
	if (l->moment_bytes > 0 && l->optimizer == SGD)
		return tc_impossible(problem, "moment_bytes", l->moment_bytes, "0 with \"optimizer\" sgd, which keeps no moments",
							 "Drop \"moment_bytes\", or give sgd_momentum.");
	return true;
}

/*
 * Bytes per GPU of weights, gradients and optimizer state, and of a layer that
 * full sharding gathers with its gradient; nothing of activations
 */
Memory
tc_model_state_memory(double params, double largest_layer_params, const StateLayout *layout)
{
	StateBytes	bytes = tc_state_bytes(layout, 0);
	double		n = params / (layout->tp * layout->pp);
	Memory		memory = {0};

	memory.weights = tc_sharded(n * bytes.weight, layout, 3, layout->dp);
	memory.gradients = tc_sharded(n * bytes.gradient, layout, 2, layout->dp);
	memory.optimizer = tc_sharded(n * bytes.optimizer, layout, 1, layout->dp);
	/* one gathered layer and its gradient */
	if (layout->zero == 3)
		memory.workspace = 2 * bytes.compute * largest_layer_params / layout->tp;
	memory.workspace += layout->extra_gb * TC_GIGA;
	tc_offload_at_rest(&memory, layout->offload);
	return memory;
}
