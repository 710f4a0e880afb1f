/*
 * formula.h: the arithmetic of training cost, without a database
 *
 * Double in, double out.  Callers check each argument against its domain
 * first; what a single argument cannot show (heads that are no multiple of
 * kv_heads, say) a formula reports through Problem.  No function here raises,
 * allocates or reads a table.
 */
#ifndef TC_FORMULA_H
#define TC_FORMULA_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#define TC_TERA					1e12
#define TC_GIGA					1e9 /* GB, never GiB */
#define TC_GIBI					1073741824.0	/* GiB: of cards alone */
#define TC_PFLOPS_DAY			8.64e19 /* FLOP in one PFLOP/s-day */
#define TC_SECONDS_PER_HOUR		3600.0
#define TC_HOURS_PER_DAY		24.0
#define TC_HOURS_PER_YEAR		8766.0	/* Julian year: money, price decay */
#define TC_DAYS_PER_YEAR		(TC_HOURS_PER_YEAR / TC_HOURS_PER_DAY)
#define TC_EMBODIED_HOURS_PER_YEAR 8760.0	/* 365 days: embodied carbon */
#define TC_LN10					2.302585092994046

/* why a combination of arguments is impossible; argument is NULL if it is not */
typedef struct Problem
{
	const char *argument;
	double		value;
	const char *requirement;	/* completes: argument "x" must be ... */
	const char *hint;			/* a whole sentence, or NULL */
} Problem;

/*
 * A result that is 0 though what it is a product of is not: out of range, as one
 * above the greatest number is.  Infinity stands for both; callers raise 22003,
 * as the server's own float8 does.
 */
static inline double
tc_kept(double result, bool nonzero)
{
	/* nearly every one, and a single comparison finds it */
	if (result > 0)
		return result;
	return result == 0 && nonzero ? INFINITY : result;
}

/* amount x rate, where 0 of anything is 0, were the rate beyond the greatest number */
static inline double
tc_times(double amount, double rate)
{
	double		product = amount * rate;

	if (product > 0)
		return product;
	return tc_kept(amount == 0 && isinf(rate) ? 0 : product, amount != 0 && rate != 0);
}

/* report a problem: always false, for the checks to return */
static inline bool
tc_impossible(Problem *problem, const char *argument, double value, const char *requirement, const char *hint)
{
	problem->argument = argument;
	problem->value = value;
	problem->requirement = requirement;
	problem->hint = hint;
	return false;
}

/* the formulas of formulas.def */
#define FORMULA(name, arity, arguments, ...) extern double tc_##name arguments;
#define FORMULA_AS(symbol, name, arity, arguments, ...) extern double tc_##name arguments;
#define MAYBE(name, arity, arguments, ...) extern double tc_##name arguments;
#include "formula/formulas.def"
#undef FORMULA
#undef FORMULA_AS
#undef MAYBE

/* compute.c */
extern double tc_attention_flops(double tokens, double seq_len, double layers, double heads,
								 double head_dim, bool causal, double passes);

/* cluster.c */
extern double tc_whole_gpus(double gpus);
extern double tc_gpus_needed(double flop, double days, double tflops_per_gpu);

/* posttraining.c */
typedef struct PostTraining
{
	double		generation_flop;
	double		scoring_flop;
	double		training_flop;
} PostTraining;

extern double tc_sft_flops(double params, double tokens, double epochs, bool frozen_base);
extern double tc_rm_flops(double params, double comparisons, double tokens_per_sequence,
						  double sequences_per_comparison, double epochs, bool frozen_base);
extern PostTraining tc_dpo_flops(double params, double pairs, double tokens_per_sequence, double epochs,
								 bool reference, bool cached_reference, bool frozen_base);
extern PostTraining tc_rl_flops(double params, double prompts, double prompt_tokens,
								double response_tokens, double samples_per_prompt, bool reference,
								bool old_logprobs, double reward_params, double critic_params,
								double epochs, bool frozen_base);

/* scaling.c */
typedef enum ScalingLawName
{
	LAW_BESIROGLU,
	LAW_HOFFMANN3,
	LAW_HOFFMANN3_TEX,
	LAW_HOFFMANN1,
	LAW_HOFFMANN2
} ScalingLawName;

typedef struct ScalingLaw
{
	double		e;
	double		a;
	double		b;
	double		alpha;
	double		beta;
	double		tokens_factor;	/* > 0: a power law, without loss */
	double		tokens_exponent;
} ScalingLaw;

extern const ScalingLaw tc_scaling_laws[];

extern double tc_chinchilla_optimal_params(double flop, const ScalingLaw *law);
extern double tc_chinchilla_optimal_tokens(double flop, const ScalingLaw *law);
extern double tc_chinchilla_tokens_for_params(double params, const ScalingLaw *law);
extern bool tc_chinchilla_loss(double params, double tokens, const ScalingLaw *law, double *loss);

/* below it a run makes no headway worth a number */
#define TC_LEAST_GOODPUT	0.001

extern double tc_checkpoint_interval_hours(double mtbf_hours, double write_hours, bool daly);
extern double tc_goodput(double mtbf_hours, double interval_hours, double write_hours,
						 double restart_hours, bool exponential);
extern double tc_cluster_goodput(double gpus, double gpu_hours_per_failure,
								 double checkpoint_seconds, double restart_seconds);

#endif
