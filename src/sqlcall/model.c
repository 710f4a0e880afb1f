/*
 * model.c: parameters, FLOP and memory of a model of the catalog
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "lookup/lookup.h"
#include "lookup/memo.h"
#include "sqlcall/layout.h"
#include "sqlcall/shape.h"

/* degrees up to which min_gpus looks */
#define MOST_TENSOR_PARALLEL	8
#define MOST_GPUS				65536

static void
find_shape(FunctionCallInfo fcinfo, void *answer)
{
	tc_find_shape(PG_GETARG_TEXT_PP(0), answer, false);
}

/* the shape of the model that the first argument names */
static const ModelShape *
shape_argument(FunctionCallInfo fcinfo)
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

/* _model_has_shape(model): can its parameters be counted?  False for an unknown model */
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
static const Arch *
decoder_arch(FunctionCallInfo fcinfo, const ModelShape *shape)
{
	if (shape->encoder_decoder)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("model \"%s\" is an encoder-decoder", text_to_cstring(PG_GETARG_TEXT_PP(0))),
				 errhint("Use encdec_flops, with the tokens and sequence lengths of each stack.")));
	return &shape->arch;
}

/* model_params(model): transformer_params, or encdec_params, of its shape */
PG_FUNCTION_INFO_V1(model_params);
Datum
model_params(PG_FUNCTION_ARGS)
{
	const ModelShape *shape = shape_argument(fcinfo);

	return tc_return(fcinfo, shape->encoder_decoder ?
					 tc_encdec_params(&shape->encdec, shape->tied_embeddings) :
					 tc_transformer_params(&shape->arch));
}

/* model_active_params(model): parameters that a token meets */
PG_FUNCTION_INFO_V1(model_active_params);
Datum
model_active_params(PG_FUNCTION_ARGS)
{
	const ModelShape *shape = shape_argument(fcinfo);

	return tc_return(fcinfo, tc_transformer_active_params(decoder_arch(fcinfo, shape)));
}

/* model_flops(model, tokens, seq_len, conventions): transformer_flops of its shape */
PG_FUNCTION_INFO_V1(model_flops);
Datum
model_flops(PG_FUNCTION_ARGS)
{
	const ModelShape *shape;
	const Arch *arch;
	Reader		reader = {fcinfo, 3};
	double		tokens,
				seq_len;
	FlopsConvention convention;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	for (int i = 3; i < PG_NARGS(); i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	shape = shape_argument(fcinfo);
	arch = decoder_arch(fcinfo, shape);
	tokens = PG_ARGISNULL(1) ? shape->tokens : tc_number(fcinfo, 1, AMOUNT);
	seq_len = PG_ARGISNULL(2) ? shape->train_seq_len : tc_number(fcinfo, 2, POSITIVE);
	tc_next_convention(&reader, &convention);
	if (isnan(tokens) || isnan(seq_len))
		PG_RETURN_NULL();
	return tc_return(fcinfo, tc_transformer_flops(tokens, seq_len, arch, &convention));
}

/* ------------------------------------------------------------------------
 * memory
 * ------------------------------------------------------------------------ */

typedef struct ModelOnGpu
{
	ModelShape	shape;
	Gpu			gpu;
} ModelOnGpu;

static void
find_model_on_gpu(FunctionCallInfo fcinfo, void *answer)
{
	ModelOnGpu *found = answer;

	tc_find_shape(PG_GETARG_TEXT_PP(0), &found->shape, false);
	tc_find_gpu(PG_GETARG_TEXT_PP(1), &found->gpu, false);
}

/* the first three arguments: model, gpu, seq_len (0: the model's) */
static const ModelOnGpu *
model_on_gpu_arguments(FunctionCallInfo fcinfo, double *seq_len)
{
	static const int texts[] = {0, 1};
	MemoKey		key = {2, texts, {-1, -1}, 0};
	const ModelOnGpu *found = tc_remember((Memo **) &fcinfo->flinfo->fn_extra, fcinfo, &key,
										  sizeof(ModelOnGpu), find_model_on_gpu);

	decoder_arch(fcinfo, &found->shape);
	*seq_len = tc_number(fcinfo, 2, AMOUNT);
	if (*seq_len == 0)
		*seq_len = found->shape.train_seq_len;
	if (isnan(*seq_len))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("model \"%s\" has no sequence length in the catalog", text_to_cstring(PG_GETARG_TEXT_PP(0))),
				 errhint("Give \"seq_len\".")));
	return found;
}

static Datum
form_row(FunctionCallInfo fcinfo, Datum *datums, bool *nulls)
{
	TupleDesc	desc;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), datums, nulls));
}

/* numbers as columns of a row; NaN becomes NULL, infinity 22003 */
static void
fill_columns(FunctionCallInfo fcinfo, const double *values, int count, Datum *datums, bool *nulls)
{
	for (int i = 0; i < count; i++)
	{
		if (isinf(values[i]))
			tc_result_out_of_range(fcinfo);
		datums[i] = Float8GetDatum(values[i]);
		nulls[i] = isnan(values[i]);
	}
}

/* model_memory(model, gpu, …): train_memory of its shape, and whether it fits the GPU */
PG_FUNCTION_INFO_V1(model_memory);
Datum
model_memory(PG_FUNCTION_ARGS)
{
	TrainLayout layout;
	const ModelOnGpu *m = model_on_gpu_arguments(fcinfo, &layout.seq_len);
	Reader		reader = {fcinfo, 3};
	Problem		problem;
	double		columns[MEMORY_COLUMNS + 1];
	Datum		datums[MEMORY_COLUMNS + 2];
	bool		nulls[MEMORY_COLUMNS + 2];
	Memory		memory;

	tc_next_train_layout(&reader, &layout, true);
	if (!tc_train_layout_check(&layout, &m->shape.arch, &problem))
		tc_reject_problem(&problem);
	memory = tc_train_memory(&layout, &m->shape.arch);
	tc_memory_columns(&memory, columns);
	columns[MEMORY_COLUMNS] = m->gpu.memory_gb;
	fill_columns(fcinfo, columns, lengthof(columns), datums, nulls);
	datums[MEMORY_COLUMNS + 1] = BoolGetDatum(columns[MEMORY_TOTAL] <= m->gpu.memory_gb);
	nulls[MEMORY_COLUMNS + 1] = isnan(m->gpu.memory_gb);
	return form_row(fcinfo, datums, nulls);
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
	const ModelOnGpu *m = model_on_gpu_arguments(fcinfo, &layout.seq_len);
	Reader		reader = {fcinfo, 3};
	Problem		problem;
	double		seconds,
				tokens_per_second;

	layout.batch = next_number(&reader, POSITIVE);
	layout.peak_tflops = tc_peak_tflops(PG_GETARG_TEXT_PP(1), &m->gpu, next_word(&reader, tc_dtypes));
	tc_next_step_layout(&reader, &layout);
	layout.dp_overlap = next_number(&reader, SHARE);
	layout.memory_gbps = m->gpu.memory_gbps;
	if (!tc_step_layout_check(&layout, &m->shape.arch, &problem))
		tc_reject_problem(&problem);

	seconds = tc_step_seconds(&layout, &m->shape.arch);
	tokens_per_second = layout.batch * layout.seq_len / seconds;
	{
		double		values[] = {
			seconds, tokens_per_second,
			m->shape.tokens / tokens_per_second / TC_SECONDS_PER_HOUR / TC_HOURS_PER_DAY
		};
		Datum		datums[lengthof(values)];
		bool		nulls[lengthof(values)];

		fill_columns(fcinfo, values, lengthof(values), datums, nulls);
		return form_row(fcinfo, datums, nulls);
	}
}

static bool
fits(TrainLayout *layout, const Arch *arch, double dp, double memory_gb)
{
	Problem		problem;
	Memory		memory;

	layout->state.dp = dp;
	if (!tc_train_layout_check(layout, arch, &problem))
		return false;
	memory = tc_train_memory(layout, arch);
	return tc_memory_total(&memory) <= memory_gb * TC_GIGA;
}

/* the step of data-parallel degrees that part the experts evenly */
static double
dp_step(const TrainLayout *layout, const Arch *arch)
{
	double		ranks = layout->ep * layout->etp;
	double		a = ranks,
				b = layout->cp * layout->state.tp;

	if (arch->experts == 0)
		return 1;
	while (b != 0)				/* their greatest common divisor */
	{
		double		rest = fmod(a, b);

		a = b;
		b = rest;
	}
	return ranks / a;
}

/* the least data-parallel degree with which this tp and pp fit, or 0; memory falls with it */
static double
least_dp(TrainLayout *layout, const Arch *arch, double memory_gb, double most)
{
	double		step = dp_step(layout, arch);
	double		low = 0,
				high = 1;

	while (!fits(layout, arch, high * step, memory_gb))
	{
		low = high;
		high *= 2;
		if (high * step > most)
			return 0;
	}
	while (high - low > 1)
	{
		double		middle = floor((low + high) / 2);

		if (fits(layout, arch, middle * step, memory_gb))
			high = middle;
		else
			low = middle;
	}
	return high * step;
}

/*
 * min_gpus(model, gpu, …): the fewest GPUs on which it fits, and a layout that
 * does it: tensor up to 8, pipeline up to the layers, then data
 *
 * Among layouts of as many GPUs the one with the least tensor, then the least
 * pipeline parallelism, which communicate most.  NULL if none fits.
 */
PG_FUNCTION_INFO_V1(min_gpus);
Datum
min_gpus(PG_FUNCTION_ARGS)
{
	TrainLayout layout;
	const ModelOnGpu *m = model_on_gpu_arguments(fcinfo, &layout.seq_len);
	const Arch *arch = &m->shape.arch;
	Reader		reader = {fcinfo, 3};
	double		best_gpus = MOST_GPUS + 1;
	StateLayout best = {0};
	Datum		datums[5];
	bool		nulls[5] = {false};
	Memory		memory;

	tc_next_train_layout(&reader, &layout, false);
	layout.state.tp = layout.state.pp = layout.state.dp = 1;
	{
		/* what no layout can cure is an error, not a model that fits nowhere */
		Problem		problem;

		if (!tc_state_layout_check(&layout.state, &problem))
			tc_reject_problem(&problem);
	}
	for (double tp = 1; tp <= MOST_TENSOR_PARALLEL; tp *= 2)
		for (double pp = 1; pp <= arch->layers; pp++)
		{
			double		degrees = tp * pp * layout.cp;
			double		dp;

			if (degrees >= best_gpus)
				break;
			layout.state.tp = tp;
			layout.state.pp = pp;
			dp = least_dp(&layout, arch, m->gpu.memory_gb, best_gpus / degrees);
			if (dp > 0 && dp * degrees < best_gpus)
			{
				best_gpus = dp * degrees;
				best = layout.state;
				best.dp = dp;
			}
		}
	if (best.dp == 0)
		PG_RETURN_NULL();

	layout.state = best;
	memory = tc_train_memory(&layout, arch);
	datums[0] = Int64GetDatum((int64) best_gpus);
	datums[1] = Int64GetDatum((int64) best.tp);
	datums[2] = Int64GetDatum((int64) best.pp);
	datums[3] = Int64GetDatum((int64) best.dp);
	datums[4] = Float8GetDatum(tc_memory_total(&memory) / TC_GIGA);
	return form_row(fcinfo, datums, nulls);
}
