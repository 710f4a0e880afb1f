/*
 * estimate_row.c: the row of an estimate, written and read fast
 *
 * All columns are float8, so the known ones of a row lie side by side behind
 * its header.  Forming a tuple costs more than the estimate itself; so one
 * tuple is formed for each pattern of NULLs, and copied with new numbers for as
 * long as the pattern lasts.  An aggregate that reads a row at once gets the one
 * tuple itself, into which the kernel writes its numbers.  The tuple's header is
 * never touched: since the 2026 minor releases it carries a version besides
 * length and type.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "nodes/primnodes.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "estimate/estimate.h"

struct EstimateRow
{
	TupleDesc	desc;
	uint32		nulls;			/* bit per column of the template that is NULL */
	HeapTupleHeader template;	/* NULL: none yet */
	Size		length;
	Node	   *call;			/* in the query */
	bool		read_at_once;	/* before the next row is asked for: see share_rows */
	MemoryContextCallback gone;
};

/* whose first row was formed last, and is there still */
static EstimateRow *newest;

static void
check_columns(TupleDesc desc)
{
	bool		fits = desc->natts >= EST_COLUMNS;

	for (int i = 0; fits && i < EST_COLUMNS; i++)
		fits = TupleDescAttr(desc, i)->atttypid == FLOAT8OID;
	if (!fits)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("type traincost.estimate does not begin with its %d columns of type double precision", EST_COLUMNS),
				 errhint("Columns may be added behind them; take back any other change of the type.")));
}

static void
forget_newest(void *row)
{
	if (newest == row)
		newest = NULL;
}

static EstimateRow *
new_row(FunctionCallInfo fcinfo)
{
	MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	EstimateRow *row = palloc0(sizeof(EstimateRow));

	row->desc = tc_row_description(fcinfo);
	check_columns(row->desc);
	row->call = fcinfo->flinfo->fn_expr;
	row->gone.func = forget_newest;
	row->gone.arg = row;
	MemoryContextRegisterResetCallback(fcinfo->flinfo->fn_mcxt, &row->gone);
	newest = row;
	MemoryContextSwitchTo(old);
	return row;
}

/* form the template for this pattern of NULLs */
static void
form_template(EstimateRow *row, MemoryContext context, const double *values, uint32 nulls)
{
	MemoryContext old = MemoryContextSwitchTo(context);
	int			natts = row->desc->natts;
	Datum	   *datums = palloc0(sizeof(Datum) * natts);
	bool	   *isnull = palloc(sizeof(bool) * natts);
	HeapTuple	tuple;

	memset(isnull, true, sizeof(bool) * natts);
	for (int i = 0; i < EST_COLUMNS; i++)
	{
		isnull[i] = (nulls >> i) & 1;
		datums[i] = Float8GetDatum(values[i]);
	}
	tuple = heap_form_tuple(row->desc, datums, isnull);
	if (row->template != NULL)
		pfree(row->template);
	row->template = DatumGetHeapTupleHeader(heap_copy_tuple_as_datum(tuple, row->desc));
	row->length = HeapTupleHeaderGetDatumLength(row->template);
	row->nulls = nulls;
	heap_freetuple(tuple);
	pfree(datums);
	pfree(isnull);
	MemoryContextSwitchTo(old);
}

static double *
columns_of(HeapTupleHeader tuple)
{
	return (double *) ((char *) tuple + tuple->t_hoff);
}

/* write new numbers into the template, whose pattern of NULLs they share */
static void
fill_template(EstimateRow *row, const double *values)
{
	double	   *to = columns_of(row->template);

	if (likely(row->nulls == 0))
	{
		/* of a length that the compiler knows: a call less */
		memcpy(to, values, sizeof(double) * EST_COLUMNS);
		return;
	}
	for (int i = 0; i < EST_COLUMNS; i++)
		if (((row->nulls >> i) & 1) == 0)
			*to++ = values[i];
}

static void
refuse_infinite(FunctionCallInfo fcinfo, EstimateRow *row, const double *values)
{
	for (int i = 0; i < EST_COLUMNS; i++)
		if (isinf(values[i]))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("estimate is out of range: \"%s\" is too large or too small",
							NameStr(TupleDescAttr(row->desc, i)->attname)),
					 errhint("An argument is too large or too small: check its unit.")));
}

/*
 * Is any of them NaN or infinite, that is, has all bits of the exponent set?  Then
 * one more carries into the sign, which tells it of all columns without a branch.
 */
static inline bool
any_special(const double *values)
{
	const uint64 exponent = UINT64CONST(0x7ff0000000000000);
	const uint64 one_more = UINT64CONST(0x0010000000000000);
	uint64		signs = 0;

	for (int i = 0; i < EST_COLUMNS; i++)
	{
		uint64		bits;

		memcpy(&bits, &values[i], sizeof(bits));
		signs |= (bits & exponent) + one_more;
	}
	return signs >> 63 != 0;
}

/*
 * Where to write the columns of a row that tc_estimate_row gets next: in the row
 * itself, which saves a copy, or in own where that row is kept or holds NULLs.
 */
double	   *
tc_estimate_columns(const EstimateRow *row, double *own)
{
	return row != NULL && row->read_at_once && row->nulls == 0 ? columns_of(row->template) : own;
}

/* an estimate's columns as a composite Datum; NaN becomes NULL, infinity 22003 */
Datum
tc_estimate_row(EstimateRow **where, FunctionCallInfo fcinfo, const double *values)
{
	EstimateRow *row = *where;
	uint32		nulls = 0;

	if (row == NULL)
		row = *where = new_row(fcinfo);
	if (any_special(values))
	{
		refuse_infinite(fcinfo, row, values);
		for (int i = 0; i < EST_COLUMNS; i++)
			nulls |= (uint32) isnan(values[i]) << i;
	}
	if (unlikely(row->template == NULL || row->nulls != nulls))
		form_template(row, fcinfo->flinfo->fn_mcxt, values, nulls);
	else if (values != columns_of(row->template))
		fill_template(row, values);
	return PointerGetDatum(row->read_at_once ? row->template :
						   memcpy(palloc(row->length), row->template, row->length));
}

struct EstimateReader
{
	Oid			type;			/* whose first columns were found to be float8 */
	bool		checked;		/* and no relation has changed since */
};

/* rows of another type than expected: take them apart the ordinary way */
static uint32
read_any_row(HeapTupleHeader header, double *values)
{
	uint32		nulls = 0;
	TakenRow	row = {0};
	TupleDesc	desc = tc_take_apart(&row, header, CurrentMemoryContext);

	check_columns(desc);
	for (int i = 0; i < EST_COLUMNS; i++)
	{
		nulls |= (uint32) row.isnull[i] << i;
		values[i] = row.isnull[i] ? 0 : DatumGetFloat8(row.values[i]);
	}
	ReleaseTupleDesc(desc);
	return nulls;
}

/*
 * What is kept for the session of types that were checked.  Citus looks a
 * transition function up anew for every row, so that each row comes to a call
 * site that knows nothing yet.  A slot's type never changes: call sites point there.
 */
static EstimateReader kept_readers[4];

/* some relation has changed, perhaps the type */
static void
forget_checks(Datum arg, Oid relid)
{
	for (int i = 0; i < (int) lengthof(kept_readers); i++)
		kept_readers[i].checked = false;
}

static void
check_type(HeapTupleHeader header)
{
	TupleDesc	desc = lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(header),
											  HeapTupleHeaderGetTypMod(header));

	check_columns(desc);
	ReleaseTupleDesc(desc);
}

/* the slot of a type, a free one if it has none; NULL if all are taken */
static EstimateReader *
find_slot(Oid type)
{
	for (int i = 0; i < (int) lengthof(kept_readers); i++)
		if (kept_readers[i].type == type || !OidIsValid(kept_readers[i].type))
			return &kept_readers[i];
	return NULL;
}

/* the reader of a row's type, for a call site that has none */
static EstimateReader *
find_reader(FunctionCallInfo fcinfo, HeapTupleHeader header)
{
	static bool registered;
	Oid			type = HeapTupleHeaderGetTypeId(header);
	EstimateReader *reader = find_slot(type);

	if (reader != NULL && reader->checked && reader->type == type)
		return reader;
	if (!registered)
		CacheRegisterRelcacheCallback(forget_checks, (Datum) 0);
	registered = true;
	check_type(header);
	if (reader == NULL)
		reader = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, sizeof(EstimateReader));
	reader->type = type;
	reader->checked = type != RECORDOID;	/* which is many types */
	return reader;
}

/*
 * An aggregate over the calls of an estimating function, as in
 * pipeline_total(train_estimate(…)), reads each row before it asks for the next:
 * that function may then return its template again and again, and need not
 * allocate and copy it for each row.  Elsewhere a caller may keep two rows.
 */
static void
share_rows(FunctionCallInfo fcinfo)
{
	Aggref	   *aggregate = AggGetAggref(fcinfo);

	if (aggregate != NULL && newest != NULL && newest->call != NULL &&
		(Node *) linitial_node(TargetEntry, aggregate->args)->expr == newest->call)
		newest->read_at_once = true;
}

/*
 * The columns of an estimate, in the row itself or in room; *nulls gets a bit
 * per column that is NULL, whose value is 0.
 */
const double *
tc_read_estimate(EstimateReader **where, FunctionCallInfo fcinfo, Datum row, double *room, uint32 *nulls)
{
	HeapTupleHeader header = (HeapTupleHeader) DatumGetPointer(row);
	const char *from;

	if (unlikely(VARATT_IS_EXTENDED(header)))
		header = DatumGetHeapTupleHeader(row);
	from = (char *) header + header->t_hoff;
	if (*where == NULL)
	{
		*where = find_reader(fcinfo, header);
		share_rows(fcinfo);
	}
	if (unlikely(HeapTupleHeaderGetTypeId(header) != (*where)->type ||
				 (*where)->type == RECORDOID ||
				 HeapTupleHeaderGetNatts(header) < EST_COLUMNS))
	{
		*nulls = read_any_row(header, room);
		return room;
	}

	/* columns added to the type later stand behind ours; a row's data are aligned */
	*nulls = 0;
	if (!(header->t_infomask & HEAP_HASNULL))
		return (const double *) from;
	for (int i = 0; i < EST_COLUMNS; i++)
		if (att_isnull(i, header->t_bits))
		{
			*nulls |= (uint32) 1 << i;
			room[i] = 0;
		}
		else
		{
			memcpy(&room[i], from, sizeof(double));
			from += sizeof(double);
		}
	return room;
}
