/*
 * step.c: seconds of one optimizer step
 *
 * Pipeline bubble: arXiv:2104.04473.  Ring volume of the all-reduces.  30 bytes
 * are what fused AdamW reads and writes per parameter.  The default
 * efficiencies are fitted to A100 runs of 22B to 1T parameters.  Not covered:
 * expert, context and point-to-point traffic, stragglers.
 */
#include "formula/architecture.h"

#define OPTIMIZER_BYTES_PER_PARAM	30
#define GRADIENT_BYTES	4

static double
micro_batches(const StepLayout *l)
{
	return l->batch / (l->micro_batch * l->dp);
}

bool
tc_step_layout_check(const StepLayout *l, const Arch *arch, Problem *problem)
{
	if (micro_batches(l) < 1)
		return tc_impossible(problem, "batch", l->batch, "at least micro_batch x dp",
							 "Each data-parallel rank needs one micro-batch.");
	if (l->pp > arch->layers)
		return tc_impossible(problem, "pp", l->pp, "at most the number of \"layers\"", NULL);
	return tc_divides_heads(l->tp, arch, problem);
}

/* all-reduces of activations inside a tensor-parallel group */
static double
tensor_traffic_seconds(const StepLayout *l, const Arch *arch)
{
	double		reductions = l->recompute == RECOMPUTE_FULL ? 6 : 4;
	double		bytes = 2 * l->micro_batch * l->seq_len * arch->hidden_size;

	return reductions * 2 * (l->tp - 1) / l->tp * bytes * (arch->layers / l->pp) * micro_batches(l) /
		(l->tp_gbps * TC_GIGA);
}

double
tc_step_seconds(const StepLayout *l, const Arch *arch)
{
	FlopsConvention convention = {
		.causal = l->causal,.logits = true,.recompute = l->recompute,
		.phase = PHASE_TRAIN,.core_recompute_passes = 1
	};
	double		flop = tc_transformer_flops(l->batch * l->seq_len, l->seq_len, arch, &convention);
	double		compute = flop / (l->tp * l->pp * l->dp * l->peak_tflops * TC_TERA * l->matmul_efficiency);
	double		bubble = 1 + (l->pp - 1) / (micro_batches(l) * l->interleave);
	double		params = tc_transformer_params(arch) / (l->tp * l->pp);
	double		gradients = (1 - l->dp_overlap) * 2 * (l->dp - 1) / l->dp * GRADIENT_BYTES * params /
	(l->dp_gbps * TC_GIGA);
	double		optimizer = OPTIMIZER_BYTES_PER_PARAM * params / (l->memory_gbps * TC_GIGA);

	return (compute + tensor_traffic_seconds(l, arch)) * bubble + gradients + optimizer;
}
