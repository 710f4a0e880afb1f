/*
 * gaps.c: say why something of an estimate is unknown
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/datetime.h"

#include "sqlcall/request.h"

/*
 * What a gap leaves unknown: the work for want of an argument (input) or of a fact
 * (work), hours (GPU), the GPUs' dollars (price), PUE and CO2e (region), electricity
 * (energy).  And what kind of problem of the catalog that is.
 */
static const struct
{
	const char *concerns;
	const char *problem;
}			kinds[GAPS] = {
	[NO_MODEL] = {"work", "dangling reference"},
	[NO_SHAPE] = {"work", "unknown"},
	[NO_PARAMS] = {"input", "unknown"},
	[NO_TOKENS] = {"input", "unknown"},
	[NO_SEQ_LEN] = {"input", "unknown"},
	[NO_GPU] = {"GPU", "dangling reference"},
	[NO_PEAK] = {"GPU", "unknown"},
	[NEVER_FINISHES] = {"GPU", "implausible value"},
	[NO_PROVIDER] = {"price", "dangling reference"},
	[NO_PRICE_REGION] = {"price", "dangling reference"},
	[NO_PRICE] = {"price", "unknown"},
	[NO_GPU_COUNT] = {"price", "unknown"},
	[NO_AGE] = {"price", "implausible value"},
	[BOUGHT_LATER] = {"price", "implausible value"},
	[WRITTEN_OFF] = {"price", "implausible value"},
	[NO_REGION] = {"region", "dangling reference"},
	[SEVERAL_REGIONS] = {"region", "dangling reference"},
	[NO_WATTS] = {"energy", "unknown"},
	[NO_INTENSITY] = {"region", "unknown"},
	[OUT_OF_RANGE] = {"range", "implausible value"},
};

/* a day as ISO 8601, whatever DateStyle says */
static char *
day_text(DateADT day)
{
	int			year,
				month,
				mday;

	if (DATE_NOT_FINITE(day))
		return "the latest day";
	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &mday);
	return psprintf("%04d-%02d-%02d", year, month, mday);
}

static char *
argument_text(FunctionCallInfo fcinfo, int argno, const char *otherwise)
{
	return text_to_cstring(tc_text_or(fcinfo, argno, otherwise));
}

/* a price that nobody observed: of which GPU, whose, and by when */
static char *
price_text(FunctionCallInfo fcinfo, DateADT as_of)
{
	char	   *gpu = argument_text(fcinfo, ARG_GPU, DEFAULT_GPU);
	char	   *day = day_text(PG_ARGISNULL(ARG_ACQUIRED_ON) ? as_of : PG_GETARG_DATEADT(ARG_ACQUIRED_ON));

	if (PG_ARGISNULL(ARG_PROVIDER))
		return psprintf("a price of %s as of %s", gpu, day);
	return psprintf("a price of %s of %s as of %s", gpu, argument_text(fcinfo, ARG_PROVIDER, ""), day);
}

/* the columns that a plan does not show */
static char *
beyond_text(uint32 beyond)
{
	static const char *const names[] = {COLUMN_NAMES};
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfoString(&text, "out of range: ");
	for (int i = 0, said = 0; i < EST_COLUMNS; i++)
		if ((beyond >> i) & 1)
			appendStringInfo(&text, "%s%s", said++ > 0 ? ", " : "", names[i]);
	return text.data;
}

/* one gap in words: what is missing, and the table that lacks it */
static char *
describe(FunctionCallInfo fcinfo, Gap gap, uint32 beyond)
{
	DateADT		as_of = tc_date_or_today(fcinfo, ARG_AS_OF);

	switch (gap)
	{
		case NO_MODEL:
			return psprintf("model \"%s\" is not in table model", argument_text(fcinfo, ARG_MODEL, ""));
		case NO_SHAPE:
			return psprintf("model \"%s\" has no complete decoder-only shape in table model", argument_text(fcinfo, ARG_MODEL, ""));
		case NO_PARAMS:
			return "params";
		case NO_TOKENS:
			return "tokens";
		case NO_SEQ_LEN:
			return "seq_len";
		case NO_GPU:
			return psprintf("gpu \"%s\" is not in table gpu", argument_text(fcinfo, ARG_GPU, DEFAULT_GPU));
		case NO_PEAK:
			return psprintf("gpu \"%s\" has no %s peak in table gpu", argument_text(fcinfo, ARG_GPU, DEFAULT_GPU),
							argument_text(fcinfo, ARG_DTYPE, tc_dtypes[DTYPE_BF16]));
		case NEVER_FINISHES:
			return "the run never finishes, so many GPUs fail before they get anywhere";
		case NO_PROVIDER:
			return psprintf("provider \"%s\" is not in table gpu_price", argument_text(fcinfo, ARG_PROVIDER, ""));
		case NO_PRICE_REGION:
			return psprintf("price_region \"%s\" is not in table gpu_price", argument_text(fcinfo, ARG_PRICE_REGION, ""));
		case NO_PRICE:
			return price_text(fcinfo, as_of);
		case NO_GPU_COUNT:
			return "gpus or days";
		case NO_AGE:
			return "hardware has no age at as_of infinity";
		case BOUGHT_LATER:
			return psprintf("hardware is bought on %s, after %s", day_text(PG_GETARG_DATEADT(ARG_ACQUIRED_ON)), day_text(as_of));
		case WRITTEN_OFF:
			return psprintf("hardware of %s is written off by %s", day_text(PG_GETARG_DATEADT(ARG_ACQUIRED_ON)), day_text(as_of));
		case NO_REGION:
			return psprintf("region \"%s\" is in neither table grid nor cloud_region", argument_text(fcinfo, ARG_REGION, ""));
		case SEVERAL_REGIONS:
			return psprintf("region \"%s\" is of several providers in table cloud_region", argument_text(fcinfo, ARG_REGION, ""));
		case NO_WATTS:
			return psprintf("gpu \"%s\" has no tdp_w in table gpu", argument_text(fcinfo, ARG_GPU, DEFAULT_GPU));
		case NO_INTENSITY:
			return psprintf("region \"%s\" has no intensity in table grid by %s",
							argument_text(fcinfo, ARG_REGION, "WORLD"), day_text(as_of));
		case OUT_OF_RANGE:
			return beyond_text(beyond);
		case GAPS:
			break;
	}
	return "";
}

/* the row (concerns text[], problems text[], details text[]) of these gaps, in their order; NULL arrays for none */
Datum
tc_describe_gaps(FunctionCallInfo fcinfo, GapSet gaps, uint32 beyond)
{
	Datum		columns[3][GAPS];
	Datum		arrays[3] = {0};
	bool		nulls[3] = {gaps == 0, gaps == 0, gaps == 0};
	int			count = 0;

	for (int gap = 0; gap < GAPS; gap++)
		if (gaps & tc_gap(true, gap))
		{
			columns[0][count] = CStringGetTextDatum(kinds[gap].concerns);
			columns[1][count] = CStringGetTextDatum(kinds[gap].problem);
			columns[2][count] = CStringGetTextDatum(describe(fcinfo, gap, beyond));
			count++;
		}
	for (int i = 0; i < lengthof(arrays) && count > 0; i++)
		arrays[i] = PointerGetDatum(construct_array(columns[i], count, TEXTOID, -1, false, TYPALIGN_INT));
	return HeapTupleGetDatum(heap_form_tuple(tc_row_description(fcinfo), arrays, nulls));
}
