/*
 * model_layers.c: the groups of layers of a model of the catalog
 */
#include "postgres.h"

#include "catalog/pg_type.h"

#include "lookup/lookup.h"

/* the columns of the question, in its order */
enum
{
	IS_MTP, LAYERS, MIXER, HIDDEN_SIZE, HEADS, KV_HEADS, HEAD_DIM, V_HEAD_DIM, Q_LORA_RANK, KV_LORA_RANK,
	QK_ROPE_HEAD_DIM, SLIDING_WINDOW, COMPRESS_RATIO, INDEX_HEADS, INDEX_HEAD_DIM, INDEX_TOPK, O_GROUPS, O_LORA_RANK,
	CONV_KERNEL, GATE, KV_FROM, QK_NORM, FFN_SIZE, GATED_FFN, EXPERTS, EXPERTS_PER_TOKEN, SHARED_EXPERTS,
	EXPERT_FFN_SIZE,
	EXPERT_HIDDEN_SIZE, SHARED_GATE, STREAMS, EXTRA_PARAMS,
	LAYER_COLUMNS
};

#define F8(column)	"coalesce(" column "::pg_catalog.float8, 0), "
#define FLAG(column) "CASE WHEN " column " THEN 1::pg_catalog.float8 ELSE 0::pg_catalog.float8 END, "
#define PLACE(column, words) \
	"coalesce(pg_catalog.array_position('" words "'::pg_catalog.text[], " column "), 1)::pg_catalog.float8 OPERATOR(pg_catalog.-) 1::pg_catalog.float8, "

static Question layers_question = {
	"SELECT " FLAG("part" EQ "'mtp'") F8("layers")
	PLACE("mixer", "{none,attention,latent,compressed,gated_delta,kda,mamba2,lightning}")
	F8("hidden_size") F8("heads") F8("kv_heads") F8("head_dim") F8("v_head_dim") F8("q_lora_rank") F8("kv_lora_rank")
	F8("qk_rope_head_dim") F8("sliding_window") F8("compress_ratio") F8("index_heads") F8("index_head_dim")
	F8("index_topk") F8("o_groups") F8("o_lora_rank") F8("conv_kernel") PLACE("attention_gate", "{none,head,element}")
	PLACE("kv_from", "{own,shared,earlier}") FLAG("qk_norm") F8("ffn_size") FLAG("gated_ffn") F8("experts") F8("experts_per_token") F8("shared_experts")
	F8("expert_ffn_size") F8("expert_hidden_size") FLAG("shared_gate") F8("streams")
	"coalesce(extra_params, 0) FROM traincost.model_layer"
	" WHERE model" EQ "$1 AND part OPERATOR(pg_catalog.<>) 'vision' ORDER BY part" EQ "'mtp', group_no",
	1, {TEXTOID}
};

static Layer
layer_of(const double *c, double hidden_size)
{
	Layer		layer = {
		.layers = c[LAYERS],
		.mixer = (Mixer) c[MIXER],
		.hidden_size = c[HIDDEN_SIZE] > 0 ? c[HIDDEN_SIZE] : hidden_size,
		.heads = c[HEADS],
		.kv_heads = c[KV_HEADS],
		.head_dim = c[HEAD_DIM],
		.v_head_dim = c[V_HEAD_DIM],
		.q_lora_rank = c[Q_LORA_RANK],
		.kv_lora_rank = c[KV_LORA_RANK],
		.qk_rope_head_dim = c[QK_ROPE_HEAD_DIM],
		.sliding_window = c[SLIDING_WINDOW],
		.compress_ratio = c[COMPRESS_RATIO],
		.index_heads = c[INDEX_HEADS],
		.index_head_dim = c[INDEX_HEAD_DIM],
		.index_topk = c[INDEX_TOPK],
		.o_groups = c[O_GROUPS],
		.o_lora_rank = c[O_LORA_RANK],
		.conv_kernel = c[CONV_KERNEL],
		.gate = (AttentionGate) c[GATE],
		.kv_from = (KvFrom) c[KV_FROM],
		.qk_norm = c[QK_NORM] == 1,
		.ffn_size = c[FFN_SIZE],
		.gated_ffn = c[GATED_FFN] == 1,
		.experts = c[EXPERTS],
		.experts_per_token = c[EXPERTS_PER_TOKEN],
		.shared_experts = c[SHARED_EXPERTS],
		.expert_ffn_size = c[EXPERT_FFN_SIZE],
		.expert_hidden_size = c[EXPERT_HIDDEN_SIZE],
		.shared_gate = c[SHARED_GATE] == 1,
		.streams = c[STREAMS],
		.extra_params = c[EXTRA_PARAMS],
	};

	return layer;
}

/* groups 0: the model has none of part text; false for groups that contradict themselves, or too many */
bool
tc_find_layers(text *name, double hidden_size, LayerList *list, Problem *problem)
{
	double		c[MAX_LAYER_GROUPS][LAYER_COLUMNS];
	Datum		arg = PointerGetDatum(name);
	uint64		groups = tc_ask(&layers_question, &arg, NULL, MAX_LAYER_GROUPS, LAYER_COLUMNS, c[0]);

	list->groups = list->mtp_groups = 0;
	if (groups == 0 || c[0][IS_MTP] == 1)
		return true;
	if (groups > MAX_LAYER_GROUPS)
		return tc_impossible(problem, "model_layer", groups, "at most 24 groups of a model", "Join groups of equal layers.");
	list->groups = groups;
	for (int i = 0; i < list->groups; i++)
	{
		list->layer[i] = layer_of(c[i], hidden_size);
		list->mtp_groups += c[i][IS_MTP] == 1;
		if (!tc_layer_complete(&list->layer[i], problem))
			return false;
	}
	return true;
}
