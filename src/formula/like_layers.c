/*
 * like_layers.c: layers of several kinds as so many like ones, for their memory
 */
#include "formula/layers.h"

/* what the layers have on average, and in common */
typedef struct Mean
{
	double		layers;
	double		dense_layers;
	double		mixer_matrices; /* summed over layers */
	double		dense_ffn;		/* widths, summed over dense layers */
	const Layer *attention;		/* the group whose heads count */
	const Layer *mixture;		/* a group with experts */
	bool		gated;
} Mean;

/* parameters in the matrices of a layer's mixer alone */
static double
mixer_matrices(const Layer *layer)
{
	Layer		mixer = *layer;

	mixer.experts = mixer.shared_experts = mixer.ffn_size = 0;
	mixer.shared_gate = false;
	return tc_layer_count(&mixer).matrices;
}

static Mean
mean_of(const LayerList *list)
{
	Mean		mean = {0};

	for (int i = 0; i < list->groups - list->mtp_groups; i++)
	{
		const Layer *l = &list->layer[i];

		mean.layers += l->layers;
		mean.mixer_matrices += l->layers * mixer_matrices(l);
		if (l->mixer != MIXER_NONE && (mean.attention == NULL || l->mixer == MIXER_ATTENTION))
			mean.attention = l;
		if (l->experts > 0)
			mean.mixture = l;
		else
		{
			mean.dense_layers += l->layers;
			mean.dense_ffn += l->layers * l->ffn_size;
		}
		mean.gated |= l->gated_ffn;
	}
	return mean;
}

/*
 * An architecture of like layers with the list's parameters, to the parameter
 * where it has as many or fewer of its own
 *
 * Heads are as wide as the mean mixer's matrices ask for: what a mixer keeps for
 * the backward pass is about what its matrices put out, whatever its kind.
 * Gates, convolutions and layers that predict further tokens count as
 * parameters outside the layers.
 */
Arch
tc_like_layers(const LayerList *list)
{
	Mean		mean = mean_of(list);
	double		h = list->hidden_size;
	Arch		arch = {
		.layers = mean.layers,.hidden_size = h,.vocab_size = list->vocab_size,.tied_embeddings = list->tied_embeddings,
		.heads = 1,.kv_heads = 1,.gated_ffn = mean.gated,.moe_every = 1,.dense_layers = mean.dense_layers
	};
	double		rest;

	if (mean.attention != NULL)
	{
		arch.heads = mean.attention->heads;
		arch.kv_heads = mean.attention->kv_heads;
	}
	arch.head_dim = mean.mixer_matrices / mean.layers / (h * 2 * (arch.heads + arch.kv_heads));
	if (mean.dense_layers > 0)
		arch.ffn_size = mean.dense_ffn / mean.dense_layers;
	if (mean.mixture != NULL)
	{
		arch.experts = mean.mixture->experts;
		arch.experts_per_token = mean.mixture->experts_per_token;
		arch.shared_experts = mean.mixture->shared_experts;
		arch.expert_ffn_size = mean.mixture->expert_ffn_size;
		/* experts of a narrower input as ones of the stream's width with as many parameters */
		if (mean.mixture->expert_hidden_size > 0)
			arch.expert_ffn_size *= mean.mixture->expert_hidden_size / h;
	}
	else
		arch.dense_layers = 0;
	rest = tc_layers_params(list, false) - tc_transformer_params(&arch);
	arch.learned_positions = fmax(0, rest / h);
	return arch;
}
