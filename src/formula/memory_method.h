/*
 * memory_method.h: memory of preference and reinforcement learning
 */
#ifndef TC_MEMORY_METHOD_H
#define TC_MEMORY_METHOD_H

#include "formula/memory.h"

#pragma GCC visibility push(hidden)

typedef enum TrainMethod
{
	METHOD_PRETRAINING,
	METHOD_CONTINUED_PRETRAINING,
	METHOD_SFT,
	METHOD_LORA,
	METHOD_QLORA,
	METHOD_REWARD_MODEL,		/* from here on with other models, or pairs */
	METHOD_DPO,
	METHOD_ORPO,
	METHOD_SIMPO,
	METHOD_KTO,
	METHOD_PPO,					/* from here on with rollouts */
	METHOD_GRPO,
	METHOD_RLOO,
	METHOD_DAPO,
	METHOD_ONLINE_DPO
} TrainMethod;

/* the models beside the one that is trained, and the rollouts */
typedef struct MethodLayout
{
	TrainMethod method;
	Choice		reference;		/* a frozen copy scores the sequences; CHOICE_DERIVED: of the method */
	bool		cached_reference;	/* its log-probabilities are computed beforehand */
	double		critic_params;	/* NaN: of the method */
	double		reward_params;	/* NaN: of the method */
	bool		colocated;		/* rollouts run on the GPUs that train */
	bool		offload_in_rollout; /* optimizer state and gradients leave meanwhile */
	bool		engine_sleeps;	/* frees its weights and cache while training */
	double		engine_tp;		/* 0: as many GPUs as there are, up to 8 */
	double		engine_bytes;	/* of a weight */
	double		kv_value_bytes;
	double		prompt_tokens;
	double		response_tokens;
	double		sequences;		/* that an engine decodes at once */
	double		sequence_cache_bytes;	/* what one keeps; NaN: keys and values of the shape */
} MethodLayout;

/* the greater of the two phases, and both of them, in bytes per GPU */
typedef struct MethodMemory
{
	Memory		peak;
	double		training;
	double		rollout;		/* 0 without rollouts */
} MethodMemory;

extern bool tc_has_rollouts(TrainMethod method);
extern bool tc_method_check(const MethodLayout *method, const TrainLayout *layout, const Arch *arch, Problem *problem);
extern MethodMemory tc_method_memory(const MethodLayout *method, const TrainLayout *layout, const Arch *arch);

#pragma GCC visibility pop

#endif
