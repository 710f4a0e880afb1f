/*
 * named_run.c: the run that a by-name call asks for
 *
 * Which argument fills which field, from which domain and with which assumption
 * behind it, is declared in estimate/inputs.def.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "sqlcall/named_run.h"

const NumberArgument tc_named_numbers[NAMED_NUMBERS_COUNT] = {NAMED_NUMBERS};
const AssumedField tc_assumed_fields[ASSUMED_FIELDS] = {ASSUMED_NUMBERS};

const char *const tc_mfu_classes[] = MFU_CLASS_WORDS;

/* the classes that are chosen if none is given; the first is of steady throughput, the others of whole runs */
#define DENSE_MFU		0
#define MIXTURE_MFU		1

StaticAssertDecl(NAMED_NUMBERS_COUNT <= MAX_NUMBERS && NAMED_ARGUMENTS < 64, "room for the arguments");

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
	double		assumed[ASSUMED_FIELDS];
	double		class_mfu[MFU_CLASSES];
	bool		repeats;		/* what follows is of the last row with these facts */
	uint64		nulls;			/* a bit for each argument that was NULL, of those that vary */
	GapSet		run_gaps;		/* of the run, before its estimate */
	double		flop;			/* as asked for, before they were worked out */
	NamedRun	named;
} Facts;

static const char *const ownerships[] = OWNERSHIP_WORDS;
static const char *const price_kinds[] = PRICE_KIND_WORDS;
#define PURCHASE_KIND	4
static const char *const grid_bases[] = GRID_BASIS_WORDS;
static const char *const depreciations[] = DEPRECIATION_WORDS;
#define PRICE_DECAY		1

/* is there an argument, or a range in its place? */
static inline bool
given(FunctionCallInfo fcinfo, int argno, uint64 ranged)
{
	return !PG_ARGISNULL(argno) || ((ranged >> argno) & 1) != 0;
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

/*
 * does the call ask for a goodput derived from failures?  One of its three
 * arguments is enough: assumptions stand in for the others
 */
static bool
derives_goodput(FunctionCallInfo fcinfo, uint64 ranged)
{
	return given(fcinfo, ARG_GPU_HOURS_PER_FAILURE, ranged) || given(fcinfo, ARG_CHECKPOINT_SECONDS, ranged) ||
		given(fcinfo, ARG_RESTART_SECONDS, ranged);
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

/* which price of the table the call asks for */
static void
ask_for_price(FunctionCallInfo fcinfo, Ownership ownership, PriceQuestion *question)
{
	*question = (PriceQuestion)
	{
		.gpu = tc_text_or(fcinfo, ARG_GPU, DEFAULT_GPU),
			.provider = tc_text_or(fcinfo, ARG_PROVIDER, NULL),
			.kind = tc_word_text(fcinfo, ARG_PRICE_KIND, price_kinds),
			.region = tc_text_or(fcinfo, ARG_PRICE_REGION, NULL),
			.as_of = tc_date_or_today(fcinfo, ARG_AS_OF),
			.missing_ok = tc_missing_ok(fcinfo),
	};
	if (question->kind == NULL)
		question->kind = cstring_to_text(ownership == RENT ? "on_demand" : "purchase");
	if (ownership == RENT)
		question->home = tc_text_or(fcinfo, ARG_REGION, NULL);
	/* what was paid for hardware that is there already */
	if (ownership != RENT && !PG_ARGISNULL(ARG_ACQUIRED_ON))
		question->as_of = PG_GETARG_DATEADT(ARG_ACQUIRED_ON);
}

static double
find_usd(FunctionCallInfo fcinfo, Ownership ownership, GapSet *gaps)
{
	PriceQuestion question;
	double		usd;

	ask_for_price(fcinfo, ownership, &question);
	usd = ownership == RENT ? tc_find_price(&question) : tc_find_purchase_price(&question);
	if (isnan(usd))
		*gaps |= tc_gap(question.provider != NULL && !tc_is_provider(question.provider), NO_PROVIDER) |
			tc_gap(question.region != NULL && !tc_is_price_region(question.region), NO_PRICE_REGION);
	return usd;
}

/* how the prices that the call asks for spread over providers */
void
tc_find_named_price_spread(FunctionCallInfo fcinfo, PriceSpread *spread)
{
	PriceQuestion question;

	ask_for_price(fcinfo, ownership_of(fcinfo), &question);
	tc_find_price_spread(&question, spread);
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
				 errmsg("model \"%s\" is an encoder-decoder", tc_shown_text(model)),
				 errhint("Give \"flop\" from encdec_flops, with the tokens and sequence lengths of each stack.")));
	return !shape->encoder_decoder;
}

/* the assumed utilisation of every class of what is trained */
static void
find_utilizations(double *class_mfu)
{
	AssumedField fields[MFU_CLASSES];

	for (int i = 0; i < MFU_CLASSES; i++)
	{
		fields[i].field = FIELD(mfu);
		fields[i].domain = FRACTION;
		fields[i].name = tc_mfu_classes[i];
	}
	tc_find_assumed(class_mfu, fields, MFU_CLASSES);
}

static void
find_facts(FunctionCallInfo fcinfo, void *answer)
{
	Facts	   *facts = answer;
	bool		may_miss = tc_missing_ok(fcinfo);
	Ownership	ownership = ownership_of(fcinfo);
	DateADT		as_of = tc_date_or_today(fcinfo, ARG_AS_OF);
	text	   *gpu = tc_text_or(fcinfo, ARG_GPU, DEFAULT_GPU);

	check_price_kind(fcinfo, ownership);
	facts->gaps = tc_gap(!tc_find_gpu(gpu, &facts->gpu, may_miss), NO_GPU);
	if (!tc_find_region(tc_text_or(fcinfo, ARG_REGION, "WORLD"), as_of,
						tc_word_text(fcinfo, ARG_GRID_BASIS, grid_bases), &facts->region, may_miss))
		facts->gaps |= tc_gap(true, facts->region.providers > 1 ? SEVERAL_REGIONS : NO_REGION);
	facts->usd = price_is_given(fcinfo, ownership) ? NAN : find_usd(fcinfo, ownership, &facts->gaps);
	facts->gaps |= tc_gap(!tc_find_model(tc_text_or(fcinfo, ARG_MODEL, NULL), &facts->model, may_miss), NO_MODEL);
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
	tc_find_assumed(facts->assumed, tc_assumed_fields, ASSUMED_FIELDS);
	find_utilizations(facts->class_mfu);
}

static inline double
known_or(double value, double otherwise)
{
	return isnan(value) ? otherwise : value;
}

/* a price of the wrong kind must not be ignored in silence */
static void
refuse_other_price(FunctionCallInfo fcinfo, Ownership ownership, uint64 ranged)
{
	bool		rented = ownership == RENT;

	if (!given(fcinfo, rented ? ARG_USD_PER_GPU : ARG_USD_PER_GPU_HOUR, ranged))
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
		if (tc_missing_ok(fcinfo))
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
refuse_with(FunctionCallInfo fcinfo, int argno, const char *depreciation, uint64 ranged)
{
	if (given(fcinfo, argno, ranged))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" contradicts depreciation \"%s\"",
						tc_argument_name(fcinfo, argno), depreciation),
				 errhint("A residual belongs to the straight line, a decay rate to depreciation => 'price_decay'.")));
}

/* how owned hardware loses its worth: with price decay the network counts, too */
static void
resolve_depreciation(FunctionCallInfo fcinfo, NamedRun *named, uint64 ranged)
{
	Run		   *run = &named->run;
	EstimateInput *in = &run->in;

	run->age_years = in->ownership == RENT ? 0 : age_years(fcinfo);
	if (isnan(run->age_years))
	{
		named->gaps |= tc_gap(true, DATE_NOT_FINITE(tc_date_or_today(fcinfo, ARG_AS_OF)) ? NO_AGE : BOUGHT_LATER);
		in->usd_per_gpu = NAN;
	}
	run->decays = decays(fcinfo);
	if (run->decays)
	{
		refuse_with(fcinfo, ARG_RESIDUAL_SHARE, depreciations[PRICE_DECAY], ranged);
		return;
	}
	refuse_with(fcinfo, ARG_PRICE_DECAY_OOM_PER_YEAR, depreciations[0], ranged);
	if (!given(fcinfo, ARG_INTERCONNECT_SHARE, ranged))
		in->interconnect_share = 0;
	if (in->ownership == AMORTIZE && run->age_years >= in->useful_life_years)
	{
		if (!tc_missing_ok(fcinfo))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("hardware of %s is written off by %s: its useful life is %.15g years",
							date_text(PG_GETARG_DATEADT(ARG_ACQUIRED_ON)),
							date_text(tc_date_or_today(fcinfo, ARG_AS_OF)),
							in->useful_life_years),
					 errhint("Give a longer \"useful_life_years\", or depreciation => 'price_decay'.")));
		named->gaps |= tc_gap(true, WRITTEN_OFF);
		in->usd_per_gpu = NAN;
	}
}

/* what FLOP follow from unless they are given: of the arguments, else of the model */
static void
resolve_work(FunctionCallInfo fcinfo, NamedRun *named, const Facts *facts)
{
	Run		   *run = &named->run;
	const Model *model = &facts->model;

	run->params = known_or(run->params, known_or(model->active_params, model->params));
	run->tokens = known_or(run->tokens, model->tokens);
	run->flops_per_param_token = known_or(run->flops_per_param_token, known_or(model->flops_per_param_token, 6));
	run->exact = wants_exact(fcinfo);
	run->shaped = run->exact && facts->shaped;
	run->list = NULL;
	if (run->exact)
		run->seq_len = known_or(run->seq_len, facts->shape.train_seq_len);
	if (run->shaped)
	{
		run->arch = facts->shape.arch;
		if (facts->shape.list.groups > 0)
			run->list = &facts->shape.list;
	}
	/* an unknown model says it all */
	if (isnan(run->in.flop) && !(facts->gaps & tc_gap(true, NO_MODEL)))
		named->gaps |= tc_gap(isnan(run->params) && !run->exact, NO_PARAMS) | tc_gap(isnan(run->tokens), NO_TOKENS) |
			tc_gap(run->exact && isnan(run->seq_len), NO_SEQ_LEN);
}

/* the assumption did not step in for this field after all */
static void
forget_assumed(NamedRun *named, size_t field)
{
	for (int i = 0; i < ASSUMED_FIELDS; i++)
		if (tc_assumed_fields[i].field == field)
			named->assumed &= ~((uint64) 1 << i);
}

/*
 * The utilisation where none is given, by what is trained, and what a whole run
 * takes beside.  The dense figure is of steady throughput, so that run_overhead
 * comes on top, unless goodput says what is lost; the others are of whole runs.
 */
static void
resolve_utilization(FunctionCallInfo fcinfo, NamedRun *named, const Facts *facts, uint64 ranged)
{
	EstimateInput *in = &named->run.in;
	bool		mixture = facts->model.active_params < facts->model.params;
	int			class = !PG_ARGISNULL(ARG_MFU_CLASS) ? tc_word(fcinfo, ARG_MFU_CLASS, tc_mfu_classes) :
	mixture ? MIXTURE_MFU : DENSE_MFU;

	if (!given(fcinfo, ARG_RUN_OVERHEAD, ranged) &&
		(class != DENSE_MFU || given(fcinfo, ARG_MFU, ranged) || given(fcinfo, ARG_GOODPUT, ranged) ||
		 !isnan(in->steady_gpu_hours) || derives_goodput(fcinfo, ranged)))
	{
		in->run_overhead = 1;
		forget_assumed(named, INPUT(run_overhead));
	}
	named->mfu_class = NULL;
	if (!PG_ARGISNULL(ARG_MFU))
		return;
	named->run.mfu = facts->class_mfu[class];
	named->mfu_class = tc_mfu_classes[class];
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
resolve_peak(FunctionCallInfo fcinfo, NamedRun *named, const Facts *facts)
{
	Run		   *run = &named->run;
	Dtype		dtype = dtype_of(fcinfo, facts);

	if (!isnan(run->peak_tflops))
		return;
	run->peak_tflops = facts->gpu.peak_tflops[dtype];
	if (unlikely(isnan(run->peak_tflops)) && !tc_missing_ok(fcinfo))
		run->peak_tflops = tc_peak_tflops(tc_text_or(fcinfo, ARG_GPU, DEFAULT_GPU), &facts->gpu, dtype);
	named->gaps |= tc_gap(isnan(run->peak_tflops) && !(facts->gaps & tc_gap(true, NO_GPU)), NO_PEAK);
}

/* FLOP are counted from the architecture: other counts contradict it */
static void
refuse_with_exact(FunctionCallInfo fcinfo, int argno, uint64 ranged)
{
	if (given(fcinfo, argno, ranged))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" contradicts \"exact\"", tc_argument_name(fcinfo, argno)),
				 errhint("FLOP are then counted from the model's architecture; leave out the one or the other.")));
}

/* a run that never finishes: its work and its cluster are known, and what is no run's */
static void
only_the_work(const Run *run, double *out)
{
	const EstimateInput *in = &run->in;

	for (int i = 0; i < EST_COLUMNS; i++)
		out[i] = NAN;
	out[EST_FLOP] = tc_run_flop(run) + in->generation_flop;
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
		tc_gap(in->ownership == BUY && isnan(in->gpus) && isnan(in->days) && isnan(in->bought_gpus), NO_GPU_COUNT);
}

/* the price that the call asks for, of the table unless it is given */
static void
resolve_price(NamedRun *named, Ownership ownership, double usd)
{
	EstimateInput *in = &named->run.in;
	double	   *price = ownership == RENT ? &in->usd_per_gpu_hour : &in->usd_per_gpu;

	in->ownership = ownership;
	named->table_price = isnan(*price) && !isnan(usd);
	*price = known_or(*price, usd);
}

static bool
has_range(size_t field, uint64 ranged)
{
	for (int i = 0; i < NAMED_NUMBERS_COUNT; i++)
		if (tc_named_numbers[i].field == field)
			return (ranged >> tc_named_numbers[i].argno & 1) != 0;
	return false;
}

/* the values that stand for NULL whatever the run is */
static inline void
take_defaults(EstimateInput *in)
{
#define DEFAULT_NUMBER(field, value) in->field = known_or(in->field, value);
	DEFAULT_NUMBERS
#undef DEFAULT_NUMBER
}

/* the texts among the arguments that decide which facts a call asks for */
static const int fact_texts[] = {
	ARG_MODEL, ARG_GPU, ARG_OWNERSHIP, ARG_PROVIDER, ARG_PRICE_KIND, ARG_PRICE_REGION, ARG_REGION, ARG_GRID_BASIS
};

/* the facts behind the names of the current call; the refusals that come before any look-up */
static Facts *
facts_of_call(FunctionCallInfo fcinfo, CallSite *site, Ownership ownership, uint64 ranged)
{
	MemoKey		key = {
		lengthof(fact_texts), fact_texts, {ARG_AS_OF, ARG_ACQUIRED_ON},
		price_is_given(fcinfo, ownership) + 2 * wants_exact(fcinfo) + 4 * tc_missing_ok(fcinfo)
	};

	refuse_other_price(fcinfo, ownership, ranged);
	if (wants_exact(fcinfo))
	{
		refuse_with_exact(fcinfo, ARG_PARAMS, ranged);
		refuse_with_exact(fcinfo, ARG_FLOPS_PER_PARAM_TOKEN, ranged);
	}
	return tc_remember(&site->memo, fcinfo, &key, sizeof(Facts), find_facts);
}

/* the assumptions step in for what no argument says */
static void
resolve_assumed(FunctionCallInfo fcinfo, NamedRun *named, const Facts *facts, uint64 ranged)
{
	named->assumed = 0;
	for (int i = 0; i < ASSUMED_FIELDS; i++)
	{
		double	   *field = field_of(&named->run, tc_assumed_fields[i].field);

		if (!isnan(*field))
			continue;
		*field = facts->assumed[i];
		named->assumed |= (uint64) 1 << i;
		if (unlikely(isnan(*field)) && !tc_missing_ok(fcinfo) && !has_range(tc_assumed_fields[i].field, ranged))
			tc_no_assumption(tc_assumed_fields[i].name);
	}
}

/* the run that the arguments and the facts behind them ask for */
static void
resolve(FunctionCallInfo fcinfo, CallSite *site, Ownership ownership, const Facts *facts, uint64 ranged,
		NamedRun *named)
{
	Run		   *run = &named->run;
	EstimateInput *in = &run->in;

	*run = *tc_read_numbers(fcinfo, site, tc_named_numbers, NAMED_NUMBERS_COUNT);
	named->gaps = facts->gaps;
	/* the region's PUE comes before the assumption */
	in->pue = known_or(in->pue, facts->region.pue);
	resolve_assumed(fcinfo, named, facts, ranged);
	if (unlikely(facts->gaps & (tc_gap(true, NO_REGION) | tc_gap(true, SEVERAL_REGIONS))) && PG_ARGISNULL(ARG_PUE))
		in->pue = NAN;

	take_defaults(in);
	resolve_price(named, ownership, facts->usd);
	resolve_depreciation(fcinfo, named, ranged);
	if (!derives_goodput(fcinfo, ranged))
		in->gpu_hours_per_failure = NAN;
	named->goodput_given = given(fcinfo, ARG_GOODPUT, ranged);
	in->gpu_watts = known_or(in->gpu_watts, facts->gpu.tdp_w);
	in->gco2e_per_kwh = known_or(in->gco2e_per_kwh, facts->region.gco2e_per_kwh);
	resolve_work(fcinfo, named, facts);
	resolve_utilization(fcinfo, named, facts, ranged);
	resolve_peak(fcinfo, named, facts);
	named->gaps |= further_gaps(in, named->gaps);
}

/*
 * Read the arguments of train_estimate, look names up and let the catalog and the
 * assumptions step in for what is NULL.  ranged has a bit for each argument that
 * a range is given for.  Errors as train_estimate's, but for tc_check_estimate's.
 */
void
tc_resolve_run(FunctionCallInfo fcinfo, uint64 ranged, NamedRun *named)
{
	Ownership	ownership = ownership_of(fcinfo);
	CallSite   *site = tc_call_site(fcinfo);

	resolve(fcinfo, site, ownership, facts_of_call(fcinfo, site, ownership, ranged), ranged, named);
	if (named->run.list != NULL)
		named->run.list = memcpy(palloc(sizeof(LayerList)), named->run.list, sizeof(LayerList));
}

/*
 * May a later row with the same facts take over the run of this one, but for its
 * numbers?  Not where an argument varies that neither is a number nor decides
 * the facts; and owned hardware may be written off by one row's useful life and
 * not by the next one's.
 */
static bool
may_repeat(FunctionCallInfo fcinfo, Ownership ownership)
{
	uint64		harmless = (uint64) 1 << ARG_AS_OF | (uint64) 1 << ARG_ACQUIRED_ON |
	(uint64) 1 << ARG_EXACT | (uint64) 1 << ARG_MISSING_OK;

	for (int i = 0; i < NAMED_NUMBERS_COUNT; i++)
		harmless |= (uint64) 1 << tc_named_numbers[i].argno;
	for (int i = 0; i < lengthof(fact_texts); i++)
		harmless |= (uint64) 1 << fact_texts[i];
	for (int i = 0; i < NAMED_ARGUMENTS; i++)
		if ((harmless >> i & 1) == 0 && !tc_is_constant(fcinfo->flinfo, i))
			return false;
	return ownership == RENT;
}

/*
 * Into the run of the last row with these facts the numbers of this one; false
 * where another argument is NULL than in that row, since then another default
 * steps in.  What a number decides it does by being NULL or not.
 */
static bool
repeat_run(FunctionCallInfo fcinfo, const CallSite *site, Facts *facts)
{
	NamedRun   *named = &facts->named;

	named->run.in.flop = facts->flop;
	for (int i = 0; i < site->nvarying; i++)
	{
		const VaryingNumber *argument = &site->varying[i];
		bool		isnull = PG_ARGISNULL(argument->argno);

		if (unlikely(isnull != ((facts->nulls >> argument->argno & 1) != 0)))
			return false;
		if (!isnull)
			*field_of(&named->run, argument->field) = tc_varying_number(fcinfo, argument);
	}
	named->gaps = facts->run_gaps;
	return true;
}

/* the run of a call without ranges, in memory that is good until the call site's next row */
NamedRun   *
tc_named_run(FunctionCallInfo fcinfo, CallSite *site)
{
	Ownership	ownership = ownership_of(fcinfo);
	Facts	   *facts = facts_of_call(fcinfo, site, ownership, 0);

	if (likely(facts->repeats) && repeat_run(fcinfo, site, facts))
		return &facts->named;
	facts->repeats = false;
	resolve(fcinfo, site, ownership, facts, 0, &facts->named);
	facts->nulls = 0;
	for (int i = 0; i < site->nvarying; i++)
		facts->nulls |= (uint64) PG_ARGISNULL(site->varying[i].argno) << site->varying[i].argno;
	facts->run_gaps = facts->named.gaps;
	facts->flop = facts->named.run.in.flop;
	facts->repeats = may_repeat(fcinfo, ownership);
	return &facts->named;
}

/*
 * The greatest that an estimate of a plan shows: what the money columns of views
 * hold, and what a total of very many stages adds up.  It is far above the sums
 * and the work of the world.
 */
static inline bool
is_beyond(int column, double value)
{
	return fabs(value) > (column == EST_FLOP ? 1e30 : 1e15);
}

/* where a row may not stop a query over many, what is out of range is unknown; a bit for each such column */
static uint32
forget_what_is_beyond(double *out)
{
	uint32		beyond = 0;

	for (int i = 0; i < EST_COLUMNS; i++)
		if (is_beyond(i, out[i]))
		{
			beyond |= (uint32) 1 << i;
			out[i] = NAN;
		}
	return beyond;
}

/* the estimate of the run, which is needed no more, or what is known of one that never finishes and may be missing */
void
tc_estimate_named(FunctionCallInfo fcinfo, NamedRun *named, double *out)
{
	Problem		problem;

	named->beyond = 0;
	tc_check_estimate(&named->run.in, named->goodput_given);
	if (!tc_estimate_run_once(&named->run, out, &problem))
	{
		if (!tc_missing_ok(fcinfo))
			tc_reject_problem(&problem);
		named->gaps |= tc_gap(true, NEVER_FINISHES);
		only_the_work(&named->run, out);
	}
	if (!tc_missing_ok(fcinfo))
		return;
	named->beyond = forget_what_is_beyond(out);
	named->gaps |= tc_gap(named->beyond != 0, OUT_OF_RANGE);
}
