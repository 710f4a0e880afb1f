/*
 * money.c: rent, purchase, amortisation, break-even
 *
 * Nominal US dollars.  "Never" is NaN here, NULL in SQL: a query over many
 * rows must not stop at the one that never breaks even.
 */
#include "formula/inline.h"

double
tc_rent_usd(double gpu_hours, double usd_per_gpu_hour, double discount_share)
{
	return tc_inline_rent_usd(gpu_hours, usd_per_gpu_hour, discount_share);
}

/* shares are of the GPUs' price, and each is a term of its own on the bill */
double
tc_own_usd(double gpus, double usd_per_gpu, double other_hardware_share,
		   double datacenter_share, double labor_usd)
{
	double		compute_usd = tc_times(gpus, usd_per_gpu);

	return compute_usd + compute_usd * other_hardware_share +
		compute_usd * datacenter_share + labor_usd;
}

/* interconnect_share is the network's part of the whole (arXiv:2405.21015) */
double
tc_cluster_usd(double gpus, double usd_per_gpu, double server_overhead,
			   double interconnect_share)
{
	return tc_times(gpus, usd_per_gpu) * server_overhead / (1 - interconnect_share);
}

double
tc_decayed_price_usd(double price_usd, double years, double price_decay_oom_per_year)
{
	return tc_kept(price_usd * pow(10, -price_decay_oom_per_year * years), price_usd > 0);
}

/* linear from the price to its residual, and flat from the end of life on */
double
tc_straight_line_price_usd(double price_usd, double years, double useful_life_years,
						   double residual_share)
{
	return tc_times(price_usd, fmax(residual_share,
									1 - (1 - residual_share) * years / useful_life_years));
}

/* the slope of the decay at the start of the run, per hour in use */
double
tc_decay_usd_per_gpu_hour(double price_usd, double price_decay_oom_per_year, double utilization)
{
	return tc_kept(price_usd * price_decay_oom_per_year * TC_LN10 / (TC_HOURS_PER_YEAR * utilization),
				   price_usd > 0 && price_decay_oom_per_year > 0);
}

double
tc_straight_line_usd_per_gpu_hour(double price_usd, double useful_life_years,
								  double residual_share, double utilization)
{
	return tc_kept(price_usd * (1 - residual_share) / (useful_life_years * TC_HOURS_PER_YEAR * utilization),
				   price_usd > 0 && residual_share < 1);
}

/* Epoch AI's amortised hardware cost (arXiv:2405.21015) */
double
tc_amortized_usd(double gpu_hours, double price_usd, double interconnect_share,
				 double price_decay_oom_per_year)
{
	return tc_times(gpu_hours, tc_decay_usd_per_gpu_hour(price_usd, price_decay_oom_per_year, 1)) /
		(1 - interconnect_share);
}

double
tc_electricity_usd(double energy_kwh, double usd_per_kwh)
{
	return tc_times(energy_kwh, usd_per_kwh);
}

double
tc_storage_usd(double average_gb, double months, double usd_per_gb_month)
{
	return tc_times(tc_times(average_gb, months), usd_per_gb_month);
}

double
tc_labor_usd(double people, double years, double usd_per_person_year,
			 double overhead_multiplier)
{
	return tc_times(tc_times(tc_times(people, years), usd_per_person_year), overhead_multiplier);
}

double
tc_annotation_usd(double items, double usd_per_item)
{
	return tc_times(items, usd_per_item);
}

double
tc_development_usd(double final_run_usd, double run_multiplier)
{
	return final_run_usd * run_multiplier;
}

double
tc_break_even_hours(double own_usd, double rent_usd_per_hour, double own_usd_per_hour)
{
	if (rent_usd_per_hour <= own_usd_per_hour)
		return NAN;
	return tc_kept(own_usd / (rent_usd_per_hour - own_usd_per_hour), own_usd > 0);
}

/* above 1: renting is cheaper even for a machine that never idles */
double
tc_break_even_utilization(double own_usd, double useful_life_years,
						  double rent_usd_per_hour, double own_usd_per_hour)
{
	double		hours = tc_break_even_hours(own_usd, rent_usd_per_hour, own_usd_per_hour);

	/* NaN is for never alone */
	return isinf(hours) ? hours : tc_kept(hours / (useful_life_years * TC_HOURS_PER_YEAR), hours > 0);
}

double
tc_api_usd(double input_tokens, double output_tokens, double usd_per_mtok_input,
		   double usd_per_mtok_output)
{
	double		usd = tc_times(input_tokens, usd_per_mtok_input) + tc_times(output_tokens, usd_per_mtok_output);

	return tc_kept(usd / 1e6, usd > 0);
}

double
tc_break_even_tokens(double train_usd, double api_usd_per_mtok, double serve_usd_per_mtok)
{
	if (api_usd_per_mtok <= serve_usd_per_mtok)
		return NAN;
	return tc_kept(train_usd / (api_usd_per_mtok - serve_usd_per_mtok) * 1e6, train_usd > 0);
}
