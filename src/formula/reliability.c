/*
 * reliability.c: failures, checkpoints, goodput
 *
 * mtbf_hours is of the whole cluster; interval_hours useful hours between
 * checkpoints; write_hours the time that training stands still for one;
 * restart_hours detection, restart and reload.  Young 1974; Daly 2006.
 */
#include "formula/formula.h"

double
tc_checkpoint_bytes(double params, double bytes_per_param)
{
	return tc_times(params, bytes_per_param);
}

/* units are GPUs or instances */
double
tc_cluster_mtbf_hours(double units, double mtbf_hours_per_unit)
{
	return tc_kept(mtbf_hours_per_unit / units, true);
}

double
tc_checkpoint_interval_hours(double mtbf_hours, double write_hours, bool daly)
{
	double		young = sqrt(2 * write_hours * mtbf_hours);
	double		ratio = write_hours / (2 * mtbf_hours);

	if (!daly)
		return young;
	if (write_hours >= 2 * mtbf_hours)
		return mtbf_hours;
	return young * (1 + sqrt(ratio) / 3 + ratio / 9) - write_hours;
}

/*
 * Useful share of the wall-clock time.  Exponential (Daly): failures strike
 * restarts and repeated work too.  First order: one loss per failure.
 */
double
tc_goodput(double mtbf_hours, double interval_hours, double write_hours, double restart_hours, bool exponential)
{
	double		cycle = interval_hours + write_hours;

	if (exponential)
		return interval_hours /
			(mtbf_hours * exp(restart_hours / mtbf_hours) * expm1(cycle / mtbf_hours));
	return interval_hours / cycle * (1 - (restart_hours + cycle / 2) / mtbf_hours);
}

/*
 * Useful share of the wall-clock time of a cluster of so many GPUs, at the best
 * interval between checkpoints (Daly): NaN if an input is unknown, 0 where the
 * cluster fails before anything useful is done.
 */
double
tc_cluster_goodput(double gpus, double gpu_hours_per_failure, double checkpoint_seconds, double restart_seconds)
{
	double		mtbf_hours = tc_cluster_mtbf_hours(gpus, gpu_hours_per_failure);
	double		write_hours = checkpoint_seconds / TC_SECONDS_PER_HOUR;
	double		interval_hours = tc_checkpoint_interval_hours(mtbf_hours, write_hours, true);
	double		goodput = tc_goodput(mtbf_hours, interval_hours, write_hours,
									 restart_seconds / TC_SECONDS_PER_HOUR, true);

	if (isnan(goodput) && !isnan(mtbf_hours) && !isnan(write_hours) && !isnan(restart_seconds))
		return 0;
	return goodput;
}

double
tc_train_failures(double ideal_days, double mtbf_hours, double goodput)
{
	return tc_kept(ideal_days / goodput * TC_HOURS_PER_DAY / mtbf_hours, ideal_days > 0);
}

/* each failure loses the restart and, on average, half a cycle */
double
tc_lost_gpu_hours(double failures, double gpus, double interval_hours, double write_hours, double restart_hours)
{
	double		hours_per_failure = restart_hours + (interval_hours + write_hours) / 2;

	return tc_times(tc_times(failures, gpus), hours_per_failure);
}
