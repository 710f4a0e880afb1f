/*
 * named_run.h: the run that a call with train_estimate's arguments asks for
 */
#ifndef TC_NAMED_RUN_H
#define TC_NAMED_RUN_H

#include "sqlcall/request.h"

/* how many inputs of inputs.def take an assumption for NULL */
#define ASSUMED_FIELDS	((int) (sizeof((AssumedField[]) {ASSUMED_NUMBERS}) / sizeof(AssumedField)))

#define NAMED_NUMBERS_COUNT	((int) (sizeof((NumberArgument[]) {NAMED_NUMBERS}) / sizeof(NumberArgument)))

/* utilisations by what is trained, each a row of table assumption */
#define MFU_CLASSES		((int) (sizeof((const char *[]) MFU_CLASS_WORDS) / sizeof(char *)) - 1)

extern const char *const tc_mfu_classes[];
extern const AssumedField tc_assumed_fields[];
extern const NumberArgument tc_named_numbers[];

typedef struct NamedRun
{
	Run			run;
	uint64		assumed;		/* a bit for each of tc_assumed_fields: no argument, so the assumption
								 * stepped in */
	const char *mfu_class;		/* the assumption that stands for mfu; NULL: mfu is given */
	bool		table_price;	/* the price comes from the catalog */
	bool		goodput_given;
	GapSet		gaps;			/* what was taken as unknown */
	uint32		beyond;			/* a bit for each column of the estimate that is out of range */
} NamedRun;

/* returns the argument missing_ok: with it a name that no table has makes its facts unknown instead of an error */
static inline bool
tc_missing_ok(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(ARG_MISSING_OK) && PG_GETARG_BOOL(ARG_MISSING_OK);
}

extern NamedRun *tc_named_run(FunctionCallInfo fcinfo, CallSite *site);
extern void tc_resolve_run(FunctionCallInfo fcinfo, uint64 ranged, NamedRun *named);
extern void tc_find_named_price_spread(FunctionCallInfo fcinfo, PriceSpread *spread);
extern void tc_estimate_named(FunctionCallInfo fcinfo, NamedRun *named, double *out);

#endif
