/*
 * formulas.c: the formulas of formula/formulas.def as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "traincost.h"

#define CALL_1(f) f(a[0])
#define CALL_2(f) f(a[0], a[1])
#define CALL_3(f) f(a[0], a[1], a[2])
#define CALL_4(f) f(a[0], a[1], a[2], a[3])
#define CALL_5(f) f(a[0], a[1], a[2], a[3], a[4])
#define CALL_6(f) f(a[0], a[1], a[2], a[3], a[4], a[5])
#define CALL_7(f) f(a[0], a[1], a[2], a[3], a[4], a[5], a[6])
#define CALL_8(f) f(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7])
#define CALL_9(f) f(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8])

/* the SQL function of this symbol: checked arguments, one call, a checked result; NULL for NaN where that means "never" */
#define SQL_FUNCTION(symbol, arity, call, never, ...) \
PG_FUNCTION_INFO_V1(symbol); \
Datum \
symbol(PG_FUNCTION_ARGS) \
{ \
	static const Domain domains[arity] = {__VA_ARGS__}; \
	double		a[arity]; \
	double		result; \
\
	for (int i = 0; i < arity; i++) \
		a[i] = tc_number(fcinfo, i, domains[i]); \
	result = call; \
	if (never && isnan(result)) \
		PG_RETURN_NULL(); \
	return tc_return(fcinfo, result); \
}

#define FORMULA(name, arity, arguments, ...) SQL_FUNCTION(name, arity, CALL_##arity(tc_##name), false, __VA_ARGS__)
#define FORMULA_AS(symbol, name, arity, arguments, ...) \
	SQL_FUNCTION(symbol, arity, CALL_##arity(tc_##name), false, __VA_ARGS__)
#define MAYBE(name, arity, arguments, ...) SQL_FUNCTION(name, arity, CALL_##arity(tc_##name), true, __VA_ARGS__)
#include "formula/formulas.def"
