/*
 * estimate.c: train_estimate, train_cost and their by-number twin
 *
 * Both fill an EstimateInput and call the kernel.  Which SQL argument fills
 * which field, from which domain and with which assumption behind it, is
 * declared in the tables below: a new argument is a new line there and in sql/.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "utils/builtins.h"

#include "catalog/lookup.h"
#include "catalog/memo.h"
#include "estimate/estimate.h"

/* the assumptions an estimate may take; the order of Facts.assumption */
typedef enum Assumption
{
	ASSUME_MFU,
	ASSUME_GENERATION_MFU,
	ASSUME_POWER_FRACTION,
	ASSUME_HOST_OVERHEAD,
	ASSUME_PUE,
	ASSUME_USD_PER_KWH,
	ASSUME_OTHER_HARDWARE_SHARE,
	ASSUME_DATACENTER_SHARE,
	ASSUME_USEFUL_LIFE_YEARS,
	ASSUME_CLUSTER_UTILIZATION,
	ASSUME_GPU_EMBODIED_KG,
	ASSUME_SERVER_EMBODIED_KG,
	ASSUME_EMBODIED_LIFE_YEARS,
	ASSUME_WUE_SITE,
	ASSUME_WUE_SOURCE,
	ASSUMPTIONS,
	NO_ASSUMPTION = -1
} Assumption;

static const char *const assumption_names[ASSUMPTIONS] = {
	[ASSUME_MFU] = "mfu",
	[ASSUME_GENERATION_MFU] = "generation_mfu",
	[ASSUME_POWER_FRACTION] = "power_fraction",
	[ASSUME_HOST_OVERHEAD] = "host_overhead",
	[ASSUME_PUE] = "pue",
	[ASSUME_USD_PER_KWH] = "usd_per_kwh",
	[ASSUME_OTHER_HARDWARE_SHARE] = "other_hardware_share",
	[ASSUME_DATACENTER_SHARE] = "datacenter_share",
	[ASSUME_USEFUL_LIFE_YEARS] = "useful_life_years",
	[ASSUME_CLUSTER_UTILIZATION] = "cluster_utilization",
	[ASSUME_GPU_EMBODIED_KG] = "gpu_embodied_kg",
	[ASSUME_SERVER_EMBODIED_KG] = "server_embodied_kg",
	[ASSUME_EMBODIED_LIFE_YEARS] = "embodied_life_years",
	[ASSUME_WUE_SITE] = "wue_site_l_per_kwh",
	[ASSUME_WUE_SOURCE] = "wue_source_l_per_kwh",
};

/* what the SQL arguments ask for, before names are looked up */
typedef struct Request
{
	EstimateInput in;
	double		params;
	double		tokens;
	double		flops_per_param_token;
	double		mfu;
	double		generation_mfu;
	double		peak_tflops;
} Request;

/* a numeric SQL argument and the field it fills */
typedef struct NumberArgument
{
	int			argno;
	size_t		field;			/* offset of a double in Request */
	Domain		domain;
	Assumption	assumption;		/* taken if the argument is NULL */
} NumberArgument;

#define FIELD(name)	offsetof(Request, name)
#define INPUT(name)	offsetof(Request, in.name)

/* arguments of train_estimate and train_cost, in SQL order */
enum
{
	ARG_MODEL, ARG_PARAMS, ARG_TOKENS, ARG_FLOP, ARG_FLOPS_PER_PARAM_TOKEN, ARG_GENERATION_FLOP,
	ARG_GENERATION_MFU, ARG_GPU, ARG_GPUS, ARG_DAYS, ARG_MFU, ARG_DTYPE, ARG_PEAK_TFLOPS,
	ARG_GOODPUT, ARG_RUN_MULTIPLIER, ARG_OWNERSHIP, ARG_PROVIDER, ARG_PRICE_KIND, ARG_PRICE_REGION,
	ARG_USD_PER_GPU_HOUR, ARG_USD_PER_GPU, ARG_OTHER_HARDWARE_SHARE, ARG_DATACENTER_SHARE,
	ARG_USEFUL_LIFE_YEARS, ARG_CLUSTER_UTILIZATION, ARG_USD_PER_KWH, ARG_DATA_USD, ARG_LABOR_USD,
	ARG_REGION, ARG_PUE, ARG_GPU_WATTS, ARG_POWER_FRACTION, ARG_HOST_OVERHEAD, ARG_GCO2E_PER_KWH,
	ARG_MARKET_GCO2E_PER_KWH, ARG_GPU_EMBODIED_KG, ARG_SERVER_EMBODIED_KG, ARG_EMBODIED_LIFE_YEARS,
	ARG_WUE_SITE, ARG_WUE_SOURCE, ARG_AS_OF
};

static const NumberArgument named_arguments[] = {
	{ARG_PARAMS, FIELD(params), POSITIVE, NO_ASSUMPTION},
	{ARG_TOKENS, FIELD(tokens), AMOUNT, NO_ASSUMPTION},
	{ARG_FLOP, INPUT(flop), AMOUNT, NO_ASSUMPTION},
	{ARG_FLOPS_PER_PARAM_TOKEN, FIELD(flops_per_param_token), POSITIVE, NO_ASSUMPTION},
	{ARG_GENERATION_FLOP, INPUT(generation_flop), AMOUNT, NO_ASSUMPTION},
	{ARG_GENERATION_MFU, FIELD(generation_mfu), FRACTION, ASSUME_GENERATION_MFU},
	{ARG_GPUS, INPUT(gpus), POSITIVE, NO_ASSUMPTION},
	{ARG_DAYS, INPUT(days), POSITIVE, NO_ASSUMPTION},
	{ARG_MFU, FIELD(mfu), FRACTION, ASSUME_MFU},
	{ARG_PEAK_TFLOPS, FIELD(peak_tflops), POSITIVE, NO_ASSUMPTION},
	{ARG_GOODPUT, INPUT(goodput), FRACTION, NO_ASSUMPTION},
	{ARG_RUN_MULTIPLIER, INPUT(run_multiplier), FACTOR, NO_ASSUMPTION},
	{ARG_USD_PER_GPU_HOUR, INPUT(usd_per_gpu_hour), AMOUNT, NO_ASSUMPTION},
	{ARG_USD_PER_GPU, INPUT(usd_per_gpu), AMOUNT, NO_ASSUMPTION},
	{ARG_OTHER_HARDWARE_SHARE, INPUT(other_hardware_share), AMOUNT, ASSUME_OTHER_HARDWARE_SHARE},
	{ARG_DATACENTER_SHARE, INPUT(datacenter_share), AMOUNT, ASSUME_DATACENTER_SHARE},
	{ARG_USEFUL_LIFE_YEARS, INPUT(useful_life_years), POSITIVE, ASSUME_USEFUL_LIFE_YEARS},
	{ARG_CLUSTER_UTILIZATION, INPUT(cluster_utilization), FRACTION, ASSUME_CLUSTER_UTILIZATION},
	{ARG_USD_PER_KWH, INPUT(usd_per_kwh), AMOUNT, ASSUME_USD_PER_KWH},
	{ARG_DATA_USD, INPUT(data_usd), AMOUNT, NO_ASSUMPTION},
	{ARG_LABOR_USD, INPUT(labor_usd), AMOUNT, NO_ASSUMPTION},
	{ARG_PUE, INPUT(pue), FACTOR, NO_ASSUMPTION},	/* the region's comes first */
	{ARG_GPU_WATTS, INPUT(gpu_watts), AMOUNT, NO_ASSUMPTION},
	{ARG_POWER_FRACTION, INPUT(power_fraction), FRACTION, ASSUME_POWER_FRACTION},
	{ARG_HOST_OVERHEAD, INPUT(host_overhead), FACTOR, ASSUME_HOST_OVERHEAD},
	{ARG_GCO2E_PER_KWH, INPUT(gco2e_per_kwh), AMOUNT, NO_ASSUMPTION},
	{ARG_MARKET_GCO2E_PER_KWH, INPUT(market_gco2e_per_kwh), AMOUNT, NO_ASSUMPTION},
	{ARG_GPU_EMBODIED_KG, INPUT(gpu_embodied_kg), AMOUNT, ASSUME_GPU_EMBODIED_KG},
	{ARG_SERVER_EMBODIED_KG, INPUT(server_embodied_kg), AMOUNT, ASSUME_SERVER_EMBODIED_KG},
	{ARG_EMBODIED_LIFE_YEARS, INPUT(embodied_life_years), POSITIVE, ASSUME_EMBODIED_LIFE_YEARS},
	{ARG_WUE_SITE, INPUT(wue_site_l_per_kwh), AMOUNT, ASSUME_WUE_SITE},
	{ARG_WUE_SOURCE, INPUT(wue_source_l_per_kwh), AMOUNT, ASSUME_WUE_SOURCE},
};

/* arguments of train_estimate_at, in SQL order from 0; their defaults stand in sql/ */
static const struct
{
	size_t		field;
	Domain		domain;
}			numbered_arguments[] = {
	{INPUT(flop), AMOUNT},
	{INPUT(tflops_per_gpu), POSITIVE},
	{INPUT(gpus), POSITIVE},
	{INPUT(days), POSITIVE},
	{INPUT(generation_flop), AMOUNT},
	{INPUT(generation_tflops_per_gpu), POSITIVE},
	{INPUT(goodput), FRACTION},
	{INPUT(run_multiplier), FACTOR},
	{INPUT(usd_per_gpu_hour), AMOUNT},
	{INPUT(usd_per_gpu), AMOUNT},
	{INPUT(other_hardware_share), AMOUNT},
	{INPUT(datacenter_share), AMOUNT},
	{INPUT(useful_life_years), POSITIVE},
	{INPUT(cluster_utilization), FRACTION},
	{INPUT(usd_per_kwh), AMOUNT},
	{INPUT(data_usd), AMOUNT},
	{INPUT(labor_usd), AMOUNT},
	{INPUT(pue), FACTOR},
	{INPUT(gpu_watts), AMOUNT},
	{INPUT(power_fraction), FRACTION},
	{INPUT(host_overhead), FACTOR},
	{INPUT(gco2e_per_kwh), AMOUNT},
	{INPUT(market_gco2e_per_kwh), AMOUNT},
	{INPUT(gpu_embodied_kg), AMOUNT},
	{INPUT(server_embodied_kg), AMOUNT},
	{INPUT(embodied_life_years), POSITIVE},
	{INPUT(wue_site_l_per_kwh), AMOUNT},
	{INPUT(wue_source_l_per_kwh), AMOUNT},
};

/* everything that the names of one call bring */
typedef struct Facts
{
	Gpu			gpu;
	Model		model;
	Region		region;
	double		usd;			/* per GPU-hour or per GPU, as ownership asks */
	double		assumption[ASSUMPTIONS];
} Facts;

/* what a call site keeps in fn_extra */
typedef struct CallSite
{
	Memo	   *memo;
	EstimateRow *row;
} CallSite;

static const char *const ownerships[] = {"rent", "buy", "amortize", NULL};
static const char *const price_kinds[] = {"on_demand", "spot", "reserved_1y", "reserved_3y", "purchase", NULL};
#define PURCHASE_KIND	4
#define DEFAULT_GPU		"H100-80GB-SXM"

static CallSite *
call_site(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(CallSite));
	return fcinfo->flinfo->fn_extra;
}

static inline double *
field_of(Request *request, size_t offset)
{
	return (double *) ((char *) request + offset);
}

static inline double
number_or_unknown(FunctionCallInfo fcinfo, int argno, Domain domain)
{
	return PG_ARGISNULL(argno) ? NAN : tc_number(fcinfo, argno, domain);
}

static void
refuse_gpus_and_days(const EstimateInput *in)
{
	if (!isnan(in->gpus) && !isnan(in->days))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("arguments \"gpus\" (%.15g) and \"days\" (%.15g) exclude each other",
						in->gpus, in->days),
				 errhint("Give one; the other is computed.")));
}

/* ------------------------------------------------------------------------
 * by name
 * ------------------------------------------------------------------------ */

static text *
text_or(FunctionCallInfo fcinfo, int argno, const char *otherwise)
{
	if (!PG_ARGISNULL(argno))
		return PG_GETARG_TEXT_PP(argno);
	return otherwise ? cstring_to_text(otherwise) : NULL;
}

static Ownership
ownership_of(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(ARG_OWNERSHIP) ? RENT : (Ownership) tc_word(fcinfo, ARG_OWNERSHIP, ownerships);
}

static double
find_usd(FunctionCallInfo fcinfo, Ownership ownership, text *gpu, DateADT as_of)
{
	PriceQuestion question = {
		.gpu = gpu,
		.provider = text_or(fcinfo, ARG_PROVIDER, NULL),
		.region = text_or(fcinfo, ARG_PRICE_REGION, NULL),
		.as_of = as_of,
	};

	if (!PG_ARGISNULL(ARG_PRICE_KIND) &&
		(tc_word(fcinfo, ARG_PRICE_KIND, price_kinds) == PURCHASE_KIND) != (ownership != RENT))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"price_kind\" is \"%s\", but \"ownership\" is \"%s\"",
						text_to_cstring(PG_GETARG_TEXT_PP(ARG_PRICE_KIND)), ownerships[ownership]),
				 errhint("Rented GPUs have the kinds \"on_demand\", \"spot\", \"reserved_1y\" and \"reserved_3y\"; owned ones \"purchase\".")));
	if (ownership != RENT)
		return tc_find_purchase_price(&question);
	question.kind = text_or(fcinfo, ARG_PRICE_KIND, "on_demand");
	return tc_find_price(&question);
}

/* a price given as a number needs no look-up, and its provider is only a label */
static inline bool
price_is_given(FunctionCallInfo fcinfo, Ownership ownership)
{
	return !PG_ARGISNULL(ownership == RENT ? ARG_USD_PER_GPU_HOUR : ARG_USD_PER_GPU);
}

static void
find_facts(FunctionCallInfo fcinfo, void *answer)
{
	Facts	   *facts = answer;
	Ownership	ownership = ownership_of(fcinfo);
	DateADT		as_of = PG_ARGISNULL(ARG_AS_OF) ? tc_today() : PG_GETARG_DATEADT(ARG_AS_OF);
	text	   *gpu = text_or(fcinfo, ARG_GPU, DEFAULT_GPU);

	tc_find_gpu(gpu, &facts->gpu);
	tc_find_region(text_or(fcinfo, ARG_REGION, "WORLD"), as_of, &facts->region);
	facts->usd = price_is_given(fcinfo, ownership) ? NAN : find_usd(fcinfo, ownership, gpu, as_of);
	if (PG_ARGISNULL(ARG_MODEL))
		facts->model = (Model) {NAN, NAN, NAN, NAN};
	else
		tc_find_model(PG_GETARG_TEXT_PP(ARG_MODEL), &facts->model);
	tc_find_assumptions(assumption_names, ASSUMPTIONS, facts->assumption);
}

/* an assumption a user has edited is checked like the argument it stands for */
static double
assumed(double value, Assumption assumption, Domain domain)
{
	if (!isnan(value) && !tc_in_domain(domain, value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("assumption \"%s\" must be %s, not %.15g", assumption_names[assumption],
						tc_domains[domain].requirement, value),
				 errhint("UPDATE traincost.assumption, or give the argument.")));
	return value;
}

static inline double
known_or(double value, double otherwise)
{
	return isnan(value) ? otherwise : value;
}

/* a price of the wrong kind must not be ignored in silence */
static void
refuse_other_price(FunctionCallInfo fcinfo, Ownership ownership)
{
	bool		rented = ownership == RENT;

	if (PG_ARGISNULL(rented ? ARG_USD_PER_GPU : ARG_USD_PER_GPU_HOUR))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("argument \"%s\" contradicts ownership \"%s\"",
					rented ? "usd_per_gpu" : "usd_per_gpu_hour", ownerships[ownership]),
			 rented ? errhint("Say ownership => 'buy' or 'amortize', or give \"usd_per_gpu_hour\".") :
			 errhint("Say ownership => 'rent', or give \"usd_per_gpu\".")));
}

/* FLOP: as given, or parameters x tokens of the arguments or of the model */
static void
resolve_flop(Request *request, const Model *model)
{
	double		params = known_or(request->params, known_or(model->active_params, model->params));
	double		tokens = known_or(request->tokens, model->tokens);
	double		factor = known_or(request->flops_per_param_token, known_or(model->flops_per_param_token, 6));

	if (isnan(request->in.flop))
		request->in.flop = tc_train_flops(params, tokens, factor);
}

static void
resolve_speed(FunctionCallInfo fcinfo, Request *request, const Facts *facts)
{
	double		peak = request->peak_tflops;

	if (isnan(peak))
	{
		Dtype		dtype = PG_ARGISNULL(ARG_DTYPE) ? DTYPE_BF16 : tc_word(fcinfo, ARG_DTYPE, tc_dtypes);

		peak = facts->gpu.peak_tflops[dtype];
		if (unlikely(isnan(peak)))
			peak = tc_peak_tflops(text_or(fcinfo, ARG_GPU, DEFAULT_GPU), &facts->gpu, dtype);
	}
	request->in.tflops_per_gpu = peak * request->mfu;
	request->in.generation_tflops_per_gpu = peak * request->generation_mfu;
}

/* the estimate of a by-name call */
static void
estimate_by_name(FunctionCallInfo fcinfo, double *out)
{
	static const int texts[] = {
		ARG_MODEL, ARG_GPU, ARG_OWNERSHIP, ARG_PROVIDER, ARG_PRICE_KIND, ARG_PRICE_REGION, ARG_REGION
	};
	Ownership	ownership = ownership_of(fcinfo);
	MemoKey		key = {lengthof(texts), texts, ARG_AS_OF, price_is_given(fcinfo, ownership)};
	const Facts *facts;
	Request		request;
	EstimateInput *in = &request.in;

	refuse_other_price(fcinfo, ownership);
	facts = tc_remember(&call_site(fcinfo)->memo, fcinfo, &key, sizeof(Facts), find_facts);

	for (int i = 0; i < lengthof(named_arguments); i++)
	{
		const NumberArgument *a = &named_arguments[i];
		double		value = number_or_unknown(fcinfo, a->argno, a->domain);

		if (isnan(value) && a->assumption != NO_ASSUMPTION)
			value = assumed(facts->assumption[a->assumption], a->assumption, a->domain);
		*field_of(&request, a->field) = value;
	}
	refuse_gpus_and_days(in);

	in->ownership = ownership;
	if (ownership == RENT)
		in->usd_per_gpu_hour = known_or(in->usd_per_gpu_hour, facts->usd);
	else
		in->usd_per_gpu = known_or(in->usd_per_gpu, facts->usd);
	in->generation_flop = known_or(in->generation_flop, 0);
	in->goodput = known_or(in->goodput, 1);
	in->run_multiplier = known_or(in->run_multiplier, 1);
	in->data_usd = known_or(in->data_usd, 0);
	in->labor_usd = known_or(in->labor_usd, 0);
	in->gpu_watts = known_or(in->gpu_watts, facts->gpu.tdp_w);
	in->gco2e_per_kwh = known_or(in->gco2e_per_kwh, facts->region.gco2e_per_kwh);
	in->pue = known_or(in->pue, facts->region.pue);
	if (isnan(in->pue))
		in->pue = assumed(facts->assumption[ASSUME_PUE], ASSUME_PUE, FACTOR);
	resolve_flop(&request, &facts->model);
	resolve_speed(fcinfo, &request, facts);
	tc_estimate(in, out);
}

/*
 * train_estimate: a run's FLOP, GPUs, days, energy, carbon, water and dollars
 *
 * A NULL argument takes the catalog's or the assumption's value.  What cannot
 * be known is NULL.  22003 and 22023 as the formulas; 22023 for unknown names.
 */
PG_FUNCTION_INFO_V1(train_estimate);
Datum
train_estimate(PG_FUNCTION_ARGS)
{
	double		out[EST_COLUMNS];

	estimate_by_name(fcinfo, out);
	return tc_estimate_row(&call_site(fcinfo)->row, fcinfo, out);
}

/* train_cost: total_usd of train_estimate */
PG_FUNCTION_INFO_V1(train_cost);
Datum
train_cost(PG_FUNCTION_ARGS)
{
	double		out[EST_COLUMNS];

	estimate_by_name(fcinfo, out);
	if (isnan(out[EST_TOTAL_USD]))
		PG_RETURN_NULL();
	return tc_return(fcinfo, out[EST_TOTAL_USD]);
}

/* ------------------------------------------------------------------------
 * by number
 * ------------------------------------------------------------------------ */

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
		return isnan(in->useful_life_years) ? BUY : AMORTIZE;
	return OWNERSHIP_UNKNOWN;
}

/* train_estimate_at: the same from numbers alone; NULL is unknown and stays so */
PG_FUNCTION_INFO_V1(train_estimate_at);
Datum
train_estimate_at(PG_FUNCTION_ARGS)
{
	Request		request;
	double		out[EST_COLUMNS];

	for (int i = 0; i < lengthof(numbered_arguments); i++)
		*field_of(&request, numbered_arguments[i].field) =
			number_or_unknown(fcinfo, i, numbered_arguments[i].domain);
	refuse_gpus_and_days(&request.in);
	request.in.ownership = ownership_from_prices(&request.in);
	tc_estimate(&request.in, out);
	return tc_estimate_row(&call_site(fcinfo)->row, fcinfo, out);
}

/* ------------------------------------------------------------------------
 * the cluster formulas by the GPU's name
 * ------------------------------------------------------------------------ */

typedef struct Speed
{
	Gpu			gpu;
	double		mfu;
} Speed;

/* the text argument before mfu is the GPU; its place differs by function */
static int
gpu_argument(FunctionCallInfo fcinfo)
{
	return PG_NARGS() - 4;
}

static void
find_speed(FunctionCallInfo fcinfo, void *answer)
{
	Speed	   *speed = answer;

	tc_find_gpu(text_or(fcinfo, gpu_argument(fcinfo), DEFAULT_GPU), &speed->gpu);
	tc_find_assumptions(&assumption_names[ASSUME_MFU], 1, &speed->mfu);
}

/* peak x MFU from the last four arguments: gpu, mfu, dtype, peak_tflops */
static double
achieved_tflops_by_name(FunctionCallInfo fcinfo)
{
	int			gpu = gpu_argument(fcinfo);
	MemoKey		key = {1, &gpu, -1, false};
	const Speed *speed = tc_remember(&call_site(fcinfo)->memo, fcinfo, &key, sizeof(Speed), find_speed);
	double		mfu = number_or_unknown(fcinfo, gpu + 1, FRACTION);
	double		peak = number_or_unknown(fcinfo, gpu + 3, POSITIVE);
	Dtype		dtype = PG_ARGISNULL(gpu + 2) ? DTYPE_BF16 : tc_word(fcinfo, gpu + 2, tc_dtypes);

	if (isnan(mfu))
		mfu = assumed(speed->mfu, ASSUME_MFU, FRACTION);
	if (isnan(peak))
		peak = tc_peak_tflops(text_or(fcinfo, gpu, DEFAULT_GPU), &speed->gpu, dtype);
	return peak * mfu;
}

/* gpus_needed: gpus_needed_at for a GPU of the catalog */
PG_FUNCTION_INFO_V1(gpus_needed);
Datum
gpus_needed(PG_FUNCTION_ARGS)
{
	double		tflops = achieved_tflops_by_name(fcinfo);

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || isnan(tflops))
		PG_RETURN_NULL();
	return tc_return_gpus(fcinfo, tc_gpus_needed(tc_number(fcinfo, 0, AMOUNT),
												 tc_number(fcinfo, 1, POSITIVE), tflops));
}

/* train_days: train_days_at for a GPU of the catalog */
PG_FUNCTION_INFO_V1(train_days);
Datum
train_days(PG_FUNCTION_ARGS)
{
	double		tflops = achieved_tflops_by_name(fcinfo);

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || isnan(tflops))
		PG_RETURN_NULL();
	return tc_return(fcinfo, tc_train_days(tc_number(fcinfo, 0, AMOUNT),
										   tc_number(fcinfo, 1, POSITIVE), tflops));
}

/* gpu_hours: gpu_hours_at for a GPU of the catalog */
PG_FUNCTION_INFO_V1(gpu_hours);
Datum
gpu_hours(PG_FUNCTION_ARGS)
{
	double		tflops = achieved_tflops_by_name(fcinfo);

	if (PG_ARGISNULL(0) || isnan(tflops))
		PG_RETURN_NULL();
	return tc_return(fcinfo, tc_gpu_hours(tc_number(fcinfo, 0, AMOUNT), tflops));
}
