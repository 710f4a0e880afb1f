/*
 * near_name.c: which of some names may another spelling of a name be?
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "traincost.h"
#include "lookup/suggest.h"

/* returns the nearest of an array's names; NULL if none is near */
PG_FUNCTION_INFO_V1(_near_name);
Datum
_near_name(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(1);
	Datum	   *elements;
	bool	   *nulls;
	int			count;
	const char **names;
	const char *nearest;
	int			known = 0;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &count);
	names = palloc(sizeof(char *) * (count + 1));
	for (int i = 0; i < count; i++)
		if (!nulls[i])
			names[known++] = TextDatumGetCString(elements[i]);
	nearest = tc_nearest_name(name, names, known);
	if (nearest == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(nearest));
}
