/*
 * energy.c: electricity, carbon and water
 */
#include "formula/formula.h"

/* kWh = hours x watts x mean draw over TDP x server over GPUs x PUE / 1000 */
double
tc_energy_kwh(double gpu_hours, double gpu_watts, double power_fraction,
			  double host_overhead, double pue)
{
	return tc_kept(gpu_hours * gpu_watts * power_fraction * host_overhead * pue / 1000,
				   gpu_hours > 0 && gpu_watts > 0);
}

/* Green Algorithms: Lannelongue et al. 2021, doi:10.1002/advs.202100707 */
double
tc_node_energy_kwh(double hours, double gpus, double gpu_watts, double gpu_fraction,
				   double cpu_watts, double cpu_fraction, double memory_gb,
				   double memory_watts_per_gb, double pue)
{
	double		watts = tc_times(tc_times(gpus, gpu_watts), gpu_fraction) +
	tc_times(cpu_watts, cpu_fraction) + tc_times(memory_gb, memory_watts_per_gb);

	return tc_kept(tc_times(hours, watts) * pue / 1000, hours > 0 && watts > 0);
}

/* if the energy has PUE inside, it must not be multiplied in again */
double
tc_co2e_kg(double energy_kwh, double gco2e_per_kwh)
{
	return tc_kept(energy_kwh * gco2e_per_kwh / 1000, energy_kwh > 0 && gco2e_per_kwh > 0);
}

/*
 * The used share of manufacture, over a life of 365-day years (ecologits;
 * arXiv:2309.14393).
 */
double
tc_co2e_embodied_kg(double gpu_hours, double kg_per_gpu, double kg_per_server,
					double gpus_per_server, double embodied_life_years, double utilization)
{
	double		share = tc_kept(gpu_hours / (embodied_life_years * TC_EMBODIED_HOURS_PER_YEAR * utilization),
								gpu_hours > 0);

	return tc_times(share, kg_per_gpu + tc_kept(kg_per_server / gpus_per_server, kg_per_server > 0));
}

/* WUE is per kWh of IT energy; PUE applies once, to the electricity drawn (arXiv:2304.03271) */
double
tc_water_l(double energy_it_kwh, double wue_site, double pue, double wue_source)
{
	return tc_times(energy_it_kwh, wue_site + pue * wue_source);
}

double
tc_household_years(double energy_kwh, double kwh_per_household_year)
{
	return tc_kept(energy_kwh / kwh_per_household_year, energy_kwh > 0);
}

/* software carbon intensity, ISO/IEC 21031:2024: (O + M) per R, in grams */
double
tc_sci_gco2e(double operational_kg, double embodied_kg, double functional_units)
{
	double		kg = operational_kg + embodied_kg;

	return tc_kept(1000 * kg / functional_units, kg > 0);
}
