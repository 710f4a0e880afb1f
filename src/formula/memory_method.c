/*
 * memory_method.c: memory of preference and reinforcement learning
 *
 * Beside the trained policy stand a frozen reference, a reward model, a critic
 * that is trained too, and the engine that decodes the rollouts.  Rafailov et
 * al. 2023 (arXiv:2305.18290), Ouyang et al. 2022 (arXiv:2203.02155), Shao et
 * al. 2024 (arXiv:2402.03300).
 */
#include "formula/memory_method.h"
#include "formula/memory_stage.h"

#define MOST_ENGINE_GPUS 8

bool
tc_has_rollouts(TrainMethod method)
{
	return method >= METHOD_PPO;
}

/* two sequences an example: a preferred and another one */
static bool
has_pairs(TrainMethod method)
{
	return method == METHOD_DPO || method == METHOD_ORPO || method == METHOD_SIMPO ||
		method == METHOD_REWARD_MODEL || method == METHOD_ONLINE_DPO;
}

static bool
has_reference(const MethodLayout *m)
{
	if (m->method == METHOD_REWARD_MODEL)
		return false;
	if (m->reference != CHOICE_DERIVED)
		return m->reference == CHOICE_YES;
	return m->method != METHOD_ORPO && m->method != METHOD_SIMPO && m->method != METHOD_DAPO;
}

/* models of the method's own: false, with the problem, for what contradicts it */
bool
tc_method_check(const MethodLayout *m, const TrainLayout *layout, const Arch *arch, Problem *problem)
{
	if (!isnan(m->critic_params) && m->critic_params > 0 && m->method != METHOD_PPO)
		return tc_impossible(problem, "critic_params", m->critic_params, "0 unless \"method\" is ppo",
							 "The other methods estimate the baseline from the samples of a prompt: drop \"critic_params\".");
	if (m->cached_reference && !has_reference(m))
		return tc_impossible(problem, "cached_reference", 1, "false without a \"reference\"",
							 "Drop \"cached_reference\", or \"reference\".");
	if (m->engine_tp > 0 && fmod(arch->heads, m->engine_tp) != 0)
		return tc_impossible(problem, "engine_tp", m->engine_tp, "a divisor of \"heads\"",
							 "Tensor parallelism gives each GPU whole heads.");
	if (m->colocated && m->engine_tp > layout->state.tp * layout->state.pp * layout->state.dp * layout->cp)
		return tc_impossible(problem, "engine_tp", m->engine_tp, "at most the GPUs that train, where it shares them",
							 "Raise \"dp\", lower \"engine_tp\", or give \"colocated\" false.");
	return true;
}

/* an engine's tensor degree: the greatest power of two that divides heads and GPUs allow */
static double
engine_gpus(const MethodLayout *m, const TrainLayout *l, const Arch *arch)
{
	double		gpus = l->state.tp * l->state.pp * l->state.dp * l->cp;
	double		degree = 1;

	if (m->engine_tp > 0)
		return m->engine_tp;
	while (degree < MOST_ENGINE_GPUS && 2 * degree <= gpus && fmod(arch->heads, 2 * degree) == 0)
		degree *= 2;
	return degree;
}

/* what ZeRO and the other degrees leave of so many bytes of a whole model */
static double
on_one_gpu(double bytes, const TrainLayout *l, double from_stage)
{
	return tc_sharded(bytes / (l->state.tp * l->state.pp), &l->state, from_stage, tc_dense_ranks(l));
}

/* reference and reward model; LoRA's own base is the reference */
static double
frozen_bytes(const MethodLayout *m, const TrainLayout *l, double policy_params)
{
	bool		adapters = l->trainable_params > 0;
	double		weight = tc_dtype_activation_bytes(l->state.dtype);
	double		reward = m->reward_params;
	double		params = 0;

	if (has_reference(m) && !m->cached_reference && !adapters)
		params += policy_params;
	if (isnan(reward))
		reward = m->method == METHOD_PPO ? policy_params : 0;
	return on_one_gpu((params + reward) * weight, l, 3);
}

/* a critic trains too; with adapters and no size of its own it shares the base */
static void
add_critic(Memory *memory, const MethodLayout *m, const TrainLayout *l, const Arch *arch, double policy_params)
{
	bool		adapters = l->trainable_params > 0;
	StateBytes	bytes = adapters ? tc_adapter_state_bytes(l, arch->hidden_size) :
	tc_state_bytes(&l->state, arch->hidden_size);
	double		params = isnan(m->critic_params) ? policy_params : m->critic_params;
	double		trained = params;

	if (m->method != METHOD_PPO)
		return;
	if (adapters)
	{
		trained = l->trainable_params * params / policy_params;
		if (!isnan(m->critic_params))
			memory->frozen += on_one_gpu(params * tc_matrix_bytes(l), l, 3);
	}
	if (l->state.offload != OFFLOAD_ALL)
		memory->weights += on_one_gpu(trained * bytes.weight, l, 3);
	if (l->state.offload == OFFLOAD_NONE)
		memory->optimizer += on_one_gpu(trained * bytes.optimizer, l, 1);
}

/* weights of the engine, and keys and values of its sequences */
static void
add_engine(Memory *memory, const MethodLayout *m, const TrainLayout *l, const Arch *arch, double policy_params)
{
	double		gpus = engine_gpus(m, l, arch);
	double		context = m->prompt_tokens + m->response_tokens;

	if (m->colocated && l->trainable_params > 0)
	{
		/* it decodes with the frozen base, of which it gathers what stands on other GPUs */
		double		base = policy_params * tc_matrix_bytes(l);

		memory->engine = fmax(0, base / gpus - on_one_gpu(base, l, 3));
	}
	else
		memory->engine = policy_params * m->engine_bytes / gpus;
	memory->kv_cache = m->sequences * (isnan(m->sequence_cache_bytes) ?
									   context * tc_kv_bytes_per_token(arch, context, m->kv_value_bytes) :
									   m->sequence_cache_bytes) / gpus;
}

/* what stands while an engine decodes */
static Memory
rollout_memory(const MethodLayout *m, const TrainLayout *l, const Arch *arch,
			   const Memory *training, double policy_params)
{
	Memory		rollout = {.peak_phase = MEMORY_ROLLOUT,.host = training->host};

	if (m->colocated)
	{
		rollout.weights = training->weights;
		rollout.frozen = training->frozen;
		if (!m->offload_in_rollout)
		{
			rollout.optimizer = training->optimizer;
			if (l->grads_resident == CHOICE_YES)
				rollout.gradients = training->gradients;
		}
	}
	add_engine(&rollout, m, l, arch, policy_params);
	return rollout;
}

/* train_memory with the method's other models; pairs double the tokens, a scalar head has no logits */
MethodMemory
tc_method_memory(const MethodLayout *m, const TrainLayout *layout, const Arch *arch)
{
	TrainLayout l = *layout;
	double		policy_params;
	MethodMemory result = {0};
	Memory		rollout;

	if (m->method < METHOD_REWARD_MODEL)
	{
		result.peak = tc_train_memory(layout, arch);
		result.training = tc_memory_total(&result.peak);
		return result;
	}
	policy_params = tc_transformer_params(arch);
	if (has_pairs(m->method))
		l.micro_batch *= 2;
	l.scalar_head = m->method == METHOD_REWARD_MODEL;
	result.peak = tc_train_memory(&l, arch);
	result.peak.frozen += frozen_bytes(m, &l, policy_params);
	add_critic(&result.peak, m, &l, arch, policy_params);
	if (!tc_has_rollouts(m->method))
	{
		result.training = tc_memory_total(&result.peak);
		return result;
	}
	rollout = rollout_memory(m, &l, arch, &result.peak, policy_params);
	if (m->colocated && !m->engine_sleeps)
		add_engine(&result.peak, m, &l, arch, policy_params);
	result.training = tc_memory_total(&result.peak);
	result.rollout = tc_memory_total(&rollout);
	if (result.rollout > result.training)
		result.peak = rollout;
	return result;
}
