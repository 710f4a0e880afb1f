/*
 * run.c: from a run's inputs to its estimate
 */
#include "postgres.h"

#include <math.h>

#include "estimate/run.h"

/* FLOP of training: as given, counted from the architecture, or parameters x tokens */
double
tc_run_flop(const Run *run)
{
	static const FlopsConvention convention = {
		.causal = true,.logits = true,.phase = PHASE_TRAIN,.core_recompute_passes = 1
	};

	if (!isnan(run->in.flop))
		return run->in.flop;
	if (!run->exact)
		return tc_train_flops(run->params, run->tokens, run->flops_per_param_token);
	if (!run->shaped)
		return NAN;
	return run->list != NULL ? tc_layers_flops(run->list, run->tokens, run->seq_len, &convention, false) :
		tc_transformer_flops(run->tokens, run->seq_len, &run->arch, &convention);
}

/*
 * Into *in, the run's own input or a copy of it, what the estimate works with:
 * FLOP, both speeds, and owned GPUs at their worth at the start of the run, which
 * is less the older they are where it decays with prices; on the straight line
 * every hour of the useful life costs the same.
 */
static void
complete_input(const Run *run, EstimateInput *in)
{
	in->flop = tc_run_flop(run);
	in->tflops_per_gpu = run->peak_tflops * run->mfu;
	in->generation_tflops_per_gpu = run->peak_tflops * run->generation_mfu;
	if (!run->decays)
		in->price_decay_oom_per_year = NAN;
	else if (in->ownership == AMORTIZE)
		in->usd_per_gpu = tc_decayed_price_usd(in->usd_per_gpu, run->age_years, in->price_decay_oom_per_year);
}

/* what the estimate of the run works with; the run itself stays as it was asked for */
EstimateInput
tc_run_input(const Run *run)
{
	EstimateInput in = run->in;

	complete_input(run, &in);
	return in;
}

/* the columns of the estimate from its complete input, and what a plan pays beside */
static bool
estimate_completed(const Run *run, const EstimateInput *in, double *out, Problem *problem)
{
	if (!tc_estimate(in, out, problem))
		return false;
	if (run->data_usd_per_day != 0)
	{
		out[EST_DATA_USD] += run->data_usd_per_day * out[EST_DAYS];
		out[EST_TOTAL_USD] += run->data_usd_per_day * out[EST_DAYS];
	}
	if (run->unused_commitment_usd != 0)
	{
		out[EST_COMPUTE_USD] += run->unused_commitment_usd;
		out[EST_TOTAL_USD] += run->unused_commitment_usd;
	}
	return true;
}

/* all columns of the run's estimate; false, with the problem, for a run that never finishes */
bool
tc_estimate_run(const Run *run, double *out, Problem *problem)
{
	EstimateInput in = run->in;

	complete_input(run, &in);
	return estimate_completed(run, &in, out, problem);
}

/*
 * tc_estimate_run of a run that is needed no more: the run's input is completed
 * in place, since a copy would cost as much as the arithmetic.
 */
bool
tc_estimate_run_once(Run *run, double *out, Problem *problem)
{
	complete_input(run, &run->in);
	return estimate_completed(run, &run->in, out, problem);
}
