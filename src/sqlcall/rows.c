/*
 * rows.c: functions that return a set of rows
 */
#include "postgres.h"

#include <math.h>

#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/execnodes.h"
#include "utils/builtins.h"

#include "sqlcall/rows.h"

/* a set of rows that the caller reads when all are there */
Rows
tc_begin_rows(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext old;
	Rows		rows;

	if (result == NULL || !IsA(result, ReturnSetInfo) || (result->allowedModes & SFRM_Materialize) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("set-valued function called in context that cannot accept a set")));
	/* what the caller expects is what the catalogs say, without asking them at each call */
	rows.desc = result->expectedDesc;
	if (rows.desc == NULL && get_call_result_type(fcinfo, NULL, &rows.desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	old = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);
	rows.store = tuplestore_begin_heap((result->allowedModes & SFRM_Materialize_Random) != 0, false, work_mem);
	result->returnMode = SFRM_Materialize;
	result->setResult = rows.store;
	result->setDesc = rows.desc = CreateTupleDescCopy(rows.desc);
	MemoryContextSwitchTo(old);
	return rows;
}

void
tc_put_cell_text(Datum *datum, bool *isnull, const char *text)
{
	*isnull = text == NULL;
	*datum = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

void
tc_put_cell_number(Datum *datum, bool *isnull, double number)
{
	*isnull = !isfinite(number);
	*datum = Float8GetDatum(number);
}
