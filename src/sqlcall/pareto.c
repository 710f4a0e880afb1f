/*
 * pareto.c: which of some choices does no other beat in three things at once?
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"

#include "traincost.h"

#define GOALS	3

/* one choice: what it takes of each, the less the better */
typedef struct Choice
{
	double		goals[GOALS];
	int			place;			/* in the arrays */
} Choice;

static int
compare_goals(const Choice *a, const Choice *b)
{
	for (int i = 0; i < GOALS; i++)
		if (a->goals[i] != b->goals[i])
			return a->goals[i] < b->goals[i] ? -1 : 1;
	return 0;
}

static int
compare_choices(const void *a, const void *b)
{
	int			order = compare_goals(a, b);

	return order != 0 ? order : ((const Choice *) a)->place - ((const Choice *) b)->place;
}

/*
 * returns the choices, whose goals three arrays of one length hold, NULL as
 * infinity; 22023 for arrays of several lengths
 */
static Choice *
read_choices(FunctionCallInfo fcinfo, int *count)
{
	Choice	   *choices = NULL;

	for (int i = 0; i < GOALS; i++)
	{
		Datum	   *elements;
		bool	   *nulls;
		int			length;

		deconstruct_array(PG_GETARG_ARRAYTYPE_P(i), FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE,
						  &elements, &nulls, &length);
		if (choices == NULL)
		{
			*count = length;
			choices = palloc_extended(sizeof(Choice) * ((size_t) length + 1), MCXT_ALLOC_HUGE);
		}
		else if (length != *count)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"%s\" has %d elements, the first one %d", tc_argument_name(fcinfo, i), length, *count)));
		for (int c = 0; c < length; c++)
		{
			double		goal = nulls[c] ? INFINITY : DatumGetFloat8(elements[c]);

			choices[c].goals[i] = isnan(goal) ? INFINITY : goal;
			choices[c].place = c;
		}
	}
	return choices;
}

/*
 * Returns whether other, which is no worse in the first goal, beats choice: it is no
 * worse in the second and the third either, and not equal in all three.
 */
static bool
is_beaten_by(const Choice *choice, const Choice *other)
{
	for (int i = 1; i < GOALS; i++)
		if (!(other->goals[i] <= choice->goals[i]))
			return false;
	return compare_goals(choice, other) != 0;
}

/*
 * _pareto: for each choice whether no other choice is as good in all three goals and better in one
 *
 * The choices are sorted by the first goal, so a choice can be beaten only by those
 * before it; and where one of them beats it, an unbeaten one of them does.
 */
PG_FUNCTION_INFO_V1(_pareto);
Datum
_pareto(PG_FUNCTION_ARGS)
{
	int			count;
	Choice	   *choices = read_choices(fcinfo, &count);
	Datum	   *unbeaten = palloc_extended(sizeof(Datum) * ((size_t) count + 1), MCXT_ALLOC_HUGE);
	int			front = 0;

	qsort(choices, count, sizeof(Choice), compare_choices);
	for (int c = 0; c < count; c++)
	{
		Choice		choice = choices[c];
		bool		beaten = false;

		for (int f = 0; f < front && !beaten; f++)
			beaten = is_beaten_by(&choice, &choices[f]);
		unbeaten[choice.place] = BoolGetDatum(!beaten);
		/* the front takes the places of choices that are done with */
		if (!beaten)
			choices[front++] = choice;
		CHECK_FOR_INTERRUPTS();
	}
	PG_RETURN_ARRAYTYPE_P(construct_array(unbeaten, count, BOOLOID, sizeof(bool), true, TYPALIGN_CHAR));
}
