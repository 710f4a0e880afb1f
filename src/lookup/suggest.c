/*
 * suggest.c: near names for an unknown one
 *
 * "A100" is several parts, "h100-80gb-sxm" one in another case, "Lama-65B" a
 * slip: names that begin with the unknown one come first, then those that
 * contain it, then those at the least edit distance.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/varlena.h"

#include "traincost.h"
#include "lookup/suggest.h"
#include "lookup/words.h"

#define MAX_SUGGESTIONS	8
#define MAX_LENGTH		255		/* what varstr_levenshtein takes */
#define MAX_EDITS		16		/* more are no slip, however long the name */
#define MAX_CANDIDATES	10000	/* names compared: an error must come soon */
#define NOT_NEAR		1000

typedef struct Candidate
{
	char	   *name;
	char	   *other;			/* what people call it, if that is what is near; else NULL */
	int			distance;		/* 0: begins with the unknown name; 1: contains it; else 1 + edits */
} Candidate;

/* whether two names differ by two neighbours that changed places: one slip, though it is two edits */
static bool
is_swap(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b)
	{
		a++;
		b++;
	}
	/* in this order, since b may end here */
	return a[0] != '\0' && a[1] != '\0' && a[1] == b[0] && a[0] == b[1] && strcmp(a + 2, b + 2) == 0;
}

static int
distance(const char *unknown, const char *candidate)
{
	int			unknown_length = strlen(unknown);
	int			candidate_length = strlen(candidate);
	int			limit = Min(unknown_length / 2 + 1, MAX_EDITS);
	const char *found = strstr(candidate, unknown);
	int			edits;

	if (unknown_length == 0 || candidate_length == 0)
		return NOT_NEAR;
	if (found != NULL)
		return found == candidate ? 0 : 1;
	if (unknown_length > MAX_LENGTH || candidate_length > MAX_LENGTH)
		return NOT_NEAR;
	if (is_swap(unknown, candidate))
		return 2;
	edits = varstr_levenshtein_less_equal(unknown, unknown_length, candidate, candidate_length,
										  1, 1, 1, limit, true);
	return edits <= limit ? edits + 1 : NOT_NEAR;
}

static int
compare_candidates(const void *a, const void *b)
{
	const Candidate *ca = a;
	const Candidate *cb = b;

	if (ca->distance != cb->distance)
		return ca->distance < cb->distance ? -1 : 1;
	return strcmp(ca->name, cb->name);
}

/* a value of the row i of a list of names, as much of it as a name has; NULL if there is none */
static char *
listed(uint64 i, int column)
{
	char	   *name = NULL;

	if (column <= SPI_tuptable->tupdesc->natts)
		name = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, column);
	if (name != NULL)
		name[pg_mbcliplen(name, strlen(name), MAX_LENGTH)] = '\0';
	return name;
}

/*
 * a name as a candidate for what was wanted; its region alone may be what was
 * meant, of provider/region, or the name that people have for a code
 */
static Candidate
judge(char *name, char *other, const char *wanted)
{
	char	   *slash = strchr(name, '/');
	Candidate	candidate = {name, NULL, distance(wanted, tc_skeleton(name))};

	if (slash != NULL)
		candidate.distance = Min(candidate.distance, distance(wanted, tc_skeleton(slash + 1)));
	if (other != NULL && candidate.distance > 0)
	{
		int			of_other = distance(wanted, tc_skeleton(other));

		if (of_other < candidate.distance)
		{
			candidate.distance = of_other;
			candidate.other = other;
		}
	}
	return candidate;
}

/* the nearest names as "a", "b", "c"; NULL if none is near.  A second column of the query holds other names for them */
static char *
near_names(const char *unknown, const char *names_query)
{
	char	   *wanted = tc_skeleton(unknown);
	char	   *query = psprintf("SELECT n.* FROM (%s) AS n (known) WHERE n.known IS NOT NULL LIMIT %d",
								 names_query, MAX_CANDIDATES);
	StringInfoData list;
	Candidate  *candidates;
	uint64		count;

	if (SPI_execute(query, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not list names: %s", query);
	count = SPI_processed;
	candidates = palloc(sizeof(Candidate) * (count + 1));
	for (uint64 i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		candidates[i] = judge(listed(i, 1), listed(i, 2), wanted);
	}
	qsort(candidates, count, sizeof(Candidate), compare_candidates);

	initStringInfo(&list);
	for (uint64 i = 0; i < count && i < MAX_SUGGESTIONS && candidates[i].distance != NOT_NEAR; i++)
	{
		appendStringInfo(&list, "%s\"%s\"", i > 0 ? ", " : "", candidates[i].name);
		if (candidates[i].other != NULL)
			appendStringInfo(&list, " (%s)", candidates[i].other);
	}
	return list.len > 0 ? list.data : NULL;
}

/* the call that brings a shipped row of this name back; NULL if none was shipped */
static char *
way_back(const char *kind, const char *unknown)
{
	Oid			types[] = {TEXTOID, TEXTOID};
	Datum		values[] = {CStringGetTextDatum(unknown), CStringGetTextDatum(kind)};

	if (SPI_execute_with_args("SELECT pg_catalog.format('SELECT traincost.restore_shipped(%L, %L)', s.table_name, s.name)"
							  " FROM traincost.shipped_row AS s WHERE s.name OPERATOR(pg_catalog.=) $1 AND s.table_name OPERATOR(pg_catalog.=)"
							  " CASE WHEN $2 OPERATOR(pg_catalog.=) 'region' THEN 'grid' ELSE pg_catalog.lower($2) END LIMIT 1",
							  lengthof(types), types, values, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read traincost.shipped_row");
	return SPI_processed > 0 ? SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1) : NULL;
}

void
tc_unknown_name(const char *kind, text *name, const char *names_query, const char *core, const char *meant,
				const char *more)
{
	char	   *unknown = tc_shown_text(name);
	const char *near;
	char	   *back;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	back = way_back(kind, unknown);
	near = meant != NULL ? meant : near_names(core != NULL ? core : unknown, names_query);
	/* no SPI_finish: the error's clean-up does it, and the names live till then */
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("unknown %s: \"%s\"", kind, unknown),
			 back ? errhint("It was shipped and is deleted; this brings it back: %s", back) :
			 near ? errhint("Did you mean %s?%s", near, more) :
			 errhint("List the known ones with: %s", names_query)));
}

/* whether two names have the same digits: run-8 is not another spelling of run-7 */
static bool
same_digits(const char *a, const char *b)
{
	for (;;)
	{
		while (*a != '\0' && !isdigit((unsigned char) *a))
			a++;
		while (*b != '\0' && !isdigit((unsigned char) *b))
			b++;
		if (*a != *b)
			return false;
		if (*a == '\0')
			return true;
		a++;
		b++;
	}
}

const char *
tc_nearest_name(const char *unknown, const char **names, int count)
{
	char	   *wanted = tc_skeleton(unknown);
	const char *nearest = NULL;
	int			least = NOT_NEAR;

	for (int i = 0; i < count; i++)
	{
		char	   *candidate = tc_skeleton(names[i]);
		int			edits = distance(wanted, candidate);

		if (edits > (int) strlen(wanted) / 3 + 1 || !same_digits(wanted, candidate))
			edits = NOT_NEAR;
		if (edits < least)
		{
			least = edits;
			nearest = names[i];
		}
		pfree(candidate);
	}
	return nearest;
}
