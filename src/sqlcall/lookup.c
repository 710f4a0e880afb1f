/*
 * lookup.c: the catalog's look-ups as SQL functions
 *
 * Each names the arguments that decide its answer and a function that finds
 * it out; tc_remember does the rest.  A NULL name gives NULL, other NULL
 * arguments mean "any" or "today".
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "access/relation.h"
#include "catalog/pg_class.h"
#include "storage/bufmgr.h"
#include "utils/rel.h"

#include "sqlcall/request.h"

/* a table of so many bytes is read whole in less time than it takes to find a way through it */
#define SMALL_TABLE_BYTES	(512 * 1024)

static const char *const rent_kinds[] = {"on_demand", "spot", "reserved_1y", "reserved_3y", NULL};

static const char *const grid_bases[] = GRID_BASIS_WORDS;

/* one remembered float8; NULL if the name is NULL or nothing is known */
static Datum
look_up_by(FunctionCallInfo fcinfo, const MemoKey *key, MemoFill fill)
{
	double		value;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	value = *(const double *) tc_remember((Memo **) &fcinfo->flinfo->fn_extra, fcinfo, key,
										  sizeof(double), fill);
	if (isnan(value))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(value);
}

/*
 * the number that fill finds out, remembered by the first ntexts text
 * arguments and, unless it is -1, the date argument
 */
static Datum
look_up(FunctionCallInfo fcinfo, int ntexts, int date, MemoFill fill)
{
	static const int texts[] = {0, 1, 2, 3};
	MemoKey		key = {ntexts, texts, {date, -1}, 0};

	return look_up_by(fcinfo, &key, fill);
}

static void
find_peak(FunctionCallInfo fcinfo, void *answer)
{
	Dtype		dtype = tc_word(fcinfo, 1, tc_dtypes);
	Gpu			gpu;

	tc_find_gpu(PG_GETARG_TEXT_PP(0), &gpu, false);
	*(double *) answer = tc_peak_tflops(PG_GETARG_TEXT_PP(0), &gpu, dtype);
}

/*
 * gpu_peak_tflops: a GPU's dense peak for a number format, in TFLOP/s
 *
 * 42704 for an unknown GPU, 22023 for an unknown format or one without published peak.
 */
PG_FUNCTION_INFO_V1(gpu_peak_tflops);
Datum
gpu_peak_tflops(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	return look_up(fcinfo, 2, -1, find_peak);
}

static void
find_tdp(FunctionCallInfo fcinfo, void *answer)
{
	Gpu			gpu;

	tc_find_gpu(PG_GETARG_TEXT_PP(0), &gpu, false);
	*(double *) answer = gpu.tdp_w;
}

/* gpu_tdp_w: a GPU's power limit in W; NULL: not published */
PG_FUNCTION_INFO_V1(gpu_tdp_w);
Datum
gpu_tdp_w(PG_FUNCTION_ARGS)
{
	return look_up(fcinfo, 1, -1, find_tdp);
}

static void
find_rent(FunctionCallInfo fcinfo, void *answer)
{
	PriceQuestion question = {
		.gpu = PG_GETARG_TEXT_PP(0),
		.provider = tc_text_or(fcinfo, 1, NULL),
		.kind = cstring_to_text(rent_kinds[tc_word(fcinfo, 2, rent_kinds)]),
		.region = tc_text_or(fcinfo, 3, NULL),
		.as_of = tc_date_or_today(fcinfo, 4),
	};

	*(double *) answer = tc_find_price(&question);
}

/*
 * gpu_price_usd_per_hour: rent of a GPU in USD per GPU-hour
 *
 * NULL if nothing was observed at or before as_of; 42704 for an unknown GPU,
 * provider, kind or region.
 */
PG_FUNCTION_INFO_V1(gpu_price_usd_per_hour);
Datum
gpu_price_usd_per_hour(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(2))
		PG_RETURN_NULL();
	return look_up(fcinfo, 4, 4, find_rent);
}

#define SOURCE_BYTES	1024
#define AGE_BYTES		128

/* which price price_source and _price_age are asked about */
static PriceQuestion
price_asked(FunctionCallInfo fcinfo)
{
	static const char *const kinds[] = PRICE_KIND_WORDS;

	return (PriceQuestion)
	{
		.gpu = PG_GETARG_TEXT_PP(0),
			.provider = tc_text_or(fcinfo, 1, NULL),
			.kind = cstring_to_text(PG_ARGISNULL(2) ? "on_demand" : kinds[tc_word(fcinfo, 2, kinds)]),
			.region = tc_text_or(fcinfo, 3, NULL),
			.home = tc_text_or(fcinfo, 4, NULL),
			.as_of = tc_date_or_today(fcinfo, 5),
			.missing_ok = true,
	};
}

/* the words that fill finds for such a price, remembered; NULL: there are none */
static Datum
price_words(FunctionCallInfo fcinfo, Size size, MemoFill fill)
{
	static const int texts[] = {0, 1, 2, 3, 4};
	MemoKey		key = {lengthof(texts), texts, {5, -1}, 0};
	const char *words;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	words = tc_remember((Memo **) &fcinfo->flinfo->fn_extra, fcinfo, &key, size, fill);
	if (words[0] == '\0')
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(words));
}

static void
find_price_source(FunctionCallInfo fcinfo, void *answer)
{
	PriceQuestion question = price_asked(fcinfo);

	tc_find_price_source(&question, answer, SOURCE_BYTES);
}

/* price_source: the observations behind a price in words; NULL: nothing observed */
PG_FUNCTION_INFO_V1(price_source);
Datum
price_source(PG_FUNCTION_ARGS)
{
	return price_words(fcinfo, SOURCE_BYTES, find_price_source);
}

static void
find_price_age(FunctionCallInfo fcinfo, void *answer)
{
	PriceQuestion question = price_asked(fcinfo);

	tc_find_price_age(&question, answer, AGE_BYTES);
}

/* _price_age: what to say of a price that is old on the day it is taken for; NULL: nothing */
PG_FUNCTION_INFO_V1(_price_age);
Datum
_price_age(PG_FUNCTION_ARGS)
{
	return price_words(fcinfo, AGE_BYTES, find_price_age);
}

static void
find_purchase_price(FunctionCallInfo fcinfo, void *answer)
{
	PriceQuestion question = {
		.gpu = PG_GETARG_TEXT_PP(0),
		.provider = tc_text_or(fcinfo, 1, NULL),
		.region = tc_text_or(fcinfo, 2, NULL),
		.as_of = tc_date_or_today(fcinfo, 3),
	};

	*(double *) answer = tc_find_purchase_price(&question);
}

/* gpu_price_usd: purchase price of one GPU in USD, else its launch price */
PG_FUNCTION_INFO_V1(gpu_price_usd);
Datum
gpu_price_usd(PG_FUNCTION_ARGS)
{
	return look_up(fcinfo, 3, 3, find_purchase_price);
}

static void
find_grid(FunctionCallInfo fcinfo, void *answer)
{
	Region		region;

	tc_find_region(PG_GETARG_TEXT_PP(0), tc_date_or_today(fcinfo, 1), tc_word_text(fcinfo, 2, grid_bases),
				   &region, false);
	*(double *) answer = region.gco2e_per_kwh;
}

/*
 * grid_gco2e_per_kwh: carbon intensity of a region's electricity
 *
 * 42704 for an unknown region, 22023 for a cloud region that several providers have.
 */
PG_FUNCTION_INFO_V1(grid_gco2e_per_kwh);
Datum
grid_gco2e_per_kwh(PG_FUNCTION_ARGS)
{
	static const int texts[] = {0, 2};
	MemoKey		key = {lengthof(texts), texts, {1, -1}, 0};

	return look_up_by(fcinfo, &key, find_grid);
}

static void
find_grid_basis(FunctionCallInfo fcinfo, void *answer)
{
	*(double *) answer = tc_find_grid_basis(PG_GETARG_TEXT_PP(0), tc_date_or_today(fcinfo, 1),
											tc_word_text(fcinfo, 2, grid_bases));
}

/* _grid_basis: the basis of a region's carbon intensity; NULL: no figure */
PG_FUNCTION_INFO_V1(_grid_basis);
Datum
_grid_basis(PG_FUNCTION_ARGS)
{
	static const int texts[] = {0, 2};
	MemoKey		key = {lengthof(texts), texts, {1, -1}, 0};
	double		basis;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	basis = *(const double *) tc_remember((Memo **) &fcinfo->flinfo->fn_extra, fcinfo, &key,
										  sizeof(double), find_grid_basis);
	if (isnan(basis))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(grid_bases[(int) basis]));
}

static void
find_pue(FunctionCallInfo fcinfo, void *answer)
{
	Region		region;

	tc_find_region(PG_GETARG_TEXT_PP(0), tc_today(), NULL, &region, false);
	*(double *) answer = region.pue;
}

/* region_pue: PUE published for a cloud region; NULL: none, or a grid region */
PG_FUNCTION_INFO_V1(region_pue);
Datum
region_pue(PG_FUNCTION_ARGS)
{
	return look_up(fcinfo, 1, -1, find_pue);
}

static void
find_residual(FunctionCallInfo fcinfo, void *answer)
{
	*(double *) answer = tc_find_residual(PG_GETARG_TEXT_PP(0), tc_date_or_today(fcinfo, 1));
}

/* residual_gco2e_per_kwh: residual mix of a region's grid; NULL: none published that early */
PG_FUNCTION_INFO_V1(residual_gco2e_per_kwh);
Datum
residual_gco2e_per_kwh(PG_FUNCTION_ARGS)
{
	return look_up(fcinfo, 1, 1, find_residual);
}

static void
find_wue(FunctionCallInfo fcinfo, void *answer)
{
	*(double *) answer = tc_find_wue(PG_GETARG_TEXT_PP(0), tc_date_or_today(fcinfo, 1));
}

/* region_wue: water use of the fleet of a cloud region's provider; NULL: none published, or a grid region */
PG_FUNCTION_INFO_V1(region_wue);
Datum
region_wue(PG_FUNCTION_ARGS)
{
	return look_up(fcinfo, 1, 1, find_wue);
}

static void
find_assumption(FunctionCallInfo fcinfo, void *answer)
{
	*(double *) answer = tc_find_assumption(PG_GETARG_TEXT_PP(0), false);
}

/* assumption_value: the value of a row of table assumption; 42704 if there is none */
PG_FUNCTION_INFO_V1(assumption_value);
Datum
assumption_value(PG_FUNCTION_ARGS)
{
	return look_up(fcinfo, 1, -1, find_assumption);
}

static void
find_assumption_if_any(FunctionCallInfo fcinfo, void *answer)
{
	*(double *) answer = tc_find_assumption(PG_GETARG_TEXT_PP(0), true);
}

/*
 * _assumption_or_null: the value of a row of table assumption, NULL without
 * the row: for views, which no missing row may stop
 */
PG_FUNCTION_INFO_V1(_assumption_or_null);
Datum
_assumption_or_null(PG_FUNCTION_ARGS)
{
	return look_up(fcinfo, 1, -1, find_assumption_if_any);
}

static void
find_api_price(FunctionCallInfo fcinfo, void *answer)
{
	tc_find_api_price(PG_GETARG_TEXT_PP(0), tc_text_or(fcinfo, 3, NULL), tc_date_or_today(fcinfo, 4), answer);
}

/*
 * api_cost: what so many tokens of an API cost in USD
 *
 * A kind of token that is not used needs no price of its own.  NULL if nothing
 * was observed at or before as_of; 42704 for an unknown model or provider.
 */
PG_FUNCTION_INFO_V1(api_cost);
Datum
api_cost(PG_FUNCTION_ARGS)
{
	static const int texts[] = {0, 3};
	MemoKey		key = {2, texts, {4, -1}, 0};
	const ApiPrice *price;
	double		input_tokens,
				output_tokens,
				usd;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	input_tokens = tc_number(fcinfo, 1, AMOUNT);
	output_tokens = tc_number(fcinfo, 2, AMOUNT);
	price = tc_remember((Memo **) &fcinfo->flinfo->fn_extra, fcinfo, &key, sizeof(ApiPrice), find_api_price);
	if (isnan(price->usd_per_mtok_input) && isnan(price->usd_per_mtok_output))
		PG_RETURN_NULL();
	usd = tc_api_usd(input_tokens, output_tokens,
					 input_tokens == 0 ? 0 : price->usd_per_mtok_input,
					 output_tokens == 0 ? 0 : price->usd_per_mtok_output);
	if (isnan(usd))
		PG_RETURN_NULL();
	return tc_return(fcinfo, usd);
}

/*
 * _is_small: whether a table without children is so small that a question may read it whole
 *
 * Of parents, partitioned tables, foreign tables and views it is false.  NULL: no such table.
 */
PG_FUNCTION_INFO_V1(_is_small);
Datum
_is_small(PG_FUNCTION_ARGS)
{
	Relation	table = try_relation_open(PG_GETARG_OID(0), AccessShareLock);
	bool		small;

	if (table == NULL)
		PG_RETURN_NULL();
	small = table->rd_rel->relkind == RELKIND_RELATION && !table->rd_rel->relhassubclass &&
		RelationGetNumberOfBlocks(table) <= SMALL_TABLE_BYTES / BLCKSZ;
	relation_close(table, AccessShareLock);
	PG_RETURN_BOOL(small);
}
