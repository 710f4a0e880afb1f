/*
 * model_shape.c: the architecture of a model of the catalog
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "lookup/lookup.h"

/* the columns of the question, in its order */
enum
{
	LAYERS, HIDDEN_SIZE, HEADS, VOCAB_SIZE, KV_HEADS, HEAD_DIM, FFN_SIZE, GATED_FFN, TIED_EMBEDDINGS,
	LEARNED_POSITIONS, EXPERTS, EXPERTS_PER_TOKEN, SHARED_EXPERTS, EXPERT_FFN_SIZE, DENSE_LAYERS,
	MOE_EVERY, Q_LORA_RANK, KV_LORA_RANK, QK_NOPE_HEAD_DIM, QK_ROPE_HEAD_DIM, V_HEAD_DIM,
	SLIDING_WINDOW, SLIDING_LAYERS, MTP_MODULES, BIASES, DECODER_LAYERS, TRAIN_SEQ_LEN, TOKENS,
	SHAPE_COLUMNS
};

#define F8(column)	column "::pg_catalog.float8, "
#define FLAG(column) "CASE WHEN " column " THEN 1::pg_catalog.float8 WHEN NOT " column " THEN 0::pg_catalog.float8 END, "

static Question shape_question = {
	"SELECT " F8("layers") F8("hidden_size") F8("heads") F8("vocab_size") F8("kv_heads") F8("head_dim")
	F8("coalesce(ffn_size, expert_ffn_size)") FLAG("gated_ffn") FLAG("tied_embeddings") F8("learned_positions")
	F8("experts") F8("experts_per_token") F8("shared_experts") F8("expert_ffn_size") F8("dense_layers")
	F8("moe_every") F8("q_lora_rank") F8("kv_lora_rank") F8("qk_nope_head_dim") F8("qk_rope_head_dim") F8("v_head_dim")
	F8("sliding_window") F8("sliding_layers") F8("mtp_modules")
	"CASE WHEN biases" EQ "'all' THEN 2::pg_catalog.float8 WHEN biases" EQ "'qkv' THEN 1::pg_catalog.float8 ELSE 0::pg_catalog.float8 END, "
	F8("decoder_layers") F8("coalesce(train_seq_len, seq_len)")
	"tokens FROM traincost.model WHERE name" EQ "$1",
	1, {TEXTOID}, "model", MODEL_NAMES, NAME_OF_MODEL
};

/* without these there is no shape */
static const struct
{
	int			column;
	const char *name;
	bool		of_list;		/* of a model whose layers table model_layer lists, too */
}			required[] = {
	{LAYERS, "layers", false}, {HIDDEN_SIZE, "hidden_size", true}, {HEADS, "heads", false}, {VOCAB_SIZE, "vocab_size", true},
	{FFN_SIZE, "ffn_size", false}, {GATED_FFN, "gated_ffn", false}, {TIED_EMBEDDINGS, "tied_embeddings", true}
};

static bool
has_shape(text *name, const double *c, bool listed, bool missing_ok)
{
	StringInfoData missing;

	initStringInfo(&missing);
	for (int i = 0; i < lengthof(required); i++)
		if (isnan(c[required[i].column]) && (required[i].of_list || !listed))
			appendStringInfo(&missing, "%s%s", missing.len > 0 ? ", " : "", required[i].name);
	if (missing.len > 0 && !missing_ok)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("model \"%s\" has no complete shape in the catalog: %s missing",
						tc_shown_text(name), missing.data),
				 errhint("UPDATE traincost.model, or use the function that takes numbers.")));
	return missing.len == 0;
}

/* NULL stands for 0: derive, or absent */
static double
or_zero(double value)
{
	return isnan(value) ? 0 : value;
}

static Arch
arch_of(const double *c)
{
	Arch		arch = {
		.layers = c[LAYERS],
		.hidden_size = c[HIDDEN_SIZE],
		.heads = c[HEADS],
		.vocab_size = c[VOCAB_SIZE],
		.kv_heads = or_zero(c[KV_HEADS]),
		.head_dim = or_zero(c[HEAD_DIM]),
		.ffn_size = c[FFN_SIZE],
		.gated_ffn = c[GATED_FFN] == 1,
		.tied_embeddings = c[TIED_EMBEDDINGS] == 1,
		.learned_positions = or_zero(c[LEARNED_POSITIONS]),
		.experts = or_zero(c[EXPERTS]),
		.experts_per_token = or_zero(c[EXPERTS_PER_TOKEN]),
		.shared_experts = or_zero(c[SHARED_EXPERTS]),
		.expert_ffn_size = or_zero(c[EXPERT_FFN_SIZE]),
		.dense_layers = or_zero(c[DENSE_LAYERS]),
		.moe_every = isnan(c[MOE_EVERY]) ? 1 : c[MOE_EVERY],
		.q_lora_rank = or_zero(c[Q_LORA_RANK]),
		.kv_lora_rank = or_zero(c[KV_LORA_RANK]),
		.qk_nope_head_dim = or_zero(c[QK_NOPE_HEAD_DIM]),
		.qk_rope_head_dim = or_zero(c[QK_ROPE_HEAD_DIM]),
		.v_head_dim = or_zero(c[V_HEAD_DIM]),
		.sliding_window = or_zero(c[SLIDING_WINDOW]),
		.sliding_layers = or_zero(c[SLIDING_LAYERS]),
		.mtp_modules = or_zero(c[MTP_MODULES]),
		.biases = (Biases) c[BIASES],
	};

	return arch;
}

/* a shape that contradicts itself is an error, or false where missing_ok */
static bool
contradicts(const Problem *problem, bool missing_ok)
{
	if (!missing_ok)
		tc_reject_problem(problem);
	return false;
}

/*
 * 42704 for an unknown model, 22023 for one whose shape is not in the catalog,
 * or contradicts itself; false instead where missing_ok
 */
bool
tc_find_shape(text *typed, ModelShape *shape, bool missing_ok)
{
	text	   *name = tc_row_name(NAME_OF_MODEL, typed, missing_ok);
	double		c[SHAPE_COLUMNS];
	Problem		problem;

	if (name == NULL)
		return false;
	tc_find_row(&shape_question, name, SHAPE_COLUMNS, c, missing_ok);
	memset(shape, 0, sizeof(ModelShape));
	if (!tc_find_layers(name, c[HIDDEN_SIZE], &shape->list, &problem))
		return contradicts(&problem, missing_ok);
	if (!has_shape(name, c, shape->list.groups > 0, missing_ok))
		return false;
	shape->tied_embeddings = c[TIED_EMBEDDINGS] == 1;
	shape->tokens = c[TOKENS];
	shape->train_seq_len = c[TRAIN_SEQ_LEN];
	shape->list.hidden_size = c[HIDDEN_SIZE];
	shape->list.vocab_size = c[VOCAB_SIZE];
	shape->list.tied_embeddings = shape->tied_embeddings;
	if (shape->list.groups > 0)
		return true;
	shape->arch = arch_of(c);
	if (!tc_arch_complete(&shape->arch, &problem))
		return contradicts(&problem, missing_ok);
	shape->encoder_decoder = !isnan(c[DECODER_LAYERS]);
	shape->encdec = (EncDec)
	{
		.encoder_layers = c[LAYERS],.decoder_layers = c[DECODER_LAYERS],.hidden_size = c[HIDDEN_SIZE],
			.heads = c[HEADS],.vocab_size = c[VOCAB_SIZE],.head_dim = shape->arch.head_dim,
			.ffn_size = c[FFN_SIZE],.gated_ffn = shape->arch.gated_ffn
	};
	return true;
}
