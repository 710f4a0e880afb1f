/*
 * argument.c: argument checks and result checks, each text once
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_proc.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

#include "traincost.h"

#define MAX_SHOWN	255			/* bytes of a text that a message shows: no name is longer */

/*
 * The argument's SQL name.  The catalog has it, so the C declarations need not
 * repeat it; without a catalog entry (a direct C call) its position must do.
 */
const char *
tc_argument_name(FunctionCallInfo fcinfo, int argno)
{
	HeapTuple	procedure = NULL;
	Oid		   *types;
	char	  **names;
	char	   *modes;
	int			count = 0;

	if (fcinfo->flinfo != NULL && OidIsValid(fcinfo->flinfo->fn_oid))
		procedure = SearchSysCache1(PROCOID, ObjectIdGetDatum(fcinfo->flinfo->fn_oid));
	if (HeapTupleIsValid(procedure))
	{
		count = get_func_arg_info(procedure, &types, &names, &modes);
		ReleaseSysCache(procedure);
	}
	if (argno < count && names != NULL && names[argno][0] != '\0')
		return names[argno];
	return psprintf("%d", argno + 1);
}

/*
 * Is the argument a constant of the query?  Parameters do not count: PL/pgSQL
 * gives the same call site other values for them.
 */
bool
tc_is_constant(FmgrInfo *flinfo, int argno)
{
	FuncExpr   *call = (FuncExpr *) flinfo->fn_expr;

	if (call == NULL || !IsA(call, FuncExpr) || call->funcid != flinfo->fn_oid ||
		argno >= list_length(call->args))
		return false;
	return IsA(list_nth(call->args, argno), Const);
}

/* raise 22023 for a value outside its domain, NaN and infinity included; never returns */
void
tc_reject(FunctionCallInfo fcinfo, int argno, Domain domain, double value)
{
	const DomainRule *rule = &tc_domains[domain];
	const char *name = tc_argument_name(fcinfo, argno);

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("argument \"%s\" must be %s, not %.15g", name, rule->requirement, value),
			 value > 1 && rule->max <= 1 ?
			 errhint("Write 40 percent as 0.4.") :
			 errhint("Correct \"%s\", or pass NULL if it is not known.", name)));
}

/* raise the error for arguments that contradict each other */
void
tc_reject_problem(const Problem *problem)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("argument \"%s\" must be %s, not %.15g",
					problem->argument, problem->requirement, problem->value),
			 problem->hint ? errhint("%s", problem->hint) : 0));
}

/* the text as a message shows it: whole, unless it is longer than any name is */
char	   *
tc_shown(const char *whole)
{
	int			length = strlen(whole);
	int			clipped = pg_mbcliplen(whole, length, MAX_SHOWN);

	return clipped == length ? pstrdup(whole) : psprintf("%.*s...", clipped, whole);
}

char	   *
tc_shown_text(text *whole)
{
	return tc_shown(text_to_cstring(whole));
}

/*
 * Take a row apart.  Returns its description where the row is of another type than
 * the one before, whose columns the caller then learns, and releases it; else
 * NULL.  What row points to lives in context.
 */
TupleDesc
tc_take_apart(TakenRow *row, HeapTupleHeader header, MemoryContext context)
{
	TupleDesc	desc = lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(header), HeapTupleHeaderGetTypMod(header));
	uint64		type = assign_record_type_identifier(desc->tdtypeid, desc->tdtypmod);
	bool		is_new = row->type != type;
	HeapTupleData tuple;

	if (is_new)
	{
		row->values = MemoryContextAlloc(context, sizeof(Datum) * desc->natts);
		row->isnull = MemoryContextAlloc(context, sizeof(bool) * desc->natts);
		row->type = type;
	}
	tuple.t_len = HeapTupleHeaderGetDatumLength(header);
	tuple.t_data = header;
	tuple.t_tableOid = InvalidOid;
	ItemPointerSetInvalid(&tuple.t_self);
	heap_deform_tuple(&tuple, desc, row->values, row->isnull);
	if (is_new)
		return desc;
	ReleaseTupleDesc(desc);
	return NULL;
}

/* the position of a text argument in its closed vocabulary, which ends with NULL */
int
tc_word(FunctionCallInfo fcinfo, int argno, const char *const *words)
{
	text	   *argument = PG_GETARG_TEXT_PP(argno);
	size_t		length = VARSIZE_ANY_EXHDR(argument);
	StringInfoData allowed;

	/* as the tables write it, nearly always; a word that is shorter differs before its end is passed */
	for (int i = 0; words[i] != NULL; i++)
		if (strncmp(words[i], VARDATA_ANY(argument), length) == 0 && words[i][length] == '\0')
			return i;
	for (int i = 0; words[i] != NULL; i++)
		if (pg_strncasecmp(words[i], VARDATA_ANY(argument), length) == 0 && words[i][length] == '\0')
			return i;

	initStringInfo(&allowed);
	for (int i = 0; words[i] != NULL; i++)
		appendStringInfo(&allowed, "%s\"%s\"", i > 0 ? ", " : "", words[i]);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("argument \"%s\" has an unknown value: \"%s\"",
					tc_argument_name(fcinfo, argno), tc_shown_text(argument)),
			 errhint("Allowed: %s.", allowed.data)));
	return 0;
}

void
tc_result_out_of_range(FunctionCallInfo fcinfo)
{
	const char *name = fcinfo->flinfo ? get_func_name(fcinfo->flinfo->fn_oid) : NULL;

	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("result of %s is out of range", name ? name : "the formula"),
			 errhint("An argument is too large or too small: check its unit.")));
}

/* the columns that a function returns, in the memory of the caller, ready to form rows from */
TupleDesc
tc_row_description(FunctionCallInfo fcinfo)
{
	TupleDesc	desc;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	return BlessTupleDesc(desc);
}

/* what tc_record keeps in fn_extra */
typedef struct RecordRow
{
	TupleDesc	desc;
	HeapTupleHeader plain;		/* a row without NULL, to be copied with other numbers; NULL: none yet */
} RecordRow;

/* the row of the call site, whose function has so many OUT columns */
static RecordRow *
record_row(FunctionCallInfo fcinfo, int count)
{
	RecordRow  *row = fcinfo->flinfo->fn_extra;

	if (row == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		row = palloc0(sizeof(RecordRow));
		row->desc = tc_row_description(fcinfo);
		fcinfo->flinfo->fn_extra = row;
		MemoryContextSwitchTo(old);
	}
	if (row->desc->natts != count)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("the library computes %d columns, but the function returns %d", count, row->desc->natts),
				 errhint("Library and script are of different versions: run ALTER EXTENSION traincost UPDATE, or reconnect.")));
	return row;
}

static HeapTupleHeader
form_record(TupleDesc desc, const double *values, const bool *nulls)
{
	Datum		datums[16];
	HeapTuple	tuple;

	for (int i = 0; i < desc->natts; i++)
		datums[i] = Float8GetDatum(values[i]);
	tuple = heap_form_tuple(desc, datums, unconstify(bool *, nulls));
	return DatumGetHeapTupleHeader(heap_copy_tuple_as_datum(tuple, desc));
}

/* several results as one row of the function's OUT columns, all float8; NaN means NULL */
Datum
tc_record(FunctionCallInfo fcinfo, const double *values, int count)
{
	RecordRow  *row = record_row(fcinfo, count);
	HeapTupleHeader copy;
	bool		nulls[16];
	bool		plain = true;

	Assert(count <= 16);
	for (int i = 0; i < count; i++)
	{
		if (isinf(values[i]))
			tc_result_out_of_range(fcinfo);
		nulls[i] = isnan(values[i]);
		plain &= !nulls[i];
	}
	if (!plain)
		PG_RETURN_HEAPTUPLEHEADER(form_record(row->desc, values, nulls));
	if (row->plain == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		row->plain = form_record(row->desc, values, nulls);
		MemoryContextSwitchTo(old);
	}
	copy = palloc(HeapTupleHeaderGetDatumLength(row->plain));
	memcpy(copy, row->plain, HeapTupleHeaderGetDatumLength(row->plain));
	memcpy((char *) copy + copy->t_hoff, values, sizeof(double) * count);
	PG_RETURN_HEAPTUPLEHEADER(copy);
}
