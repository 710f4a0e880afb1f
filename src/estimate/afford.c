/*
 * afford.c: the most work that a budget, a cluster's time or an amount of CO2e allows
 *
 * By bisection on FLOP over the whole estimate, since goodput and whole GPUs are
 * not linear.  Nothing falls as FLOP grow, so more budget never buys less.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "estimate/afford.h"

#define LEAST_FLOP		1.0

/* does the run stay within all limits?  What never finishes does not */
static bool
is_within(const Run *run, const Limits *limits, double flop, double generation_flop)
{
	Run			tried = *run;
	double		out[EST_COLUMNS];
	Problem		problem;

	tried.in.flop = flop;
	tried.in.generation_flop = generation_flop;
	if (!tc_estimate_run(&tried, out, &problem))
		return false;
	if ((!isnan(limits->usd) && !(out[EST_TOTAL_USD] <= limits->usd)) ||
		(!isnan(limits->co2e_kg) && !(out[EST_CO2E_LOCATION_KG] <= limits->co2e_kg)))
		return false;
	if (isnan(limits->days))
		return true;
	/* what is served later takes no time of the training */
	tried.in.generation_flop = 0;
	return tc_estimate_run(&tried, out, &problem) && out[EST_DAYS] <= limits->days;
}

/* the most FLOP of training beside so much generation; 0 if not even one is within the limits */
static double
most_flop_beside(const Run *run, const Limits *limits, double generation_flop)
{
	double		low = LEAST_FLOP,
				high = TC_MOST_FLOP;

	CHECK_FOR_INTERRUPTS();
	if (!is_within(run, limits, low, generation_flop))
		return 0;
	while (high > low * (1 + 1e-12))
	{
		double		middle = sqrt(low) * sqrt(high);

		if (middle <= low || middle >= high)
			break;
		if (is_within(run, limits, middle, generation_flop))
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* the most FLOP of training within the limits, at least one of which is set; 0 if there are none */
double
tc_most_flop(const Run *run, const Limits *limits)
{
	return most_flop_beside(run, limits, run->in.generation_flop);
}

/* what training and serving a model of this size leave as loss; infinity if serving alone is too dear */
static double
served_loss(const Run *run, const Limits *limits, const ScalingLaw *law, double factor,
			double serve_tokens, double params, double *flop)
{
	double		loss;

	*flop = most_flop_beside(run, limits, TC_SERVE_FLOP_PER_PARAM_TOKEN * params * serve_tokens);
	if (*flop <= LEAST_FLOP || !tc_chinchilla_loss(params, *flop / (factor * params), law, &loss))
		return INFINITY;
	return loss;
}

/*
 * The parameters with the least loss if both training and serving so many tokens
 * must stay within the limits, and the FLOP of that training; 0 if nothing does.
 * Golden section over the logarithm, below the size that is optimal unserved.
 */
double
tc_best_served_params(const Run *run, const Limits *limits, const ScalingLaw *law,
					  double flops_per_param_token, double serve_tokens, double *flop)
{
	static const double golden = 0.6180339887498949;
	double		unserved = tc_most_flop(run, limits);
	double		high,
				low,
				left,
				right,
				left_loss,
				right_loss,
				ignored;

	if (unserved == 0)
		return *flop = 0;
	high = log(tc_chinchilla_optimal_params(unserved * 6 / flops_per_param_token, law)) + 0.01;
	low = high - 14;
	left = high - golden * (high - low);
	right = low + golden * (high - low);
	left_loss = served_loss(run, limits, law, flops_per_param_token, serve_tokens, exp(left), &ignored);
	right_loss = served_loss(run, limits, law, flops_per_param_token, serve_tokens, exp(right), &ignored);
	while (high - low > 1e-6)
	{
		/* where serving is too dear for both, smaller models are tried */
		if (left_loss <= right_loss)
		{
			high = right;
			right = left;
			right_loss = left_loss;
			left = high - golden * (high - low);
			left_loss = served_loss(run, limits, law, flops_per_param_token, serve_tokens, exp(left), &ignored);
		}
		else
		{
			low = left;
			left = right;
			left_loss = right_loss;
			right = low + golden * (high - low);
			right_loss = served_loss(run, limits, law, flops_per_param_token, serve_tokens, exp(right), &ignored);
		}
	}
	return isinf(served_loss(run, limits, law, flops_per_param_token, serve_tokens, exp(low), flop)) ? 0 : exp(low);
}
