/*
 * inline.h: the formulas that every estimate takes
 *
 * Here, so that they become part of the kernel's arithmetic: by number a call of
 * each would cost a tenth of an estimate.  The functions of formulas.def of the
 * same names call them, so each formula stands once.
 */
#ifndef TC_INLINE_H
#define TC_INLINE_H

#include "formula/formula.h"

/* hours = FLOP / (T 1e12 3600) */
static inline double
tc_inline_gpu_hours(double flop, double tflops_per_gpu)
{
	return tc_kept(flop / (tflops_per_gpu * TC_TERA * TC_SECONDS_PER_HOUR), flop > 0);
}

/* kWh = hours x watts x mean draw over TDP x server over GPUs x PUE / 1000 */
static inline double
tc_inline_energy_kwh(double gpu_hours, double gpu_watts, double power_fraction,
					 double host_overhead, double pue)
{
	return tc_kept(gpu_hours * gpu_watts * power_fraction * host_overhead * pue / 1000,
				   gpu_hours > 0 && gpu_watts > 0);
}

/* if the energy has PUE inside, it must not be multiplied in again */
static inline double
tc_inline_co2e_kg(double energy_kwh, double gco2e_per_kwh)
{
	return tc_kept(energy_kwh * gco2e_per_kwh / 1000, energy_kwh > 0 && gco2e_per_kwh > 0);
}

/*
 * The used share of manufacture, over a life of 365-day years (ecologits;
 * arXiv:2309.14393).
 */
static inline double
tc_inline_co2e_embodied_kg(double gpu_hours, double kg_per_gpu, double kg_per_server,
						   double gpus_per_server, double embodied_life_years, double utilization)
{
	double		share = tc_kept(gpu_hours / (embodied_life_years * TC_EMBODIED_HOURS_PER_YEAR * utilization),
								gpu_hours > 0);

	return tc_times(share, kg_per_gpu + tc_kept(kg_per_server / gpus_per_server, kg_per_server > 0));
}

/* WUE is per kWh of IT energy; PUE applies once, to the electricity drawn (arXiv:2304.03271) */
static inline double
tc_inline_water_l(double energy_it_kwh, double wue_site, double pue, double wue_source)
{
	return tc_times(energy_it_kwh, wue_site + pue * wue_source);
}

/* the rent contains host, building and electricity */
static inline double
tc_inline_rent_usd(double gpu_hours, double usd_per_gpu_hour, double discount_share)
{
	return tc_kept(gpu_hours * usd_per_gpu_hour * (1 - discount_share),
				   gpu_hours > 0 && usd_per_gpu_hour > 0 && discount_share < 1);
}

#endif
