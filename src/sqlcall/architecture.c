/*
 * architecture.c: parameters, FLOP and step time of a transformer as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "sqlcall/shape.h"

static const char *const biases[] = {"none", "qkv", "all", NULL};
static const char *const phases[] = {"train", "forward", "frozen", NULL};
const char *const tc_recomputes[] = {"none", "selective", "full", NULL};

/* the arguments <arch>, completed; 22023 for an impossible shape */
void
tc_next_arch(Reader *reader, Arch *arch)
{
	Problem		problem;

	arch->layers = next_number(reader, COUNT);
	arch->hidden_size = next_number(reader, COUNT);
	arch->heads = next_number(reader, COUNT);
	arch->vocab_size = next_number(reader, COUNT_OR_ZERO);
	arch->kv_heads = next_number(reader, COUNT_OR_ZERO);
	arch->head_dim = next_number(reader, COUNT_OR_ZERO);
	arch->ffn_size = next_number(reader, COUNT_OR_ZERO);
	arch->gated_ffn = next_bool(reader);
	arch->tied_embeddings = next_bool(reader);
	arch->learned_positions = next_number(reader, COUNT_OR_ZERO);
	arch->experts = next_number(reader, COUNT_OR_ZERO);
	arch->experts_per_token = next_number(reader, COUNT_OR_ZERO);
	arch->shared_experts = next_number(reader, AMOUNT);
	arch->expert_ffn_size = next_number(reader, COUNT_OR_ZERO);
	arch->dense_layers = next_number(reader, COUNT_OR_ZERO);
	arch->moe_every = next_number(reader, COUNT);
	arch->q_lora_rank = next_number(reader, COUNT_OR_ZERO);
	arch->kv_lora_rank = next_number(reader, COUNT_OR_ZERO);
	arch->qk_nope_head_dim = next_number(reader, COUNT_OR_ZERO);
	arch->qk_rope_head_dim = next_number(reader, COUNT_OR_ZERO);
	arch->v_head_dim = next_number(reader, COUNT_OR_ZERO);
	arch->sliding_window = next_number(reader, COUNT_OR_ZERO);
	arch->sliding_layers = next_number(reader, COUNT_OR_ZERO);
	arch->mtp_modules = next_number(reader, COUNT_OR_ZERO);
	arch->biases = next_word(reader, biases);
	if (!tc_arch_complete(arch, &problem))
		tc_reject_problem(&problem);
}

/* the arguments from causal to core_recompute_passes */
void
tc_next_convention(Reader *reader, FlopsConvention *convention)
{
	convention->causal = next_bool(reader);
	convention->logits = next_bool(reader);
	convention->input_embedding = next_bool(reader);
	convention->recompute = next_word(reader, tc_recomputes);
	convention->phase = next_word(reader, phases);
	convention->core_recompute_passes = next_number(reader, AMOUNT);
}

/*
 * transformer_params(<arch>): all parameters
 *
 * Check: the shape of Llama-3.1-8B gives 8030261248.
 */
PG_FUNCTION_INFO_V1(transformer_params);
Datum
transformer_params(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	Arch		arch;

	tc_next_arch(&reader, &arch);
	return tc_return(fcinfo, tc_transformer_params(&arch));
}

/* transformer_active_params(<arch>): the parameters that a token meets */
PG_FUNCTION_INFO_V1(transformer_active_params);
Datum
transformer_active_params(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	Arch		arch;

	tc_next_arch(&reader, &arch);
	return tc_return(fcinfo, tc_transformer_active_params(&arch));
}

/*
 * transformer_flops(tokens, seq_len, <arch>, conventions): FLOP, each convention
 * an argument
 *
 * Check: Llama-3.1-8B at seq_len 8192 takes 51470401536 a token.
 */
PG_FUNCTION_INFO_V1(transformer_flops);
Datum
transformer_flops(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	double		tokens = next_number(&reader, AMOUNT);
	double		seq_len = next_number(&reader, POSITIVE);
	Arch		arch;
	FlopsConvention convention;

	tc_next_arch(&reader, &arch);
	tc_next_convention(&reader, &convention);
	return tc_return(fcinfo, tc_transformer_flops(tokens, seq_len, &arch, &convention));
}

static void
next_encdec(Reader *reader, EncDec *shape)
{
	shape->encoder_layers = next_number(reader, COUNT);
	shape->decoder_layers = next_number(reader, COUNT);
	shape->hidden_size = next_number(reader, COUNT);
	shape->heads = next_number(reader, COUNT);
	shape->vocab_size = next_number(reader, COUNT_OR_ZERO);
	shape->head_dim = next_number(reader, COUNT_OR_ZERO);
	shape->ffn_size = next_number(reader, COUNT_OR_ZERO);
	shape->gated_ffn = next_bool(reader);
}

/* encdec_params: parameters of an encoder-decoder as T5 */
PG_FUNCTION_INFO_V1(encdec_params);
Datum
encdec_params(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	EncDec		shape;

	next_encdec(&reader, &shape);
	return tc_return(fcinfo, tc_encdec_params(&shape, next_bool(&reader)));
}

/* encdec_flops: FLOP of an encoder-decoder as T5 */
PG_FUNCTION_INFO_V1(encdec_flops);
Datum
encdec_flops(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	double		encoder_tokens = next_number(&reader, AMOUNT);
	double		decoder_tokens = next_number(&reader, AMOUNT);
	double		encoder_seq_len = next_number(&reader, POSITIVE);
	double		decoder_seq_len = next_number(&reader, POSITIVE);
	EncDec		shape;
	bool		causal,
				logits;
	double		passes;

	next_encdec(&reader, &shape);
	causal = next_bool(&reader);
	logits = next_bool(&reader);
	passes = next_number(&reader, AMOUNT);
	return tc_return(fcinfo, tc_encdec_flops(&shape, encoder_tokens, decoder_tokens,
											 encoder_seq_len, decoder_seq_len, causal, logits, passes));
}

/* the arguments from tp to dp_gbps */
void
tc_next_step_layout(Reader *reader, StepLayout *layout)
{
	layout->tp = next_number(reader, COUNT);
	layout->pp = next_number(reader, COUNT);
	layout->dp = next_number(reader, COUNT);
	layout->micro_batch = next_number(reader, POSITIVE);
	layout->interleave = next_number(reader, COUNT);
	layout->recompute = next_word(reader, tc_recomputes);
	layout->causal = next_bool(reader);
	layout->matmul_efficiency = next_number(reader, FRACTION);
	layout->tp_gbps = next_number(reader, POSITIVE);
	layout->dp_gbps = next_number(reader, POSITIVE);
}

/*
 * step_seconds: seconds of one optimizer step
 *
 * Check: Llama-3.1-8B, batch 64, seq_len 8192, peak 989, tp 2, pp 2, dp 2: 7.42168.
 */
PG_FUNCTION_INFO_V1(step_seconds);
Datum
step_seconds(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	StepLayout	layout;
	Arch		arch;
	Problem		problem;

	layout.batch = next_number(&reader, POSITIVE);
	layout.seq_len = next_number(&reader, POSITIVE);
	layout.peak_tflops = next_number(&reader, POSITIVE);
	tc_next_arch(&reader, &arch);
	tc_next_step_layout(&reader, &layout);
	layout.memory_gbps = next_number(&reader, POSITIVE);
	layout.dp_overlap = next_number(&reader, SHARE);
	if (!tc_step_layout_check(&layout, &arch, &problem))
		tc_reject_problem(&problem);
	return tc_return(fcinfo, tc_step_seconds(&layout, &arch));
}
