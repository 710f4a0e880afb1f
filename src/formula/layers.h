/*
 * layers.h: layers that are not all of one kind
 *
 * A model is a list of groups of equal layers: linear attention beside softmax
 * attention, sliding windows, latent attention that an indexer thins out.
 */
#ifndef TC_LAYERS_H
#define TC_LAYERS_H

#include "formula/architecture.h"

#pragma GCC visibility push(hidden)

#define MAX_LAYER_GROUPS	24

/* how tokens of a layer see each other */
typedef enum Mixer
{
	MIXER_NONE,					/* a feed-forward block alone */
	MIXER_ATTENTION,			/* softmax attention, grouped queries */
	MIXER_LATENT,				/* multi-head latent attention */
	MIXER_COMPRESSED,			/* a window, and keys compressed over tokens (DeepSeek-V4) */
	MIXER_GATED_DELTA,			/* gated delta rule (Qwen3-Next) */
	MIXER_KDA,					/* its form with a gate for each channel (Kimi Linear) */
	MIXER_MAMBA2,				/* state space */
	MIXER_LIGHTNING				/* linear attention (MiniMax-01) */
} Mixer;

typedef enum AttentionGate
{
	GATE_NONE,
	GATE_HEAD,					/* one number a head */
	GATE_ELEMENT				/* one number an element of the output */
} AttentionGate;

/* where a layer of softmax attention has its keys and values from */
typedef enum KvFrom
{
	KV_OWN,						/* a matrix for the keys, one for the values */
	KV_SHARED,					/* one matrix for both (Gemma 4) */
	KV_EARLIER					/* an earlier layer's: no matrix, nothing kept */
} KvFrom;

/* a group of equal layers; 0 means absent, or derive: see tc_layer_complete */
typedef struct Layer
{
	double		layers;
	Mixer		mixer;
	double		hidden_size;
	double		heads;			/* of queries; of values in linear attention */
	double		kv_heads;		/* of keys in linear attention; groups of a state space */
	double		head_dim;		/* of queries and keys, without rotary part if latent; of a state */
	double		v_head_dim;
	double		q_lora_rank;
	double		kv_lora_rank;
	double		qk_rope_head_dim;
	double		sliding_window;
	double		compress_ratio; /* tokens that become one key */
	double		index_heads;	/* of the indexer; 0: an earlier layer's chooses */
	double		index_head_dim;
	double		index_topk;		/* keys that it leaves */
	double		o_groups;		/* of the output's two factors */
	double		o_lora_rank;
	double		conv_kernel;	/* of the short convolution */
	AttentionGate gate;
	KvFrom		kv_from;
	bool		qk_norm;
	double		ffn_size;		/* of one matrix; 0: none */
	bool		gated_ffn;
	double		experts;
	double		experts_per_token;
	double		shared_experts;
	double		expert_ffn_size;
	double		expert_hidden_size; /* of the routed experts' input */
	bool		shared_gate;
	double		streams;		/* residual streams (hyper-connections) */
	double		extra_params;	/* vectors of one layer that the kinds above do not have */
} Layer;

/* what one layer of a group holds and does */
typedef struct LayerCount
{
	double		matrices;		/* parameters in matrix products */
	double		active_matrices;	/* those that a token meets */
	double		vectors;		/* all others */
} LayerCount;

extern bool tc_layer_complete(Layer *layer, Problem *problem);
extern LayerCount tc_layer_count(const Layer *layer);
extern double tc_layer_core_flops(const Layer *layer, double seq_len, bool causal);
extern double tc_layer_flops(const Layer *layer, double seq_len, const FlopsConvention *convention, bool count_vectors);
extern double tc_layer_cache_bytes(const Layer *layer, double context_tokens, double value_bytes);

/* a model of several groups */
typedef struct LayerList
{
	int			groups;			/* 0: none */
	int			mtp_groups;		/* the last ones predict further tokens */
	double		hidden_size;
	double		vocab_size;
	bool		tied_embeddings;
	Layer		layer[MAX_LAYER_GROUPS];
} LayerList;

/* like_layers.c */
extern Arch tc_like_layers(const LayerList *list);

/* layers.c */
extern double tc_layers_params(const LayerList *list, bool active);
extern double tc_layers_flops(const LayerList *list, double tokens, double seq_len, const FlopsConvention *convention,
							  bool count_vectors);
extern double tc_layers_cache_bytes(const LayerList *list, double context_tokens, double value_bytes);

#pragma GCC visibility pop

#endif
