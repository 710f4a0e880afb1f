/*
 * stage_inputs.c: what a stage of a plan sets, as JSON
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/json.h"
#include "utils/lsyscache.h"

#include "traincost.h"

/* columns of pipeline_stage that are no input: names, calendar, remarks */
static const char *const no_inputs[] = {
	"pipeline", "stage_no", "stage", "starts_on", "after_stage", "gap_days", "note", "source", "shipped"
};

/* a column that may be shown */
typedef struct InputColumn
{
	const char *name;
	int			length;			/* of the name */
	int			place;			/* in the row */
	Oid			type;
} InputColumn;

/* what a call site keeps in fn_extra */
typedef struct InputsSite
{
	TakenRow	row;			/* the current one */
	int			ncolumns;
	InputColumn *columns;		/* in the order of the keys of jsonb */
} InputsSite;

static bool
is_input(const char *name)
{
	for (int i = 0; i < (int) lengthof(no_inputs); i++)
		if (strcmp(name, no_inputs[i]) == 0)
			return false;
	return true;
}

/* jsonb has short keys first */
static int
compare_columns(const void *a, const void *b)
{
	const InputColumn *left = a;
	const InputColumn *right = b;

	if (left->length != right->length)
		return left->length - right->length;
	return memcmp(left->name, right->name, left->length);
}

static void
learn_columns(InputsSite *site, TupleDesc desc, MemoryContext context)
{
	MemoryContext old = MemoryContextSwitchTo(context);

	site->columns = palloc(sizeof(InputColumn) * desc->natts);
	site->ncolumns = 0;
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);
		InputColumn column = {NameStr(attribute->attname), strlen(NameStr(attribute->attname)), i, attribute->atttypid};

		if (attribute->attisdropped || !is_input(column.name))
			continue;
		column.name = pstrdup(column.name);
		site->columns[site->ncolumns++] = column;
	}
	qsort(site->columns, site->ncolumns, sizeof(InputColumn), compare_columns);
	MemoryContextSwitchTo(old);
}

/* a number as jsonb writes it, without an exponent */
static void
append_number(StringInfo out, double value)
{
	Datum		number;

	if (isnan(value) || isinf(value))
	{
		escape_json(out, DatumGetCString(DirectFunctionCall1(float8out, Float8GetDatum(value))));
		return;
	}
	number = DirectFunctionCall3(numeric_in, DirectFunctionCall1(float8out, Float8GetDatum(value)),
								 ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
	appendStringInfoString(out, DatumGetCString(DirectFunctionCall1(numeric_out, number)));
}

/* a value as to_jsonb writes it; that of a type which none of our columns has, as a string */
static void
append_value(StringInfo out, Datum value, Oid type)
{
	char		day[MAXDATELEN + 1];
	Oid			output;
	bool		varlena;

	switch (type)
	{
		case FLOAT8OID:
			append_number(out, DatumGetFloat8(value));
			break;
		case NUMERICOID:
			appendStringInfoString(out, DatumGetCString(DirectFunctionCall1(numeric_out, value)));
			break;
		case BOOLOID:
			appendStringInfoString(out, DatumGetBool(value) ? "true" : "false");
			break;
		case DATEOID:
			JsonEncodeDateTime(day, value, DATEOID, NULL);
			escape_json(out, day);
			break;
		case TEXTOID:
			escape_json(out, TextDatumGetCString(value));
			break;
		default:
			getTypeOutputInfo(type, &output, &varlena);
			escape_json(out, OidOutputFunctionCall(output, value));
			break;
	}
}

/*
 * Returns the inputs that a row of pipeline_stage sets, as JSON; the same as
 * jsonb_strip_nulls(to_jsonb(stage)) without its other columns, in a quarter of
 * the time, since most of them are NULL.
 */
PG_FUNCTION_INFO_V1(_stage_inputs);
Datum
_stage_inputs(PG_FUNCTION_ARGS)
{
	InputsSite *site = fcinfo->flinfo->fn_extra;
	TupleDesc	learnt;
	StringInfoData out;

	if (site == NULL)
		site = fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(InputsSite));
	learnt = tc_take_apart(&site->row, PG_GETARG_HEAPTUPLEHEADER(0), fcinfo->flinfo->fn_mcxt);
	if (learnt != NULL)
	{
		learn_columns(site, learnt, fcinfo->flinfo->fn_mcxt);
		ReleaseTupleDesc(learnt);
	}

	initStringInfo(&out);
	appendStringInfoChar(&out, '{');
	for (int i = 0; i < site->ncolumns; i++)
	{
		const InputColumn *column = &site->columns[i];

		if (site->row.isnull[column->place])
			continue;
		if (out.len > 1)
			appendStringInfoString(&out, ", ");
		escape_json(&out, column->name);
		appendStringInfoString(&out, ": ");
		append_value(&out, site->row.values[column->place], column->type);
	}
	appendStringInfoChar(&out, '}');
	PG_RETURN_TEXT_P(cstring_to_text_with_len(out.data, out.len));
}
