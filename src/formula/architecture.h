/*
 * architecture.h: the shape of a transformer
 */
#ifndef TC_ARCHITECTURE_H
#define TC_ARCHITECTURE_H

#include "formula/formula.h"

typedef enum Biases
{
	BIASES_NONE,
	BIASES_QKV,
	BIASES_ALL					/* also gives LayerNorm its biases */
} Biases;

/* the arguments <arch>; 0 means derive or absent, see tc_arch_complete */
typedef struct Arch
{
	double		layers;
	double		hidden_size;
	double		heads;
	double		vocab_size;		/* 0: blocks only */
	double		kv_heads;
	double		head_dim;
	double		ffn_size;		/* width of one matrix */
	bool		gated_ffn;
	bool		tied_embeddings;
	double		learned_positions;
	double		experts;		/* routed; 0: dense */
	double		experts_per_token;
	double		shared_experts; /* may be fractional */
	double		expert_ffn_size;
	double		dense_layers;	/* leading ones */
	double		moe_every;
	double		q_lora_rank;
	double		kv_lora_rank;	/* > 0: multi-head latent attention */
	double		qk_nope_head_dim;
	double		qk_rope_head_dim;
	double		v_head_dim;
	double		sliding_window;
	double		sliding_layers;
	double		mtp_modules;	/* multi-token prediction */
	Biases		biases;
} Arch;

/* parameters of the parts of one layer, and how many layers are of which kind */
typedef struct LayerParts
{
	double		attn;			/* attention matrices */
	double		ffn;			/* a dense feed-forward block */
	double		expert;			/* one expert */
	double		router;
	double		norm;			/* one norm */
	double		norms;			/* those of a layer */
	double		attn_bias;
	double		ffn_bias;
	double		expert_bias;
	double		qk_width;		/* per head: queries and keys, */
	double		v_width;		/* values */
	double		moe_layers;
	double		dense_layers;
} LayerParts;

typedef enum Recompute
{
	RECOMPUTE_NONE,
	RECOMPUTE_SELECTIVE,
	RECOMPUTE_FULL,
	/* the memory functions alone */
	RECOMPUTE_OPS,				/* every second matrix product is kept */
	RECOMPUTE_LAYERS			/* the first layers are recomputed in full */
} Recompute;

typedef enum Phase
{
	PHASE_TRAIN,
	PHASE_FORWARD,
	PHASE_FROZEN				/* LoRA: no weight gradients of the base */
} Phase;

typedef struct FlopsConvention
{
	bool		causal;
	bool		logits;
	bool		input_embedding;
	Recompute	recompute;
	Phase		phase;
	double		core_recompute_passes;
} FlopsConvention;

/* an encoder-decoder as T5 */
typedef struct EncDec
{
	double		encoder_layers;
	double		decoder_layers;
	double		hidden_size;
	double		heads;
	double		vocab_size;
	double		head_dim;
	double		ffn_size;
	bool		gated_ffn;
} EncDec;

/* the layout of a training step over GPUs, for its time */
typedef struct StepLayout
{
	double		batch;
	double		seq_len;
	double		peak_tflops;
	double		tp;
	double		pp;
	double		dp;
	double		micro_batch;
	double		interleave;
	Recompute	recompute;
	bool		causal;
	double		matmul_efficiency;
	double		tp_gbps;
	double		dp_gbps;
	double		memory_gbps;
	double		dp_overlap;
} StepLayout;

/* architecture.c */
/* passes over layer matrices, attention core and head, forward being one each */
typedef struct Passes
{
	double		layer;
	double		core;
	double		head;
} Passes;

extern Passes tc_passes(const FlopsConvention *convention);
extern bool tc_arch_complete(Arch *arch, Problem *problem);
extern bool tc_divides_heads(double tp, const Arch *arch, Problem *problem);
extern LayerParts tc_layer_parts(const Arch *arch);
extern double tc_moe_layers_among(const Arch *arch, double first_layers);
extern double tc_transformer_params(const Arch *arch);
extern double tc_transformer_active_params(const Arch *arch);
extern double tc_transformer_vectors(const Arch *arch);
extern double tc_transformer_flops(double tokens, double seq_len, const Arch *arch,
								   const FlopsConvention *convention);
extern double tc_encdec_params(const EncDec *shape, bool tied_embeddings);
extern double tc_encdec_flops(const EncDec *shape, double encoder_tokens, double decoder_tokens,
							  double encoder_seq_len, double decoder_seq_len,
							  bool causal, bool logits, double passes);

/* kv_cache.c */
extern double tc_kv_bytes_per_token(const Arch *arch, double context_tokens, double value_bytes);

/* step.c */
extern bool tc_step_layout_check(const StepLayout *layout, const Arch *arch, Problem *problem);
extern double tc_step_seconds(const StepLayout *layout, const Arch *arch);

#endif
