/*
 * declare.h: make a SQL function of a formula by declaring it
 *
 *     FORMULA_2(electricity_usd, AMOUNT, AMOUNT)
 *
 * makes the C symbol electricity_usd, which checks two float8 arguments against
 * their domains, calls tc_electricity_usd and checks the result.  Names and
 * defaults of the arguments stand in sql/, and errors take them from there.
 *
 * FORMULA_AS_2(symbol, formula, ...) is for a formula of another name,
 * MAYBE_2(...) for one whose NaN means "never" and becomes NULL.
 */
#ifndef TC_DECLARE_H
#define TC_DECLARE_H

#define TC_CALL_1(f, a) f(a[0])
#define TC_CALL_2(f, a) f(a[0], a[1])
#define TC_CALL_3(f, a) f(a[0], a[1], a[2])
#define TC_CALL_4(f, a) f(a[0], a[1], a[2], a[3])
#define TC_CALL_5(f, a) f(a[0], a[1], a[2], a[3], a[4])
#define TC_CALL_6(f, a) f(a[0], a[1], a[2], a[3], a[4], a[5])
#define TC_CALL_7(f, a) f(a[0], a[1], a[2], a[3], a[4], a[5], a[6])
#define TC_CALL_9(f, a) f(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8])

#define TC_DECLARE(symbol, arity, call, never, ...) \
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
} \
extern int	tc_semicolon

#define FORMULA_1(f, ...) TC_DECLARE(f, 1, TC_CALL_1(tc_##f, a), false, __VA_ARGS__)
#define FORMULA_2(f, ...) TC_DECLARE(f, 2, TC_CALL_2(tc_##f, a), false, __VA_ARGS__)
#define FORMULA_3(f, ...) TC_DECLARE(f, 3, TC_CALL_3(tc_##f, a), false, __VA_ARGS__)
#define FORMULA_4(f, ...) TC_DECLARE(f, 4, TC_CALL_4(tc_##f, a), false, __VA_ARGS__)
#define FORMULA_5(f, ...) TC_DECLARE(f, 5, TC_CALL_5(tc_##f, a), false, __VA_ARGS__)
#define FORMULA_6(f, ...) TC_DECLARE(f, 6, TC_CALL_6(tc_##f, a), false, __VA_ARGS__)
#define FORMULA_7(f, ...) TC_DECLARE(f, 7, TC_CALL_7(tc_##f, a), false, __VA_ARGS__)
#define FORMULA_9(f, ...) TC_DECLARE(f, 9, TC_CALL_9(tc_##f, a), false, __VA_ARGS__)

#define FORMULA_AS_2(s, f, ...) TC_DECLARE(s, 2, TC_CALL_2(tc_##f, a), false, __VA_ARGS__)
#define FORMULA_AS_3(s, f, ...) TC_DECLARE(s, 3, TC_CALL_3(tc_##f, a), false, __VA_ARGS__)

#define MAYBE_3(f, ...) TC_DECLARE(f, 3, TC_CALL_3(tc_##f, a), true, __VA_ARGS__)
#define MAYBE_4(f, ...) TC_DECLARE(f, 4, TC_CALL_4(tc_##f, a), true, __VA_ARGS__)

#endif
