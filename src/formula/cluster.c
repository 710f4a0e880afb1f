/*
 * cluster.c: GPU-hours, days and GPUs
 *
 * tflops_per_gpu is always achieved, that is dense peak times MFU.
 */
#include "formula/formula.h"

/* hours = FLOP / (T 1e12 3600) */
double
tc_gpu_hours(double flop, double tflops_per_gpu)
{
	return flop / (tflops_per_gpu * TC_TERA * TC_SECONDS_PER_HOUR);
}

double
tc_train_days(double flop, double gpus, double tflops_per_gpu)
{
	return tc_gpu_hours(flop, tflops_per_gpu) / gpus / TC_HOURS_PER_DAY;
}

/*
 * The fewest whole GPUs that stand for this fractional need.  A need that is
 * whole but for rounding in the division stays whole: 1000.0000000001 is 1000.
 * But however small, work takes one.
 */
double
tc_whole_gpus(double gpus)
{
	double		nearest = rint(gpus);

	if (fabs(gpus - nearest) <= 1e-9 * fmax(1, gpus) && (nearest > 0 || gpus == 0))
		return nearest;
	return ceil(gpus);
}

/* q = FLOP / (T 1e12 days 86400), rounded up */
double
tc_gpus_needed(double flop, double days, double tflops_per_gpu)
{
	return tc_whole_gpus(flop / (tflops_per_gpu * TC_TERA * days * TC_HOURS_PER_DAY * TC_SECONDS_PER_HOUR));
}

double
tc_achieved_tflops(double flop, double gpus, double seconds)
{
	return flop / (gpus * seconds * TC_TERA);
}

/* above 1 it betrays a sparse peak or a wrong FLOP count, so it is not capped */
double
tc_achieved_mfu(double flop, double gpu_hours, double peak_tflops)
{
	return flop / (gpu_hours * TC_SECONDS_PER_HOUR * peak_tflops * TC_TERA);
}
