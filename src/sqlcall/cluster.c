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

static void
find_speed(FunctionCallInfo fcinfo, int gpu, Speed *speed)
{
	static const AssumedField mfu = {FIELD(mfu), FRACTION, "mfu"};

	tc_find_gpu(tc_text_or(fcinfo, gpu, DEFAULT_GPU), &speed->gpu, false);
	tc_find_assumed(&speed->mfu, &mfu, 1);
}

static void
find_speed_of_second(FunctionCallInfo fcinfo, void *answer)
{
	find_speed(fcinfo, 1, answer);
}

static void
find_speed_of_third(FunctionCallInfo fcinfo, void *answer)
{
	find_speed(fcinfo, 2, answer);
}

/* peak x MFU, from the GPU's argument and the last three: mfu, dtype, peak_tflops */
static double
achieved_tflops_by_name(FunctionCallInfo fcinfo, int gpu)
{
	MemoKey		key = {1, &gpu, {-1, -1}, 0};
	const Speed *speed = tc_remember(&tc_call_site(fcinfo)->memo, fcinfo, &key, sizeof(Speed),
									 gpu == 1 ? find_speed_of_second : find_speed_of_third);
	int			mfu_argument = PG_NARGS() - 3;
	double		mfu = tc_number_or_unknown(fcinfo, mfu_argument, FRACTION);
	double		peak = tc_number_or_unknown(fcinfo, mfu_argument + 2, POSITIVE);
	Dtype		dtype = PG_ARGISNULL(mfu_argument + 1) ? DTYPE_BF16 : tc_word(fcinfo, mfu_argument + 1, tc_dtypes);

	if (isnan(mfu))
		mfu = speed->mfu;
	if (isnan(mfu))
		tc_no_assumption("mfu");
	if (isnan(peak))
		peak = tc_peak_tflops(tc_text_or(fcinfo, gpu, DEFAULT_GPU), &speed->gpu, dtype);
	return peak * mfu;
}

/* gpus_needed: gpus_needed_at for a GPU of the catalog */
PG_FUNCTION_INFO_V1(gpus_needed);
Datum
gpus_needed(PG_FUNCTION_ARGS)
{
	double		tflops = achieved_tflops_by_name(fcinfo, 2);

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
	double		tflops = achieved_tflops_by_name(fcinfo, 1);

	if (PG_ARGISNULL(0) || PG_ARGISNULL(2) || isnan(tflops))
		PG_RETURN_NULL();
	return tc_return(fcinfo, tc_train_days(tc_number(fcinfo, 0, AMOUNT),
										   tc_number(fcinfo, 2, POSITIVE), tflops));
}

/* gpu_hours: gpu_hours_at for a GPU of the catalog */
PG_FUNCTION_INFO_V1(gpu_hours);
Datum
gpu_hours(PG_FUNCTION_ARGS)
{
	double		tflops = achieved_tflops_by_name(fcinfo, 1);

	if (PG_ARGISNULL(0) || isnan(tflops))
		PG_RETURN_NULL();
	return tc_return(fcinfo, tc_gpu_hours(tc_number(fcinfo, 0, AMOUNT), tflops));
}
