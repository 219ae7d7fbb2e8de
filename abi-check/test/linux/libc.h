#define _GNU_SOURCE
#include <sys/sem.h>
#include <sys/stat.h>
