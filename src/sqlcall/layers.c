/*
 * layers.c: layers that are not all of one kind as SQL functions
 */
#include "postgres.h"

#include <math.h>

#include "utils/builtins.h"

#include "formula/layers.h"
#include "sqlcall/shape.h"

static const char *const mixers[] = {"none", "attention", "latent", "compressed", "gated_delta", "kda", "mamba2", "lightning", NULL};
static const char *const gates[] = {"none", "head", "element", NULL};
static const char *const kv_sources[] = {"own", "shared", "earlier", NULL};
static const char *const phases[] = {"train", "forward", "frozen", NULL};

static void
next_layer(Reader *reader, Layer *layer)
{
	Problem		problem;

	layer->layers = 1;
	layer->hidden_size = next_number(reader, COUNT);
	layer->mixer = next_word(reader, mixers);
	layer->heads = next_number(reader, COUNT_OR_ZERO);
	layer->kv_heads = next_number(reader, COUNT_OR_ZERO);
	layer->head_dim = next_number(reader, COUNT_OR_ZERO);
	layer->v_head_dim = next_number(reader, COUNT_OR_ZERO);
	layer->q_lora_rank = next_number(reader, COUNT_OR_ZERO);
	layer->kv_lora_rank = next_number(reader, COUNT_OR_ZERO);
	layer->qk_rope_head_dim = next_number(reader, COUNT_OR_ZERO);
	layer->sliding_window = next_number(reader, COUNT_OR_ZERO);
	layer->compress_ratio = next_number(reader, COUNT_OR_ZERO);
	layer->index_heads = next_number(reader, COUNT_OR_ZERO);
	layer->index_head_dim = next_number(reader, COUNT_OR_ZERO);
	layer->index_topk = next_number(reader, COUNT_OR_ZERO);
	layer->o_groups = next_number(reader, COUNT_OR_ZERO);
	layer->o_lora_rank = next_number(reader, COUNT_OR_ZERO);
	layer->conv_kernel = next_number(reader, COUNT_OR_ZERO);
	layer->gate = next_word(reader, gates);
	layer->kv_from = next_word(reader, kv_sources);
	layer->qk_norm = next_bool(reader);
	layer->ffn_size = next_number(reader, COUNT_OR_ZERO);
	layer->gated_ffn = next_bool(reader);
	layer->experts = next_number(reader, COUNT_OR_ZERO);
	layer->experts_per_token = next_number(reader, COUNT_OR_ZERO);
	layer->shared_experts = next_number(reader, AMOUNT);
	layer->expert_ffn_size = next_number(reader, COUNT_OR_ZERO);
	layer->expert_hidden_size = next_number(reader, COUNT_OR_ZERO);
	layer->shared_gate = next_bool(reader);
	layer->streams = next_number(reader, COUNT_OR_ZERO);
	layer->extra_params = next_number(reader, AMOUNT);
	if (layer->kv_from != KV_OWN && layer->mixer != MIXER_ATTENTION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"kv_from\" must be \"own\" where the mixer is not \"attention\", not \"%s\"", kv_sources[layer->kv_from])));
	if (!tc_layer_complete(layer, &problem))
		tc_reject_problem(&problem);
}

/*
 * layer_count(layer, seq_len, conventions): what one layer holds, does and keeps
 *
 * 22023 for an impossible layer.  Check: a layer of gated attention of
 * Qwen3-Next, its experts included, has 1657809408 parameters.
 */
PG_FUNCTION_INFO_V1(layer_count);
Datum
layer_count(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 0};
	Layer		layer;
	FlopsConvention convention = {.logits = false,.recompute = RECOMPUTE_NONE};
	double		seq_len,
				value_bytes;
	LayerCount	count;

	next_layer(&reader, &layer);
	seq_len = next_number(&reader, POSITIVE);
	convention.causal = next_bool(&reader);
	convention.phase = next_word(&reader, phases);
	value_bytes = next_number(&reader, POSITIVE);
	count = tc_layer_count(&layer);
	{
		double		values[] = {
			count.matrices + count.vectors,
			count.active_matrices + count.vectors,
			tc_layer_flops(&layer, seq_len, &convention, false),
			tc_layer_cache_bytes(&layer, seq_len, value_bytes),
		};

		return tc_record(fcinfo, values, lengthof(values));
	}
}
