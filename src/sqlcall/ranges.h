/*
 * ranges.h: ranges as a text, and the uncertain inputs of a by-name call
 *
 *     mfu=0.3..0.45, tokens=1e12..2e12     90 percent intervals of arguments
 *     mfu=finetune_mfu                     value and interval of an assumption
 *
 * A text, since every driver and BI tool can send one, untyped parameters too.
 */
#ifndef TC_RANGES_H
#define TC_RANGES_H

#include "estimate/draws.h"
#include "sqlcall/named_run.h"

#define ARG_RANGES		NAMED_ARGUMENTS

/* one input has one range at most */
#define MAX_RANGES		NAMED_NUMBERS_COUNT

typedef struct Range
{
	int			number;			/* which of tc_named_numbers */
	double		low;			/* NaN: the assumption has no interval */
	double		high;
	double		value;			/* of the assumption; NaN: of the call */
	char		assumption[NAMEDATALEN];	/* its name, or empty */
} Range;

/* why an input is uncertain */
typedef enum Origin
{
	OF_ASSUMPTION,
	OF_RANGE,
	OF_PROVIDERS
} Origin;

/* an uncertain input, without the place that it has in a plan */
typedef struct NamedSpread
{
	int			number;			/* which of tc_named_numbers */
	Origin		origin;
	double		providers;		/* whose prices spread */
	Spread		spread;
	char		assumption[NAMEDATALEN];	/* its name, or empty */
} NamedSpread;

#define MAX_SPREADS		(2 * NAMED_NUMBERS_COUNT)

typedef struct NamedSpreads
{
	int			count;
	NamedSpread items[MAX_SPREADS];
} NamedSpreads;

extern int	tc_parse_ranges(const char *text, Range *ranges);
extern void tc_resolve_uncertain_run(FunctionCallInfo fcinfo, NamedRun *named, NamedSpreads *spreads);
extern bool tc_drawn_for_all(int number);

#endif
