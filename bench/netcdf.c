// Reads radiances and marks of a frame with C's netCDF, for `npm run bench -- pixels`: FILE ROUNDS. Prints the least processor time.
// Declared here: Debian's library is often there without its headers.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int nc_open(const char *path, int mode, int *file);
int nc_inq_varid(int file, const char *name, int *variable);
int nc_inq_dimid(int file, const char *name, int *dimension);
int nc_inq_dimlen(int file, int dimension, size_t *length);
int nc_get_var(int file, int variable, void *values);
int nc_close(int file);

static double now_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 3) return 1;
  double best = 1e9;
  for (int round = 0; round < atoi(argv[2]); round++) {
    double begin = now_s();
    int file, x, y, variable;
    size_t columns, rows;
    if (nc_open(argv[1], 0, &file) || nc_inq_dimid(file, "x", &x) || nc_inq_dimid(file, "y", &y)) return 2;
    if (nc_inq_dimlen(file, x, &columns) || nc_inq_dimlen(file, y, &rows)) return 2;
    uint16_t *codes = malloc(2 * rows * columns);
    uint8_t *marks = malloc(rows * columns);
    if (nc_inq_varid(file, "Rad", &variable) || nc_get_var(file, variable, codes)) return 3;
    if (nc_inq_varid(file, "DQF", &variable) || nc_get_var(file, variable, marks)) return 3;
    nc_close(file);
    free(codes);
    free(marks);
    double took = now_s() - begin;
    if (took < best) best = took;
  }
  printf("%.6f\n", best);
  return 0;
}
