/*
 * memory.h: memory per GPU, and what adapters add
 */
#ifndef TC_MEMORY_H
#define TC_MEMORY_H

#include "formula/architecture.h"

typedef enum TrainDtype
{
	TRAIN_FP32,
	TRAIN_BF16,
	TRAIN_FP16,
	TRAIN_FP8
} TrainDtype;

typedef enum Optimizer
{
	ADAMW,
	ADAM8BIT,
	ADAFACTOR,
	SGD,
	SGD_MOMENTUM,
	LION,
	MUON
} Optimizer;

/* the software that trains: what it keeps for the backward pass, and when */
typedef enum Stack
{
	STACK_MEGATRON,				/* fused blocks; everything stands at once */
	STACK_TRANSFORMERS,			/* eager modules: each operation keeps its inputs */
	STACK_COMPILED,				/* torch.compile */
	STACK_DERIVED
} Stack;

/* in what formats weights, optimizer state and gradients stand */
typedef enum Mixed
{
	MIXED_MASTER,				/* 16-bit weights, an fp32 master copy */
	MIXED_AUTOCAST,				/* fp32 weights, 16-bit copies while they compute */
	MIXED_PURE,					/* everything in the format of the weights */
	MIXED_DERIVED
} Mixed;

typedef enum Loss
{
	LOSS_EAGER,
	LOSS_FUSED,					/* no fp32 copy of the logits */
	LOSS_CHUNKED				/* logits of a chunk of tokens at a time */
} Loss;

typedef enum Activation
{
	ACTIVATION_SILU,
	ACTIVATION_GELU,
	ACTIVATION_GELU_NEW,		/* the tanh form, spelt out in eager operations */
	ACTIVATION_DERIVED
} Activation;

typedef enum Offload
{
	OFFLOAD_NONE,
	OFFLOAD_OPTIMIZER,			/* optimizer state, and gradients once they are complete */
	OFFLOAD_GRADIENTS,			/* gradients as each layer's are complete */
	OFFLOAD_ALL,				/* the weights too */
	OFFLOAD_PAGED				/* optimizer state alone, in pages of unified memory */
} Offload;

/* a switch that may be left to the stack */
typedef enum Choice
{
	CHOICE_NO,
	CHOICE_YES,
	CHOICE_DERIVED
} Choice;

typedef enum MemoryPhase
{
	MEMORY_FORWARD,
	MEMORY_LOSS,
	MEMORY_BACKWARD,
	MEMORY_OPTIMIZER,
	MEMORY_ROLLOUT
} MemoryPhase;

/* bytes per GPU at the peak, whose phase is named */
typedef struct Memory
{
	double		weights;
	double		gradients;
	double		optimizer;
	double		activations;
	double		logits;
	double		workspace;		/* copies, gathered layers, temporaries */
	double		frozen;			/* reference and reward models */
	double		engine;			/* weights of the rollout engine */
	double		kv_cache;
	double		host;			/* of host memory, for what is offloaded */
	MemoryPhase peak_phase;
} Memory;

/* how the model state is held */
typedef struct StateLayout
{
	double		dp;
	double		tp;
	double		pp;
	double		zero;			/* 0 to 3 */
	TrainDtype	dtype;
	Mixed		mixed;
	double		grad_bytes;		/* 0: of mixed */
	Optimizer	optimizer;
	double		moment_bytes;	/* 0: of the optimizer and mixed */
	Offload		offload;
	double		extra_gb;
} StateLayout;

/* what of a layer's matrices has an adapter */
typedef enum LoraTargets
{
	LORA_Q = 1,
	LORA_K = 2,
	LORA_V = 4,
	LORA_O = 8,
	LORA_GATE = 16,
	LORA_UP = 32,
	LORA_DOWN = 64,
	LORA_Q_V = LORA_Q | LORA_V,
	LORA_ATTENTION = LORA_Q | LORA_K | LORA_V | LORA_O,
	LORA_MLP = LORA_GATE | LORA_UP | LORA_DOWN,
	LORA_ALL_LINEAR = LORA_ATTENTION | LORA_MLP
} LoraTargets;

typedef struct TrainLayout
{
	StateLayout state;
	Stack		stack;
	double		seq_len;
	double		micro_batch;
	double		cp;
	double		ep;
	double		etp;
	double		interleave;
	double		micro_batches;	/* 0: pp */
	bool		sequence_parallel;
	double		activation_bytes;	/* 0: of the dtype */
	double		logit_bytes;	/* 0: of loss */
	Loss		loss;
	double		loss_chunk_tokens;
	Activation	activation;
	Recompute	recompute;
	double		recompute_layers;	/* of each stage, where recompute is RECOMPUTE_LAYERS */
	bool		flash_attention;
	bool		dropout;
	Choice		fused_ffn;
	Choice		grads_resident;
	bool		optimizer_in_backward;
	bool		foreach_step;
	Choice		reshard;
	double		trainable_params;	/* > 0: LoRA */
	LoraTargets targets;
	double		adapter_bytes;
	double		base_bits;		/* > 0: QLoRA */
	bool		double_quant;
	double		unquantized_bytes;
	bool		scalar_head;	/* a reward or value model: no logits */
} TrainLayout;

/* memory.c */
extern double tc_memory_total(const Memory *memory);
extern bool tc_state_layout_check(StateLayout *layout, Problem *problem);
extern Memory tc_model_state_memory(double params, double largest_layer_params, const StateLayout *layout);
extern double tc_quantization_overhead_bits(double bits, bool double_quant);

/* memory_check.c: fills in what is derived; false for what contradicts itself */
extern bool tc_train_layout_check(TrainLayout *layout, const Arch *arch, Problem *problem);

/* memory_stage.c */
extern Memory tc_train_memory(const TrainLayout *layout, const Arch *arch);

/* adapters.c */
extern double tc_lora_params(const Arch *arch, double rank, LoraTargets targets, bool dora);
extern double tc_quantized_bytes(double params, double bits, bool double_quant);

#endif
