/*
 * memory_check.c: what of a training layout is derived, and what contradicts itself
 */
#include "formula/memory_stage.h"

/* what each stack's users run where nothing is said */
static void
derive(TrainLayout *l)
{
	bool		accumulates = l->state.pp > 1 || l->micro_batches > 1;

	if (l->stack == STACK_DERIVED)
		l->stack = l->state.mixed == MIXED_AUTOCAST || l->state.mixed == MIXED_PURE ?
			STACK_TRANSFORMERS : STACK_MEGATRON;
	if (l->state.mixed == MIXED_DERIVED && l->stack != STACK_MEGATRON)
		l->state.mixed = l->state.dtype == TRAIN_FP32 ? MIXED_PURE : MIXED_AUTOCAST;
	if (l->fused_ffn == CHOICE_DERIVED)
		l->fused_ffn = l->stack == STACK_TRANSFORMERS ? CHOICE_NO : CHOICE_YES;
	if (l->grads_resident == CHOICE_DERIVED)
		l->grads_resident = accumulates && !l->optimizer_in_backward ? CHOICE_YES : CHOICE_NO;
	if (l->reshard == CHOICE_DERIVED)
		l->reshard = l->state.pp > 1 ? CHOICE_NO : CHOICE_YES;
}

/* degrees that do not fit the model, or each other */
static bool
check_degrees(const TrainLayout *l, const Arch *arch, Problem *problem)
{
	double		expert_ranks = tc_expert_ranks(l);

	if (!tc_divides_heads(l->state.tp, arch, problem))
		return false;
	if (l->state.pp > arch->layers)
		return tc_impossible(problem, "pp", l->state.pp, "at most the number of \"layers\"",
							 "Each stage needs a layer: lower \"pp\", or take \"dp\" and \"zero\" instead.");
	if (l->interleave > 1 && l->state.pp * l->interleave > arch->layers)
		return tc_impossible(problem, "interleave", l->interleave, "such that pp x interleave is at most the number of \"layers\"",
							 "Each stage's chunks need a layer each: drop \"interleave\".");
	if (arch->experts > 0 && (expert_ranks < 1 || expert_ranks != floor(expert_ranks)))
		return tc_impossible(problem, "ep", l->ep, "such that dp x cp x tp / (ep x etp) is a whole number",
							 "That number is the expert data-parallel degree.");
	return true;
}

/* what the loss and the recomputation contradict */
static bool
check_activations(const TrainLayout *l, const Arch *arch, Problem *problem)
{
	if (l->loss == LOSS_CHUNKED && l->loss_chunk_tokens == 0)
		return tc_impossible(problem, "loss_chunk_tokens", 0, "greater than 0 with \"loss\" chunked",
							 "Give the tokens of a chunk, or drop \"loss\".");
	if (l->loss != LOSS_CHUNKED && l->loss_chunk_tokens > 0)
		return tc_impossible(problem, "loss_chunk_tokens", l->loss_chunk_tokens, "0 unless \"loss\" is chunked",
							 "Give \"loss\" chunked, or drop \"loss_chunk_tokens\".");
	if (l->recompute == RECOMPUTE_LAYERS && l->recompute_layers == 0)
		return tc_impossible(problem, "recompute_layers", 0, "greater than 0 with \"recompute\" layers",
							 "Give how many layers are recomputed, or drop \"recompute\".");
	if (l->recompute != RECOMPUTE_LAYERS && l->recompute_layers > 0)
		return tc_impossible(problem, "recompute_layers", l->recompute_layers, "0 unless \"recompute\" is layers",
							 "Give \"recompute\" layers, or drop \"recompute_layers\".");
	if (l->recompute_layers > arch->layers)
		return tc_impossible(problem, "recompute_layers", l->recompute_layers, "at most the number of \"layers\"",
							 "To recompute them all drop \"recompute_layers\" and give \"recompute\" full.");
	if (l->activation == ACTIVATION_GELU_NEW && arch->gated_ffn)
		return tc_impossible(problem, "gated_ffn", 1, "false with \"activation\" gelu_new",
							 "Drop \"activation\", or \"gated_ffn\": GPT-2 and GPT-J have a plain block.");
	return true;
}

/* what the optimizer in the backward pass rules out, and adapters need */
static bool
check_training(const TrainLayout *l, Problem *problem)
{
	if (l->optimizer_in_backward && (l->grads_resident == CHOICE_YES || l->micro_batches > 1))
		return tc_impossible(problem, "optimizer_in_backward", 1, "false where gradients stand through the step",
							 "It steps after each backward pass: drop it, or \"grads_resident\" and \"micro_batches\".");
	if (l->optimizer_in_backward && l->state.pp > 1)
		return tc_impossible(problem, "optimizer_in_backward", 1, "false in a pipeline, which accumulates gradients",
							 "Drop it, or \"pp\".");
	if (l->base_bits > 0 && l->trainable_params == 0)
		return tc_impossible(problem, "trainable_params", 0, "greater than 0 with \"base_bits\"",
							 "A quantised base is frozen: give the adapters' parameters, e.g. lora_params(...).");
	return true;
}

/* fill in what is derived; false, with the problem, for a layout that contradicts itself or the model */
bool
tc_train_layout_check(TrainLayout *l, const Arch *arch, Problem *problem)
{
	derive(l);
	return tc_state_layout_check(&l->state, problem) && check_degrees(l, arch, problem) &&
		check_activations(l, arch, problem) && check_training(l, problem);
}
