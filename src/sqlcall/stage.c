/*
 * stage.c: train_estimate of a row of pipeline_stage
 *
 * The views of plans hand a stage over as a row.  As sixty arguments its columns
 * cost the server more than the estimate does: each is parsed and planned by
 * itself, again at every place where a view of views has them.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"

#include "sqlcall/named_run.h"

/* where a stage has an argument from, in the words of estimate/inputs.def */
typedef enum StageSource
{
	STAGE_AS_GIVEN,
	STAGE_UNLESS_METHOD,
	STAGE_ELSE_WORK,
	STAGE_ELSE_TERMS,
	STAGE_TERMS_ELSE,
	STAGE_TRUE
} StageSource;

typedef struct StageArgument
{
	const char *name;			/* of the argument, and of the columns */
	Oid			type;
	StageSource source;
} StageArgument;

static const StageArgument stage_arguments[NAMED_ARGUMENTS] = {STAGE_ARGUMENTS};

/* columns that are no arguments of train_estimate; from the third on those that lines of data and people follow from */
static const char *const other_columns[] = {
	"method", "unused_commitment_usd",
	"acquisition_usd", "cleaning_usd", "annotation_items", "annotation_usd_per_item", "annotation_hours_per_item",
	"annotation_usd_per_hour", "storage_gb", "storage_months", "usd_per_gb_month", "people", "people_months",
	"usd_per_person_month"
};

/* numbers of columns: those of the arguments, then the others */
#define METHOD_COLUMN	NAMED_ARGUMENTS
#define UNUSED_COLUMN	(NAMED_ARGUMENTS + 1)
#define EXTRA_COLUMN	(NAMED_ARGUMENTS + 2)
#define STAGE_COLUMNS	(NAMED_ARGUMENTS + (int) lengthof(other_columns))

/* a row of the current call, and where in it the columns stand */
typedef struct RowReader
{
	TakenRow	row;
	bool		null;			/* the row is NULL */
	int			place[STAGE_COLUMNS];	/* -1: it has none of this name */
	Oid			column_type[STAGE_COLUMNS];
} RowReader;

/* what a call site keeps in fn_extra */
typedef struct StageSite
{
	RowReader	stage;
	RowReader	terms;
	RowReader	work;
	FmgrInfo	extra;			/* _stage_extra_usd */
	FmgrInfo	named;			/* the function that takes the arguments one by one: a call site of its own */
	FunctionCallInfo call;		/* of that */
} StageSite;

static const char *
column_name(int column)
{
	return column < NAMED_ARGUMENTS ? stage_arguments[column].name : other_columns[column - NAMED_ARGUMENTS];
}

/* find the columns in a row type; their order is mostly that of ours, so each is looked for behind the one before */
static void
learn_row_type(RowReader *row, TupleDesc desc)
{
	int			next = 0;

	for (int column = 0; column < STAGE_COLUMNS; column++)
	{
		row->place[column] = -1;
		for (int i = 0; i < desc->natts; i++)
		{
			int			place = (next + i) % desc->natts;
			Form_pg_attribute attribute = TupleDescAttr(desc, place);

			if (!attribute->attisdropped && strcmp(NameStr(attribute->attname), column_name(column)) == 0)
			{
				row->place[column] = place;
				row->column_type[column] = attribute->atttypid;
				next = place + 1;
				break;
			}
		}
	}
}

/* take an argument apart */
static void
read_row(RowReader *row, FunctionCallInfo fcinfo, int argno)
{
	TupleDesc	learnt;

	row->null = PG_ARGISNULL(argno);
	if (row->null)
		return;
	learnt = tc_take_apart(&row->row, PG_GETARG_HEAPTUPLEHEADER(argno), fcinfo->flinfo->fn_mcxt);
	if (learnt == NULL)
		return;
	learn_row_type(row, learnt);
	ReleaseTupleDesc(learnt);
}

/* is there a value?  An error where the row's type has no such column */
static inline bool
has_value(const RowReader *row, int column)
{
	if (row->null)
		return false;
	if (unlikely(row->place[column] < 0))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("a stage of a plan has no column \"%s\"", column_name(column)),
				 errhint("Columns may be added to table pipeline_stage; take back any other change of it.")));
	return !row->row.isnull[row->place[column]];
}

/* the value of a column that has one, as a value of the argument's type */
static Datum
value_of(const RowReader *row, int column, Oid type)
{
	Datum		value = row->row.values[row->place[column]];

	if (likely(row->column_type[column] == type))
		return value;
	if (row->column_type[column] == NUMERICOID && type == FLOAT8OID)
		return DirectFunctionCall1(numeric_float8, value);
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column \"%s\" of a stage is of type %s, not %s", column_name(column),
					format_type_be(row->column_type[column]), format_type_be(type)),
			 errhint("Columns may be added to table pipeline_stage; take back any other change of it.")));
	return value;				/* not reached */
}

/* an argument, of the first of these rows that has a value; NULL stands for no row */
static void
pass_on(FunctionCallInfo call, int argno, const RowReader *first, const RowReader *second)
{
	const RowReader *row = first;

	if (!has_value(row, argno) && second != NULL)
		row = second;
	call->args[argno].isnull = !has_value(row, argno);
	if (!call->args[argno].isnull)
		call->args[argno].value = value_of(row, argno, stage_arguments[argno].type);
}

/* the arguments of the call by name, out of the rows */
static void
fill_arguments(StageSite *site)
{
	FunctionCallInfo call = site->call;
	bool		method = has_value(&site->stage, METHOD_COLUMN);

	for (int i = 0; i < NAMED_ARGUMENTS; i++)
		switch (stage_arguments[i].source)
		{
			case STAGE_AS_GIVEN:
				pass_on(call, i, &site->stage, NULL);
				break;
			case STAGE_UNLESS_METHOD:
				call->args[i].isnull = true;
				if (!method)
					pass_on(call, i, &site->stage, NULL);
				break;
			case STAGE_ELSE_WORK:
				pass_on(call, i, &site->stage, &site->work);
				break;
			case STAGE_ELSE_TERMS:
				pass_on(call, i, &site->stage, &site->terms);
				break;
			case STAGE_TERMS_ELSE:
				pass_on(call, i, &site->terms, &site->stage);
				break;
			case STAGE_TRUE:
				call->args[i].isnull = false;
				call->args[i].value = BoolGetDatum(true);
				break;
		}
}

/* a function of ours; invalid where a user has made its name ambiguous */
static Oid
our_function(const char *name)
{
	Datum		oid;

	LOCAL_FCINFO(ask, 1);

	InitFunctionCallInfoData(*ask, NULL, 1, InvalidOid, NULL, NULL);
	ask->args[0].value = CStringGetTextDatum(name);
	ask->args[0].isnull = false;
	oid = strchr(name, '(') != NULL ? to_regprocedure(ask) : to_regproc(ask);
	return ask->isnull ? InvalidOid : DatumGetObjectId(oid);
}

/*
 * The call by name that the arguments stage, terms and work of this one ask for.
 * Its call site is that of the named function, whose arguments' names errors say.
 */
static StageSite *
stage_site(FunctionCallInfo fcinfo, const char *named)
{
	StageSite  *site = fcinfo->flinfo->fn_extra;

	if (site == NULL)
	{
		Size		size = SizeForFunctionCallInfo(NAMED_ARGUMENTS);
		Oid			oid = our_function(named);

		site = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(StageSite));
		fmgr_info_copy(&site->named, fcinfo->flinfo, fcinfo->flinfo->fn_mcxt);
		if (OidIsValid(oid))
			site->named.fn_oid = oid;
		fmgr_info_set_expr(NULL, &site->named);
		site->call = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, size);
		InitFunctionCallInfoData(*site->call, &site->named, NAMED_ARGUMENTS, fcinfo->fncollation, NULL, NULL);
		fcinfo->flinfo->fn_extra = site;
	}
	read_row(&site->stage, fcinfo, 0);
	read_row(&site->terms, fcinfo, 1);
	read_row(&site->work, fcinfo, 2);
	fill_arguments(site);
	return site;
}

static bool
has_extra(const RowReader *stage)
{
	for (int column = EXTRA_COLUMN; column < STAGE_COLUMNS; column++)
		if (has_value(stage, column))
			return true;
	return false;
}

/* data_usd and labor_usd that the lines of data and people of a stage come to (_stage_extra_usd); NaN: unknown */
static void
extra_usd(StageSite *site, FunctionCallInfo fcinfo, double days, double usd[2])
{
	HeapTupleHeader row;

	usd[0] = usd[1] = 0;
	if (!has_extra(&site->stage))
		return;
	if (site->extra.fn_oid == InvalidOid)
		fmgr_info_cxt(our_function("traincost._stage_extra_usd(traincost.pipeline_stage, double precision)"), &site->extra,
					  fcinfo->flinfo->fn_mcxt);
	row = DatumGetHeapTupleHeader(FunctionCall2(&site->extra, PG_GETARG_DATUM(0), Float8GetDatum(days)));
	for (int i = 0; i < 2; i++)
	{
		bool		isnull;
		Datum		value = GetAttributeByNum(row, i + 1, &isnull);

		usd[i] = isnull ? NAN : DatumGetFloat8(value);
	}
}

static inline void
add_amounts(double *out, double data_usd, double labor_usd, double unused_commitment_usd)
{
#define STAGE_ADDED(column, amount)	out[column] += amount;
	STAGE_AMOUNTS
#undef STAGE_ADDED
}

/*
 * Returns train_estimate of a stage whose terms and work are known (_terms_of,
 * _stage_flop), with the lines of its data and people and what a contract costs
 * unused; NULL of what is unknown, or above 1e15 with these.  42703 and 42804
 * where pipeline_stage is not as it was made, else errors as train_estimate.
 */
PG_FUNCTION_INFO_V1(_train_stage);
Datum
_train_stage(PG_FUNCTION_ARGS)
{
	StageSite  *site = stage_site(fcinfo, "traincost.train_estimate");
	CallSite   *named = tc_call_site(site->call);
	double		out[EST_COLUMNS];
	double		usd[2];
	double		unused = NAN;

	tc_estimate_named(site->call, tc_named_run(site->call, named), out);
	extra_usd(site, fcinfo, out[EST_DAYS], usd);
	if (has_value(&site->terms, UNUSED_COLUMN))
		unused = DatumGetFloat8(value_of(&site->terms, UNUSED_COLUMN, FLOAT8OID));
	add_amounts(out, usd[0], usd[1], unused);
	for (int i = 0; i < EST_COLUMNS; i++)
		if (i != EST_FLOP && fabs(out[i]) > 1e15)
			out[i] = NAN;
	return tc_estimate_row(&named->row, site->call, out);
}

/* _train_stage_gaps: _estimate_gaps of a stage whose terms and work are known */
PG_FUNCTION_INFO_V1(_train_stage_gaps);
Datum
_train_stage_gaps(PG_FUNCTION_ARGS)
{
	StageSite  *site = stage_site(fcinfo, "traincost._estimate_gaps");
	NamedRun   *named = tc_named_run(site->call, tc_call_site(site->call));
	double		out[EST_COLUMNS];

	tc_estimate_named(site->call, named, out);
	return tc_describe_gaps(site->call, named->gaps, named->beyond);
}

/* _stage_has_extra: whether a stage has lines of data and people, which _stage_extra lists */
PG_FUNCTION_INFO_V1(_stage_has_extra);
Datum
_stage_has_extra(PG_FUNCTION_ARGS)
{
	RowReader  *stage = fcinfo->flinfo->fn_extra;

	if (stage == NULL)
		stage = fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(RowReader));
	read_row(stage, fcinfo, 0);
	PG_RETURN_BOOL(has_extra(stage));
}
