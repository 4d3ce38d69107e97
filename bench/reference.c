/* The same arithmetic as the kernels in plain C, for the bench. The generated part (kernels.h: straight-line functions from the same
 * specifications) stands in front of this; here are the air, the loops, and the three-model filter, written as one would in C.
 * Called as: reference CASE COUNT. Prints nanoseconds of the processor a step, then the state after the last one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* air.ts */
static double between(const double *values, double at) {
  int i = (int)at;
  return values[i] + (at - i) * (values[i + 1] - values[i]);
}

void airDensity(void) {
  double h = AIR[0];
  if (h < 140000) AIR[1] = between(DENSE_AIR, h > -5000 ? (h + 5000) / 25 : 0);
  else AIR[1] = h < 1000000 ? between(THIN_AIR, (h - 140000) / 500) : 0;
}

typedef void (*step_f)(double *, long, double, double);
typedef void (*project_f)(double *, long, double *, long, double *, long);
typedef void (*update_f)(double *, long, double *, long, double *, long, double *, long);
typedef struct { int n, size; step_f step; double psd; project_f project; update_f update; } model;

static const model MODELS[] = {
  {6, 27, predictConstantVelocity, 25, projectPolar3Of6, updatePolar3Of6},
  {6, 27, predictCoast, 1e-6, projectPolar3Of6, updatePolar3Of6},
  {7, 35, predictEntry, 1e-4, projectPolar3Of7, updatePolar3Of7},
  {9, 54, predictBoost, 0.4, projectPolar3Of9, updatePolar3Of9},
  {9, 54, predictManoeuvre, 16, projectPolar3Of9, updatePolar3Of9},
};

/* models.ts: into how many steps an entry is cut. */
static int entry_steps(const double *s, double dt) {
  double r2 = s[0] * s[0] + s[1] * s[1] + s[2] * s[2], r = sqrt(r2);
  double v = sqrt(s[3] * s[3] + s[4] * s[4] + s[5] * s[5]);
  double climb = (s[0] * s[3] + s[1] * s[4] + s[2] * s[5]) / r;
  AIR[0] = r - EARTH_A * (1 - EARTH_F * s[2] * s[2] / r2) + fmin(0, climb) * dt;
  airDensity();
  double loss = 0.5 * AIR[1] * v * exp(s[6]);
  if (loss * v < 0.01) return (int)ceil(dt / 10);
  return (int)ceil(fmin(dt, fmax(dt / 10, fmax(fabs(climb) * dt / 3000, loss * dt / 0.03))));
}

/* A plot a little off what is predicted. */
static void plot_from(const double *w, double *z) {
  z[0] = w[0] + 12;
  for (int i = 1; i < 4; i++) z[i] = w[i];
  z[4] = 2500;
  z[5] = 1e-6;
  z[6] = 1e-6;
}

static double w[64], v[32], z[7];

static void one_model(const model *m, double *s, double dt) {
  m->step(s, 0, dt, m->psd);
  m->project(s, 0, MOUNT, 0, w, 0);
  plot_from(w, z);
  if (innovatePolar3(w, 0, z, 0, v, 0)) m->update(s, 0, w, 0, v, 0, s, 0);
}

/* Three models: constant velocity, coast, entry. */
enum { K = 3, SIZE = 27 + 27 + 35 };
static const int AT[K] = {0, 27, 54};
static const double PI[K * K] = {0.9, 0.08, 0.02, 0.05, 0.9, 0.05, 0.02, 0.08, 0.9};

static void to_entry(const double *s, double *t) {
  for (int i = 0; i < 6; i++) t[i] = s[i];
  for (int i = 0; i < 21; i++) t[7 + i] = s[6 + i];
  for (int i = 28; i < 35; i++) t[i] = 0;
  t[6] = LOG_DRAG_PRIOR;
  t[34] = SIGMA_LOG_DRAG * SIGMA_LOG_DRAG;
}

static void mix(double *s, const double *g, const double *weight) {
  static double mixed[SIZE], converted[35];
  for (int j = 0; j < K; j++) {
    double share[K];
    double *t = mixed + AT[j];
    int n = MODELS[j].n;
    double kept = 0;
    for (int i = 0; i < K; i++) {
      share[i] = PI[i * K + j] * g[i] / weight[j];
      if (share[i] <= 5e-3) share[i] = 0;
      kept += share[i];
    }
    for (int i = 0; i < K; i++) share[i] /= kept;
    kept = 0;
    for (int i = 0; i < K; i++) {
      if (share[i] == 0) continue;
      int first = kept == 0, own = n == MODELS[i].n;
      kept += share[i];
      if (!own && n == 7) to_entry(s + AT[i], first ? t : converted);
      if (first && own) memcpy(t, s + AT[i], MODELS[j].size * sizeof(double));
      else if (first && n == 6) {
        memcpy(t, s + AT[i], 6 * sizeof(double));
        memcpy(t + 6, s + AT[i] + MODELS[i].n, 21 * sizeof(double));
      }
      if (first) continue;
      share[i] /= kept;
      if (n == 6) mergeOf6(s, AT[i], s, AT[i] + MODELS[i].n, share, i, t, 0);
      else if (own) mergeOf7(s, AT[i], s, AT[i] + 7, share, i, t, 0);
      else mergeOf7(converted, 0, converted, 7, share, i, t, 0);
    }
  }
  memcpy(s, mixed, sizeof mixed);
}

static void three_models(double *s, double *g, double dt) {
  double weight[K] = {0}, logs[K], sum = 0, best = -1e300;
  for (int j = 0; j < K; j++) for (int i = 0; i < K; i++) weight[j] += PI[i * K + j] * g[i];
  mix(s, g, weight);
  for (int j = 0; j < K; j++) {
    int steps = MODELS[j].n == 7 ? entry_steps(s + AT[j], dt) : 1;
    for (int k = 0; k < steps; k++) MODELS[j].step(s, AT[j], dt / steps, MODELS[j].psd);
    MODELS[j].project(s, AT[j], MOUNT, 0, w, 0);
    if (j == 0) plot_from(w, z);
    if (!innovatePolar3(w, 0, z, 0, v, 0)) abort();
    logs[j] = v[1];
    if (logs[j] > best) best = logs[j];
    MODELS[j].update(s, AT[j], w, 0, v, 0, s, AT[j]);
  }
  for (int j = 0; j < K; j++) sum += g[j] = weight[j] * 0.9 * exp(logs[j] - best);
  for (int j = 0; j < K; j++) g[j] /= sum;
}

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc < 3) return 1;
  int which = atoi(argv[1]), count = atoi(argv[2]);
  const bench_case *c = &CASES[which];
  double s[128], g[K];
  double began = 0;
  /* Once to warm up, once to time. */
  for (int i = 0; i < 2 * count; i++) {
    if (i == count) began = now_ns();
    if (i % RESTART == 0) {
      memcpy(s, c->start, c->size * sizeof(double));
      for (int j = 0; j < K; j++) g[j] = 1.0 / K;
    }
    if (c->model < 0) three_models(s, g, c->dt);
    else one_model(&MODELS[c->model], s, c->dt);
  }
  printf("%.17g", (now_ns() - began) / count);
  for (int i = 0; i < c->size; i++) printf(" %.17g", s[i]);
  return 0;
}
