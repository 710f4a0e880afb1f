/*
 * estimate.c: train_estimate and train_cost, by name
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"

#include "sqlcall/named_run.h"

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
	CallSite   *site = tc_call_site(fcinfo);
	double		own[EST_COLUMNS];
	double	   *out = tc_estimate_columns(site->row, own);

	tc_estimate_named(fcinfo, tc_named_run(fcinfo, site), out);
	return tc_estimate_row(&site->row, fcinfo, out);
}

/* train_cost: total_usd of train_estimate */
PG_FUNCTION_INFO_V1(train_cost);
Datum
train_cost(PG_FUNCTION_ARGS)
{
	double		out[EST_COLUMNS];

	tc_estimate_named(fcinfo, tc_named_run(fcinfo, tc_call_site(fcinfo)), out);
	if (isnan(out[EST_TOTAL_USD]))
		PG_RETURN_NULL();
	return tc_return(fcinfo, out[EST_TOTAL_USD]);
}

/*
 * _estimate_gaps: what train_estimate takes as unknown with missing_ok
 *
 * Three arrays side by side: what each gap concerns, what kind of problem it is, and
 * its words; NULL for none.
 */
PG_FUNCTION_INFO_V1(_estimate_gaps);
Datum
_estimate_gaps(PG_FUNCTION_ARGS)
{
	NamedRun   *named = tc_named_run(fcinfo, tc_call_site(fcinfo));
	double		out[EST_COLUMNS];

	tc_estimate_named(fcinfo, named, out);
	return tc_describe_gaps(fcinfo, named->gaps, named->beyond);
}

/* _resolved_inputs: the numbers that train_estimate works with, for explain_estimate; NULL: unknown */
PG_FUNCTION_INFO_V1(_resolved_inputs);
Datum
_resolved_inputs(PG_FUNCTION_ARGS)
{
	static const size_t fields[] = {RESOLVED_NUMBERS};
	Datum		values[lengthof(fields)];
	bool		nulls[lengthof(fields)];
	NamedRun	named;
	TupleDesc	desc = tc_row_description(fcinfo);

	if (desc->natts != lengthof(fields))
		elog(ERROR, "return type must be the row type of the inputs");
	tc_resolve_run(fcinfo, 0, &named);
	named.run.in = tc_run_input(&named.run);
	for (int i = 0; i < (int) lengthof(fields); i++)
	{
		double		value = *field_of(&named.run, fields[i]);

		values[i] = Float8GetDatum(value);
		nulls[i] = isnan(value);
	}
	return HeapTupleGetDatum(heap_form_tuple(desc, values, nulls));
}

/* _each_row: true; a condition that the server asks of each row, of train_estimate_rows */
PG_FUNCTION_INFO_V1(_each_row);
Datum
_each_row(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(true);
}
