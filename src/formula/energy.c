/*
 * energy.c: electricity, carbon and water
 */
#include "formula/inline.h"

double
tc_energy_kwh(double gpu_hours, double gpu_watts, double power_fraction,
			  double host_overhead, double pue)
{
	return tc_inline_energy_kwh(gpu_hours, gpu_watts, power_fraction, host_overhead, pue);
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

double
tc_co2e_kg(double energy_kwh, double gco2e_per_kwh)
{
	return tc_inline_co2e_kg(energy_kwh, gco2e_per_kwh);
}

double
tc_co2e_embodied_kg(double gpu_hours, double kg_per_gpu, double kg_per_server,
					double gpus_per_server, double embodied_life_years, double utilization)
{
	return tc_inline_co2e_embodied_kg(gpu_hours, kg_per_gpu, kg_per_server, gpus_per_server,
									  embodied_life_years, utilization);
}

double
tc_water_l(double energy_it_kwh, double wue_site, double pue, double wue_source)
{
	return tc_inline_water_l(energy_it_kwh, wue_site, pue, wue_source);
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
