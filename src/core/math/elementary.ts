/** Elementary functions with the same bits everywhere.
 *
 *  The platform's own (`Math.sin` and kin) differ in the last bit between builds; these use + − × ÷, sqrt, rounding to integers and the bits
 *  of a double, all of which IEEE 754 fixes. Method: reduce the argument with more digits than a double has, then a polynomial in the
 *  small remainder. The polynomials interpolate each function at Chebyshev nodes, computed with 60 digits; their own error is below
 *  2⁻⁵⁹ of the result, so rounding is all that is left.
 *
 *  Method    J.-M. Muller, Elementary Functions: polynomial approximation; range reduction after Cody and Waite.
 *  Checked   elementary.test.ts, against the platform's functions: within 2 ulp (1 for exp, log, sin, cos, acos, pow as measured).
 *  Limits    sin, cos, tan: to |x| = 1e6 rad; beyond, the error grows as 4e-17 |x| rad. */

export { exp, expAt, log, log10, pow } from './exponential.ts';
export { acos, asin, atan, atan2, cos, sin, tan } from './trigonometry.ts';
