/*
 * quantiles.c: ranges of an estimate and of a plan, and what they come from
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"

#include "sqlcall/rows.h"
#include "sqlcall/uncertain_plan.h"

/* the assumption by which _stage_ranges gives hours of rollouts their range */
#define HOURS_RATIO	"rl_hours_ratio"

static const char *const column_names[] = {COLUMN_NAMES NULL};
static const char *const column_units[] = {COLUMN_UNITS};

/* ------------------------------------------------------------------------
 * quantiles
 * ------------------------------------------------------------------------ */

static void
put_quantiles(FunctionCallInfo fcinfo, const NamedPlan *plan)
{
	Rows		rows = tc_begin_rows(fcinfo);
	PlanQuantiles quantiles;

	tc_check_dimensions(plan);
	tc_plan_quantiles(&plan->plan, quantiles);
	for (int i = 0; i < EST_COLUMNS; i++)
	{
		Datum		datums[5];
		bool		nulls[5];

		tc_put_cell_text(&datums[0], &nulls[0], column_names[i]);
		tc_put_cell_text(&datums[1], &nulls[1], column_units[i]);
		for (int q = 0; q < TC_SHARES; q++)
			tc_put_cell_number(&datums[2 + q], &nulls[2 + q], quantiles[i][q]);
		tuplestore_putvalues(rows.store, rows.desc, datums, nulls);
	}
}

/* raises what train_estimate raises for the arguments of a run, with every uncertain input at its median */
static void
check_median(FunctionCallInfo fcinfo, const PackedRun *packed)
{
	NamedRun	named = {.run = packed->run};
	double		out[EST_COLUMNS];

	named.goodput_given = !PG_ARGISNULL(ARG_GOODPUT);
	tc_estimate_named(fcinfo, &named, out);
	for (int i = 0; i < EST_COLUMNS; i++)
		if (isinf(out[i]))
			tc_result_out_of_range(fcinfo);
}

static void
plan_of_call(FunctionCallInfo fcinfo, NamedPlan *plan)
{
	const PackedRun **packed = palloc(sizeof(PackedRun *));

	packed[0] = tc_pack_run(fcinfo);
	check_median(fcinfo, packed[0]);
	tc_make_plan(packed, 1, plan);
}

/*
 * train_quantiles: the 10th, 50th and 90th percentile of every column of the estimate
 *
 * Arguments of train_estimate, and ranges; what is uncertain: tc_resolve_uncertain_run.
 */
PG_FUNCTION_INFO_V1(train_quantiles);
Datum
train_quantiles(PG_FUNCTION_ARGS)
{
	NamedPlan	plan;

	plan_of_call(fcinfo, &plan);
	put_quantiles(fcinfo, &plan);
	return (Datum) 0;
}

/* _uncertain_run: a run and its uncertain inputs as bytes, which _plan_quantiles and _plan_sensitivity take */
PG_FUNCTION_INFO_V1(_uncertain_run);
Datum
_uncertain_run(PG_FUNCTION_ARGS)
{
	PackedRun  *packed = tc_pack_run(fcinfo);
	int			argno = ARG_RANGES + 1;

	if (!PG_ARGISNULL(argno))
		text_to_cstring_buffer(PG_GETARG_TEXT_PP(argno), packed->stage, NAMEDATALEN);
	/* lines of a plan besides the lumps; an unknown one makes the sum unknown */
	packed->run.in.data_usd += tc_number_or_unknown(fcinfo, argno + 1, AMOUNT);
	packed->run.in.labor_usd += tc_number_or_unknown(fcinfo, argno + 2, AMOUNT);
	packed->run.data_usd_per_day = tc_number_or_unknown(fcinfo, argno + 3, AMOUNT);
	packed->run.unused_commitment_usd = tc_number_or_unknown(fcinfo, argno + 4, AMOUNT);
	check_median(fcinfo, packed);
	PG_RETURN_BYTEA_P(tc_run_bytes(packed));
}

/* _ranges_valid(ranges): true; else the error that train_quantiles raises for such ranges */
PG_FUNCTION_INFO_V1(_ranges_valid);
Datum
_ranges_valid(PG_FUNCTION_ARGS)
{
	Range		ranges[MAX_RANGES];

	int			count = tc_parse_ranges(text_to_cstring(PG_GETARG_TEXT_PP(0)), ranges);

	for (int i = 0; i < count; i++)
		if (ranges[i].assumption[0] != '\0')
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("a plan's range of \"%s\" must be low..high", tc_named_numbers[ranges[i].number].name),
					 errhint("Rows of table assumption may change after the plan.")));
	PG_RETURN_BOOL(true);
}

/*
 * _plan_quantiles(runs, missing_ok): the rows of train_quantiles for runs that
 * follow one another, whose columns add up
 */
PG_FUNCTION_INFO_V1(_plan_quantiles);
Datum
_plan_quantiles(PG_FUNCTION_ARGS)
{
	NamedPlan	plan;
	int			nruns;
	const PackedRun **packed = tc_packed_runs(fcinfo, 0, &nruns);

	tc_make_plan(packed, nruns, &plan);
	if (plan.plan.ndimensions > TC_MAX_DIMENSIONS && PG_GETARG_BOOL(1))
		tc_begin_rows(fcinfo);
	else
		put_quantiles(fcinfo, &plan);
	return (Datum) 0;
}

/* ------------------------------------------------------------------------
 * sensitivity
 * ------------------------------------------------------------------------ */

typedef struct Swing
{
	const Dimension *dimension;
	double		at_low;
	double		at_high;
	double		swing;			/* NaN: the total is unknown */
} Swing;

/* orders swings from the widest to the narrowest; equal swings keep the order of their inputs */
static int
compare_swings(const void *a, const void *b)
{
	const Swing *sa = a;
	const Swing *sb = b;

	if (sa->swing != sb->swing && !(isnan(sa->swing) && isnan(sb->swing)))
		return isnan(sb->swing) || sa->swing > sb->swing ? -1 : 1;
	return sa->dimension < sb->dimension ? -1 : 1;
}

/* returns the source of a row of table assumption; NULL if it has none */
static char *
assumption_source(const char *name)
{
	Datum		arg = CStringGetTextDatum(name);
	Oid			type = TEXTOID;
	MemoryContext caller = CurrentMemoryContext;
	char	   *source = NULL;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args("SELECT source FROM traincost.assumption WHERE name OPERATOR(pg_catalog.=) $1",
							  1, &type, &arg, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not ask for the source of an assumption");
	if (SPI_processed > 0)
	{
		char	   *found = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);

		if (found != NULL)
			source = MemoryContextStrdup(caller, found);
	}
	SPI_finish();
	return source;
}

static char *
source_of(const NamedSpread *named)
{
	char	   *source;

	switch (named->origin)
	{
		case OF_ASSUMPTION:
			source = assumption_source(named->assumption);
			return psprintf("assumption %s%s%s", named->assumption, source ? ": " : "", source ? source : "");
		case OF_RANGE:
			if (tc_named_numbers[named->number].field != INPUT(steady_gpu_hours))
				return pstrdup("the range given");
			source = assumption_source(HOURS_RATIO);
			return psprintf("the range given, or assumption %s: %s", HOURS_RATIO, source ? source : "");
		case OF_PROVIDERS:
			return psprintf("prices of %.0f providers in table gpu_price", named->providers);
	}
	return NULL;
}

static const char *
label_of(const Dimension *dimension, const NamedPlan *plan)
{
	const char *name = tc_named_numbers[dimension->named.number].name;
	const char *stage = dimension->run < 0 ? "" : plan->packed[dimension->run]->stage;

	if (dimension->run < 0 && dimension->named.assumption[0] != '\0')
		name = dimension->named.assumption;
	return stage[0] == '\0' ? name : psprintf("%s of %s", name, stage);
}

static void
put_swing(Rows *rows, const Swing *swing, const NamedPlan *plan)
{
	const NamedSpread *named = &swing->dimension->named;
	double		numbers[] = {
		swing->dimension->differs ? NAN : tc_draw(&named->spread, -TC_Z90),
		swing->dimension->differs ? NAN : tc_draw(&named->spread, TC_Z90),
		swing->at_low, swing->at_high, swing->swing
	};
	Datum		datums[7];
	bool		nulls[7];

	tc_put_cell_text(&datums[0], &nulls[0], label_of(swing->dimension, plan));
	for (int i = 0; i < lengthof(numbers); i++)
		tc_put_cell_number(&datums[1 + i], &nulls[1 + i], numbers[i]);
	tc_put_cell_text(&datums[6], &nulls[6], source_of(named));
	tuplestore_putvalues(rows->store, rows->desc, datums, nulls);
}

static int
column_argument(FunctionCallInfo fcinfo, int argno)
{
	return PG_ARGISNULL(argno) ? EST_TOTAL_USD : tc_word(fcinfo, argno, column_names);
}

/*
 * puts a row for each uncertain input: the column where that input is at its
 * P10 and P90 and all others at their medians
 */
static void
put_sensitivity(FunctionCallInfo fcinfo, const NamedPlan *plan, int column)
{
	int			count = plan->plan.ndimensions;
	Swing	   *swings = palloc(sizeof(Swing) * (count + 1));
	Rows		rows = tc_begin_rows(fcinfo);

	for (int d = 0; d < count; d++)
	{
		double		out[EST_COLUMNS];

		swings[d].dimension = &plan->dimensions[d];
		tc_plan_at(&plan->plan, d, -TC_Z90, out);
		swings[d].at_low = out[column];
		tc_plan_at(&plan->plan, d, TC_Z90, out);
		swings[d].at_high = out[column];
		swings[d].swing = fabs(swings[d].at_high - swings[d].at_low);
	}
	qsort(swings, count, sizeof(Swing), compare_swings);
	for (int d = 0; d < count; d++)
		put_swing(&rows, &swings[d], plan);
}

/*
 * train_sensitivity: what the width of a range comes from, a row per uncertain input
 *
 * Arguments of train_quantiles, then the quantity, total_usd by default.
 */
PG_FUNCTION_INFO_V1(train_sensitivity);
Datum
train_sensitivity(PG_FUNCTION_ARGS)
{
	NamedPlan	plan;

	plan_of_call(fcinfo, &plan);
	put_sensitivity(fcinfo, &plan, column_argument(fcinfo, ARG_RANGES + 1));
	return (Datum) 0;
}

/*
 * _plan_sensitivity(runs, quantity): the rows of train_sensitivity for runs
 * that follow one another, whose columns add up
 */
PG_FUNCTION_INFO_V1(_plan_sensitivity);
Datum
_plan_sensitivity(PG_FUNCTION_ARGS)
{
	NamedPlan	plan;
	int			nruns;
	const PackedRun **packed = tc_packed_runs(fcinfo, 0, &nruns);

	tc_make_plan(packed, nruns, &plan);
	put_sensitivity(fcinfo, &plan, column_argument(fcinfo, 1));
	return (Datum) 0;
}
