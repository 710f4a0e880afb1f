/*
 * method.c: a method of post-training and the size of its model
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "sqlcall/request.h"

static const char *const formulas[] = {"tokens", "sequences", "preference", "rollouts"};
static const char *const items[] = {"tokens", "examples", "comparisons", "prompts"};
static const char *const mfu_classes[] = MFU_CLASS_WORDS;

/* the columns of the question, in its order */
enum
{
	FORMULA, ITEMS, SEQUENCES, FROZEN_BASE, REFERENCE, OLD_LOGPROBS, REWARD, CRITIC, MFU_CLASS,
	MOE_MFU_CLASS, METHOD_COLUMNS
};

/* the OUT columns; the first ones are the question's */
enum
{
	OUT_MFU_CLASS = MFU_CLASS, OUT_PARAMS, OUT_FACTOR, OUT_COLUMNS
};

#define POSITION(column, words) \
	"(pg_catalog.array_position('{" words "}'::pg_catalog.text[], " column ") OPERATOR(pg_catalog.-) 1)::pg_catalog.float8, "
#define FLAG(column) "CASE WHEN " column " THEN 1::pg_catalog.float8 ELSE 0::pg_catalog.float8 END, "
#define CLASSES "mfu,moe_mfu,finetune_mfu,finetune_padded_mfu,lora_mfu,lora_recompute_mfu,rl_training_mfu,moe_rl_training_mfu"

static Question method_question = {
	"SELECT " POSITION("formula", "tokens,sequences,preference,rollouts") POSITION("items", "tokens,examples,comparisons,prompts")
	"sequences, " FLAG("frozen_base") FLAG("reference") FLAG("old_logprobs") FLAG("reward") FLAG("critic")
	POSITION("mfu_class", CLASSES) "pg_catalog.array_position('{" CLASSES "}'::pg_catalog.text[], moe_mfu_class) OPERATOR(pg_catalog.-) 1::pg_catalog.float8"
	" FROM traincost.training_method WHERE method" EQ "$1",
	1, {TEXTOID}, "method", "SELECT method FROM traincost.training_method"
};

/* a method and the model that a stage names; NaN: no such row */
typedef struct Facts
{
	double		method[METHOD_COLUMNS];
	Model		model;
} Facts;

static void
find_method(FunctionCallInfo fcinfo, void *answer)
{
	Facts	   *facts = answer;

	tc_find_row(&method_question, PG_GETARG_TEXT_PP(0), METHOD_COLUMNS, facts->method, true);
	tc_find_model(tc_text_or(fcinfo, 1, NULL), &facts->model, true);
}

/*
 * _training_method: a method's row of table training_method, with the class of
 * utilisation and the parameters that its model brings
 *
 * NULL for no method, or one that the table does not have.
 */
PG_FUNCTION_INFO_V1(_training_method);
Datum
_training_method(PG_FUNCTION_ARGS)
{
	static const int texts[] = {0, 1};
	MemoKey		key = {lengthof(texts), texts, {-1, -1}, 0};
	RowSite    *site = tc_row_site(fcinfo);
	const Facts *facts;
	const double *m;
	Datum		datums[OUT_COLUMNS];
	bool		nulls[OUT_COLUMNS] = {false};
	double		class,
				params;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	facts = tc_remember(&site->memo, fcinfo, &key, sizeof(Facts), find_method);
	m = facts->method;
	if (isnan(m[FORMULA]))
		PG_RETURN_NULL();
	datums[FORMULA] = CStringGetTextDatum(formulas[(int) m[FORMULA]]);
	datums[ITEMS] = CStringGetTextDatum(items[(int) m[ITEMS]]);
	datums[SEQUENCES] = Float8GetDatum(m[SEQUENCES]);
	for (int i = FROZEN_BASE; i <= CRITIC; i++)
		datums[i] = BoolGetDatum(m[i] == 1);
	class = m[facts->model.active_params < facts->model.params ? MOE_MFU_CLASS : MFU_CLASS];
	nulls[OUT_MFU_CLASS] = isnan(class);
	datums[OUT_MFU_CLASS] = isnan(class) ? (Datum) 0 : CStringGetTextDatum(mfu_classes[(int) class]);
	params = isnan(facts->model.active_params) ? facts->model.params : facts->model.active_params;
	nulls[OUT_PARAMS] = isnan(params);
	datums[OUT_PARAMS] = Float8GetDatum(params);
	/* a token meets half of an encoder-decoder: 3 of the usual 6 FLOP per parameter */
	datums[OUT_FACTOR] = Float8GetDatum(isnan(facts->model.flops_per_param_token) ? 1 :
										facts->model.flops_per_param_token / 6);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(site->desc, datums, nulls)));
}
