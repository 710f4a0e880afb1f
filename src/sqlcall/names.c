/*
 * names.c: which rows names mean, as SQL functions
 */
#include "postgres.h"

#include "funcapi.h"
#include "utils/builtins.h"

#include "lookup/resolve.h"
#include "sqlcall/request.h"

#define MAX_NAME	255

/* an answer of fixed size, to be remembered; empty: none */
typedef struct RowName
{
	char		name[MAX_NAME + 1];
} RowName;

static void
find_name(FunctionCallInfo fcinfo, NameKind kind, RowName *answer)
{
	text	   *meant = tc_row_name(kind, PG_GETARG_TEXT_PP(0), PG_GETARG_BOOL(1));

	answer->name[0] = '\0';
	if (meant != NULL)
		text_to_cstring_buffer(meant, answer->name, sizeof(answer->name));
}

static void
find_gpu_name(FunctionCallInfo fcinfo, void *answer)
{
	find_name(fcinfo, NAME_OF_GPU, answer);
}

static void
find_model_name(FunctionCallInfo fcinfo, void *answer)
{
	find_name(fcinfo, NAME_OF_MODEL, answer);
}

static Datum
name_of(FunctionCallInfo fcinfo, MemoFill fill)
{
	static const int texts[] = {0};
	MemoKey		key = {1, texts, {-1, -1}, PG_GETARG_BOOL(1)};
	const RowName *found;

	/* a longer name is no row's but its own, and is not remembered */
	if (VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(0)) > MAX_NAME)
	{
		text	   *meant = tc_row_name(fill == find_gpu_name ? NAME_OF_GPU : NAME_OF_MODEL,
										PG_GETARG_TEXT_PP(0), PG_GETARG_BOOL(1));

		if (meant == NULL)
			PG_RETURN_NULL();
		PG_RETURN_TEXT_P(meant);
	}
	found = tc_remember((Memo **) &fcinfo->flinfo->fn_extra, fcinfo, &key, sizeof(RowName), fill);
	if (found->name[0] == '\0')
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(found->name));
}

/* gpu_name: the row of table gpu that a name means; 42704 where it means none or several */
PG_FUNCTION_INFO_V1(gpu_name);
Datum
gpu_name(PG_FUNCTION_ARGS)
{
	return name_of(fcinfo, find_gpu_name);
}

/* model_name: the row of table model that a name means; 42704 where it means none or several */
PG_FUNCTION_INFO_V1(model_name);
Datum
model_name(PG_FUNCTION_ARGS)
{
	return name_of(fcinfo, find_model_name);
}

/* name_candidates: the rows that a name may mean, a row each */
PG_FUNCTION_INFO_V1(name_candidates);
Datum
name_candidates(PG_FUNCTION_ARGS)
{
	static const char *const kinds[] = {"gpu", "model", NULL};
	static const NameKind kind_of[] = {NAME_OF_GPU, NAME_OF_MODEL};
	FuncCallContext *call;
	const Meaning *meanings;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext old;
		int			count;

		call = SRF_FIRSTCALL_INIT();
		old = MemoryContextSwitchTo(call->multi_call_memory_ctx);
		call->tuple_desc = tc_row_description(fcinfo);
		call->user_fctx = tc_meanings(kind_of[tc_word(fcinfo, 0, kinds)], PG_GETARG_TEXT_PP(1), &count);
		call->max_calls = count;
		MemoryContextSwitchTo(old);
	}
	call = SRF_PERCALL_SETUP();
	meanings = call->user_fctx;
	if (call->call_cntr < call->max_calls)
	{
		const Meaning *m = &meanings[call->call_cntr];
		Datum		values[] = {
			CStringGetTextDatum(m->name), CStringGetTextDatum(m->spelling), CStringGetTextDatum(m->how)
		};
		bool		nulls[] = {false, false, false};

		SRF_RETURN_NEXT(call, HeapTupleGetDatum(heap_form_tuple(call->tuple_desc, values, nulls)));
	}
	SRF_RETURN_DONE(call);
}
