/*
 * layers.c: parameters, FLOP and cache of layers that are not all of one kind
 *
 * A multiply-add is 2 FLOP; only matrix products count, those with a linear
 * attention's state too: a token writes a key and a value into it (2 d dv) and
 * reads a query from it (2 d dv); the delta rule reads once more.  Kernels that
 * work chunk by chunk execute other products of about that size.
 *
 * Sources: DeepSeek-V3.2 (lightning indexer), MiniMax-M3 (an indexer of blocks
 * of keys beside grouped queries) and DeepSeek-V4 (compressed sparse
 * attention, hyper-connections), arXiv:2412.06464 (gated delta rule),
 * arXiv:2510.26692 (Kimi Linear), arXiv:2405.21060 (Mamba-2), arXiv:2501.08313
 * (lightning attention), arXiv:2405.04434 (latent attention); parameters
 * checked against the released models (test/sql/hybrid.sql).
 */
#include "formula/layers.h"

/* does the layer keep a state of fixed size instead of keys? */
static bool
has_state(const Layer *l)
{
	return l->mixer == MIXER_GATED_DELTA || l->mixer == MIXER_KDA || l->mixer == MIXER_MAMBA2 ||
		l->mixer == MIXER_LIGHTNING;
}

/* what one argument alone cannot show; then replace 0 by what it stands for */
bool
tc_layer_complete(Layer *l, Problem *problem)
{
	if (l->mixer != MIXER_NONE && l->heads == 0)
		return tc_impossible(problem, "heads", 0, "at least 1 unless the mixer is \"none\"", NULL);
	if (l->kv_heads == 0)
		l->kv_heads = l->heads;
	if (l->kv_heads > l->heads || (l->heads > 0 && fmod(l->heads, l->kv_heads) != 0))
		return tc_impossible(problem, "kv_heads", l->kv_heads, "a divisor of \"heads\"", "0 means as many as heads.");
	if (l->mixer == MIXER_LATENT && l->kv_lora_rank == 0)
		return tc_impossible(problem, "kv_lora_rank", 0, "greater than 0 with latent attention", NULL);
	if (l->mixer == MIXER_COMPRESSED && (l->q_lora_rank == 0 || l->o_groups == 0 || l->o_lora_rank == 0))
		return tc_impossible(problem, "q_lora_rank", l->q_lora_rank, "greater than 0 with compressed attention, as \"o_groups\" and \"o_lora_rank\"", NULL);
	if (l->index_heads > 0 && (l->index_head_dim == 0 || l->index_topk == 0 ||
							   (l->q_lora_rank == 0 && l->mixer != MIXER_ATTENTION)))
		return tc_impossible(problem, "index_heads", l->index_heads, "0 unless \"index_head_dim\", \"index_topk\" and \"q_lora_rank\" are greater",
							 "Plain attention needs no q_lora_rank.");
	if (l->index_heads == 0 && l->index_head_dim > 0)
		return tc_impossible(problem, "index_head_dim", l->index_head_dim, "0 where there are no \"index_heads\"",
							 "With index_topk alone an earlier layer's indexer chooses the keys.");
	if (l->expert_hidden_size > 0 && l->experts == 0)
		return tc_impossible(problem, "expert_hidden_size", l->expert_hidden_size, "0 where there are no \"experts\"", NULL);
	if (l->experts == 0 && l->experts_per_token > 0)
		return tc_impossible(problem, "experts_per_token", l->experts_per_token, "0 where there are no \"experts\"", NULL);
	if (l->experts > 0 && (l->experts_per_token < 1 || l->experts_per_token > l->experts))
		return tc_impossible(problem, "experts_per_token", l->experts_per_token,
							 "at least 1 and at most the number of \"experts\"", NULL);
	if (l->head_dim == 0 && l->heads > 0)
		l->head_dim = l->hidden_size / l->heads;
	if (l->v_head_dim == 0)
		l->v_head_dim = l->head_dim;
	if (l->expert_ffn_size == 0)
		l->expert_ffn_size = l->ffn_size;
	if (l->streams == 0)
		l->streams = 1;
	return true;
}

/*
 * The indexer scores every key with small heads.  Compressed attention compresses its keys
 * too; that of plain attention has queries of the stream and no weights of its heads.
 */
static void
count_indexer(const Layer *l, LayerCount *c)
{
	double		h = l->hidden_size;
	double		d = l->index_head_dim;

	if (l->index_heads == 0)
		return;
	if (l->mixer == MIXER_ATTENTION)
		c->matrices += h * l->index_heads * d;
	else
		c->matrices += l->q_lora_rank * l->index_heads * d + h * l->index_heads;
	if (l->mixer == MIXER_COMPRESSED)
	{
		c->matrices += 2 * 2 * h * d;
		c->vectors += l->compress_ratio * 2 * d + d;
	}
	else
	{
		c->matrices += h * d;
		c->vectors += 2 * d;
	}
}

/* the gate on what softmax attention puts out */
static double
gate_matrix(const Layer *l)
{
	return l->gate == GATE_NONE ? 0 : l->hidden_size * l->heads * (l->gate == GATE_ELEMENT ? l->v_head_dim : 1);
}

static void
count_attention(const Layer *l, LayerCount *c)
{
	double		h = l->hidden_size;
	double		a = l->heads;
	double		d = l->head_dim;
	double		keys = l->kv_from == KV_EARLIER ? 0 : d;
	double		values = l->kv_from == KV_OWN ? l->v_head_dim : 0;

	c->matrices += h * (a * d + l->kv_heads * (keys + values)) + a * l->v_head_dim * h + gate_matrix(l);
	if (l->qk_norm)
		c->vectors += l->kv_from == KV_EARLIER ? d : 2 * d;
	count_indexer(l, c);
}

static void
count_latent(const Layer *l, LayerCount *c)
{
	double		h = l->hidden_size;
	double		a = l->heads;
	double		qk = l->head_dim + l->qk_rope_head_dim;

	c->matrices += l->q_lora_rank > 0 ? h * l->q_lora_rank + l->q_lora_rank * a * qk : h * a * qk;
	c->matrices += h * (l->kv_lora_rank + l->qk_rope_head_dim) + l->kv_lora_rank * a * (l->head_dim + l->v_head_dim) +
		a * l->v_head_dim * h + gate_matrix(l);
	c->vectors += l->q_lora_rank + l->kv_lora_rank;
	count_indexer(l, c);
}

/* one head of keys that are values too; with an indexer the compressed windows overlap, which doubles the compressor */
static void
count_compressed(const Layer *l, LayerCount *c)
{
	double		h = l->hidden_size;
	double		a = l->heads;
	double		d = l->head_dim;
	double		halves = l->index_topk > 0 ? 2 : 1;

	c->matrices += h * l->q_lora_rank + l->q_lora_rank * a * d + h * d + a * d * l->o_lora_rank +
		l->o_groups * l->o_lora_rank * h;
	c->vectors += l->q_lora_rank + d + a;
	if (l->compress_ratio > 1)
	{
		c->matrices += 2 * halves * h * d;
		c->vectors += l->compress_ratio * halves * d + d;
	}
	count_indexer(l, c);
}

/* queries and keys of kv_heads, values and gates of heads, all through a short convolution */
static void
count_linear(const Layer *l, LayerCount *c)
{
	double		h = l->hidden_size;
	double		keys = l->kv_heads * l->head_dim;
	double		values = l->heads * l->v_head_dim;

	switch (l->mixer)
	{
		case MIXER_GATED_DELTA:
			c->matrices += h * (2 * keys + 2 * values + 2 * l->heads) + values * h;
			c->vectors += (2 * keys + values) * l->conv_kernel + 2 * l->heads + l->v_head_dim;
			break;
		case MIXER_KDA:
			/* the decay comes from two factors, and so does the gate unless it is one matrix */
			c->matrices += h * (2 * keys + values + l->heads + l->v_head_dim) + l->v_head_dim * keys + values * h;
			c->matrices += l->gate == GATE_ELEMENT ? h * values : l->v_head_dim * (h + values);
			c->vectors += (2 * keys + values) * l->conv_kernel + l->heads + keys + values + l->v_head_dim;
			break;
		case MIXER_MAMBA2:
			c->matrices += h * (2 * values + 2 * keys + l->heads) + values * h;
			c->vectors += (2 * keys + values) * (l->conv_kernel + 1) + 3 * l->heads + values;
			break;
		default:
			c->matrices += h * (2 * keys + 2 * values) + values * h;
			c->vectors += values;
	}
}

static void
count_feed_forward(const Layer *l, LayerCount *c)
{
	double		h = l->hidden_size;
	double		matrices = l->gated_ffn ? 3 : 2;
	double		latent = l->expert_hidden_size;
	double		shared = matrices * h * l->expert_ffn_size;
	double		expert = latent > 0 ? matrices * latent * l->expert_ffn_size : shared;

	if (l->experts > 0)
	{
		/* experts of a narrower input share one matrix into it and one out of it */
		c->matrices += h * l->experts + l->experts * expert + l->shared_experts * shared + 2 * h * latent +
			(l->shared_gate ? h : 0);
		c->active_matrices -= (l->experts - l->experts_per_token) * expert;
	}
	else
		c->matrices += matrices * h * l->ffn_size;
}

/* one layer of the group: mixer, feed-forward block, a norm before each, hyper-connections around each */
LayerCount
tc_layer_count(const Layer *l)
{
	LayerCount	c = {0, 0, l->extra_params};
	double		h = l->hidden_size;
	double		m = l->streams;
	double		blocks = (l->mixer != MIXER_NONE) + (l->experts > 0 || l->ffn_size > 0);

	switch (l->mixer)
	{
		case MIXER_NONE:
			break;
		case MIXER_ATTENTION:
			count_attention(l, &c);
			break;
		case MIXER_LATENT:
			count_latent(l, &c);
			break;
		case MIXER_COMPRESSED:
			count_compressed(l, &c);
			break;
		default:
			count_linear(l, &c);
	}
	count_feed_forward(l, &c);
	c.vectors += blocks * h;
	if (m > 1)
	{
		c.matrices += blocks * (2 + m) * m * m * h;
		c.vectors += blocks * ((2 + m) * m + 3);
	}
	c.active_matrices += c.matrices;
	return c;
}

/* keys that a query sees on average; limit 0: no limit */
static double
keys_seen(double seq_len, double limit, bool causal)
{
	if (limit == 0 || limit >= seq_len)
		return causal ? seq_len / 2 : seq_len;
	return causal ? limit - limit * limit / (2 * seq_len) : limit;
}

/* FLOP of one token in one layer beside its matrices, forward: scores and weighted values, or a state's products */
double
tc_layer_core_flops(const Layer *l, double seq_len, bool causal)
{
	double		a = l->heads;
	double		index = 2 * l->index_heads * l->index_head_dim;
	double		r = l->compress_ratio;

	switch (l->mixer)
	{
		case MIXER_NONE:
			return 0;
		case MIXER_ATTENTION:
			return 2 * a * (l->head_dim + l->v_head_dim) *
				keys_seen(seq_len, l->index_topk > 0 ? l->index_topk : l->sliding_window, causal) +
				index * keys_seen(seq_len, 0, causal);
		case MIXER_LATENT:
			return 2 * a * (l->head_dim + l->qk_rope_head_dim + l->v_head_dim) *
				keys_seen(seq_len, l->index_topk, causal) +
				index * keys_seen(seq_len, 0, causal);
		case MIXER_COMPRESSED:
			return 4 * a * l->head_dim * (keys_seen(seq_len, l->sliding_window, causal) +
										  (r > 1 ? keys_seen(seq_len, l->index_topk * r, causal) / r : 0)) +
				(index > 0 ? index * keys_seen(seq_len, 0, causal) / r : 0);
		case MIXER_GATED_DELTA:
		case MIXER_KDA:
			return 6 * a * l->head_dim * l->v_head_dim;
		default:
			return 4 * a * l->head_dim * l->v_head_dim;
	}
}

/* FLOP of one token in one layer; count_vectors: 2 for every parameter that it meets, norms too */
double
tc_layer_flops(const Layer *l, double seq_len, const FlopsConvention *convention, bool count_vectors)
{
	Passes		passes = tc_passes(convention);
	LayerCount	c = tc_layer_count(l);

	return 2 * (c.active_matrices + (count_vectors ? c.vectors : 0)) * passes.layer +
		tc_layer_core_flops(l, seq_len, convention->causal) * passes.core;
}

/* bytes that one sequence of so many tokens keeps in one layer while it is decoded; a state is in fp32 */
double
tc_layer_cache_bytes(const Layer *l, double tokens, double value_bytes)
{
	double		window = l->sliding_window > 0 ? fmin(l->sliding_window, tokens) : tokens;
	double		channels = 2 * l->kv_heads * l->head_dim + l->heads * l->v_head_dim;

	if (has_state(l))
		return 4 * l->heads * l->head_dim * l->v_head_dim + fmax(l->conv_kernel - 1, 0) * channels * value_bytes;
	switch (l->mixer)
	{
		case MIXER_ATTENTION:
			return ((l->kv_from == KV_EARLIER ? 0 : l->kv_heads * (l->head_dim + l->v_head_dim) * window) +
					l->index_head_dim * tokens) * value_bytes;
		case MIXER_LATENT:
			return (l->kv_lora_rank + l->qk_rope_head_dim + l->index_head_dim) * tokens * value_bytes;
		case MIXER_COMPRESSED:
			return (l->head_dim * window +
					(l->compress_ratio > 1 ? (l->head_dim + l->index_head_dim) * tokens / l->compress_ratio :
					 0)) * value_bytes;
		default:
			return 0;
	}
}

/* the mixing of streams before the head: one row a stream */
static double
stream_head(double streams, double hidden_size)
{
	return streams > 1 ? streams * streams * hidden_size : 0;
}

/*
 * what a layer that predicts a further token has beside its own: embedding and
 * state joined, norms, its streams' head
 */
static void
count_mtp(const Layer *l, double *matrices, double *vectors)
{
	*matrices = 2 * l->hidden_size * l->hidden_size + stream_head(l->streams, l->hidden_size);
	*vectors = 3 * l->hidden_size + (l->streams > 1 ? l->streams + 1 : 0);
}

/*
 * parameters of all groups, embedding, head and last norm; where active is
 * true, only the parameters that a token meets
 */
double
tc_layers_params(const LayerList *list, bool active)
{
	double		h = list->hidden_size;
	double		streams = list->layer[0].streams;
	double		params = list->vocab_size * h * (list->tied_embeddings ? 1 : 2) + h + stream_head(streams, h) +
	(streams > 1 ? streams + 1 : 0);

	for (int i = 0; i < list->groups; i++)
	{
		const Layer *l = &list->layer[i];
		LayerCount	c = tc_layer_count(l);
		double		matrices = 0;
		double		vectors = 0;

		if (i >= list->groups - list->mtp_groups)
			count_mtp(l, &matrices, &vectors);
		params += l->layers * ((active ? c.active_matrices : c.matrices) + c.vectors + matrices + vectors);
	}
	return params;
}

/* FLOP of tokens in sequences of seq_len; each group that predicts further tokens has the head once more */
double
tc_layers_flops(const LayerList *list, double tokens, double seq_len, const FlopsConvention *convention,
				bool count_vectors)
{
	Passes		passes = tc_passes(convention);
	double		h = list->hidden_size;
	double		streams = list->layer[0].streams;
	double		heads = (convention->logits ? 1 : 0) + (convention->input_embedding ? 1 : 0);
	double		around = stream_head(streams, h) + (count_vectors ? h + (streams > 1 ? streams + 1 : 0) : 0);
	double		flops = 2 * around * passes.layer;

	for (int i = 0; i < list->groups; i++)
	{
		const Layer *l = &list->layer[i];
		double		matrices = 0;
		double		vectors = 0;

		if (i >= list->groups - list->mtp_groups)
		{
			count_mtp(l, &matrices, &vectors);
			/* the state is joined in every stream */
			matrices += (l->streams - 1) * h * h;
			heads += convention->logits ? l->layers : 0;
		}
		flops += l->layers * (tc_layer_flops(l, seq_len, convention, count_vectors) +
							  2 * (matrices + (count_vectors ? vectors : 0)) * passes.layer);
	}
	return tokens * (flops + 2 * h * list->vocab_size * passes.head * heads);
}

/* bytes that one sequence keeps in all layers but those that predict further tokens */
double
tc_layers_cache_bytes(const LayerList *list, double context_tokens, double value_bytes)
{
	double		bytes = 0;

	for (int i = 0; i < list->groups - list->mtp_groups; i++)
		bytes += list->layer[i].layers * tc_layer_cache_bytes(&list->layer[i], context_tokens, value_bytes);
	return bytes;
}
