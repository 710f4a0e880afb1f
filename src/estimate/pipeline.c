/*
 * pipeline.c: the aggregate pipeline_total
 *
 * Stages run one after the other: everything adds, but for gpus, whose total is
 * the peak.  A stage whose column is unknown makes the total of that column
 * unknown; a NULL estimate is a stage of which nothing is known.
 *
 * None of the functions is strict, so that no stage is lost.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "common/int.h"
#include "funcapi.h"

#include "estimate/pipeline.h"

/* columns of type traincost.total behind the estimate's */
#define TOTAL_STAGES			(KEPT_COLUMNS + 0)
#define TOTAL_UNPRICED_STAGES	(KEPT_COLUMNS + 1)
#define TOTAL_KNOWN_USD			(KEPT_COLUMNS + 2)
#define TOTAL_COLUMNS			(KEPT_COLUMNS + 3)

/* a state that SQL handed in may hold anything */
static const PipelineState *
sound_state(FunctionCallInfo fcinfo, int argno)
{
	const PipelineState *state = (PipelineState *) PG_GETARG_POINTER(argno);
	const char *fault = tc_pipeline_state_fault(state);

	if (fault != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid pipeline state: %s", fault)));
	return state;
}

/*
 * The state to change: in an aggregate the argument itself, else a checked copy
 * of it; a fresh one for NULL.
 */
static PipelineState *
state_to_change(FunctionCallInfo fcinfo)
{
	MemoryContext aggregate;
	bool		in_aggregate = AggCheckCallContext(fcinfo, &aggregate) != 0;
	PipelineState *state;

	if (PG_ARGISNULL(0))
	{
		state = in_aggregate ? MemoryContextAllocZero(aggregate, sizeof(PipelineState)) :
			palloc0(sizeof(PipelineState));
		state->version = PIPELINE_STATE_VERSION;
		return state;
	}
	if (in_aggregate)
		return (PipelineState *) PG_GETARG_POINTER(0);
	state = palloc(sizeof(PipelineState));
	memcpy(state, sound_state(fcinfo, 0), sizeof(PipelineState));
	return state;
}

tc_noreturn static void
refuse_value(int column, double value)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("cannot total an estimate whose \"%s\" is %g", tc_kept_columns[column].name, value),
			 errhint("A total takes finite numbers below 1.7e38 FLOP and 1.7e29 of every other unit; NULL for unknown.")));
}

tc_noreturn static void
refuse_sum(int column)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("pipeline total is out of range: \"%s\" overflows", tc_kept_columns[column].name)));
}

/* one estimate */
typedef struct Addend
{
	uint32		nulls;			/* a bit per unknown column, */
	const double *values;		/* whose value is 0; in the estimate's row, or */
	double		room[EST_COLUMNS];
} Addend;

static inline void
read_addend(FunctionCallInfo fcinfo, Addend *addend)
{
	if (PG_ARGISNULL(1))
	{
		addend->nulls = ((uint32) 1 << EST_COLUMNS) - 1;
		addend->values = memset(addend->room, 0, sizeof(addend->room));
		return;
	}
	addend->values = tc_read_estimate((EstimateReader **) &fcinfo->flinfo->fn_extra, fcinfo,
									  PG_GETARG_DATUM(1), addend->room, &addend->nulls);
	if (!isfinite(addend->values[EST_GPUS]))
		refuse_value(TOTAL_GPUS, addend->values[EST_GPUS]);
}

/* a stage's GPUs; -0 counts as 0, whichever comes first */
static inline double
gpus_of(const Addend *addend)
{
	return addend->values[EST_GPUS] + 0.0;
}

static inline bool
is_unknown(const Addend *addend, int column)
{
	return (addend->nulls >> column) & 1;
}

/* add to a column's sum, or take out of it, any value but 0; it may be no number */
static void
accumulate_any(PipelineState *state, int column, double value, uint32 scale, bool remove)
{
	Fixed128	fixed;

	if (!tc_fixed_from_double(remove ? -value : value, scale, &fixed))
		refuse_value(column, value);
	if (!tc_fixed_add(&state->sum[column], fixed))
		refuse_sum(column);
}

/*
 * Add to a column's sum, or take out of it, any value, which is rounded once.
 * Nearly every one is 0, or above it and so small that its product with the
 * scale fits one word, as dollars and kWh do, or FLOP.
 */
static pg_attribute_always_inline void
accumulate_value(PipelineState *state, int column, double value, uint32 scale, bool remove)
{
	Fixed128   *sum = &state->sum[column];

	if (scale == 1 && value >= 9223372036854775808.0 && value < 8e34)
	{
		Fixed128	whole = tc_fixed_whole(value);

		if (unlikely(!tc_fixed_add(sum, remove ? tc_fixed_negate(whole) : whole)))
			refuse_sum(column);
	}
	else if (likely(value > 0 && value < 9e18 / scale))
	{
		uint64		word = tc_fixed_word(value, scale);

		if (unlikely(!(remove ? tc_fixed_subtract_word(sum, word) : tc_fixed_add_word(sum, word))))
			refuse_sum(column);
	}
	else if (unlikely(value != 0))
		accumulate_any(state, column, value, scale, remove);
}

tc_noreturn static void
refuse_stages(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("pipeline total is out of range: too many stages")));
}

/* add one stage, or take it out */
static pg_attribute_always_inline void
accumulate(PipelineState *state, const Addend *addend, bool remove)
{
	int			sign = remove ? -1 : 1;

	if (unlikely(pg_add_s64_overflow(state->stages, sign, &state->stages)))
		refuse_stages();
	if (addend->nulls != 0)
		for (int i = 0; i < KEPT_COLUMNS; i++)
			state->unknown[i] += is_unknown(addend, tc_kept_columns[i].column) ? sign : 0;

	/* an unknown column's value is 0; peaks do not add */
#define SUM_COLUMN(column, kept, scale)	accumulate_value(state, kept, addend->values[column], scale, remove);
	SUM_COLUMNS
#undef SUM_COLUMN
}

static void
add_peak(PipelineState *state, double gpus, int64 stages)
{
	if (state->peak_stages == 0 || gpus > state->peak_gpus)
	{
		state->peak_gpus = gpus;
		state->peak_stages = stages;
	}
	else if (gpus == state->peak_gpus)
		state->peak_stages += stages;
}

/* pipeline_state_add(state, estimate): the transition function */
PG_FUNCTION_INFO_V1(pipeline_state_add);
Datum
pipeline_state_add(PG_FUNCTION_ARGS)
{
	PipelineState *state = state_to_change(fcinfo);
	Addend		addend;

	read_addend(fcinfo, &addend);
	if (!is_unknown(&addend, EST_GPUS))
		add_peak(state, gpus_of(&addend), 1);
	accumulate(state, &addend, false);
	PG_RETURN_POINTER(state);
}

/*
 * pipeline_state_remove(state, estimate): the inverse, for moving frames
 *
 * NULL asks for the frame to be computed anew: when the last stage at the peak
 * leaves and others stay, the state cannot tell the next lower peak.
 */
PG_FUNCTION_INFO_V1(pipeline_state_remove);
Datum
pipeline_state_remove(PG_FUNCTION_ARGS)
{
	PipelineState *state = state_to_change(fcinfo);
	Addend		addend;

	read_addend(fcinfo, &addend);
	if (!is_unknown(&addend, EST_GPUS) && gpus_of(&addend) == state->peak_gpus &&
		--state->peak_stages == 0)
	{
		if (state->stages - state->unknown[TOTAL_GPUS] > 1)
			PG_RETURN_NULL();
		state->peak_gpus = 0;
	}
	accumulate(state, &addend, true);
	if (AggCheckCallContext(fcinfo, NULL) == 0 && tc_pipeline_state_fault(state) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot remove an estimate that the pipeline state does not hold")));
	PG_RETURN_POINTER(state);
}

/* pipeline_state_merge(state, state): the combining function */
PG_FUNCTION_INFO_V1(pipeline_state_merge);
Datum
pipeline_state_merge(PG_FUNCTION_ARGS)
{
	PipelineState *state = state_to_change(fcinfo);
	const PipelineState *other;

	if (PG_ARGISNULL(1))
		PG_RETURN_POINTER(state);
	other = sound_state(fcinfo, 1);

	if (pg_add_s64_overflow(state->stages, other->stages, &state->stages))
		refuse_stages();
	if (other->peak_stages > 0)
		add_peak(state, other->peak_gpus, other->peak_stages);
	for (int i = 0; i < KEPT_COLUMNS; i++)
	{
		state->unknown[i] += other->unknown[i];
		if (!tc_fixed_add(&state->sum[i], other->sum[i]))
			refuse_sum(i);
	}
	PG_RETURN_POINTER(state);
}

/* 42809 unless the type begins with our columns; others may have been added behind */
static void
check_total_type(TupleDesc desc)
{
	bool		fits = desc->natts >= TOTAL_COLUMNS;

	for (int i = 0; fits && i < TOTAL_COLUMNS; i++)
		fits = TupleDescAttr(desc, i)->atttypid ==
			(i == TOTAL_STAGES || i == TOTAL_UNPRICED_STAGES ? INT8OID : FLOAT8OID);
	if (!fits)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("type traincost.total does not begin with its %d columns", TOTAL_COLUMNS),
				 errhint("Columns may be added behind them; take back any other change of the type.")));
}

/*
 * pipeline_state_total(state): the final function, a row of traincost.total
 *
 * NULL for no stages at all: nothing was estimated, which is not 0 dollars.
 */
PG_FUNCTION_INFO_V1(pipeline_state_total);
Datum
pipeline_state_total(PG_FUNCTION_ARGS)
{
	const PipelineState *state;
	TupleDesc	desc;
	Datum	   *datums;
	bool	   *nulls;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = sound_state(fcinfo, 0);
	if (state->stages == 0)
		PG_RETURN_NULL();

	desc = tc_row_description(fcinfo);
	check_total_type(desc);
	datums = palloc0(sizeof(Datum) * desc->natts);
	nulls = palloc0(sizeof(bool) * desc->natts);
	for (int i = TOTAL_COLUMNS; i < desc->natts; i++)
		nulls[i] = true;
	for (int i = 0; i < KEPT_COLUMNS; i++)
	{
		nulls[i] = state->unknown[i] > 0;
		datums[i] = Float8GetDatum(i == TOTAL_GPUS ? state->peak_gpus :
								   tc_fixed_to_double(state->sum[i], tc_kept_columns[i].scale));
	}
	datums[TOTAL_STAGES] = Int64GetDatum(state->stages);
	datums[TOTAL_UNPRICED_STAGES] = Int64GetDatum(state->unknown[TOTAL_TOTAL_USD]);
	datums[TOTAL_KNOWN_USD] = Float8GetDatum(tc_fixed_to_double(state->sum[TOTAL_TOTAL_USD],
																tc_kept_columns[TOTAL_TOTAL_USD].scale));
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(desc, datums, nulls)));
}
