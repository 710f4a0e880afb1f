/*
 * layout.h: what the memory functions share: their arguments, rows and cards
 */
#ifndef TC_LAYOUT_H
#define TC_LAYOUT_H

#include "lookup/lookup.h"
#include "lookup/memo.h"
#include "sqlcall/shape.h"
#include "formula/memory.h"
#include "formula/memory_method.h"

#pragma GCC visibility push(hidden)

/* the arguments of a layout from its first, micro_batch, in their order */
#define LAYOUT_CHOICES		6	/* stack to reshard: NULL leaves them to the stack */
#define LAYOUT_SEARCHED		8	/* recompute and zero too, where a function may search them */

/* how many arguments stand between the shape, or the sequence length, and the layout */
#define PREFERENCE_ARGS		3
#define RL_ARGS				11

/* OUT columns as they are computed; count alone needs a value at first */
typedef struct Row
{
	int			count;
	Datum		datums[24];
	bool		nulls[24];
} Row;

/* what by-name memory functions look up, as it stands in fn_extra */
typedef struct ModelOnGpu
{
	const ModelShape *shape;
	const Arch *arch;			/* of the shape, */
	Arch		like;			/* or of like layers where it has several kinds */
	const Gpu  *gpu;
	const AssumptionRange *assumptions;
	Memo	   *shapes;
	Memo	   *gpus;
	Memo	   *ranges;
	TupleDesc	desc;
} ModelOnGpu;

/* what a card leaves to a training process, in bytes */
typedef struct Card
{
	double		memory;			/* NaN: not published */
	double		context;		/* of the driver's, and of communication */
	double		reserve_factor; /* what the allocator holds over what is used */
	double		most_reserve_factor;
} Card;

extern bool tc_null_argument(FunctionCallInfo fcinfo, int first_layout_arg, int choices, int first_own_choice,
							 int own_choices);
extern Choice tc_next_choice(Reader *reader);
extern LoraTargets tc_next_lora_targets(Reader *reader);
extern void tc_next_train_layout(Reader *reader, TrainLayout *layout);
extern void tc_next_searched_layout(Reader *reader, TrainLayout *layout);

extern void tc_put_number(FunctionCallInfo fcinfo, Row *row, double value);
extern void tc_put_bytes(FunctionCallInfo fcinfo, Row *row, double bytes);
extern void tc_put_word(Row *row, const char *word);
extern void tc_put_bool(Row *row, bool value, bool null);
extern void tc_put_memory(FunctionCallInfo fcinfo, Row *row, const Memory *memory, TrainMethod method);
extern const char *tc_memory_phase_name(MemoryPhase phase);
extern Datum tc_form_peak_row(FunctionCallInfo fcinfo, Row *row, MemoryPhase phase);
extern Datum tc_form_row(FunctionCallInfo fcinfo, Row *row, TupleDesc desc);

/* model.c */
extern const ModelShape *tc_shape_argument(FunctionCallInfo fcinfo);
extern const Arch *tc_decoder_arch(FunctionCallInfo fcinfo, const ModelShape *shape);

/* model_memory.c */
extern const ModelOnGpu *tc_model_on_gpu(FunctionCallInfo fcinfo);
extern const ModelOnGpu *tc_model_on_gpu_arguments(FunctionCallInfo fcinfo, double *seq_len);
extern void tc_put_card(FunctionCallInfo fcinfo, Row *row, const ModelOnGpu *m, const TrainLayout *layout,
						double bytes);
extern Datum tc_form_looked_up_row(FunctionCallInfo fcinfo, Row *row);
extern Card tc_card_of(const ModelOnGpu *m, const TrainLayout *layout);
extern bool tc_fits_card(const Card *card, double bytes);
extern bool tc_tight_on_card(const Card *card, double bytes);

#pragma GCC visibility pop

#endif
