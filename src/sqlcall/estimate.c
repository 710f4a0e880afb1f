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

#include "port/pg_bitutils.h"
#include "utils/builtins.h"

#include "catalog/lookup.h"
#include "catalog/memo.h"
#include "estimate/estimate.h"

/* what the SQL arguments ask for, before names are looked up */
typedef struct Request
{
	EstimateInput in;
	double		params;
	double		tokens;
	double		seq_len;
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
} NumberArgument;

/* a field that takes an assumption if its argument is NULL */
typedef struct AssumedField
{
	size_t		field;
	Domain		domain;
	const char *name;			/* of the row in traincost.assumption */
} AssumedField;

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
	ARG_WUE_SITE, ARG_WUE_SOURCE, ARG_AS_OF, ARG_EXACT, ARG_SEQ_LEN, ARG_GPU_HOURS_PER_FAILURE,
	ARG_CHECKPOINT_SECONDS, ARG_RESTART_SECONDS
};

static const NumberArgument named_arguments[] = {
	{ARG_PARAMS, FIELD(params), POSITIVE},
	{ARG_TOKENS, FIELD(tokens), AMOUNT},
	{ARG_SEQ_LEN, FIELD(seq_len), POSITIVE},
	{ARG_FLOP, INPUT(flop), AMOUNT},
	{ARG_FLOPS_PER_PARAM_TOKEN, FIELD(flops_per_param_token), POSITIVE},
	{ARG_GENERATION_FLOP, INPUT(generation_flop), AMOUNT},
	{ARG_GENERATION_MFU, FIELD(generation_mfu), FRACTION},
	{ARG_GPUS, INPUT(gpus), POSITIVE},
	{ARG_DAYS, INPUT(days), POSITIVE},
	{ARG_MFU, FIELD(mfu), FRACTION},
	{ARG_PEAK_TFLOPS, FIELD(peak_tflops), POSITIVE},
	{ARG_GOODPUT, INPUT(goodput), FRACTION},
	{ARG_GPU_HOURS_PER_FAILURE, INPUT(gpu_hours_per_failure), POSITIVE},
	{ARG_CHECKPOINT_SECONDS, INPUT(checkpoint_seconds), POSITIVE},
	{ARG_RESTART_SECONDS, INPUT(restart_seconds), AMOUNT},
	{ARG_RUN_MULTIPLIER, INPUT(run_multiplier), FACTOR},
	{ARG_USD_PER_GPU_HOUR, INPUT(usd_per_gpu_hour), AMOUNT},
	{ARG_USD_PER_GPU, INPUT(usd_per_gpu), AMOUNT},
	{ARG_OTHER_HARDWARE_SHARE, INPUT(other_hardware_share), AMOUNT},
	{ARG_DATACENTER_SHARE, INPUT(datacenter_share), AMOUNT},
	{ARG_USEFUL_LIFE_YEARS, INPUT(useful_life_years), POSITIVE},
	{ARG_CLUSTER_UTILIZATION, INPUT(cluster_utilization), FRACTION},
	{ARG_USD_PER_KWH, INPUT(usd_per_kwh), AMOUNT},
	{ARG_DATA_USD, INPUT(data_usd), AMOUNT},
	{ARG_LABOR_USD, INPUT(labor_usd), AMOUNT},
	{ARG_PUE, INPUT(pue), FACTOR},
	{ARG_GPU_WATTS, INPUT(gpu_watts), AMOUNT},
	{ARG_POWER_FRACTION, INPUT(power_fraction), FRACTION},
	{ARG_HOST_OVERHEAD, INPUT(host_overhead), FACTOR},
	{ARG_GCO2E_PER_KWH, INPUT(gco2e_per_kwh), AMOUNT},
	{ARG_MARKET_GCO2E_PER_KWH, INPUT(market_gco2e_per_kwh), AMOUNT},
	{ARG_GPU_EMBODIED_KG, INPUT(gpu_embodied_kg), AMOUNT},
	{ARG_SERVER_EMBODIED_KG, INPUT(server_embodied_kg), AMOUNT},
	{ARG_EMBODIED_LIFE_YEARS, INPUT(embodied_life_years), POSITIVE},
	{ARG_WUE_SITE, INPUT(wue_site_l_per_kwh), AMOUNT},
	{ARG_WUE_SOURCE, INPUT(wue_source_l_per_kwh), AMOUNT},
};

static const AssumedField assumed_fields[] = {
	{FIELD(mfu), FRACTION, "mfu"},
	{FIELD(generation_mfu), FRACTION, "generation_mfu"},
	{INPUT(other_hardware_share), AMOUNT, "other_hardware_share"},
	{INPUT(datacenter_share), AMOUNT, "datacenter_share"},
	{INPUT(useful_life_years), POSITIVE, "useful_life_years"},
	{INPUT(cluster_utilization), FRACTION, "cluster_utilization"},
	{INPUT(usd_per_kwh), AMOUNT, "usd_per_kwh"},
	{INPUT(pue), FACTOR, "pue"},
	{INPUT(power_fraction), FRACTION, "power_fraction"},
	{INPUT(host_overhead), FACTOR, "host_overhead"},
	{INPUT(gpu_embodied_kg), AMOUNT, "gpu_embodied_kg"},
	{INPUT(server_embodied_kg), AMOUNT, "server_embodied_kg"},
	{INPUT(embodied_life_years), POSITIVE, "embodied_life_years"},
	{INPUT(wue_site_l_per_kwh), AMOUNT, "wue_site_l_per_kwh"},
	{INPUT(wue_source_l_per_kwh), AMOUNT, "wue_source_l_per_kwh"},
	{INPUT(gpu_hours_per_failure), POSITIVE, "gpu_hours_per_failure"},
	{INPUT(checkpoint_seconds), POSITIVE, "checkpoint_seconds"},
	{INPUT(restart_seconds), AMOUNT, "restart_seconds"},
};

#define ASSUMED_FIELDS	((int) lengthof(assumed_fields))
#define ASSUMED_MFU		0		/* its place there */

/* arguments of train_estimate_at, in SQL order; their defaults stand in sql/ */
static const NumberArgument numbered_arguments[] = {
	{0, INPUT(flop), AMOUNT},
	{1, INPUT(tflops_per_gpu), POSITIVE},
	{2, INPUT(gpus), POSITIVE},
	{3, INPUT(days), POSITIVE},
	{4, INPUT(generation_flop), AMOUNT},
	{5, INPUT(generation_tflops_per_gpu), POSITIVE},
	{6, INPUT(goodput), FRACTION},
	{7, INPUT(run_multiplier), FACTOR},
	{8, INPUT(usd_per_gpu_hour), AMOUNT},
	{9, INPUT(usd_per_gpu), AMOUNT},
	{10, INPUT(other_hardware_share), AMOUNT},
	{11, INPUT(datacenter_share), AMOUNT},
	{12, INPUT(useful_life_years), POSITIVE},
	{13, INPUT(cluster_utilization), FRACTION},
	{14, INPUT(usd_per_kwh), AMOUNT},
	{15, INPUT(data_usd), AMOUNT},
	{16, INPUT(labor_usd), AMOUNT},
	{17, INPUT(pue), FACTOR},
	{18, INPUT(gpu_watts), AMOUNT},
	{19, INPUT(power_fraction), FRACTION},
	{20, INPUT(host_overhead), FACTOR},
	{21, INPUT(gco2e_per_kwh), AMOUNT},
	{22, INPUT(market_gco2e_per_kwh), AMOUNT},
	{23, INPUT(gpu_embodied_kg), AMOUNT},
	{24, INPUT(server_embodied_kg), AMOUNT},
	{25, INPUT(embodied_life_years), POSITIVE},
	{26, INPUT(wue_site_l_per_kwh), AMOUNT},
	{27, INPUT(wue_source_l_per_kwh), AMOUNT},
	{28, INPUT(gpu_hours_per_failure), POSITIVE},
	{29, INPUT(checkpoint_seconds), POSITIVE},
	{30, INPUT(restart_seconds), AMOUNT},
};

#define MAX_NUMBERS		40

StaticAssertDecl(lengthof(named_arguments) <= MAX_NUMBERS && lengthof(numbered_arguments) <= MAX_NUMBERS,
				 "room for the arguments seen last");

/* everything that the names of one call bring */
typedef struct Facts
{
	Gpu			gpu;
	Model		model;
	ModelShape	shape;			/* if exact */
	Region		region;
	double		usd;			/* per GPU-hour or per GPU, as ownership asks */
	double		assumed[lengthof(assumed_fields)];
} Facts;

/* what a call site keeps in fn_extra */
typedef struct CallSite
{
	Memo	   *memo;
	EstimateRow *row;
	bool		called;			/* the two below are filled */
	NullableDatum seen[MAX_NUMBERS];	/* the last call's arguments, */
	Request		request;		/* and what they asked for */
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

/*
 * Which arguments differ from those of the last call, a bit each?  Most are
 * constants of the query, and need no second check.  Without branches, because
 * what does differ differs in no pattern.  Pointers could not tell.
 */
static inline uint64
changed_arguments(FunctionCallInfo fcinfo, const CallSite *site, const NumberArgument *arguments, int count)
{
	uint64		changed = 0;

#ifdef USE_FLOAT8_BYVAL
	if (site->called)
	{
		for (int i = 0; i < count; i++)
		{
			const NullableDatum *argument = &fcinfo->args[arguments[i].argno];

			changed |= (uint64) ((argument->value != site->seen[i].value) |
								 (argument->isnull != site->seen[i].isnull)) << i;
		}
		return changed;
	}
#endif
	return ~changed >> (64 - count);
}

/* fill the call site's request from its numeric arguments; NaN for NULL */
static Request *
read_numbers(FunctionCallInfo fcinfo, CallSite *site, const NumberArgument *arguments, int count)
{
	uint64		changed = changed_arguments(fcinfo, site, arguments, count);

	for (; changed != 0; changed &= changed - 1)
	{
		int			i = pg_rightmost_one_pos64(changed);

		*field_of(&site->request, arguments[i].field) =
			number_or_unknown(fcinfo, arguments[i].argno, arguments[i].domain);
		site->seen[i] = fcinfo->args[arguments[i].argno];
	}
	site->called = true;
	return &site->request;
}

/* failures depend on the number of GPUs; a goodput beside them says it twice */
static void
check_failures(const EstimateInput *in, bool goodput_given)
{
	if (isnan(in->gpu_hours_per_failure))
		return;
	if (goodput_given)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("arguments \"goodput\" (%.15g) and \"gpu_hours_per_failure\" (%.15g) exclude each other",
						in->goodput, in->gpu_hours_per_failure),
				 errhint("Give the goodput, or let it be derived from failures.")));
	if (isnan(in->gpus) && isnan(in->days))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"gpu_hours_per_failure\" needs \"gpus\" or \"days\""),
				 errhint("How often a cluster fails depends on its size.")));
}

/* the estimate, or an error for a run that never finishes */
static void
estimate(const EstimateInput *in, double *out)
{
	Problem		problem;

	if (!tc_estimate(in, out, &problem))
		tc_reject_problem(&problem);
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

static bool
wants_exact(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(ARG_EXACT) && PG_GETARG_BOOL(ARG_EXACT);
}

/* one of its arguments given asks for it; the assumptions stand in for the others */
static bool
derives_goodput(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(ARG_GPU_HOURS_PER_FAILURE) || !PG_ARGISNULL(ARG_CHECKPOINT_SECONDS) ||
		!PG_ARGISNULL(ARG_RESTART_SECONDS);
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

/* an assumption a user has edited is checked like the argument it stands for */
static void
check_assumption(const AssumedField *field, double value)
{
	if (!isnan(value) && !tc_in_domain(field->domain, value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("assumption \"%s\" must be %s, not %.15g", field->name,
						tc_domains[field->domain].requirement, value),
				 errhint("UPDATE traincost.assumption.")));
}

static void
find_assumed(double *values, const AssumedField *fields, int count)
{
	const char *names[lengthof(assumed_fields)];

	for (int i = 0; i < count; i++)
		names[i] = fields[i].name;
	tc_find_assumptions(names, count, values);
	for (int i = 0; i < count; i++)
		check_assumption(&fields[i], values[i]);
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
	if (wants_exact(fcinfo))
	{
		if (PG_ARGISNULL(ARG_MODEL))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"exact\" needs a \"model\""),
					 errhint("FLOP are then counted from its architecture; without a model, give \"flop\", e.g. from transformer_flops.")));
		tc_find_shape(PG_GETARG_TEXT_PP(ARG_MODEL), &facts->shape);
		if (facts->shape.encoder_decoder)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("model \"%s\" is an encoder-decoder", text_to_cstring(PG_GETARG_TEXT_PP(ARG_MODEL))),
					 errhint("Give \"flop\" from encdec_flops, with the tokens and sequence lengths of each stack.")));
	}
	find_assumed(facts->assumed, assumed_fields, ASSUMED_FIELDS);
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

/* FLOP: as given, counted from the architecture, or parameters x tokens of the arguments or of the model */
static void
resolve_flop(Request *request, const Model *model, const ModelShape *exact)
{
	static const FlopsConvention convention = {
		.causal = true,.logits = true,.phase = PHASE_TRAIN,.core_recompute_passes = 1
	};
	double		params = known_or(request->params, known_or(model->active_params, model->params));
	double		tokens = known_or(request->tokens, model->tokens);
	double		factor = known_or(request->flops_per_param_token, known_or(model->flops_per_param_token, 6));

	if (!isnan(request->in.flop))
		return;
	if (exact == NULL)
		request->in.flop = tc_train_flops(params, tokens, factor);
	else
		request->in.flop = tc_transformer_flops(tokens, known_or(request->seq_len, exact->train_seq_len),
												&exact->arch, &convention);
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
	MemoKey		key = {
		lengthof(texts), texts, ARG_AS_OF, price_is_given(fcinfo, ownership) + 2 * wants_exact(fcinfo)
	};
	CallSite   *site = call_site(fcinfo);
	const Facts *facts;
	Request		request;
	EstimateInput *in = &request.in;

	refuse_other_price(fcinfo, ownership);
	facts = tc_remember(&site->memo, fcinfo, &key, sizeof(Facts), find_facts);
	request = *read_numbers(fcinfo, site, named_arguments, lengthof(named_arguments));
	refuse_gpus_and_days(in);

	/* the region's PUE comes before the assumption */
	in->pue = known_or(in->pue, facts->region.pue);
	for (int i = 0; i < ASSUMED_FIELDS; i++)
	{
		double	   *field = field_of(&request, assumed_fields[i].field);

		*field = known_or(*field, facts->assumed[i]);
	}

	in->ownership = ownership;
	if (ownership == RENT)
		in->usd_per_gpu_hour = known_or(in->usd_per_gpu_hour, facts->usd);
	else
		in->usd_per_gpu = known_or(in->usd_per_gpu, facts->usd);
	in->generation_flop = known_or(in->generation_flop, 0);
	if (!derives_goodput(fcinfo))
		in->gpu_hours_per_failure = NAN;
	check_failures(in, !PG_ARGISNULL(ARG_GOODPUT));
	in->goodput = known_or(in->goodput, 1);
	in->run_multiplier = known_or(in->run_multiplier, 1);
	in->data_usd = known_or(in->data_usd, 0);
	in->labor_usd = known_or(in->labor_usd, 0);
	in->gpu_watts = known_or(in->gpu_watts, facts->gpu.tdp_w);
	in->gco2e_per_kwh = known_or(in->gco2e_per_kwh, facts->region.gco2e_per_kwh);
	resolve_flop(&request, &facts->model, wants_exact(fcinfo) ? &facts->shape : NULL);
	resolve_speed(fcinfo, &request, facts);
	estimate(in, out);
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
	CallSite   *site = call_site(fcinfo);
	EstimateInput *in = &read_numbers(fcinfo, site, numbered_arguments, lengthof(numbered_arguments))->in;
	double		out[EST_COLUMNS];

	refuse_gpus_and_days(in);
	check_failures(in, in->goodput != 1);
	in->ownership = ownership_from_prices(in);
	estimate(in, out);
	return tc_estimate_row(&site->row, fcinfo, out);
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
	find_assumed(&speed->mfu, &assumed_fields[ASSUMED_MFU], 1);
}

/* peak x MFU from the last four arguments: gpu, mfu, dtype, peak_tflops */
static double
achieved_tflops_by_name(FunctionCallInfo fcinfo)
{
	int			gpu = gpu_argument(fcinfo);
	MemoKey		key = {1, &gpu, -1, 0};
	const Speed *speed = tc_remember(&call_site(fcinfo)->memo, fcinfo, &key, sizeof(Speed), find_speed);
	double		mfu = number_or_unknown(fcinfo, gpu + 1, FRACTION);
	double		peak = number_or_unknown(fcinfo, gpu + 3, POSITIVE);
	Dtype		dtype = PG_ARGISNULL(gpu + 2) ? DTYPE_BF16 : tc_word(fcinfo, gpu + 2, tc_dtypes);

	if (isnan(mfu))
		mfu = speed->mfu;
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
