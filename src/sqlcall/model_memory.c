/*
 * model_memory.c: memory of a model of the catalog on a card of the catalog
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "utils/builtins.h"

#include "lookup/memo.h"
#include "sqlcall/layout.h"

/* the rows of table assumption, in the order of ModelOnGpu.assumptions */
static const char *const assumption_names[] = {
	"cuda_context_gb", "communication_buffer_gb", "allocator_reserve", "allocator_reserve_recompute"
};

enum
{
	CUDA_CONTEXT, COMMUNICATION_BUFFER, RESERVE, RESERVE_RECOMPUTE, ASSUMPTIONS
};

static void
find_shape(FunctionCallInfo fcinfo, void *answer)
{
	tc_find_shape(PG_GETARG_TEXT_PP(0), answer, false);
}

static void
find_gpu(FunctionCallInfo fcinfo, void *answer)
{
	tc_find_gpu(PG_GETARG_TEXT_PP(1), answer, false);
}

static void
find_assumptions(FunctionCallInfo fcinfo, void *answer)
{
	tc_find_assumption_ranges(assumption_names, ASSUMPTIONS, answer);
}

/* the first two arguments: model, gpu; each is remembered by itself, since many are asked with many */
const ModelOnGpu *
tc_model_on_gpu(FunctionCallInfo fcinfo)
{
	static const int model[] = {0};
	static const int gpu[] = {1};
	MemoKey		model_key = {1, model, {-1, -1}, 0};
	MemoKey		gpu_key = {1, gpu, {-1, -1}, 0};
	MemoKey		no_key = {0, NULL, {-1, -1}, 0};
	ModelOnGpu *found = fcinfo->flinfo->fn_extra;

	if (found == NULL)
		found = fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(ModelOnGpu));
	found->shape = tc_remember(&found->shapes, fcinfo, &model_key, sizeof(ModelShape), find_shape);
	found->gpu = tc_remember(&found->gpus, fcinfo, &gpu_key, sizeof(Gpu), find_gpu);
	found->assumptions = tc_remember(&found->ranges, fcinfo, &no_key, sizeof(AssumptionRange) * ASSUMPTIONS,
									 find_assumptions);
	if (found->shape->list.groups > 0)
	{
		found->like = tc_like_layers(&found->shape->list);
		found->arch = &found->like;
	}
	else
		found->arch = tc_decoder_arch(fcinfo, found->shape);
	return found;
}

/* a row of a function that looks these up, whose description stands beside them */
Datum
tc_form_looked_up_row(FunctionCallInfo fcinfo, Row *row)
{
	ModelOnGpu *found = fcinfo->flinfo->fn_extra;

	if (found->desc == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		found->desc = tc_row_description(fcinfo);
		MemoryContextSwitchTo(old);
	}
	return tc_form_row(fcinfo, row, found->desc);
}

/* the first three arguments: model, gpu, seq_len (0: the model's) */
const ModelOnGpu *
tc_model_on_gpu_arguments(FunctionCallInfo fcinfo, double *seq_len)
{
	const ModelOnGpu *found = tc_model_on_gpu(fcinfo);

	*seq_len = tc_number(fcinfo, 2, AMOUNT);
	if (*seq_len == 0)
		*seq_len = found->shape->train_seq_len;
	if (isnan(*seq_len))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("model \"%s\" has no sequence length in the catalog", tc_shown_text(PG_GETARG_TEXT_PP(0))),
				 errhint("Give \"seq_len\".")));
	return found;
}

/* the allocator holds more where it takes and frees layers anew for each recomputation */
Card
tc_card_of(const ModelOnGpu *m, const TrainLayout *l)
{
	bool		several = l->state.tp * l->state.pp * l->state.dp * l->cp > 1;
	bool		recomputes = l->recompute == RECOMPUTE_FULL || l->recompute == RECOMPUTE_LAYERS ||
	l->recompute == RECOMPUTE_OPS;
	const AssumptionRange *reserve = &m->assumptions[recomputes ? RESERVE_RECOMPUTE : RESERVE];
	Card		card;

	card.memory = m->gpu->memory_bytes;
	card.context = TC_GIGA * (m->assumptions[CUDA_CONTEXT].value +
							  (several ? m->assumptions[COMMUNICATION_BUFFER].value : 0));
	card.reserve_factor = reserve->value;
	card.most_reserve_factor = isnan(reserve->high) ? reserve->value : reserve->high;
	return card;
}

bool
tc_fits_card(const Card *card, double bytes)
{
	return bytes + card->context <= card->memory;
}

/* fits, but not with as many gaps as the allocator was seen to leave */
bool
tc_tight_on_card(const Card *card, double bytes)
{
	return tc_fits_card(card, bytes) && bytes * card->most_reserve_factor + card->context > card->memory;
}

/* the card's memory, what is left of it, what the allocator will hold, and the three answers */
void
tc_put_card(FunctionCallInfo fcinfo, Row *row, const ModelOnGpu *m, const TrainLayout *layout, double bytes)
{
	Card		card = tc_card_of(m, layout);
	double		headroom = card.memory - card.context - bytes;
	double		reserved = bytes * card.reserve_factor;

	tc_put_bytes(fcinfo, row, card.memory);
	tc_put_bytes(fcinfo, row, card.context);
	tc_put_bytes(fcinfo, row, headroom);
	tc_put_bytes(fcinfo, row, reserved);
	tc_put_bool(row, tc_fits_card(&card, bytes), isnan(headroom));
	tc_put_bool(row, tc_tight_on_card(&card, bytes), isnan(headroom) || isnan(reserved));
}

/* model_memory(model, gpu, …): train_memory of its shape, and whether it fits the GPU */
PG_FUNCTION_INFO_V1(model_memory);
Datum
model_memory(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 3};
	double		seq_len;
	const ModelOnGpu *m;
	TrainLayout layout;
	Problem		problem;
	Memory		memory;
	Row			row = {0};

	if (tc_null_argument(fcinfo, 3, LAYOUT_CHOICES, 0, 0))
		PG_RETURN_NULL();
	m = tc_model_on_gpu_arguments(fcinfo, &seq_len);
	tc_next_train_layout(&reader, &layout);
	layout.seq_len = seq_len;
	if (!tc_train_layout_check(&layout, m->arch, &problem))
		tc_reject_problem(&problem);
	memory = tc_train_memory(&layout, m->arch);
	tc_put_memory(fcinfo, &row, &memory, METHOD_SFT);
	tc_put_word(&row, tc_memory_phase_name(memory.peak_phase));
	tc_put_card(fcinfo, &row, m, &layout, tc_memory_total(&memory));
	return tc_form_looked_up_row(fcinfo, &row);
}

/* model_lora_params(model, rank, targets, dora): lora_params of its shape */
PG_FUNCTION_INFO_V1(model_lora_params);
Datum
model_lora_params(PG_FUNCTION_ARGS)
{
	const Arch *arch = tc_decoder_arch(fcinfo, tc_shape_argument(fcinfo));
	Reader		reader = {fcinfo, 1};
	double		rank = next_number(&reader, COUNT);
	LoraTargets targets = tc_next_lora_targets(&reader);

	return tc_return(fcinfo, tc_lora_params(arch, rank, targets, next_bool(&reader)));
}

/* a shape, or that there is none */
typedef struct MaybeShape
{
	bool		found;
	ModelShape	shape;
} MaybeShape;

static void
find_maybe_shape(FunctionCallInfo fcinfo, void *answer)
{
	MaybeShape *maybe = answer;

	maybe->found = tc_find_shape(PG_GETARG_TEXT_PP(0), &maybe->shape, true);
}

/*
 * _run_memory(model, layers, dense_layers, seq_len, …): total and phase of the
 * peak of a measured run, of a slice of the model where layers says so
 *
 * NULL for a model without shape and for settings that contradict each other:
 * no row of a user's may stop the view that asks.
 */
PG_FUNCTION_INFO_V1(_run_memory);
Datum
_run_memory(PG_FUNCTION_ARGS)
{
	static const int texts[] = {0};
	MemoKey		key = {1, texts, {-1, -1}, 0};
	Reader		reader = {fcinfo, 4};
	const MaybeShape *maybe;
	TrainLayout layout;
	Arch		arch;
	Problem		problem;
	Memory		memory;
	Row			row = {0};

	if (tc_null_argument(fcinfo, 4, LAYOUT_CHOICES, 1, 2))
		PG_RETURN_NULL();
	maybe = tc_remember((Memo **) &fcinfo->flinfo->fn_extra, fcinfo, &key, sizeof(MaybeShape), find_maybe_shape);
	if (!maybe->found || maybe->shape.encoder_decoder)
		PG_RETURN_NULL();
	arch = maybe->shape.list.groups > 0 ? tc_like_layers(&maybe->shape.list) : maybe->shape.arch;
	if (!PG_ARGISNULL(1))
		arch.layers = tc_number(fcinfo, 1, COUNT);
	if (!PG_ARGISNULL(2))
		arch.dense_layers = tc_number(fcinfo, 2, COUNT_OR_ZERO);
	arch.sliding_layers = fmin(arch.sliding_layers, arch.layers);
	tc_next_train_layout(&reader, &layout);
	layout.seq_len = tc_number(fcinfo, 3, POSITIVE);
	if (arch.dense_layers > arch.layers || !tc_train_layout_check(&layout, &arch, &problem))
		PG_RETURN_NULL();
	memory = tc_train_memory(&layout, &arch);
	if (!isfinite(tc_memory_total(&memory)))
		PG_RETURN_NULL();
	tc_put_bytes(fcinfo, &row, tc_memory_total(&memory));
	tc_put_word(&row, tc_memory_phase_name(memory.peak_phase));
	return tc_form_row(fcinfo, &row, tc_row_description(fcinfo));
}
