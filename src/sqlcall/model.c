/*
 * model.c: parameters, FLOP and step time of a model of the catalog
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "utils/builtins.h"

#include "lookup/lookup.h"
#include "lookup/memo.h"
#include "sqlcall/layout.h"
#include "sqlcall/shape.h"

static void
find_shape(FunctionCallInfo fcinfo, void *answer)
{
	tc_find_shape(PG_GETARG_TEXT_PP(0), answer, false);
}

/* the shape of the model that the first argument names */
const ModelShape *
tc_shape_argument(FunctionCallInfo fcinfo)
{
	static const int texts[] = {0};
	MemoKey		key = {1, texts, {-1, -1}, 0};

	return tc_remember((Memo **) &fcinfo->flinfo->fn_extra, fcinfo, &key, sizeof(ModelShape), find_shape);
}

static void
find_whether_shaped(FunctionCallInfo fcinfo, void *answer)
{
	ModelShape	shape;

	*(bool *) answer = tc_find_shape(PG_GETARG_TEXT_PP(0), &shape, true);
}

/* _model_has_shape(model): whether the parameters of a model can be counted from its row; false for an unknown model */
PG_FUNCTION_INFO_V1(_model_has_shape);
Datum
_model_has_shape(PG_FUNCTION_ARGS)
{
	static const int texts[] = {0};
	MemoKey		key = {1, texts, {-1, -1}, 0};

	PG_RETURN_BOOL(*(const bool *) tc_remember((Memo **) &fcinfo->flinfo->fn_extra, fcinfo, &key,
											   sizeof(bool), find_whether_shaped));
}

/* decoder-only models alone have one token count and one sequence length */
static void
require_decoder(FunctionCallInfo fcinfo, const ModelShape *shape)
{
	if (shape->encoder_decoder)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("model \"%s\" is an encoder-decoder", tc_shown_text(PG_GETARG_TEXT_PP(0))),
				 errhint("Use encdec_flops, with the tokens and sequence lengths of each stack.")));
}

/* the architecture of layers of one kind, which is what step time and adapters are counted from */
const Arch *
tc_decoder_arch(FunctionCallInfo fcinfo, const ModelShape *shape)
{
	require_decoder(fcinfo, shape);
	if (shape->list.groups > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("model \"%s\" has layers of several kinds", tc_shown_text(PG_GETARG_TEXT_PP(0))),
				 errhint("Step time and adapters are counted for layers of one kind; model_params, model_flops and model_cache_bytes count these.")));
	return &shape->arch;
}

/* model_params(model): transformer_params, or encdec_params, of its shape */
PG_FUNCTION_INFO_V1(model_params);
Datum
model_params(PG_FUNCTION_ARGS)
{
	const ModelShape *shape = tc_shape_argument(fcinfo);

	if (shape->encoder_decoder)
		return tc_return(fcinfo, tc_encdec_params(&shape->encdec, shape->tied_embeddings));
	return tc_return(fcinfo, shape->list.groups > 0 ? tc_layers_params(&shape->list, false) :
					 tc_transformer_params(&shape->arch));
}

/* model_active_params(model): parameters that a token meets */
PG_FUNCTION_INFO_V1(model_active_params);
Datum
model_active_params(PG_FUNCTION_ARGS)
{
	const ModelShape *shape = tc_shape_argument(fcinfo);

	require_decoder(fcinfo, shape);
	return tc_return(fcinfo, shape->list.groups > 0 ? tc_layers_params(&shape->list, true) :
					 tc_transformer_active_params(&shape->arch));
}

/* model_flops(model, tokens, seq_len, conventions): transformer_flops of its shape */
PG_FUNCTION_INFO_V1(model_flops);
Datum
model_flops(PG_FUNCTION_ARGS)
{
	const ModelShape *shape;
	Reader		reader = {fcinfo, 3};
	double		tokens,
				seq_len,
				flops;
	FlopsConvention convention;
	bool		vectors;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	for (int i = 3; i < PG_NARGS(); i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	shape = tc_shape_argument(fcinfo);
	require_decoder(fcinfo, shape);
	tokens = PG_ARGISNULL(1) ? shape->tokens : tc_number(fcinfo, 1, AMOUNT);
	seq_len = PG_ARGISNULL(2) ? shape->train_seq_len : tc_number(fcinfo, 2, POSITIVE);
	tc_next_convention(&reader, &convention);
	vectors = next_bool(&reader);
	if (isnan(tokens) || isnan(seq_len))
		PG_RETURN_NULL();
	if (shape->list.groups > 0)
		return tc_return(fcinfo, tc_layers_flops(&shape->list, tokens, seq_len, &convention, vectors));
	flops = tc_transformer_flops(tokens, seq_len, &shape->arch, &convention);
	if (vectors)
		flops += tokens * 2 * tc_transformer_vectors(&shape->arch) * tc_passes(&convention).layer;
	return tc_return(fcinfo, flops);
}

/* model_cache_bytes(model, context_tokens, value_bytes): what a sequence keeps while it is decoded */
PG_FUNCTION_INFO_V1(model_cache_bytes);
Datum
model_cache_bytes(PG_FUNCTION_ARGS)
{
	const ModelShape *shape = tc_shape_argument(fcinfo);
	double		tokens = tc_number(fcinfo, 1, AMOUNT);
	double		value_bytes = tc_number(fcinfo, 2, POSITIVE);

	require_decoder(fcinfo, shape);
	return tc_return(fcinfo, shape->list.groups > 0 ? tc_layers_cache_bytes(&shape->list, tokens, value_bytes) :
					 tokens * tc_kv_bytes_per_token(&shape->arch, tokens, value_bytes));
}

/*
 * model_step(model, gpu, seq_len, batch, …): seconds of a step, tokens a second
 * and days for the model's tokens, at the GPU's peak and memory bandwidth
 */
PG_FUNCTION_INFO_V1(model_step);
Datum
model_step(PG_FUNCTION_ARGS)
{
	StepLayout	layout;
	const ModelOnGpu *m = tc_model_on_gpu_arguments(fcinfo, &layout.seq_len);
	Reader		reader = {fcinfo, 3};
	Problem		problem;
	Row			row = {0};
	double		seconds,
				tokens_per_second;

	layout.batch = next_number(&reader, POSITIVE);
	layout.peak_tflops = tc_peak_tflops(PG_GETARG_TEXT_PP(1), m->gpu, next_word(&reader, tc_dtypes));
	tc_next_step_layout(&reader, &layout);
	layout.dp_overlap = next_number(&reader, SHARE);
	layout.memory_gbps = m->gpu->memory_gbps;
	if (!tc_step_layout_check(&layout, tc_decoder_arch(fcinfo, m->shape), &problem))
		tc_reject_problem(&problem);

	seconds = tc_step_seconds(&layout, tc_decoder_arch(fcinfo, m->shape));
	tokens_per_second = layout.batch * layout.seq_len / seconds;
	tc_put_number(fcinfo, &row, seconds);
	tc_put_number(fcinfo, &row, tokens_per_second);
	tc_put_number(fcinfo, &row, m->shape->tokens / tokens_per_second / TC_SECONDS_PER_HOUR / TC_HOURS_PER_DAY);
	return tc_form_looked_up_row(fcinfo, &row);
}
