// The arithmetic of kernels/pixels.as in plain C, for `npm run bench -- pixels`: rows of codes in, their values and heights, and the places of what stands out.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void convert(const uint16_t *codes, const float *value_of, float *values, int columns) {
  for (int k = 0; k < columns; k++) values[k] = value_of[codes[k]];
}

static float height_beside_nothing(const float *v, int columns) {
  double sum = 0;
  int count = 0;
  for (int i = -2; i <= 2; i += 2)
    for (int j = -2; j <= 2; j += 2) {
      float value = v[i * columns + j];
      if ((i == 0 && j == 0) || isnan(value)) continue;
      sum += value;
      count++;
    }
  return (float)(v[0] - sum / count);
}

static void heights_of_row(const float *v, float *h, int columns) {
  const float *a = v - 2 * columns, *b = v + 2 * columns;
  h[0] = h[1] = h[columns - 2] = h[columns - 1] = NAN;
  int none = 0;
  for (int k = 2; k < columns - 2; k++) {
    float sum = a[k - 2] + a[k] + a[k + 2] + v[k - 2] + v[k + 2] + b[k - 2] + b[k] + b[k + 2];
    h[k] = v[k] - sum * 0.125f;
    none |= isnan(sum);
  }
  if (none)
    for (int k = 2; k < columns - 2; k++)
      if (isnan(h[k]) && !isnan(v[k])) h[k] = height_beside_nothing(v + k, columns);
}

static int is_peak(const float *v, int columns) {
  for (int i = -1; i <= 1; i++)
    for (int j = -1; j <= 1; j++) {
      float neighbour = v[i * columns + j];
      if (neighbour > v[0] || (neighbour == v[0] && i * columns + j < 0)) return 0;
    }
  return 1;
}

static int standing(const uint16_t *codes, const float *value_of, float *values, float *heights, int *places, int rows, int columns, int top, int bottom, int left, int right, float least) {
  int count = 0;
  for (int row = -2; row < rows; row++) {
    long ahead = (long)(row + 2) * columns, from = (long)row * columns;
    if (row + 2 < rows) convert(codes + ahead, value_of, values + ahead, columns);
    if (row < 0) continue;
    if (row < 2 || row >= rows - 2) {
      for (int k = 0; k < columns; k++) heights[from + k] = NAN;
      continue;
    }
    heights_of_row(values + from, heights + from, columns);
    if (row < top || row >= bottom) continue;
    for (int k = left > 2 ? left : 2; k < right && k < columns - 2; k++)
      if (heights[from + k] > least && is_peak(values + from + k, columns)) places[count++] = (int)(from + k);
  }
  return count;
}

static double now_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int least_of(int a, int b) { return a < b ? a : b; }

/** FILE ROWS COLUMNS HIGH WIDE BESIDE FIRST LAST LEAST ROUNDS: a file of codes, those from FIRST to LAST with a value, in pieces so high and wide and as much beside them. Prints the
 *  least time of a frame, and how many stand out. */
int main(int argc, char **argv) {
  if (argc != 11) return 1;
  int rows = atoi(argv[2]), columns = atoi(argv[3]), high = atoi(argv[4]), wide = atoi(argv[5]), beside = atoi(argv[6]);
  int lowest = atoi(argv[7]), highest = atoi(argv[8]), rounds = atoi(argv[10]);
  float least = (float)atof(argv[9]);
  size_t pixels = (size_t)rows * columns, most = (size_t)(high + 2 * beside) * (wide + 2 * beside);
  uint16_t *codes = malloc(2 * pixels), *piece = malloc(2 * most);
  float *value_of = malloc(4 * 65536), *values = malloc(4 * most), *heights = malloc(4 * most);
  int *places = malloc(4 * most);
  FILE *file = fopen(argv[1], "rb");
  if (!file || fread(codes, 2, pixels, file) != pixels) return 1;
  for (int code = 0; code < 65536; code++) value_of[code] = code >= lowest && code <= highest ? (float)code : NAN;
  double best = 1e9;
  long found = 0;
  for (int round = 0; round < rounds; round++) {
    double begin = now_s();
    found = 0;
    for (int row = 0; row < rows; row += high)
      for (int column = 0; column < columns; column += wide) {
        int to = least_of(rows, row + high), right = least_of(columns, column + wide);
        int top = row > beside ? row - beside : 0, left = column > beside ? column - beside : 0;
        int below = least_of(rows, to + beside) - top, across = least_of(columns, right + beside) - left;
        for (int k = 0; k < below; k++) memcpy(piece + (size_t)k * across, codes + (size_t)(top + k) * columns + left, 2 * (size_t)across);
        found += standing(piece, value_of, values, heights, places, below, across, row - top, to - top, column - left, right - left, least);
      }
    double took = now_s() - begin;
    if (took < best) best = took;
  }
  printf("%.9f %ld\n", best, found);
  return 0;
}
