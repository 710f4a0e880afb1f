/*
 * ranges.c: read ranges, and find out which inputs of a call are uncertain
 */
#include "postgres.h"

#include <ctype.h>
#include <math.h>

#include "lookup/suggest.h"
#include "sqlcall/ranges.h"

/* ------------------------------------------------------------------------
 * the text
 * ------------------------------------------------------------------------ */

static void
bad_range(const char *entry, const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("argument \"ranges\" has %s: \"%s\"", what, tc_shown(entry)),
			 errhint("Write name=low..high, parted by commas: 'mfu=0.3..0.45, tokens=1e12..2e12'.")));
}

/* returns a text without the spaces at its ends, cut in place */
static char *
trimmed(char *text)
{
	char	   *end = text +strlen(text);

	while (isspace((unsigned char) *text))
		text	  ++;

	while (end > text &&isspace((unsigned char) end[-1]))
		end--;
	*end = '\0';
	return text;
}

static int
find_number(const char *name)
{
	StringInfoData names;

	for (int i = 0; i < NAMED_NUMBERS_COUNT; i++)
		if (strcmp(tc_named_numbers[i].name, name) == 0)
			return i;
	initStringInfo(&names);
	appendStringInfoString(&names, "SELECT pg_catalog.unnest('{");
	for (int i = 0; i < NAMED_NUMBERS_COUNT; i++)
		appendStringInfo(&names, "%s%s", i > 0 ? "," : "", tc_named_numbers[i].name);
	appendStringInfoString(&names, "}'::pg_catalog.text[])");
	tc_unknown_name("input", cstring_to_text(name), names.data, NULL, NULL, "");
	return -1;
}

/* returns one end of an interval; 22023 if it is no number of the input's domain */
static double
parse_end(char *text, const NumberArgument *number, const char *entry)
{
	char	   *end;
	double		value;

	text = trimmed(text);

	value = strtod(text, &end);
	if (*text == '\0' || *end != '\0')
		bad_range(entry, "no number");
	if (value == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("range of \"%s\" must not reach 0", number->name),
				 errhint("Zero has no logarithm: write a small number.")));
	if (!tc_in_domain(number->domain, value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("range of \"%s\" must be %s, not %.15g", number->name, tc_domains[number->domain].requirement, value),
				 value > 1 && tc_domains[number->domain].max <= 1 ? errhint("Write 40 percent as 0.4.") : 0));
	return value;
}

static void
parse_range(char *entry, Range *range)
{
	char	   *whole = pstrdup(entry);
	char	   *equals = strchr(entry, '=');
	char	   *value,
			   *dots;

	*range = (Range)
	{
		.low = NAN,.high = NAN,.value = NAN
	};
	if (equals == NULL)
		bad_range(whole, "no \"=\"");
	*equals = '\0';
	range->number = find_number(trimmed(entry));
	value = trimmed(equals + 1);
	dots = strstr(value, "..");
	if (dots == NULL)
	{
		if (*value == '\0' || !isalpha((unsigned char) *value) || strlen(value) >= NAMEDATALEN)
			bad_range(whole, "neither low..high nor an assumption");
		strlcpy(range->assumption, value, NAMEDATALEN);
		return;
	}
	*dots = '\0';
	range->low = parse_end(value, &tc_named_numbers[range->number], whole);
	range->high = parse_end(dots + 2, &tc_named_numbers[range->number], whole);
	if (range->low > range->high)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("range of \"%s\" is the wrong way round: %.15g..%.15g",
						tc_named_numbers[range->number].name, range->low, range->high),
				 errhint("Write the smaller end first.")));
}

/* read at most MAX_RANGES ranges and return their number; 22023 for what is none, 42704 for unknown names */
int
tc_parse_ranges(const char *text, Range *ranges)
{
	char	   *rest = pstrdup(text);
	int			count = 0;

	while (rest != NULL)
	{
		char	   *entry = rest;

		rest = strpbrk(rest, ",;");
		if (rest != NULL)
			*rest++ = '\0';
		entry = trimmed(entry);
		if (*entry == '\0' && rest == NULL)
			break;
		if (count == MAX_RANGES)
			bad_range(entry, "too many entries");
		parse_range(pstrdup(entry), &ranges[count]);
		for (int i = 0; i < count; i++)
			if (ranges[i].number == ranges[count].number)
				bad_range(entry, "one input twice");
		count++;
	}
	return count;
}

/* ------------------------------------------------------------------------
 * what the tables say
 * ------------------------------------------------------------------------ */

/* everything about spreads that the names of one call bring */
typedef struct SpreadFacts
{
	int			nranges;
	Range		ranges[MAX_RANGES];
	Assumption	assumed[ASSUMED_FIELDS];
	Assumption	mfu[MFU_CLASSES];
	PriceSpread price;
} SpreadFacts;

static void
find_named_assumptions(Range *ranges, int count, bool missing_ok)
{
	for (int i = 0; i < count; i++)
	{
		const NumberArgument *number = &tc_named_numbers[ranges[i].number];
		Assumption	found;

		if (ranges[i].assumption[0] == '\0')
			continue;
		tc_find_interval(cstring_to_text(ranges[i].assumption), &found, missing_ok);
		if (!isnan(found.value) && !tc_in_domain(number->domain, found.value))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("assumption \"%s\" must be %s to stand for \"%s\", not %.15g", ranges[i].assumption,
							tc_domains[number->domain].requirement, number->name, found.value)));
		ranges[i].value = found.value;
		ranges[i].low = found.low;
		ranges[i].high = found.high;
	}
}

static void
find_spreads(FunctionCallInfo fcinfo, void *answer)
{
	SpreadFacts *facts = answer;
	const char *names[ASSUMED_FIELDS];

	if (!PG_ARGISNULL(ARG_RANGES))
		facts->nranges = tc_parse_ranges(text_to_cstring(PG_GETARG_TEXT_PP(ARG_RANGES)), facts->ranges);
	find_named_assumptions(facts->ranges, facts->nranges, tc_missing_ok(fcinfo));
	for (int i = 0; i < ASSUMED_FIELDS; i++)
		names[i] = tc_assumed_fields[i].name;
	tc_find_intervals(names, ASSUMED_FIELDS, facts->assumed);
	tc_find_intervals(tc_mfu_classes, MFU_CLASSES, facts->mfu);
	tc_find_named_price_spread(fcinfo, &facts->price);
}

static const SpreadFacts *
spread_facts(FunctionCallInfo fcinfo)
{
	static const int texts[] = {
		ARG_GPU, ARG_OWNERSHIP, ARG_PROVIDER, ARG_PRICE_KIND, ARG_PRICE_REGION, ARG_REGION, ARG_RANGES
	};
	MemoKey		key = {lengthof(texts), texts, {ARG_AS_OF, ARG_ACQUIRED_ON}, tc_missing_ok(fcinfo)};

	return tc_remember(&tc_call_site(fcinfo)->spreads, fcinfo, &key, sizeof(SpreadFacts), find_spreads);
}

/* ------------------------------------------------------------------------
 * the uncertain inputs of a call
 * ------------------------------------------------------------------------ */

static int
number_of_field(size_t field)
{
	for (int i = 0; i < NAMED_NUMBERS_COUNT; i++)
		if (tc_named_numbers[i].field == field)
			return i;
	elog(ERROR, "no argument fills the field at %zu", field);
}

/*
 * Returns whether all stages of a plan share one draw of this input.  They do
 * where the world decides it: prices, the grid, whatever an assumption stands for,
 * and how far hours of rollouts are off.
 */
bool
tc_drawn_for_all(int number)
{
	size_t		field = tc_named_numbers[number].field;

	for (int i = 0; i < ASSUMED_FIELDS; i++)
		if (tc_assumed_fields[i].field == field)
			return true;
	return field == INPUT(steady_gpu_hours) || field == INPUT(usd_per_gpu_hour) || field == INPUT(usd_per_gpu) ||
		field == INPUT(gco2e_per_kwh) || field == INPUT(market_gco2e_per_kwh);
}

/* notes the spread of an input, unless its interval does not hold the value in use, of which it then says nothing */
static void
add_spread(NamedSpreads *spreads, int number, Origin origin, const char *assumption,
		   double median, double low, double high, double z)
{
	const DomainRule *rule = &tc_domains[tc_named_numbers[number].domain];
	NamedSpread *item = &spreads->items[spreads->count];

	memset(item, 0, sizeof(*item));
	if (!tc_spread(&item->spread, median, low, high, z, rule->min, rule->max))
		return;
	item->number = number;
	item->origin = origin;
	strlcpy(item->assumption, assumption, NAMEDATALEN);
	spreads->count++;
}

/*
 * Returns whether a range of this argument, which is NULL, would do more than say
 * how uncertain a value is.  Where names may be missing, as in plans, such a range
 * is left out: it might contradict what the plan says.
 */
static bool
says_too_much(FunctionCallInfo fcinfo, const NumberArgument *number)
{
	if (!tc_missing_ok(fcinfo) || !PG_ARGISNULL(number->argno))
		return false;
	switch (number->argno)
	{
		case ARG_PARAMS:
		case ARG_FLOPS_PER_PARAM_TOKEN:
		case ARG_GPUS:
		case ARG_DAYS:
		case ARG_GOODPUT:
		case ARG_GPU_HOURS_PER_FAILURE:
		case ARG_CHECKPOINT_SECONDS:
		case ARG_RESTART_SECONDS:
		case ARG_PRICE_DECAY_OOM_PER_YEAR:
		case ARG_RESIDUAL_SHARE:
		case ARG_USD_PER_GPU_HOUR:
		case ARG_USD_PER_GPU:
			return true;
		default:
			return false;
	}
}

/*
 * puts the median of each range in place of its input, notes its spread, and
 * returns a bit for each input that has a range
 */
static uint64
apply_ranges(FunctionCallInfo fcinfo, const SpreadFacts *facts, NamedRun *named, NamedSpreads *spreads)
{
	uint64		ranged = 0;

	for (int i = 0; i < facts->nranges; i++)
	{
		const Range *range = &facts->ranges[i];
		const NumberArgument *number = &tc_named_numbers[range->number];
		double	   *field = field_of(&named->run, number->field);
		bool		given = !PG_ARGISNULL(number->argno);
		double		value = number->field == INPUT(flop) ? tc_run_flop(&named->run) : *field;

		if (says_too_much(fcinfo, number))
			continue;
		if (!given && !isnan(range->value))
			value = range->value;
		if (range->low <= value && value <= range->high)
			*field = value;
		else if (range->assumption[0] != '\0' || (given && tc_missing_ok(fcinfo)))
			*field = value;
		else if (given)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"%s\" (%.15g) is outside its range %.15g..%.15g",
							number->name, value, range->low, range->high),
					 errhint("The argument is the median of the range; leave one of them out.")));
		else
			*field = tc_middle(range->low, range->high, tc_domains[number->domain].max);
		ranged |= (uint64) 1 << range->number;
		add_spread(spreads, range->number, range->assumption[0] != '\0' ? OF_ASSUMPTION : OF_RANGE,
				   range->assumption, *field, range->low, range->high, TC_Z95);
	}
	return ranged;
}

/* adds the spread of the utilisation where its class, an assumption, stands for it */
static void
add_mfu(const SpreadFacts *facts, const NamedRun *named, uint64 ranged, NamedSpreads *spreads)
{
	int			mfu = number_of_field(FIELD(mfu));

	if (named->mfu_class == NULL || (ranged >> mfu & 1) != 0)
		return;
	for (int i = 0; i < MFU_CLASSES; i++)
		if (tc_mfu_classes[i] == named->mfu_class)
			add_spread(spreads, mfu, OF_ASSUMPTION, named->mfu_class, named->run.mfu,
					   facts->mfu[i].low, facts->mfu[i].high, TC_Z95);
}

/* adds the spread of the price where it is the median over several providers */
static void
add_price(const SpreadFacts *facts, const NamedRun *named, uint64 ranged, NamedSpreads *spreads)
{
	int			price = number_of_field(named->run.in.ownership == RENT ?
										INPUT(usd_per_gpu_hour) : INPUT(usd_per_gpu));
	double		usd = named->run.in.ownership == RENT ? named->run.in.usd_per_gpu_hour : named->run.in.usd_per_gpu;
	int			before = spreads->count;

	if (!named->table_price || (ranged >> price & 1) != 0 || !(facts->price.providers > 1))
		return;
	add_spread(spreads, price, OF_PROVIDERS, "", usd, facts->price.low, facts->price.high, TC_Z90);
	if (spreads->count > before)
		spreads->items[before].providers = facts->price.providers;
}

/*
 * The run of a call and the spreads of its uncertain inputs: of the ranges, of
 * the assumptions that step in, and of the providers' prices where the call
 * names none.  Errors as train_estimate's; 22023 for an argument outside its
 * own range.
 */
void
tc_resolve_uncertain_run(FunctionCallInfo fcinfo, NamedRun *named, NamedSpreads *spreads)
{
	const SpreadFacts *facts = spread_facts(fcinfo);
	uint64		arguments = 0;
	uint64		ranged;

	for (int i = 0; i < facts->nranges; i++)
		if (!says_too_much(fcinfo, &tc_named_numbers[facts->ranges[i].number]))
			arguments |= (uint64) 1 << tc_named_numbers[facts->ranges[i].number].argno;
	spreads->count = 0;
	tc_resolve_run(fcinfo, arguments, named);
	ranged = apply_ranges(fcinfo, facts, named, spreads);
	add_price(facts, named, ranged, spreads);
	add_mfu(facts, named, ranged, spreads);
	for (int i = 0; i < ASSUMED_FIELDS; i++)
	{
		int			number = number_of_field(tc_assumed_fields[i].field);
		const Assumption *assumed = &facts->assumed[i];

		if ((named->assumed >> i & 1) != 0 && (ranged >> number & 1) == 0 && tc_assumed_fields[i].field != FIELD(mfu))
			add_spread(spreads, number, OF_ASSUMPTION, tc_assumed_fields[i].name,
					   *field_of(&named->run, tc_assumed_fields[i].field), assumed->low, assumed->high, TC_Z95);
	}
}
