/*
 * calendar.c: what a plan's calendar asks for each of its stages
 *
 * Views ask for every stage and every line of a bill, so that in SQL these cost
 * more than the estimates themselves.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "common/int.h"
#include "executor/executor.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/arrayaccess.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "traincost.h"
#include "sqlcall/rows.h"

#define EXACT_IN_DOUBLE	(INT64CONST(1) << 53)

/* the columns of _run_months */
enum
{
	MONTH_START, MONTH_END, PERIOD_START, PERIOD_END, SINCE, UNTIL, MONTH_COLUMNS
};

/* ------------------------------------------------------------------------
 * runs by month
 * ------------------------------------------------------------------------ */

tc_noreturn static void
reject_timestamp(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("timestamp out of range")));
}

/* the first moment of the month of a time, or of the months after it */
static Timestamp
month_of(Timestamp time, int months_later)
{
	struct pg_tm tm;
	fsec_t		fsec;
	Timestamp	month;

	if (timestamp2tm(time, NULL, &tm, &fsec, NULL, NULL) != 0)
		reject_timestamp();
	tm.tm_mon += months_later;
	if (tm.tm_mon > MONTHS_PER_YEAR)
	{
		tm.tm_mon -= MONTHS_PER_YEAR;
		tm.tm_year++;
	}
	tm.tm_mday = 1;
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	if (tm2timestamp(&tm, 0, NULL, &month) != 0)
		reject_timestamp();
	return month;
}

/* microseconds as seconds; a part of one is lost in those of centuries alone */
static double
as_seconds(int64 microseconds)
{
	if (microseconds < EXACT_IN_DOUBLE)
		return microseconds / 1e6;
	return (double) (microseconds / USECS_PER_SEC) + (microseconds % USECS_PER_SEC) / 1e6;
}

/* adds the length of a run to a time; a run that is empty, or has no end, has none */
static int64
add_run(int64 time, Datum starts, bool no_start, Datum ends, bool no_end)
{
	Timestamp	start = DatumGetTimestamp(starts);
	Timestamp	end = DatumGetTimestamp(ends);
	int64		length;

	if (no_start || no_end || TIMESTAMP_NOT_FINITE(start) || TIMESTAMP_NOT_FINITE(end) || start >= end)
		return time;
	if (pg_sub_s64_overflow(end, start, &length) || pg_add_s64_overflow(time, length, &time))
		reject_timestamp();
	return time;
}

/* the rows of one run, before which so many microseconds of all have passed */
static void
put_months(Rows rows, Timestamp starts, Timestamp ends, int64 before, double seconds)
{
	Timestamp	past = month_of(ends - 1, 1);
	Timestamp	next;

	for (Timestamp month = month_of(starts, 0); month < past; month = next)
	{
		Datum		datums[MONTH_COLUMNS];
		bool		nulls[MONTH_COLUMNS] = {false};
		Timestamp	since = Max(month, starts);
		Timestamp	until;

		CHECK_FOR_INTERRUPTS();
		next = month_of(month, 1);
		until = Min(next, ends);
		/* in UTC, a time with a zone is the same number as one without */
		datums[MONTH_START] = TimestampTzGetDatum(month);
		datums[MONTH_END] = TimestampTzGetDatum(next);
		datums[PERIOD_START] = TimestampTzGetDatum(since);
		datums[PERIOD_END] = TimestampTzGetDatum(until);
		datums[SINCE] = DirectFunctionCall1(float8_numeric,
											Float8GetDatum(as_seconds(before + (since - starts)) / seconds));
		datums[UNTIL] = DirectFunctionCall1(float8_numeric,
											Float8GetDatum(as_seconds(before + (until - starts)) / seconds));
		tuplestore_putvalues(rows.store, rows.desc, datums, nulls);
	}
}

/*
 * Returns runs split at the UTC months: see the function's comment.  Times are in
 * microseconds, and exact; a share is the quotient of seconds.
 */
PG_FUNCTION_INFO_V1(_run_months);
Datum
_run_months(PG_FUNCTION_ARGS)
{
	ArrayType  *runs = PG_GETARG_ARRAYTYPE_P(0);
	Rows		rows = tc_begin_rows(fcinfo);
	Datum	   *times;
	bool	   *nulls;
	int			count;
	int64		all = 0;
	int64		before = 0;

	deconstruct_array(runs, TIMESTAMPOID, sizeof(Timestamp), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &times, &nulls, &count);
	for (int i = 0; i + 1 < count; i += 2)
		all = add_run(all, times[i], nulls[i], times[i + 1], nulls[i + 1]);
	for (int i = 0; i + 1 < count; i += 2)
	{
		int64		after = add_run(before, times[i], nulls[i], times[i + 1], nulls[i + 1]);

		if (after > before)
			put_months(rows, DatumGetTimestamp(times[i]), DatumGetTimestamp(times[i + 1]), before, as_seconds(all));
		before = after;
	}
	PG_RETURN_NULL();
}

/* ------------------------------------------------------------------------
 * terms
 * ------------------------------------------------------------------------ */

/* what a call site keeps */
typedef struct
{
	HeapTuple	none;			/* the terms of a plan without any */
	int			place;			/* where the terms after those last found stand */
} TermsSite;

/* the terms of a plan without any, as a row: made once for a query */
static HeapTuple
make_no_terms(FunctionCallInfo fcinfo)
{
	TupleDesc	desc = tc_row_description(fcinfo);
	Datum	   *datums = palloc(desc->natts * sizeof(Datum));
	bool	   *nulls = palloc(desc->natts * sizeof(bool));

	for (int i = 0; i < desc->natts; i++)
	{
		/* on a server of 32 bits, a Datum points to the number */
		datums[i] = Float8GetDatum(0);
		nulls[i] = strcmp(NameStr(TupleDescAttr(desc, i)->attname), "unused_commitment_usd") != 0;
	}
	return heap_form_tuple(desc, datums, nulls);
}

static TermsSite *
terms_site(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		TermsSite  *site = palloc0(sizeof(TermsSite));

		site->none = make_no_terms(fcinfo);
		fcinfo->flinfo->fn_extra = site;
		MemoryContextSwitchTo(old);
	}
	return fcinfo->flinfo->fn_extra;
}

/* the place of a stage's terms from one place up to another, or -1 */
static int
find_terms(AnyArrayType * all, int64 stage_no, int from, int to, Datum *terms)
{
	array_iter	each;

	array_iter_setup(&each, all);
	for (int i = 0; i < to; i++)
	{
		bool		isnull;
		Datum		number;

		*terms = array_iter_next(&each, &isnull, i, -1, false, TYPALIGN_DOUBLE);
		if (i < from || isnull)
			continue;
		number = GetAttributeByNum(DatumGetHeapTupleHeader(*terms), 1, &isnull);
		if (!isnull && DatumGetInt64(number) == stage_no)
			return i;
	}
	return -1;
}

/*
 * Returns the terms of one stage, out of the array of those of its plan.  A plan
 * without terms has NULL for the array: then all is NULL, but for the
 * commitment left unused, which costs 0.
 *
 * Stages are asked for in their order, so that the search begins after the terms
 * that it found last: one from the start would read a plan anew for each stage.
 */
PG_FUNCTION_INFO_V1(_terms_of);
Datum
_terms_of(PG_FUNCTION_ARGS)
{
	TermsSite  *site = terms_site(fcinfo);
	AnyArrayType *all;
	int64		stage_no;
	int			count;
	int			place;
	Datum		terms;

	if (PG_ARGISNULL(0))
		return HeapTupleGetDatum(site->none);
	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	all = PG_GETARG_ANY_ARRAY_P(0);
	stage_no = PG_GETARG_INT64(1);
	count = ArrayGetNItems(AARR_NDIM(all), AARR_DIMS(all));
	place = find_terms(all, stage_no, site->place, count, &terms);
	if (place < 0)
		place = find_terms(all, stage_no, 0, Min(site->place, count), &terms);
	if (place < 0)
		PG_RETURN_NULL();
	site->place = place + 1;
	PG_RETURN_DATUM(terms);
}
