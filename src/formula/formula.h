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
	return result == 0 && nonzero ? INFINITY : result;
}

/* amount x rate, where 0 of anything is 0, were the rate beyond the greatest number */
static inline double
tc_times(double amount, double rate)
{
	return tc_kept(amount == 0 && isinf(rate) ? 0 : amount * rate, amount != 0 && rate != 0);
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

/* compute.c */
extern double tc_train_flops(double params, double tokens, double flops_per_param_token);
extern double tc_pflops_days(double flop);
extern double tc_tokens_from_bytes(double bytes, double bytes_per_token);
extern double tc_attention_flops(double tokens, double seq_len, double layers, double heads,
								 double head_dim, bool causal, double passes);
extern double tc_convert_mfu(double mfu, double counted_flop, double wanted_flop);

/* cluster.c */
extern double tc_gpu_hours(double flop, double tflops_per_gpu);
extern double tc_train_days(double flop, double gpus, double tflops_per_gpu);
extern double tc_whole_gpus(double gpus);
extern double tc_gpus_needed(double flop, double days, double tflops_per_gpu);
extern double tc_achieved_tflops(double flop, double gpus, double seconds);
extern double tc_achieved_mfu(double flop, double gpu_hours, double peak_tflops);

/* energy.c */
extern double tc_energy_kwh(double gpu_hours, double gpu_watts, double power_fraction,
							double host_overhead, double pue);
extern double tc_node_energy_kwh(double hours, double gpus, double gpu_watts, double gpu_fraction,
								 double cpu_watts, double cpu_fraction, double memory_gb,
								 double memory_watts_per_gb, double pue);
extern double tc_co2e_kg(double energy_kwh, double gco2e_per_kwh);
extern double tc_co2e_embodied_kg(double gpu_hours, double kg_per_gpu, double kg_per_server,
								  double gpus_per_server, double useful_life_years, double utilization);
extern double tc_water_l(double energy_it_kwh, double wue_site, double pue, double wue_source);
extern double tc_household_years(double energy_kwh, double kwh_per_household_year);
extern double tc_sci_gco2e(double operational_kg, double embodied_kg, double functional_units);

/* money.c */
extern double tc_rent_usd(double gpu_hours, double usd_per_gpu_hour, double discount_share);
extern double tc_own_usd(double gpus, double usd_per_gpu, double other_hardware_share,
						 double datacenter_share, double labor_usd);
extern double tc_cluster_usd(double gpus, double usd_per_gpu, double server_overhead,
							 double interconnect_share);
extern double tc_decayed_price_usd(double price_usd, double years, double price_decay_oom_per_year);
extern double tc_straight_line_price_usd(double price_usd, double years, double useful_life_years,
										 double residual_share);
extern double tc_decay_usd_per_gpu_hour(double price_usd, double price_decay_oom_per_year, double utilization);
extern double tc_straight_line_usd_per_gpu_hour(double price_usd, double useful_life_years,
												double residual_share, double utilization);
extern double tc_amortized_usd(double gpu_hours, double price_usd, double interconnect_share,
							   double price_decay_oom_per_year);
extern double tc_electricity_usd(double energy_kwh, double usd_per_kwh);
extern double tc_storage_usd(double average_gb, double months, double usd_per_gb_month);
extern double tc_labor_usd(double people, double years, double usd_per_person_year,
						   double overhead_multiplier);
extern double tc_annotation_usd(double items, double usd_per_item);
extern double tc_development_usd(double final_run_usd, double run_multiplier);
extern double tc_break_even_hours(double own_usd, double rent_usd_per_hour, double own_usd_per_hour);
extern double tc_break_even_utilization(double own_usd, double useful_life_years,
										double rent_usd_per_hour, double own_usd_per_hour);
extern double tc_api_usd(double input_tokens, double output_tokens, double usd_per_mtok_input,
						 double usd_per_mtok_output);
extern double tc_break_even_tokens(double train_usd, double api_usd_per_mtok, double serve_usd_per_mtok);

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

extern double tc_scaling_loss(double params, double tokens, double e, double a, double b,
							  double alpha, double beta);
extern double tc_scaling_optimal_params(double flop, double a, double b, double alpha, double beta);
extern double tc_chinchilla_optimal_params(double flop, const ScalingLaw *law);
extern double tc_chinchilla_optimal_tokens(double flop, const ScalingLaw *law);
extern double tc_chinchilla_tokens_for_params(double params, const ScalingLaw *law);
extern bool tc_chinchilla_loss(double params, double tokens, const ScalingLaw *law, double *loss);

/* reliability.c */

/* below it a run makes no headway worth a number */
#define TC_LEAST_GOODPUT	0.001

extern double tc_checkpoint_bytes(double params, double bytes_per_param);
extern double tc_cluster_mtbf_hours(double units, double mtbf_hours_per_unit);
extern double tc_checkpoint_interval_hours(double mtbf_hours, double write_hours, bool daly);
extern double tc_goodput(double mtbf_hours, double interval_hours, double write_hours,
						 double restart_hours, bool exponential);
extern double tc_train_failures(double ideal_days, double mtbf_hours, double goodput);
extern double tc_lost_gpu_hours(double failures, double gpus, double interval_hours,
								double write_hours, double restart_hours);

#endif
