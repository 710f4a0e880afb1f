/*
 * estimate.c: train_estimate and train_cost, by name
 *
 * Which argument fills which field, from which domain and with which assumption
 * behind it, is declared in estimate/inputs.def.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"

#include "sqlcall/request.h"

static const NumberArgument named_arguments[] = {NAMED_NUMBERS};
static const AssumedField assumed_fields[] = {ASSUMED_NUMBERS};

#define ASSUMED_FIELDS	((int) lengthof(assumed_fields))

/* utilisations by what is trained, each a row of table assumption */
static const char *const mfu_classes[] = MFU_CLASS_WORDS;
#define MFU_CLASSES		((int) lengthof(mfu_classes) - 1)

/* the classes that are chosen if none is given; the first is of steady throughput, the others of whole runs */
#define DENSE_MFU		0
#define MIXTURE_MFU		1

StaticAssertDecl(lengthof(named_arguments) <= MAX_NUMBERS && lengthof(assumed_fields) <= MAX_NUMBERS,
				 "room for the arguments");

/* everything that the names of one call bring */
typedef struct Facts
{
	Gpu			gpu;
	Model		model;
	bool		shaped;			/* if exact: the shape is known */
	ModelShape	shape;
	GapSet		gaps;			/* names that no table has */
	Region		region;
	double		usd;			/* per GPU-hour or per GPU, as ownership asks */
	double		assumed[lengthof(assumed_fields)];
	double		class_mfu[MFU_CLASSES];
} Facts;

static const char *const ownerships[] = OWNERSHIP_WORDS;
static const char *const price_kinds[] = PRICE_KIND_WORDS;
#define PURCHASE_KIND	4
static const char *const grid_bases[] = GRID_BASIS_WORDS;
static const char *const depreciations[] = DEPRECIATION_WORDS;
#define PRICE_DECAY		1

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

/* what no table has is then unknown, not an error */
static bool
missing_ok(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(ARG_MISSING_OK) && PG_GETARG_BOOL(ARG_MISSING_OK);
}

/* one of its arguments given asks for it; the assumptions stand in for the others */
static bool
derives_goodput(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(ARG_GPU_HOURS_PER_FAILURE) || !PG_ARGISNULL(ARG_CHECKPOINT_SECONDS) ||
		!PG_ARGISNULL(ARG_RESTART_SECONDS);
}

static bool
decays(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(ARG_DEPRECIATION) && tc_word(fcinfo, ARG_DEPRECIATION, depreciations) == PRICE_DECAY;
}

/* a kind of price is a word of ours, and belongs to one way of having GPUs */
static void
check_price_kind(FunctionCallInfo fcinfo, Ownership ownership)
{
	if (!PG_ARGISNULL(ARG_PRICE_KIND) &&
		(tc_word(fcinfo, ARG_PRICE_KIND, price_kinds) == PURCHASE_KIND) != (ownership != RENT))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"price_kind\" is \"%s\", but \"ownership\" is \"%s\"",
						text_to_cstring(PG_GETARG_TEXT_PP(ARG_PRICE_KIND)), ownerships[ownership]),
				 errhint("Rented GPUs have the kinds \"on_demand\", \"spot\", \"reserved_1y\" and \"reserved_3y\"; owned ones \"purchase\".")));
}

static double
find_usd(FunctionCallInfo fcinfo, Ownership ownership, text *gpu, DateADT as_of, GapSet *gaps)
{
	PriceQuestion question = {
		.gpu = gpu,
		.provider = tc_text_or(fcinfo, ARG_PROVIDER, NULL),
		.region = tc_text_or(fcinfo, ARG_PRICE_REGION, NULL),
		.as_of = as_of,
		.missing_ok = missing_ok(fcinfo),
	};
	double		usd;

	if (ownership != RENT)
	{
		/* what was paid for hardware that is there already */
		if (!PG_ARGISNULL(ARG_ACQUIRED_ON))
			question.as_of = PG_GETARG_DATEADT(ARG_ACQUIRED_ON);
		usd = tc_find_purchase_price(&question);
	}
	else
	{
		question.kind = tc_word_text(fcinfo, ARG_PRICE_KIND, price_kinds);
		if (question.kind == NULL)
			question.kind = cstring_to_text("on_demand");
		question.home = tc_text_or(fcinfo, ARG_REGION, NULL);
		usd = tc_find_price(&question);
	}
	if (isnan(usd))
		*gaps |= tc_gap(question.provider != NULL && !tc_is_provider(question.provider), NO_PROVIDER) |
			tc_gap(question.region != NULL && !tc_is_price_region(question.region), NO_PRICE_REGION);
	return usd;
}

/* a price given as a number needs no look-up, and its provider is only a label */
static inline bool
price_is_given(FunctionCallInfo fcinfo, Ownership ownership)
{
	return !PG_ARGISNULL(ownership == RENT ? ARG_USD_PER_GPU_HOUR : ARG_USD_PER_GPU);
}

/* the model's architecture, if it is one that transformer_flops counts */
static bool
find_decoder(text *model, ModelShape *shape, bool missing_ok)
{
	if (!tc_find_shape(model, shape, missing_ok))
		return false;
	if (shape->encoder_decoder && !missing_ok)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("model \"%s\" is an encoder-decoder", text_to_cstring(model)),
				 errhint("Give \"flop\" from encdec_flops, with the tokens and sequence lengths of each stack.")));
	return !shape->encoder_decoder;
}

static void
find_utilizations(double *class_mfu)
{
	AssumedField fields[MFU_CLASSES];

	for (int i = 0; i < MFU_CLASSES; i++)
		fields[i] = (AssumedField) {FIELD(mfu), FRACTION, mfu_classes[i]};
	tc_find_assumed(class_mfu, fields, MFU_CLASSES);
}

static void
find_facts(FunctionCallInfo fcinfo, void *answer)
{
	Facts	   *facts = answer;
	bool		may_miss = missing_ok(fcinfo);
	Ownership	ownership = ownership_of(fcinfo);
	DateADT		as_of = tc_date_or_today(fcinfo, ARG_AS_OF);
	text	   *gpu = tc_text_or(fcinfo, ARG_GPU, DEFAULT_GPU);

	check_price_kind(fcinfo, ownership);
	facts->gaps = tc_gap(!tc_find_gpu(gpu, &facts->gpu, may_miss), NO_GPU);
	if (!tc_find_region(tc_text_or(fcinfo, ARG_REGION, "WORLD"), as_of,
						tc_word_text(fcinfo, ARG_GRID_BASIS, grid_bases), &facts->region, may_miss))
		facts->gaps |= tc_gap(true, facts->region.providers > 1 ? SEVERAL_REGIONS : NO_REGION);
	facts->usd = price_is_given(fcinfo, ownership) ? NAN : find_usd(fcinfo, ownership, gpu, as_of, &facts->gaps);
	if (PG_ARGISNULL(ARG_MODEL))
		facts->model = (Model) {NAN, NAN, NAN, NAN, NAN};
	else
		facts->gaps |= tc_gap(!tc_find_model(PG_GETARG_TEXT_PP(ARG_MODEL), &facts->model, may_miss), NO_MODEL);
	if (wants_exact(fcinfo))
	{
		if (PG_ARGISNULL(ARG_MODEL))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"exact\" needs a \"model\""),
					 errhint("FLOP are then counted from its architecture; without a model, give \"flop\", e.g. from transformer_flops.")));
		facts->shaped = find_decoder(PG_GETARG_TEXT_PP(ARG_MODEL), &facts->shape, may_miss);
		facts->gaps |= tc_gap(!facts->shaped && !(facts->gaps & tc_gap(true, NO_MODEL)), NO_SHAPE);
	}
	tc_find_assumed(facts->assumed, assumed_fields, ASSUMED_FIELDS);
	find_utilizations(facts->class_mfu);
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

static char *
date_text(DateADT date)
{
	return DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(date)));
}

/* years from the purchase to the run; 0 for hardware bought for it, NaN where that lies ahead and may be missing */
static double
age_years(FunctionCallInfo fcinfo)
{
	DateADT		as_of = tc_date_or_today(fcinfo, ARG_AS_OF);
	DateADT		acquired_on;

	if (PG_ARGISNULL(ARG_ACQUIRED_ON))
		return 0;
	acquired_on = PG_GETARG_DATEADT(ARG_ACQUIRED_ON);
	if (acquired_on > as_of || DATE_NOT_FINITE(acquired_on) || DATE_NOT_FINITE(as_of))
	{
		if (missing_ok(fcinfo))
			return NAN;
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"acquired_on\" must be a day at or before \"as_of\" (%s), not %s",
						date_text(as_of), date_text(acquired_on)),
				 errhint("Hardware is bought before the run that \"as_of\" dates.")));
	}
	return (as_of - acquired_on) / TC_DAYS_PER_YEAR;
}

static void
refuse_with(FunctionCallInfo fcinfo, int argno, const char *depreciation)
{
	if (!PG_ARGISNULL(argno))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" contradicts depreciation \"%s\"",
						tc_argument_name(fcinfo, argno), depreciation),
				 errhint("A residual belongs to the straight line, a decay rate to depreciation => 'price_decay'.")));
}

/*
 * How owned hardware loses its worth.  By price decay it is worth less the older
 * it is, and the network counts; on the straight line every hour of the useful
 * life costs the same.
 */
static void
resolve_depreciation(FunctionCallInfo fcinfo, Request *request, Ownership ownership)
{
	EstimateInput *in = &request->in;
	double		years = ownership == RENT ? 0 : age_years(fcinfo);

	if (isnan(years))
	{
		request->gaps |= tc_gap(true, DATE_NOT_FINITE(tc_date_or_today(fcinfo, ARG_AS_OF)) ? NO_AGE : BOUGHT_LATER);
		in->usd_per_gpu = NAN;
	}
	in->residual_share = known_or(in->residual_share, 0);
	if (decays(fcinfo))
	{
		refuse_with(fcinfo, ARG_RESIDUAL_SHARE, depreciations[PRICE_DECAY]);
		if (ownership == AMORTIZE)
			in->usd_per_gpu = tc_decayed_price_usd(in->usd_per_gpu, years, in->price_decay_oom_per_year);
		return;
	}
	refuse_with(fcinfo, ARG_PRICE_DECAY_OOM_PER_YEAR, depreciations[0]);
	in->price_decay_oom_per_year = NAN;
	if (PG_ARGISNULL(ARG_INTERCONNECT_SHARE))
		in->interconnect_share = 0;
	if (ownership == AMORTIZE && years >= in->useful_life_years)
	{
		if (!missing_ok(fcinfo))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("hardware of %s is written off by %s: its useful life is %.15g years",
							date_text(PG_GETARG_DATEADT(ARG_ACQUIRED_ON)), date_text(tc_date_or_today(fcinfo, ARG_AS_OF)),
							in->useful_life_years),
					 errhint("Give a longer \"useful_life_years\", or depreciation => 'price_decay'.")));
		request->gaps |= tc_gap(true, WRITTEN_OFF);
		in->usd_per_gpu = NAN;
	}
}

/* FLOP: as given, counted from the architecture, or parameters x tokens of the arguments or of the model */
static void
resolve_flop(Request *request, const Facts *facts, bool exact)
{
	static const FlopsConvention convention = {
		.causal = true,.logits = true,.phase = PHASE_TRAIN,.core_recompute_passes = 1
	};
	const Model *model = &facts->model;
	const ModelShape *shape = &facts->shape;

	request->params = known_or(request->params, known_or(model->active_params, model->params));
	request->tokens = known_or(request->tokens, model->tokens);
	request->flops_per_param_token = known_or(request->flops_per_param_token, known_or(model->flops_per_param_token, 6));
	if (exact)
		request->seq_len = known_or(request->seq_len, shape->train_seq_len);
	if (!isnan(request->in.flop))
		return;
	/* an unknown model says it all */
	if (!(facts->gaps & tc_gap(true, NO_MODEL)))
		request->gaps |= tc_gap(isnan(request->params) && !exact, NO_PARAMS) | tc_gap(isnan(request->tokens), NO_TOKENS) |
			tc_gap(exact && isnan(request->seq_len), NO_SEQ_LEN);
	if (!exact)
		request->in.flop = tc_train_flops(request->params, request->tokens, request->flops_per_param_token);
	else if (facts->shaped)
		request->in.flop = shape->list.groups > 0 ?
			tc_layers_flops(&shape->list, request->tokens, request->seq_len, &convention, false) :
			tc_transformer_flops(request->tokens, request->seq_len, &shape->arch, &convention);
}

/*
 * The utilisation where none is given, by what is trained, and what a whole run
 * takes beside.  The dense figure is of steady throughput, so that run_overhead
 * comes on top, unless goodput says what is lost; the others are of whole runs.
 */
static void
resolve_utilization(FunctionCallInfo fcinfo, Request *request, const Facts *facts)
{
	EstimateInput *in = &request->in;
	bool		mixture = facts->model.active_params < facts->model.params;
	int			class = !PG_ARGISNULL(ARG_MFU_CLASS) ? tc_word(fcinfo, ARG_MFU_CLASS, mfu_classes) :
		mixture ? MIXTURE_MFU : DENSE_MFU;

	if (PG_ARGISNULL(ARG_RUN_OVERHEAD) &&
		(class != DENSE_MFU || !PG_ARGISNULL(ARG_MFU) || !PG_ARGISNULL(ARG_GOODPUT) ||
		 !isnan(in->steady_gpu_hours) || derives_goodput(fcinfo)))
		in->run_overhead = 1;
	if (PG_ARGISNULL(ARG_MFU))
		request->mfu = facts->class_mfu[class];
}

/* the number format: as given, else the model's own where the GPU has its peak, else bf16 */
static Dtype
dtype_of(FunctionCallInfo fcinfo, const Facts *facts)
{
	if (!PG_ARGISNULL(ARG_DTYPE))
		return tc_word(fcinfo, ARG_DTYPE, tc_dtypes);
	if (!isnan(facts->model.dtype) && !isnan(facts->gpu.peak_tflops[(int) facts->model.dtype]))
		return (Dtype) facts->model.dtype;
	return DTYPE_BF16;
}

static void
resolve_speed(FunctionCallInfo fcinfo, Request *request, const Facts *facts)
{
	double		peak = request->peak_tflops;
	Dtype		dtype = dtype_of(fcinfo, facts);

	resolve_utilization(fcinfo, request, facts);
	if (isnan(peak))
	{
		peak = facts->gpu.peak_tflops[dtype];
		if (unlikely(isnan(peak)) && !missing_ok(fcinfo))
			peak = tc_peak_tflops(tc_text_or(fcinfo, ARG_GPU, DEFAULT_GPU), &facts->gpu, dtype);
		request->gaps |= tc_gap(isnan(peak) && !(facts->gaps & tc_gap(true, NO_GPU)), NO_PEAK);
	}
	request->peak_tflops = peak;
	request->in.tflops_per_gpu = peak * request->mfu;
	request->in.generation_tflops_per_gpu = peak * request->generation_mfu;
}

/* FLOP are counted from the architecture: other counts contradict it */
static void
refuse_with_exact(FunctionCallInfo fcinfo, int argno)
{
	if (!PG_ARGISNULL(argno))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" contradicts \"exact\"", tc_argument_name(fcinfo, argno)),
				 errhint("FLOP are then counted from the model's architecture; leave out the one or the other.")));
}

/* a run that never finishes: its work and its cluster are known, and what is no run's */
static void
only_the_work(const EstimateInput *in, double *out)
{
	for (int i = 0; i < EST_COLUMNS; i++)
		out[i] = NAN;
	out[EST_FLOP] = in->flop + in->generation_flop;
	out[EST_GPUS] = in->gpus;
	out[EST_DATA_USD] = in->data_usd;
	out[EST_LABOR_USD] = in->labor_usd;
}

/* dollars of the GPUs, electricity, CO2e: what keeps them unknown, unless something said already does */
static GapSet
further_gaps(const EstimateInput *in, GapSet found)
{
	const GapSet no_region = tc_gap(true, NO_REGION) | tc_gap(true, SEVERAL_REGIONS);
	const GapSet no_price = tc_gap(true, NO_GPU) | tc_gap(true, NO_PROVIDER) | tc_gap(true, NO_PRICE_REGION) |
		tc_gap(true, NO_AGE) | tc_gap(true, BOUGHT_LATER) | tc_gap(true, WRITTEN_OFF);

	return tc_gap(!(found & tc_gap(true, NO_GPU)) && isnan(in->gpu_watts), NO_WATTS) |
		tc_gap(!(found & no_region) && isnan(in->gco2e_per_kwh), NO_INTENSITY) |
		tc_gap(!(found & no_price) && isnan(in->ownership == RENT ? in->usd_per_gpu_hour : in->usd_per_gpu), NO_PRICE) |
		tc_gap(in->ownership == BUY && isnan(in->gpus) && isnan(in->days), NO_GPU_COUNT);
}

/* what NULL arguments take from the catalog and the assumptions; the GPUs' price follows ownership */
static void
fill_in(FunctionCallInfo fcinfo, Request *request, const Facts *facts, Ownership ownership)
{
	EstimateInput *in = &request->in;

	/* the region's PUE comes before the assumption */
	in->pue = known_or(in->pue, facts->region.pue);
	for (int i = 0; i < ASSUMED_FIELDS; i++)
	{
		double	   *field = field_of(request, assumed_fields[i].field);

		*field = known_or(*field, facts->assumed[i]);
		if (unlikely(isnan(*field)) && !missing_ok(fcinfo))
			tc_no_assumption(assumed_fields[i].name);
	}
	if (unlikely(facts->gaps & (tc_gap(true, NO_REGION) | tc_gap(true, SEVERAL_REGIONS))) && PG_ARGISNULL(ARG_PUE))
		in->pue = NAN;

	in->ownership = ownership;
	if (ownership == RENT)
		in->usd_per_gpu_hour = known_or(in->usd_per_gpu_hour, facts->usd);
	else
		in->usd_per_gpu = known_or(in->usd_per_gpu, facts->usd);
	resolve_depreciation(fcinfo, request, ownership);
	in->generation_flop = known_or(in->generation_flop, 0);
	if (!derives_goodput(fcinfo))
		in->gpu_hours_per_failure = NAN;
	in->goodput = known_or(in->goodput, 1);
	in->run_multiplier = known_or(in->run_multiplier, 1);
	in->data_usd = known_or(in->data_usd, 0);
	in->labor_usd = known_or(in->labor_usd, 0);
	in->gpu_watts = known_or(in->gpu_watts, facts->gpu.tdp_w);
	in->gco2e_per_kwh = known_or(in->gco2e_per_kwh, facts->region.gco2e_per_kwh);
}

/* what a by-name call comes to in numbers: each from its argument, the catalog or an assumption */
static void
resolve(FunctionCallInfo fcinfo, Request *resolved)
{
	static const int texts[] = {
		ARG_MODEL, ARG_GPU, ARG_OWNERSHIP, ARG_PROVIDER, ARG_PRICE_KIND, ARG_PRICE_REGION, ARG_REGION, ARG_GRID_BASIS
	};
	Ownership	ownership = ownership_of(fcinfo);
	MemoKey		key = {
		lengthof(texts), texts, {ARG_AS_OF, ARG_ACQUIRED_ON}, price_is_given(fcinfo, ownership) + 2 * wants_exact(fcinfo) + 4 * missing_ok(fcinfo)
	};
	CallSite   *site = tc_call_site(fcinfo);
	const Facts *facts;

	refuse_other_price(fcinfo, ownership);
	if (wants_exact(fcinfo))
	{
		refuse_with_exact(fcinfo, ARG_PARAMS);
		refuse_with_exact(fcinfo, ARG_FLOPS_PER_PARAM_TOKEN);
	}
	facts = tc_remember(&site->memo, fcinfo, &key, sizeof(Facts), find_facts);
	*resolved = *tc_read_numbers(fcinfo, site, named_arguments, lengthof(named_arguments));
	resolved->gaps = facts->gaps;

	fill_in(fcinfo, resolved, facts, ownership);
	resolve_flop(resolved, facts, wants_exact(fcinfo));
	resolve_speed(fcinfo, resolved, facts);
	resolved->gaps |= further_gaps(&resolved->in, resolved->gaps);
}

/* the estimate of a by-name call, and what it took as unknown */
static GapSet
estimate_by_name(FunctionCallInfo fcinfo, double *out)
{
	Request		request;
	EstimateInput *in = &request.in;
	Problem		problem;

	resolve(fcinfo, &request);
	if (!tc_run_estimate(in, !PG_ARGISNULL(ARG_GOODPUT), out, &problem))
	{
		if (!missing_ok(fcinfo))
			tc_reject_problem(&problem);
		request.gaps |= tc_gap(true, NEVER_FINISHES);
		only_the_work(in, out);
	}
	return request.gaps;
}

/*
 * train_estimate: a run's FLOP, GPUs, days, energy, carbon, water and dollars
 *
 * A NULL argument takes the catalog's or the assumption's value.  What cannot
 * be known is NULL.  22023 for arguments, 22003 for results out of range; 42704 for unknown names,
 * or NULL for what depends on them if missing_ok.
 */
PG_FUNCTION_INFO_V1(train_estimate);
Datum
train_estimate(PG_FUNCTION_ARGS)
{
	double		out[EST_COLUMNS];

	estimate_by_name(fcinfo, out);
	return tc_estimate_row(&tc_call_site(fcinfo)->row, fcinfo, out);
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

/*
 * _estimate_gaps: what train_estimate takes as unknown with missing_ok
 *
 * Two arrays side by side: what each gap concerns, and its words; NULL for none.
 */
PG_FUNCTION_INFO_V1(_estimate_gaps);
Datum
_estimate_gaps(PG_FUNCTION_ARGS)
{
	double		out[EST_COLUMNS];

	return tc_describe_gaps(fcinfo, estimate_by_name(fcinfo, out));
}

/* _resolved_inputs: the numbers that train_estimate works with, for explain_estimate; NULL: unknown */
PG_FUNCTION_INFO_V1(_resolved_inputs);
Datum
_resolved_inputs(PG_FUNCTION_ARGS)
{
	static const size_t fields[] = {RESOLVED_NUMBERS};
	Datum		values[lengthof(fields)];
	bool		nulls[lengthof(fields)];
	Request		request;
	TupleDesc	desc;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE || desc->natts != lengthof(fields))
		elog(ERROR, "return type must be the row type of the inputs");
	resolve(fcinfo, &request);
	for (int i = 0; i < (int) lengthof(fields); i++)
	{
		double		value = *field_of(&request, fields[i]);

		values[i] = Float8GetDatum(value);
		nulls[i] = isnan(value);
	}
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls));
}
