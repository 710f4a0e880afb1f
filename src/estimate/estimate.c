/*
 * estimate.c: the kernel, one estimate from plain numbers
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "estimate/estimate.h"
#include "formula/inline.h"

/* servers hold eight GPUs: what the embodied figure of a server is for */
#define GPUS_PER_SERVER	8

/* of raising the GPUs, before they are bracketed; nearly every search ends within a few */
#define MOST_RAISES		32

/*
 * GPU-hours of the final run if nothing fails: as given, or training and
 * generation, each at its own speed; with what a whole run takes beside
 */
static double
ideal_hours(const EstimateInput *in)
{
	double		hours;

	if (!isnan(in->steady_gpu_hours))
		return in->steady_gpu_hours * in->run_overhead;
	hours = tc_inline_gpu_hours(in->flop, in->tflops_per_gpu);

	if (in->generation_flop != 0)
		hours += tc_inline_gpu_hours(in->generation_flop, in->generation_tflops_per_gpu);
	return hours * in->run_overhead;
}

/* goodput as given, or what failures of so many GPUs leave of the time */
static inline double
goodput_of(const EstimateInput *in, double gpus)
{
	if (isnan(in->gpu_hours_per_failure) || gpus == 0)
		return in->goodput;
	return tc_cluster_goodput(gpus, in->gpu_hours_per_failure, in->checkpoint_seconds, in->restart_seconds);
}

/* does the goodput, where it is derived, say that the run never finishes?  One that is given is taken at its word */
static inline bool
hopeless(const EstimateInput *in, double goodput)
{
	return goodput < TC_LEAST_GOODPUT && !isnan(in->gpu_hours_per_failure);
}

/* the fewest whole GPUs that keep the days at this goodput */
static double
needed_gpus(const EstimateInput *in, double hours, double goodput)
{
	double		gpus = hours / goodput / (in->days * TC_HOURS_PER_DAY);

	/* a need too small for a number is one, as in tc_gpus_needed */
	return gpus == 0 && hours > 0 ? 1 : tc_whole_gpus(gpus);
}

/* do so many GPUs keep the days, though they fail more often than fewer? */
static bool
enough_gpus(const EstimateInput *in, double hours, double gpus)
{
	double		goodput = goodput_of(in, gpus);

	CHECK_FOR_INTERRUPTS();
	return !hopeless(in, goodput) && needed_gpus(in, hours, goodput) <= gpus;
}

/* work of so many GPUs per hour, in hours of one that never fails */
static double
throughput(const EstimateInput *in, double gpus)
{
	return gpus * goodput_of(in, gpus);
}

/*
 * The GPUs between low and high that get most done, whole.  Throughput rises to
 * one peak and falls from there, so a golden section finds it; on logarithms,
 * since high may be many powers of ten above low.
 */
static double
most_useful_gpus(const EstimateInput *in, double low, double high)
{
	const double golden = 0.6180339887498949;
	double		a = log(low);
	double		b = log(high);
	double		best = low;
	double		middle;

	for (int i = 0; i < 100; i++)
	{
		double		left = b - golden * (b - a);
		double		right = a + golden * (b - a);

		if (throughput(in, exp(left)) < throughput(in, exp(right)))
			a = left;
		else
			b = right;
	}
	middle = rint(exp((a + b) / 2));
	for (double gpus = fmax(middle - 2, low); gpus <= middle + 2; gpus++)
	{
		if (throughput(in, gpus) > throughput(in, best))
			best = gpus;
		if (gpus + 1 == gpus)
			break;
	}
	return best;
}

/*
 * The fewest GPUs, low at least, that keep the days; if none do, so many that a
 * run is hopeless.  Up to the most useful number more get more done, so there
 * the fewest that are enough are found by halving.
 */
static double
bracket_gpus(const EstimateInput *in, double hours, double low)
{
	double		high = low;
	double		enough;

	if (enough_gpus(in, hours, low))
		return low;
	while (!hopeless(in, goodput_of(in, high)))
		high *= 2;
	enough = most_useful_gpus(in, low, high);
	if (!enough_gpus(in, hours, enough))
		return high;
	for (;;)
	{
		double		middle = floor(low + (enough - low) / 2);

		if (middle <= low || middle >= enough)
			return enough;
		if (enough_gpus(in, hours, middle))
			enough = middle;
		else
			low = middle;
	}
}

/*
 * The GPUs: as given, or the fewest whole ones that keep the days.  More GPUs
 * fail more often, so the need is raised until it is met; no raise passes the
 * fewest that are enough, since these need no more than themselves.  Near the
 * largest cluster that is of any use raises are small and many: then bracket.
 */
static double
gpus_of(const EstimateInput *in, double hours)
{
	double		gpus = in->gpus;

	if (!isnan(gpus))
		return gpus;
	gpus = needed_gpus(in, hours, 1);
	for (int i = 0; i < MOST_RAISES; i++)
	{
		double		goodput = goodput_of(in, gpus);
		double		needed = needed_gpus(in, hours, goodput);

		if (hopeless(in, goodput))
			return gpus;
		if (!(needed > gpus))
			return isnan(needed) ? needed : gpus;
		gpus = needed;
	}
	return bracket_gpus(in, hours, gpus);
}

static void
footprint(const EstimateInput *in, double gpu_hours, double *out)
{
	double		kwh = tc_inline_energy_kwh(gpu_hours, in->gpu_watts, in->power_fraction,
										   in->host_overhead, in->pue);

	out[EST_ENERGY_KWH] = kwh;
	out[EST_CO2E_LOCATION_KG] = tc_inline_co2e_kg(kwh, in->gco2e_per_kwh);
	out[EST_CO2E_MARKET_KG] = tc_inline_co2e_kg(kwh, in->market_gco2e_per_kwh);
	out[EST_CO2E_EMBODIED_KG] = tc_inline_co2e_embodied_kg(gpu_hours, in->gpu_embodied_kg,
														   in->server_embodied_kg, GPUS_PER_SERVER,
														   in->embodied_life_years, in->cluster_utilization);
	out[EST_WATER_L] = tc_inline_water_l(tc_kept(kwh / in->pue, kwh > 0), in->wue_site_l_per_kwh, in->pue,
										 in->wue_source_l_per_kwh);
}

/*
 * A rent contains host, building and electricity; an owner pays them apart.
 * The network is a part of the whole: GPUs and hosts are 1 - interconnect_share.
 */
static void
own_on_top(const EstimateInput *in, double compute_usd, double *out)
{
	double		hosts_usd = tc_times(compute_usd, in->other_hardware_share);
	double		without_network_usd = compute_usd + hosts_usd;

	out[EST_OTHER_HARDWARE_USD] = hosts_usd +
		tc_kept(without_network_usd * in->interconnect_share / (1 - in->interconnect_share),
				without_network_usd > 0 && in->interconnect_share > 0);
	out[EST_DATACENTER_USD] = tc_times(compute_usd, in->datacenter_share);
	out[EST_ENERGY_USD] = tc_electricity_usd(out[EST_ENERGY_KWH], in->usd_per_kwh);
}

/* what an hour in use takes from a GPU's worth */
static double
depreciation_usd_per_gpu_hour(const EstimateInput *in)
{
	if (isnan(in->price_decay_oom_per_year))
		return tc_straight_line_usd_per_gpu_hour(in->usd_per_gpu, in->useful_life_years,
												 in->residual_share, in->cluster_utilization);
	return tc_decay_usd_per_gpu_hour(in->usd_per_gpu, in->price_decay_oom_per_year,
									 in->cluster_utilization);
}

static void
bill(const EstimateInput *in, double gpu_hours, double *out)
{
	switch (in->ownership)
	{
		case RENT:
			out[EST_COMPUTE_USD] = tc_inline_rent_usd(gpu_hours, in->usd_per_gpu_hour, 0);
			out[EST_OTHER_HARDWARE_USD] = out[EST_DATACENTER_USD] = out[EST_ENERGY_USD] = 0;
			break;
		case BUY:
			out[EST_COMPUTE_USD] = tc_times(isnan(in->bought_gpus) ? out[EST_GPUS] : in->bought_gpus, in->usd_per_gpu);
			own_on_top(in, out[EST_COMPUTE_USD], out);
			break;
		case AMORTIZE:
			out[EST_COMPUTE_USD] = tc_times(gpu_hours, depreciation_usd_per_gpu_hour(in));
			own_on_top(in, out[EST_COMPUTE_USD], out);
			break;
		case OWNERSHIP_UNKNOWN:
			out[EST_COMPUTE_USD] = NAN;
			own_on_top(in, NAN, out);
			out[EST_ENERGY_USD] = NAN;
			break;
	}
	out[EST_DATA_USD] = in->data_usd;
	out[EST_LABOR_USD] = in->labor_usd;
	out[EST_TOTAL_USD] = out[EST_COMPUTE_USD] + out[EST_OTHER_HARDWARE_USD] +
		out[EST_DATACENTER_USD] + out[EST_ENERGY_USD] + out[EST_DATA_USD] + out[EST_LABOR_USD];
}

/*
 * All columns of an estimate.  gpu_hours hold every run that is paid, heated
 * and emitted; days are those of the final run alone.  False, with the problem,
 * for a run that never finishes.
 */
bool
tc_estimate(const EstimateInput *in, double *out, Problem *problem)
{
	double		hours = ideal_hours(in);
	double		gpus = gpus_of(in, hours);
	double		goodput = goodput_of(in, gpus);

	/* what is not worked out below is unknown */
	for (int i = 0; i < EST_COLUMNS; i++)
		out[i] = NAN;
	if (hopeless(in, goodput))
		return tc_impossible(problem, "gpu_hours_per_failure", in->gpu_hours_per_failure,
							 "such that the run can finish",
							 "So many GPUs fail before they get anywhere: take fewer, or checkpoint and restart faster.");
	/* a division costs more than to see that it changes nothing, as where nothing fails */
	if (goodput != 1)
		hours /= goodput;
	out[EST_FLOP] = in->flop + in->generation_flop;
	out[EST_GPU_HOURS] = hours * in->run_multiplier;
	out[EST_GPUS] = gpus;
	/* no work takes no time, and needs no GPU */
	out[EST_DAYS] = gpus == 0 ? 0 : tc_kept(hours / gpus / TC_HOURS_PER_DAY, hours > 0);
	footprint(in, out[EST_GPU_HOURS], out);
	bill(in, out[EST_GPU_HOURS], out);
	return true;
}
