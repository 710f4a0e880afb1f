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

typedef enum Offload
{
	OFFLOAD_NONE,
	OFFLOAD_OPTIMIZER,			/* gradients and optimizer state */
	OFFLOAD_ALL					/* the weights too */
} Offload;

/* bytes per GPU */
typedef struct Memory
{
	double		weights;
	double		gradients;
	double		optimizer;
	double		activations;
	double		logits;
	double		workspace;
	double		host;			/* of host memory, for what is offloaded */
} Memory;

/* how the model state is held */
typedef struct StateLayout
{
	double		dp;
	double		tp;
	double		pp;
	double		zero;			/* 0 to 3 */
	TrainDtype	dtype;
	double		grad_bytes;
	Optimizer	optimizer;
	Offload		offload;
	double		extra_gb;
} StateLayout;

typedef struct TrainLayout
{
	StateLayout state;
	double		seq_len;
	double		micro_batch;
	double		cp;
	double		ep;
	double		etp;
	double		interleave;
	double		micro_batches;	/* 0: pp */
	bool		sequence_parallel;
	double		activation_bytes;	/* 0: of the dtype */
	double		logit_bytes;	/* 0: eager cross-entropy */
	Recompute	recompute;
	bool		flash_attention;
	bool		dropout;
	bool		fused_ffn;
	double		trainable_params;	/* > 0: LoRA */
	double		adapter_bytes;
	double		base_bits;		/* > 0: QLoRA */
	bool		double_quant;
	double		unquantized_bytes;
} TrainLayout;

extern double tc_memory_total(const Memory *memory);
extern bool tc_state_layout_check(const StateLayout *layout, Problem *problem);
extern Memory tc_model_state_memory(double params, double largest_layer_params, const StateLayout *layout);
extern bool tc_train_layout_check(const TrainLayout *layout, const Arch *arch, Problem *problem);
extern Memory tc_train_memory(const TrainLayout *layout, const Arch *arch);
extern double tc_quantization_overhead_bits(double bits, bool double_quant);

/* adapters.c */
typedef enum LoraTargets
{
	LORA_Q_V,
	LORA_ATTENTION,				/* q, k, v, o */
	LORA_MLP,
	LORA_ALL_LINEAR
} LoraTargets;

extern double tc_lora_params(const Arch *arch, double rank, LoraTargets targets, bool dora);
extern double tc_quantized_bytes(double params, double bits, bool double_quant);
extern double tc_adapter_params(double layers, double hidden_size, double bottleneck, double adapters_per_layer);
extern double tc_prefix_params(double layers, double kv_dim, double prefix_tokens);
extern double tc_prompt_params(double hidden_size, double prompt_tokens);
extern double tc_task_storage_gb(double tasks, double params, double trainable_params, double bytes_per_param);

#endif
