/*
 * cluster.c: the cluster formulas for a GPU of the catalog
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "sqlcall/request.h"

typedef struct Speed
{
	Gpu			gpu;
	double		mfu;
} Speed;

/* the text argument before mfu is the GPU; its place differs by function */
static int
gpu_argument(FunctionCallInfo fcinfo)
{
	return PG_NARGS() - 4;
}

static void
find_speed(FunctionCallInfo fcinfo, void *answer)
{
	static const AssumedField mfu = {FIELD(mfu), FRACTION, "mfu"};
	Speed	   *speed = answer;

	tc_find_gpu(tc_text_or(fcinfo, gpu_argument(fcinfo), DEFAULT_GPU), &speed->gpu, false);
	tc_find_assumed(&speed->mfu, &mfu, 1);
}

/* peak x MFU from the last four arguments: gpu, mfu, dtype, peak_tflops */
static double
achieved_tflops_by_name(FunctionCallInfo fcinfo)
{
	int			gpu = gpu_argument(fcinfo);
	MemoKey		key = {1, &gpu, {-1, -1}, 0};
	const Speed *speed = tc_remember(&tc_call_site(fcinfo)->memo, fcinfo, &key, sizeof(Speed), find_speed);
	double		mfu = tc_number_or_unknown(fcinfo, gpu + 1, FRACTION);
	double		peak = tc_number_or_unknown(fcinfo, gpu + 3, POSITIVE);
	Dtype		dtype = PG_ARGISNULL(gpu + 2) ? DTYPE_BF16 : tc_word(fcinfo, gpu + 2, tc_dtypes);

	if (isnan(mfu))
		mfu = speed->mfu;
	if (isnan(peak))
		peak = tc_peak_tflops(tc_text_or(fcinfo, gpu, DEFAULT_GPU), &speed->gpu, dtype);
	return peak * mfu;
}

/* gpus_needed: gpus_needed_at for a GPU of the catalog */
PG_FUNCTION_INFO_V1(gpus_needed);
Datum
gpus_needed(PG_FUNCTION_ARGS)
{
	double		tflops = achieved_tflops_by_name(fcinfo);

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || isnan(tflops))
		PG_RETURN_NULL();
	return tc_return_gpus(fcinfo, tc_gpus_needed(tc_number(fcinfo, 0, AMOUNT),
												 tc_number(fcinfo, 1, POSITIVE), tflops));
}

/* train_days: train_days_at for a GPU of the catalog */
PG_FUNCTION_INFO_V1(train_days);
Datum
train_days(PG_FUNCTION_ARGS)
{
	double		tflops = achieved_tflops_by_name(fcinfo);

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || isnan(tflops))
		PG_RETURN_NULL();
	return tc_return(fcinfo, tc_train_days(tc_number(fcinfo, 0, AMOUNT),
										   tc_number(fcinfo, 1, POSITIVE), tflops));
}

/* gpu_hours: gpu_hours_at for a GPU of the catalog */
PG_FUNCTION_INFO_V1(gpu_hours);
Datum
gpu_hours(PG_FUNCTION_ARGS)
{
	double		tflops = achieved_tflops_by_name(fcinfo);

	if (PG_ARGISNULL(0) || isnan(tflops))
		PG_RETURN_NULL();
	return tc_return(fcinfo, tc_gpu_hours(tc_number(fcinfo, 0, AMOUNT), tflops));
}
