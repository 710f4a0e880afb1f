/*
 * estimate_at.c: train_estimate_at, by number
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "sqlcall/request.h"

static const NumberArgument numbered_arguments[] = {POSITIONED_NUMBERS};

StaticAssertDecl(lengthof(numbered_arguments) <= MAX_NUMBERS, "room for the arguments");

/* the price that is given says who owns the GPUs */
static Ownership
ownership_from_prices(const EstimateInput *in)
{
	bool		rented = !isnan(in->usd_per_gpu_hour);
	bool		owned = !isnan(in->usd_per_gpu);

	if (rented && owned)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("arguments \"usd_per_gpu_hour\" (%.15g) and \"usd_per_gpu\" (%.15g) exclude each other",
						in->usd_per_gpu_hour, in->usd_per_gpu),
				 errhint("Give the first for rented GPUs, the second for owned ones.")));
	if (rented)
		return RENT;
	if (owned)
		return isnan(in->useful_life_years) && isnan(in->price_decay_oom_per_year) ? BUY : AMORTIZE;
	return OWNERSHIP_UNKNOWN;
}

static void
refuse_two_depreciations(const EstimateInput *in)
{
	if (isnan(in->price_decay_oom_per_year))
		return;
	if (!isnan(in->useful_life_years) || in->residual_share > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"price_decay_oom_per_year\" (%.15g) excludes \"useful_life_years\" and \"residual_share\"",
						in->price_decay_oom_per_year),
				 errhint("Amortise by price decay, or on a straight line.")));
}

/* the columns of the estimate that a call asks for */
static void
estimate_numbers(FunctionCallInfo fcinfo, CallSite *site, double *out)
{
	EstimateInput *in = &tc_read_numbers(fcinfo, site, numbered_arguments, lengthof(numbered_arguments))->in;
	Problem		problem;

	refuse_two_depreciations(in);
	in->ownership = ownership_from_prices(in);
	tc_check_estimate(in, !isnan(in->goodput) && in->goodput != 1);
	if (!tc_estimate(in, out, &problem))
		tc_reject_problem(&problem);
}

/* train_estimate_at: an estimate from numbers alone; what is NULL is unknown, and so is what depends on it */
PG_FUNCTION_INFO_V1(train_estimate_at);
Datum
train_estimate_at(PG_FUNCTION_ARGS)
{
	CallSite   *site = tc_call_site(fcinfo);
	double		own[EST_COLUMNS];
	double	   *out = tc_estimate_columns(site->row, own);

	estimate_numbers(fcinfo, site, out);
	return tc_estimate_row(&site->row, fcinfo, out);
}

/* train_cost_at: total_usd of train_estimate_at; NULL if a price is unknown */
PG_FUNCTION_INFO_V1(train_cost_at);
Datum
train_cost_at(PG_FUNCTION_ARGS)
{
	double		out[EST_COLUMNS];

	estimate_numbers(fcinfo, tc_call_site(fcinfo), out);
	if (isnan(out[EST_TOTAL_USD]))
		PG_RETURN_NULL();
	return tc_return(fcinfo, out[EST_TOTAL_USD]);
}
