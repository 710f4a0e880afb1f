/*
 * rows.h: functions that return a set of rows
 */
#ifndef TC_ROWS_H
#define TC_ROWS_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/tuplestore.h"

typedef struct Rows
{
	Tuplestorestate *store;
	TupleDesc	desc;
} Rows;

extern Rows tc_begin_rows(FunctionCallInfo fcinfo);

/* put a value in a cell: a text or NULL; a number, or NULL for NaN and infinity */
extern void tc_put_cell_text(Datum *datum, bool *isnull, const char *text);
extern void tc_put_cell_number(Datum *datum, bool *isnull, double number);

#endif
