/*
 * FOR TESTS ONLY, never shipped: the complex functions that Wine 8's ucrtbase.dll has as traps only.
 *
 * gaps.py makes a ucrtbase.dll of this file that forwards everything else to Wine's own. The types are structures, as
 * Microsoft's compiler passes them; "long" is double there.
 */
#include <math.h>

typedef struct { double re, im; } wide;
typedef struct { float re, im; } narrow;

static wide make(double re, double im) { wide z = { re, im }; return z; }
static wide times(wide a, wide b) { return make(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re); }
static wide over(wide a, wide b)
{
    double size = b.re * b.re + b.im * b.im;
    return make((a.re * b.re + a.im * b.im) / size, (a.im * b.re - a.re * b.im) / size);
}

wide our_exp(wide z) { double size = exp(z.re); return make(size * cos(z.im), size * sin(z.im)); }
wide our_cosh(wide z) { return make(cosh(z.re) * cos(z.im), sinh(z.re) * sin(z.im)); }
wide our_sinh(wide z) { return make(sinh(z.re) * cos(z.im), cosh(z.re) * sin(z.im)); }
wide our_tanh(wide z) { return over(our_sinh(z), our_cosh(z)); }
wide our_cos(wide z) { return our_cosh(make(-z.im, z.re)); }
wide our_sin(wide z) { wide t = our_sinh(make(-z.im, z.re)); return make(t.im, -t.re); }
wide our_tan(wide z) { return over(our_sin(z), our_cos(z)); }
double our_arg(wide z) { return atan2(z.im, z.re); }
double our_abs(wide z) { return hypot(z.re, z.im); }
double our_imag(wide z) { return z.im; }
double our_real(wide z) { return z.re; }
wide our_pow(wide z, wide w)
{
    if (z.re == 0 && z.im == 0)
        return make(w.re == 0 && w.im == 0 ? 1 : 0, 0);
    return our_exp(times(w, make(log(our_abs(z)), our_arg(z))));
}

static wide widen(narrow z) { return make(z.re, z.im); }
static narrow narrowed(wide z) { narrow n = { (float)z.re, (float)z.im }; return n; }
narrow our_expf(narrow z) { return narrowed(our_exp(widen(z))); }
narrow our_coshf(narrow z) { return narrowed(our_cosh(widen(z))); }
narrow our_sinhf(narrow z) { return narrowed(our_sinh(widen(z))); }
narrow our_tanhf(narrow z) { return narrowed(our_tanh(widen(z))); }
narrow our_cosf(narrow z) { return narrowed(our_cos(widen(z))); }
narrow our_sinf(narrow z) { return narrowed(our_sin(widen(z))); }
narrow our_tanf(narrow z) { return narrowed(our_tan(widen(z))); }
narrow our_powf(narrow z, narrow w) { return narrowed(our_pow(widen(z), widen(w))); }
float our_argf(narrow z) { return (float)our_arg(widen(z)); }
float our_absf(narrow z) { return (float)our_abs(widen(z)); }
float our_imagf(narrow z) { return z.im; }
float our_realf(narrow z) { return z.re; }
