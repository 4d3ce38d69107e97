// The arithmetic of kernels/series.as in plain C, for `npm run bench -- pixels`: looks of codes in, their mean and variance learnt from, and how many peaks of the matched filter exceed 4.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROWS = 64, BESIDE = 12, BLOCK = 32 };

static int rows, columns, stride, block_rows, block_columns, lowest, highest;
static float scale, offset;

static inline float radiance(uint16_t code) { return code < lowest || code > highest ? NAN : (float)code * scale + offset; }

static int ends(int of, int blocks, int block, int unit) {
  return block == blocks - 1 ? of : unit * (int)floor((block + 1) * (double)of / blocks / unit + 0.5);
}

static void slopes(const uint16_t *codes, const float *mean, const float *variance, const double *moved, double *sums) {
  for (int b = 0, top = 0; b < block_rows; b++) {
    int bottom = ends(rows, block_rows, b, 1);
    for (int k = 0, at = 0; k < block_columns; k++) {
      int end = ends(columns, block_columns, k, 4);
      float east = (float)moved[2 * (b * block_columns + k)], south = (float)moved[2 * (b * block_columns + k) + 1];
      float xx = 0, xy = 0, yy = 0, xd = 0, yd = 0;
      for (int row = top; row < bottom; row++) {
        const float *m = mean + (long)row * stride, *v = variance + (long)row * stride;
        const uint16_t *c = codes + (long)row * columns;
        for (int i = at; i < end; i++) {
          float dx = (m[i + 1] - m[i - 1]) * 0.5f, dy = (m[i + stride] - m[i - stride]) * 0.5f;
          float d = radiance(c[i]) - m[i], left = d + (dx * east + dy * south);
          float weight = 1 / (v[i] + left * left * (1 / 9.0f));
          int known = left == left;
          dx = known ? dx : 0;
          dy = known ? dy : 0;
          d = known ? d : 0;
          weight = known ? weight : 0;
          xx += weight * dx * dx;
          xy += weight * dx * dy;
          yy += weight * dy * dy;
          xd += weight * dx * d;
          yd += weight * dy * d;
        }
      }
      double *to = sums + 5 * (b * block_columns + k);
      to[0] = xx, to[1] = xy, to[2] = yy, to[3] = xd, to[4] = yd;
      at = end;
    }
    top = bottom;
  }
}

static void solve(const double *s, double information, double east, double south, double *out) {
  double a = s[0] + information, c = s[2] + information, x = information * east - s[3], y = information * south - s[4];
  double determinant = a * c - s[1] * s[1];
  out[0] = (c * x - s[1] * y) / determinant;
  out[1] = (a * y - s[1] * x) / determinant;
}

static void displacement(const double *sums, double *moved) {
  int blocks = block_rows * block_columns;
  double whole[5] = {0}, all[2];
  for (int k = 0; k < 5 * blocks; k++) whole[k % 5] += sums[k];
  solve(whole, 1, 0, 0, all);
  for (int k = 0; k < blocks; k++) {
    solve(sums + 5 * k, 400, all[0], all[1], moved + 2 * k);
    for (int axis = 0; axis < 2; axis++) moved[2 * k + axis] = fmin(1, fmax(-1, moved[2 * k + axis]));
  }
}

static void lines_of(const double *moved, float *lines) {
  for (int row = 0; row < block_rows; row++)
    for (int column = 0; column < columns; column++) {
      double across = fmin(block_columns - 1, fmax(0, (column + 0.5) * block_columns / columns - 0.5));
      int left = (int)across, right = left + 1 < block_columns ? left + 1 : left;
      double u = across - left;
      for (int axis = 0; axis < 2; axis++)
        lines[(2L * row + axis) * stride + column] =
            (float)((1 - u) * moved[2 * (row * block_columns + left) + axis] + u * moved[2 * (row * block_columns + right) + axis]);
    }
}

/** One row: what it has over the expected, and what is learnt of it. */
static void lay(const uint16_t *restrict c, float *restrict mean, float *restrict variance, float *restrict residual, float *restrict before,
                const float *restrict lines, const float *restrict above, const float *restrict here, const float *restrict below, float share,
                int lower, float noise2, float gain, float rate) {
  const float *east = lines, *south = lines + stride, *east1 = lines + lower, *south1 = east1 + stride;
  for (int i = 0; i < columns; i++) {
    float e = east[i] + share * (east1[i] - east[i]), s = south[i] + share * (south1[i] - south[i]);
    float moved = here[i] - (e * (here[i + 1] - here[i - 1]) + s * (below[i] - above[i])) * 0.5f;
    float expected = moved == moved ? moved : here[i];
    float image = radiance(c[i]), nu = image - expected, v = variance[i];
    residual[i] = nu;
    before[i] = v;
    float most2 = 9 * v, most = sqrtf(most2);
    float clipped = nu < -most ? -most : nu > most ? most : nu;
    float own = 1 - noise2 / v, k = own > gain ? own : gain;
    float learnt = expected + k * clipped, square = nu * nu;
    float wider = v + rate * ((square < most2 ? square : most2) - v);
    float unlearnt = image == image ? image : expected;
    int known = nu == nu;
    mean[i] = known ? learnt : unlearnt;
    variance[i] = known ? (wider > noise2 ? wider : noise2) : v;
  }
}

static void filter(const float *restrict n, const float *restrict v, float *restrict out, float *restrict light, float *restrict square) {
  const float b = 1 / 3.0f, b2 = 1 / 9.0f;
  for (int i = -1; i <= columns; i++) {
    light[i] = n[i] + b * (n[i - stride] + n[i + stride]);
    square[i] = v[i] + b2 * (v[i - stride] + v[i + stride]);
  }
  for (int i = 0; i < columns; i++) out[i] = (light[i] + b * (light[i - 1] + light[i + 1])) / sqrtf(square[i] + b2 * (square[i - 1] + square[i + 1]));
}

static int is_peak(const float *v) {
  for (int i = -1; i <= 1; i++)
    for (int j = -1; j <= 1; j++) {
      float neighbour = v[(long)i * stride + j];
      if (neighbour > v[0] || (neighbour == v[0] && i * stride + j < 0)) return 0;
    }
  return 1;
}

static float *plane(int height) {
  float *p = malloc(4L * (height + 4) * stride);
  for (long k = 0; k < (long)(height + 4) * stride; k++) p[k] = NAN;
  return p + 2 * stride;
}

static double now_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/** FILE ROWS COLUMNS LOOKS FIRST LAST SCALE OFFSET NOISE2 GAIN RATE: a file of so many looks' codes, one after the other; the first is the mean, and its variance the
 *  noise's. Prints the least time of a look after the first, and the peaks of the last. */
int main(int argc, char **argv) {
  if (argc != 12) return 1;
  rows = atoi(argv[2]), columns = atoi(argv[3]);
  int looks = atoi(argv[4]);
  lowest = atoi(argv[5]), highest = atoi(argv[6]);
  scale = (float)atof(argv[7]), offset = (float)atof(argv[8]);
  float noise2 = (float)atof(argv[9]), gain = (float)atof(argv[10]), rate = (float)atof(argv[11]);
  stride = (columns + 5) / 4 * 4;
  block_rows = (int)floor(rows / (double)BLOCK + 0.5), block_columns = (int)floor(columns / (double)BLOCK + 0.5);
  int in_strip = ROWS + 2 * BESIDE, blocks = block_rows * block_columns;
  uint16_t *codes = malloc(2L * rows * columns);
  float *mean = plane(rows), *variance = plane(rows), *residual = plane(in_strip), *before = plane(in_strip), *sigmas = plane(in_strip);
  float *kept = plane(4), *row_buffers = plane(4), *lines = plane(2 * block_rows);
  double *sums = malloc(8L * 5 * blocks), *moved = malloc(8L * 2 * blocks);
  int *places = malloc(4L * ROWS * columns);
  FILE *file = fopen(argv[1], "rb");
  double best = 1e9;
  long found = 0;
  for (int look = 0; look < looks; look++) {
    if (!file || fread(codes, 2, (size_t)rows * columns, file) != (size_t)rows * columns) return 1;
    if (look == 0) {
      for (int row = 0; row < rows; row++)
        for (int i = 0; i < columns; i++) {
          mean[(long)row * stride + i] = radiance(codes[(long)row * columns + i]);
          variance[(long)row * stride + i] = noise2;
        }
      continue;
    }
    double begin = now_s();
    memset(moved, 0, 8L * 2 * blocks);
    for (int round = 0; round < 2; round++) {
      slopes(codes, mean, variance, moved, sums);
      displacement(sums, moved);
    }
    lines_of(moved, lines);
    found = 0;
    for (int strip = 0; strip * ROWS < rows + BESIDE; strip++) {
      float *images[3] = {residual, before, sigmas};
      for (int k = 0; k < 3; k++)
        if (strip > 0) memcpy(images[k], images[k] + (long)ROWS * stride, 4L * 2 * BESIDE * stride);
        else for (long i = 0; i < (long)in_strip * stride; i++) images[k][i] = NAN;
      int top = strip * ROWS, count = rows - top < ROWS ? rows - top : ROWS;
      if (count < 0) count = 0;
      for (int row = 0; row < count; row++) {
        int number = top + row;
        float *place = mean + (long)number * stride;
        float *here = kept + (number & 1) * stride, *above = kept + (1 - (number & 1)) * stride;
        if (number == 0) for (int i = 0; i < stride; i++) above[i] = NAN;
        memcpy(here, place, 4L * stride);
        double down = fmin(block_rows - 1, fmax(0, (number + 0.5) * block_rows / rows - 0.5));
        int line = (int)down;
        long to = 2 * BESIDE + row;
        lay(codes + (long)number * columns, place, variance + (long)number * stride, residual + to * stride, before + to * stride,
            lines + 2L * line * stride, above, here, place + stride, (float)(down - line), line + 1 < block_rows ? 2 * stride : 0, noise2, gain, rate);
      }
      for (long i = (long)(2 * BESIDE + count) * stride; i < (long)in_strip * stride; i++) residual[i] = NAN;
      for (int row = 2 * BESIDE - 1; row < 2 * BESIDE - 1 + ROWS; row++)
        filter(residual + (long)row * stride, before + (long)row * stride, sigmas + (long)row * stride, row_buffers, row_buffers + stride);
      for (int row = BESIDE; row < BESIDE + ROWS; row++)
        for (int i = 0; i < columns; i++)
          if (sigmas[(long)row * stride + i] > 4 && is_peak(sigmas + (long)row * stride + i)) places[found++ % (ROWS * columns)] = row * stride + i;
    }
    double took = now_s() - begin;
    if (took < best) best = took;
  }
  printf("%.9f %ld\n", best, found);
  return 0;
}
