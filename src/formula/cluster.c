/*
 * cluster.c: GPU-hours, days and GPUs
 *
 * tflops_per_gpu is always achieved, that is dense peak times MFU.
 */
#include "formula/inline.h"

double
tc_gpu_hours(double flop, double tflops_per_gpu)
{
	return tc_inline_gpu_hours(flop, tflops_per_gpu);
}

double
tc_train_days(double flop, double gpus, double tflops_per_gpu)
{
	return tc_kept(tc_gpu_hours(flop, tflops_per_gpu) / gpus / TC_HOURS_PER_DAY, flop > 0);
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

/* q = FLOP / (T 1e12 days 86400), rounded up; one for a need too small for a number */
double
tc_gpus_needed(double flop, double days, double tflops_per_gpu)
{
	double		gpus = flop / (tflops_per_gpu * TC_TERA * days * TC_HOURS_PER_DAY * TC_SECONDS_PER_HOUR);

	return gpus == 0 && flop > 0 ? 1 : tc_whole_gpus(gpus);
}

double
tc_achieved_tflops(double flop, double gpus, double seconds)
{
	return tc_kept(flop / (gpus * seconds * TC_TERA), flop > 0);
}

/* above 1 it betrays a sparse peak or a wrong FLOP count, so it is not capped */
double
tc_achieved_mfu(double flop, double gpu_hours, double peak_tflops)
{
	return tc_kept(flop / (gpu_hours * TC_SECONDS_PER_HOUR * peak_tflops * TC_TERA), flop > 0);
}
