/*
 * lookup.c: questions to the reference tables
 *
 * Each question is one row of a table of statements, run through SPI as the
 * calling user with a saved plan, so privileges, row security and the active
 * snapshot mean what they mean in SQL.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "jit/jit.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/plancache.h"
#include "utils/rls.h"

#include "lookup/lookup.h"
#include "lookup/node.h"
#include "lookup/resolve.h"
#include "lookup/suggest.h"

#define LE	" OPERATOR(pg_catalog.<=) "
/* the year of day $2; a date reaches further than the timestamp that date_part makes of it */
#define THE_YEAR \
	"pg_catalog.date_part('year', CASE WHEN $2" LE "'9999-12-31' THEN $2 ELSE '9999-12-31' END)"
#define GE	" OPERATOR(pg_catalog.>=) "
#define CAT	" OPERATOR(pg_catalog.||) "

static Question gpu_question = {
	"SELECT fp64_tflops, fp32_tflops, tf32_tflops, fp16_tflops, bf16_tflops, fp8_tflops, int8_tops,"
	" fp4_tflops, tdp_w, memory_gb, launch_price_usd::pg_catalog.float8, memory_bandwidth_gbps, memory_bytes"
	" FROM traincost.gpu WHERE name" EQ "$1",
	1, {TEXTOID}, "GPU", "SELECT name FROM traincost.gpu", NAME_OF_GPU
};

static Question model_question = {
	"SELECT params, active_params, flops_per_param_token, tokens,"
	" (pg_catalog.array_position('{fp64,fp32,tf32,fp16,bf16,fp8,int8,fp4}'::pg_catalog.text[], train_dtype) OPERATOR(pg_catalog.-) 1)::pg_catalog.float8"
	" FROM traincost.model WHERE name" EQ "$1",
	1, {TEXTOID}, "model", MODEL_NAMES, NAME_OF_MODEL
};

/*
 * Which observations hold on a day, of those at or before it: each provider's
 * latest, within the year before the newest one of all.
 */
#define LATEST_AND_NEWEST \
	"    pg_catalog.max(observed_on) OVER (PARTITION BY provider) AS latest," \
	"    pg_catalog.max(observed_on) OVER () AS newest"
#define WHERE_LATEST \
	"  WHERE observed_on" EQ "latest" \
	"   AND latest" GE "(newest OPERATOR(pg_catalog.-) '1 year'::pg_catalog.interval)"
#define PERCENTILE(share, column) "pg_catalog.percentile_cont(" share ") WITHIN GROUP (ORDER BY " column ")"
#define MEDIAN(column) PERCENTILE("0.5", column)

/* the median over providers; a provider's regions of one day count as their median */
static Question price_question = {
	"SELECT " MEDIAN("usd")
	" FROM (SELECT " MEDIAN("q.usd") " AS usd FROM traincost.price_quotes($1, $2, $3, $4, $5, $6) AS q"
	"  GROUP BY q.quote_provider) AS by_provider"
	/* the tables that price_quotes reads are named for row_secured; they cost nothing here */
	" WHERE NOT EXISTS (SELECT FROM traincost.gpu_price, traincost.cloud_region WHERE false)",
	6, {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, DATEOID}
};

/* how the same prices spread */
static Question price_spread_question = {
	"SELECT " PERCENTILE("0.1", "usd") ", " PERCENTILE("0.9", "usd") ", pg_catalog.count(*)::pg_catalog.float8"
	" FROM (SELECT " MEDIAN("q.usd") " AS usd FROM traincost.price_quotes($1, $2, $3, $4, $5, $6) AS q"
	"  GROUP BY q.quote_provider) AS by_provider"
	/* the tables that price_quotes reads are named for row_secured; they cost nothing here */
	" WHERE NOT EXISTS (SELECT FROM traincost.gpu_price, traincost.cloud_region WHERE false)",
	6, {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, DATEOID}
};

/* price of an API's tokens by the same rule of latest observations; its providers have no regions */
static Question api_price_question = {
	"SELECT " MEDIAN("input_usd") ", " MEDIAN("output_usd")
	" FROM (SELECT observed_on, usd_per_mtok_input::pg_catalog.float8 AS input_usd,"
	"    usd_per_mtok_output::pg_catalog.float8 AS output_usd," LATEST_AND_NEWEST
	"   FROM traincost.api_price"
	"   WHERE model" EQ "$1 AND observed_on" LE "$3 AND ($2 IS NULL OR provider" EQ "$2)) AS seen"
	WHERE_LATEST,
	3, {TEXTOID, TEXTOID, DATEOID}
};

/* is there a row with this name in a column? */
#define NAMED(table, column, kind) { \
	"SELECT 1::pg_catalog.float8 FROM traincost." table " WHERE " column EQ "$1 LIMIT 1", 1, {TEXTOID}, \
	kind, "SELECT DISTINCT " column " FROM traincost." table \
}

static Question provider_question = NAMED("gpu_price", "provider", "provider");
static Question price_region_question = NAMED("gpu_price", "region", "price region");
static Question api_model_question = NAMED("api_price", "model", "API model");
static Question api_provider_question = NAMED("api_price", "provider", "API provider");

/*
 * the basis asked for, the latest year, and of its bases life-cycle before
 * operational before direct; never the residual mix
 */
#define GRID_OF(region) \
	"(SELECT gco2e_per_kwh FROM traincost.grid AS g WHERE g.region" EQ region \
	" AND g.year" LE THE_YEAR " AND g.basis OPERATOR(pg_catalog.<>) 'residual'" \
	" ORDER BY g.basis" EQ "$3 DESC, g.year DESC, g.basis" EQ "'lifecycle' DESC, g.basis" EQ "'operational' DESC LIMIT 1)"

static Question grid_question = {
	"SELECT " GRID_OF("$1") " FROM traincost.grid WHERE region" EQ "$1 LIMIT 1",
	3, {TEXTOID, DATEOID, TEXTOID}
};

static Question cloud_region_question = {
	"SELECT " GRID_OF("c.grid_region") ", c.pue FROM traincost.cloud_region AS c"
	" WHERE c.region" EQ "$1 OR c.provider" CAT "'/'" CAT "c.region" EQ "$1",
	3, {TEXTOID, DATEOID, TEXTOID}
};

/* the basis of the figure taken, as its position among the words of grid_basis */
static Question grid_basis_question = {
	"SELECT CASE WHEN g.basis" EQ "'lifecycle' THEN 0 WHEN g.basis" EQ "'operational' THEN 1 ELSE 2 END::pg_catalog.float8"
	" FROM traincost.grid_figure($1, $2, $3) AS g"
	/* named for row_secured, as the price's tables */
	" WHERE NOT EXISTS (SELECT FROM traincost.grid, traincost.cloud_region WHERE false)",
	3, {TEXTOID, DATEOID, TEXTOID}
};

/* the residual mix of the region's grid, of the latest year */
static Question residual_question = {
	"SELECT gco2e_per_kwh FROM traincost.grid AS g"
	" WHERE (g.region" EQ "$1 OR g.region" EQ "(SELECT pg_catalog.min(c.grid_region) FROM traincost.cloud_region AS c"
	"  WHERE c.region" EQ "$1 OR c.provider" CAT "'/'" CAT "c.region" EQ "$1))"
	" AND g.basis" EQ "'residual' AND g.year" LE THE_YEAR " ORDER BY g.year DESC LIMIT 1",
	2, {TEXTOID, DATEOID}
};

/* of the fleet of the region's provider, of the latest year */
static Question wue_question = {
	"SELECT w.l_per_kwh FROM traincost.cloud_region AS c JOIN traincost.wue AS w ON w.provider" EQ "c.provider"
	" WHERE (c.region" EQ "$1 OR c.provider" CAT "'/'" CAT "c.region" EQ "$1)"
	" AND w.of" EQ "'IT energy' AND w.year" LE THE_YEAR " ORDER BY w.year DESC, w.scope LIMIT 1",
	2, {TEXTOID, DATEOID}
};

static Question assumptions_question = {
	"SELECT a.value FROM pg_catalog.unnest($1) WITH ORDINALITY AS n (name, i)"
	" LEFT JOIN traincost.assumption AS a ON a.name" EQ "n.name ORDER BY n.i",
	1, {TEXTARRAYOID}
};

static Question ranges_question = {
	"SELECT a.value, a.high FROM pg_catalog.unnest($1) WITH ORDINALITY AS n (name, i)"
	" LEFT JOIN traincost.assumption AS a ON a.name" EQ "n.name ORDER BY n.i",
	1, {TEXTARRAYOID}
};

static Question intervals_question = {
	"SELECT a.value, a.low, a.high FROM pg_catalog.unnest($1) WITH ORDINALITY AS n (name, i)"
	" LEFT JOIN traincost.assumption AS a ON a.name" EQ "n.name ORDER BY n.i",
	1, {TEXTARRAYOID}
};

static const char region_names[] =
"SELECT region, name FROM traincost.grid UNION SELECT provider" CAT "'/'" CAT "region, NULL FROM traincost.cloud_region";
static const char assumption_names[] = "SELECT name FROM traincost.assumption";

const char *const tc_dtypes[] = {"fp64", "fp32", "tf32", "fp16", "bf16", "fp8", "int8", "fp4", NULL};

static uint64 secured_questions;

/* how many questions of this session had an answer in which row security had a say */
uint64
tc_secured_questions(void)
{
	return secured_questions;
}

/* does row security filter what the current user sees of a table in this plan? */
static bool
row_secured(SPIPlanPtr plan)
{
	ListCell   *source;
	ListCell   *relation;

	foreach(source, SPI_plan_get_plan_sources(plan))
		foreach(relation, ((CachedPlanSource *) lfirst(source))->relationOids)
		if (check_enable_rls(lfirst_oid(relation), InvalidOid, true) == RLS_ENABLED)
		return true;
	return false;
}

/* 42809 for a table whose column somebody gave another type: its values are read as float8 */
static void
check_columns(TupleDesc desc, int columns)
{
	for (int i = 0; i < columns; i++)
		if (TupleDescAttr(desc, i)->atttypid != FLOAT8OID)
			ereport(ERROR,
					(errcode(ERRCODE_WRONG_OBJECT_TYPE),
					 errmsg("column \"%s\" of a reference table has another type than it came with",
							NameStr(TupleDescAttr(desc, i)->attname)),
					 errhint("ALTER TABLE in schema traincost may add columns; take back any other change.")));
}

/*
 * Turn just-in-time compilation off for a look-up: a few rows are read by their
 * key, which takes less time than compiling how, whatever the planner thinks of
 * a long history.  Returns what end_uncompiled takes; an error ends it, too.
 */
static int
begin_uncompiled(void)
{
	int			level;

	if (!jit_enabled)
		return 0;
	level = NewGUCNestLevel();
	set_config_option("jit", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	return level;
}

static void
end_uncompiled(int level)
{
	if (level > 0)
		AtEOXact_GUC(true, level);
}

/* the question's saved plan: the same for all arguments, since each names a key */
static SPIPlanPtr
plan_of(Question *question)
{
	SPIPlanPtr	plan;

	if (question->plan != NULL && SPI_plan_is_valid(question->plan))
		return question->plan;
	plan = SPI_prepare_cursor(question->sql, question->nargs, question->types, CURSOR_OPT_GENERIC_PLAN);
	if (plan == NULL || SPI_keepplan(plan) != 0)
		elog(ERROR, "could not prepare \"%s\": %s", question->sql, SPI_result_code_string(SPI_result));
	if (question->plan != NULL)
		SPI_freeplan(question->plan);
	question->plan = plan;
	return plan;
}

/*
 * Run a question.  Fills at most rows x columns doubles, row by row, and returns
 * the number of rows there were.
 */
uint64
tc_ask(Question *question, Datum *args, const char *nulls, int rows, int columns, double *answers)
{
	uint64		found;
	int			level;

	tc_check_node();
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	level = begin_uncompiled();
	if (SPI_execute_plan(plan_of(question), args, nulls, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not run \"%s\"", question->sql);
	end_uncompiled(level);
	if (row_secured(question->plan))
		secured_questions++;

	check_columns(SPI_tuptable->tupdesc, columns);
	found = SPI_processed;
	for (uint64 row = 0; row < found && row < (uint64) rows; row++)
		for (int column = 0; column < columns; column++)
		{
			bool		isnull;
			Datum		value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc,
											  column + 1, &isnull);

			*answers++ = isnull ? NAN : DatumGetFloat8(value);
		}
	SPI_finish();
	return found;
}

void
tc_begin_list(const char *sql, long rows)
{
	SPIPlanPtr	plan;
	int			level;

	tc_check_node();
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	level = begin_uncompiled();
	plan = SPI_prepare(sql, 0, NULL);
	if (plan == NULL || SPI_execute_plan(plan, NULL, NULL, true, rows) != SPI_OK_SELECT)
		elog(ERROR, "could not run \"%s\"", sql);
	end_uncompiled(level);
	if (row_secured(plan))
		secured_questions++;
}

DateADT
tc_today(void)
{
	return (DateADT) (GetCurrentTransactionStartTimestamp() / USECS_PER_DAY);
}

bool
tc_find_row(Question *question, text *name, int columns, double *answers, bool missing_ok)
{
	Datum		arg = PointerGetDatum(name);

	if (tc_ask(question, &arg, NULL, 1, columns, answers) > 0)
		return true;
	if (question->resolves != NAME_AS_WRITTEN)
	{
		text	   *meant = tc_resolve(question->resolves, name, missing_ok);

		arg = PointerGetDatum(meant);
		if (meant != NULL && tc_ask(question, &arg, NULL, 1, columns, answers) > 0)
			return true;
	}
	if (!missing_ok && question->resolves != NAME_AS_WRITTEN)
		tc_unknown_row(question->resolves, name);
	if (!missing_ok)
		tc_unknown_name(question->kind, name, question->names, NULL, NULL, "");
	for (int i = 0; i < columns; i++)
		answers[i] = NAN;
	return false;
}

text	   *
tc_row_name(NameKind kind, text *typed, bool missing_ok)
{
	static Question exists[] = {
		[NAME_OF_GPU] = NAMED("gpu", "name", "GPU"),
		[NAME_OF_MODEL] = NAMED("model", "name", "model"),
	};
	Datum		arg = PointerGetDatum(typed);
	double		found;
	text	   *meant;

	if (tc_ask(&exists[kind], &arg, NULL, 1, 1, &found) > 0)
		return typed;
	meant = tc_resolve(kind, typed, missing_ok);
	if (meant == NULL && !missing_ok)
		tc_unknown_row(kind, typed);
	return meant;
}

bool
tc_find_gpu(text *name, Gpu *gpu, bool missing_ok)
{
	double		columns[DTYPES + 5];
	bool		found;

	found = tc_find_row(&gpu_question, name, lengthof(columns), columns, missing_ok);
	memcpy(gpu->peak_tflops, columns, sizeof(gpu->peak_tflops));
	gpu->tdp_w = columns[DTYPES];
	gpu->memory_gb = columns[DTYPES + 1];
	gpu->launch_price_usd = columns[DTYPES + 2];
	gpu->memory_gbps = columns[DTYPES + 3];
	/* memory comes in powers of two, whatever the maker prints */
	gpu->memory_bytes = isnan(columns[DTYPES + 4]) ? gpu->memory_gb * TC_GIBI : columns[DTYPES + 4];
	return found;
}

/* the dense peak for a number format, or an error that names the formats it has */
double
tc_peak_tflops(text *gpu_name, const Gpu *gpu, Dtype dtype)
{
	StringInfoData others;

	if (!isnan(gpu->peak_tflops[dtype]))
		return gpu->peak_tflops[dtype];

	initStringInfo(&others);
	for (int i = 0; i < DTYPES; i++)
		if (!isnan(gpu->peak_tflops[i]))
			appendStringInfo(&others, "%s%s", others.len > 0 ? ", " : "", tc_dtypes[i]);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("GPU \"%s\" has no published %s peak", tc_shown_text(gpu_name), tc_dtypes[dtype]),
			 others.len > 0 ? errhint("It has: %s. Name one as \"dtype\", or give \"peak_tflops\".", others.data) :
			 errhint("It has none: give \"peak_tflops\".")));
	return NAN;
}

/*
 * Whether table model has this name, and its row.  NaN where the row says
 * nothing.  NULL names no model: the answer is true, and of the row nothing is known.
 */
bool
tc_find_model(text *name, Model *model, bool missing_ok)
{
	double		columns[5] = {NAN, NAN, NAN, NAN, NAN};
	bool		found;

	found = name == NULL || tc_find_row(&model_question, name, lengthof(columns), columns, missing_ok);
	model->params = columns[0];
	model->active_params = columns[1];
	model->flops_per_param_token = columns[2];
	model->tokens = columns[3];
	model->dtype = columns[4];
	return found;
}

/* is there a row?  Only asked where no price was found, to tell why */
static void
require(Question *question, text *name)
{
	double		found;

	if (name != NULL)
		tc_find_row(question, name, 1, &found, false);
}

bool
tc_is_provider(text *name)
{
	double		found;

	return tc_find_row(&provider_question, name, 1, &found, true);
}

bool
tc_is_price_region(text *name)
{
	double		found;

	return tc_find_row(&price_region_question, name, 1, &found, true);
}

/* the price of a GPU by its row's name, or how it spreads */
static void
ask_price_columns(Question *asked, const PriceQuestion *question, text *gpu, int columns, double *answers)
{
	Datum		args[] = {
		PointerGetDatum(gpu), PointerGetDatum(question->provider),
		PointerGetDatum(question->kind), PointerGetDatum(question->region),
		PointerGetDatum(question->home), DateADTGetDatum(question->as_of)
	};
	const char	nulls[] = {
		' ', question->provider ? ' ' : 'n', ' ', question->region ? ' ' : 'n', question->home ? ' ' : 'n', ' ', '\0'
	};

	tc_ask(asked, args, nulls, 1, columns, answers);
}

static double
ask_price(const PriceQuestion *question, text *gpu)
{
	double		usd = NAN;

	ask_price_columns(&price_question, question, gpu, 1, &usd);
	return usd;
}

/* how the prices behind tc_find_price spread over providers; none for an unknown GPU */
void
tc_find_price_spread(const PriceQuestion *question, PriceSpread *spread)
{
	text	   *gpu = tc_row_name(NAME_OF_GPU, question->gpu, true);
	double		columns[3] = {NAN, NAN, 0};

	ask_price_columns(&price_spread_question, question, gpu != NULL ? gpu : question->gpu, 3, columns);
	*spread = (PriceSpread)
	{
		columns[0], columns[1], columns[2]
	};
}

/* USD per GPU-hour, or each for kind purchase; NaN: nothing observed yet */
double
tc_find_price(const PriceQuestion *question)
{
	double		usd = ask_price(question, question->gpu);

	if (isnan(usd))
	{
		text	   *gpu = tc_row_name(NAME_OF_GPU, question->gpu, question->missing_ok);

		if (gpu != NULL && gpu != question->gpu)
			usd = ask_price(question, gpu);
	}
	if (isnan(usd) && !question->missing_ok)
	{
		require(&provider_question, question->provider);
		require(&price_region_question, question->region);
	}
	return usd;
}

/* run a statement that tells of a price in words; empty: it has nothing to say */
static void
ask_price_words(const char *sql, const PriceQuestion *question, char *words, size_t size)
{
	Oid			types[] = {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, DATEOID};
	Datum		args[] = {
		PointerGetDatum(question->gpu), PointerGetDatum(question->provider),
		PointerGetDatum(question->kind), PointerGetDatum(question->region),
		PointerGetDatum(question->home), DateADTGetDatum(question->as_of)
	};
	const char	nulls[] = {
		' ', question->provider ? ' ' : 'n', ' ', question->region ? ' ' : 'n', question->home ? ' ' : 'n', ' ', '\0'
	};
	char	   *found;
	int			level;

	words[0] = '\0';
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	level = begin_uncompiled();
	if (SPI_execute_with_args(sql, lengthof(types), types, args, nulls, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not run \"%s\"", sql);
	end_uncompiled(level);
	found = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	if (found != NULL)
	{
		strlcpy(words, found, size);
		words[pg_mbcliplen(found, strlen(found), size - 1)] = '\0';
	}
	SPI_finish();
}

/* which observations a price is made of, in words; empty: none.  Row security is asked about with the price. */
void
tc_find_price_source(const PriceQuestion *question, char *words, size_t size)
{
	words[0] = '\0';
	if (!isnan(tc_find_price(question)))
		ask_price_words("SELECT traincost._price_words($1, $2, $3, $4, $5, $6)", question, words, size);
}

/* what to say of a price whose newest observation is over 180 days older than as_of; empty: nothing */
void
tc_find_price_age(const PriceQuestion *question, char *words, size_t size)
{
	words[0] = '\0';
	if (!isnan(tc_find_price(question)))
		ask_price_words("SELECT traincost._price_age_words($1, $2, $3, $4, $5, $6)", question, words, size);
}

/* a purchase price by the same rule, else the GPU's launch price */
double
tc_find_purchase_price(PriceQuestion *question)
{
	double		usd;

	question->kind = cstring_to_text("purchase");
	usd = tc_find_price(question);
	if (isnan(usd) && question->provider == NULL && question->region == NULL)
	{
		Gpu			gpu;

		tc_find_gpu(question->gpu, &gpu, question->missing_ok);
		usd = gpu.launch_price_usd;
	}
	return usd;
}

/* NaN: nothing observed yet, or one of the two is not published */
void
tc_find_api_price(text *model, text *provider, DateADT as_of, ApiPrice *price)
{
	Datum		args[] = {PointerGetDatum(model), PointerGetDatum(provider), DateADTGetDatum(as_of)};
	const char	nulls[] = {' ', provider ? ' ' : 'n', ' ', '\0'};
	double		columns[2] = {NAN, NAN};

	tc_ask(&api_price_question, args, nulls, 1, 2, columns);
	if (isnan(columns[0]) && isnan(columns[1]))
	{
		require(&api_model_question, model);
		require(&api_provider_question, provider);
	}
	price->usd_per_mtok_input = columns[0];
	price->usd_per_mtok_output = columns[1];
}

/* a grid region, provider/region, or a cloud region that only one provider has */
bool
tc_find_region(text *region, DateADT as_of, text *basis, Region *found, bool missing_ok)
{
	Datum		args[] = {PointerGetDatum(region), DateADTGetDatum(as_of), PointerGetDatum(basis)};
	const char	nulls[] = {' ', ' ', basis ? ' ' : 'n', '\0'};
	double		columns[2];
	uint64		clouds;

	*found = (Region)
	{
		NAN, NAN, 0
	};
	if (tc_ask(&grid_question, args, nulls, 1, 1, &found->gco2e_per_kwh) > 0)
		return true;

	clouds = tc_ask(&cloud_region_question, args, nulls, 1, 2, columns);
	found->providers = (int) clouds;
	if (clouds != 1 && missing_ok)
		return false;
	if (clouds == 0)
		tc_unknown_name("region", region, region_names, NULL, NULL, "");
	if (clouds > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("region \"%s\" is ambiguous: several providers have it", tc_shown_text(region)),
				 errhint("Write it as provider/region, e.g. \"aws/%s\".", tc_shown_text(region))));
	found->gco2e_per_kwh = columns[0];
	found->pue = columns[1];
	return true;
}

/* the basis of the region's figure, as its position among the words of grid_basis; NaN: no figure */
double
tc_find_grid_basis(text *region, DateADT as_of, text *basis)
{
	Datum		args[] = {PointerGetDatum(region), DateADTGetDatum(as_of), PointerGetDatum(basis)};
	const char	nulls[] = {' ', ' ', basis ? ' ' : 'n', '\0'};
	double		answer = NAN;

	tc_ask(&grid_basis_question, args, nulls, 1, 1, &answer);
	return answer;
}

/* an answer about a region that must exist; NaN where there is none */
static double
ask_of_region(Question *question, text *name, DateADT as_of)
{
	Datum		args[] = {PointerGetDatum(name), DateADTGetDatum(as_of)};
	double		answer = NAN;
	Region		region;

	tc_find_region(name, as_of, NULL, &region, false);
	tc_ask(question, args, NULL, 1, 1, &answer);
	return answer;
}

/* NaN: none published that early */
double
tc_find_residual(text *region, DateADT as_of)
{
	return ask_of_region(&residual_question, region, as_of);
}

/* NaN: none published, or a grid region */
double
tc_find_wue(text *region, DateADT as_of)
{
	return ask_of_region(&wue_question, region, as_of);
}

/* answers in the order of the names; NaN where the row was deleted */
static void
ask_assumptions(Question *question, const char *const *names, int count, int columns, double *answers)
{
	Datum	   *elements = palloc(sizeof(Datum) * count);
	Datum		array;

	for (int i = 0; i < count; i++)
		elements[i] = CStringGetTextDatum(names[i]);
	array = PointerGetDatum(construct_array(elements, count, TEXTOID, -1, false, TYPALIGN_INT));
	if (tc_ask(question, &array, NULL, count, columns, answers) != (uint64) count)
		elog(ERROR, "assumption names are not unique");
}

void
tc_find_assumptions(const char *const *names, int count, double *values)
{
	ask_assumptions(&assumptions_question, names, count, 1, values);
}

/* values and the high ends of their intervals */
void
tc_find_assumption_ranges(const char *const *names, int count, AssumptionRange *ranges)
{
	ask_assumptions(&ranges_question, names, count, sizeof(AssumptionRange) / sizeof(double), (double *) ranges);
}

/* value and 90 percent interval of each, in the order of the names; NaN for what is not known */
void
tc_find_intervals(const char *const *names, int count, Assumption *intervals)
{
	ask_assumptions(&intervals_question, names, count, sizeof(Assumption) / sizeof(double), (double *) intervals);
}

/* one assumption by the user's name for it, with its interval; 42704 if there is none, or NaN where missing_ok */
void
tc_find_interval(text *name, Assumption *interval, bool missing_ok)
{
	const char *cname = text_to_cstring(name);

	tc_find_intervals(&cname, 1, interval);
	if (isnan(interval->value) && !missing_ok)
		tc_unknown_name("assumption", name, assumption_names, NULL, NULL, "");
}

/* one assumption by the user's name for it; NaN for an unknown one where missing_ok */
double
tc_find_assumption(text *name, bool missing_ok)
{
	const char *cname = text_to_cstring(name);
	double		value;

	tc_find_assumptions(&cname, 1, &value);
	if (isnan(value) && !missing_ok)
		tc_unknown_name("assumption", name, assumption_names, NULL, NULL, "");
	return value;
}

void
tc_no_assumption(const char *name)
{
	tc_unknown_name("assumption", cstring_to_text(name), assumption_names, NULL, NULL, "");
}
