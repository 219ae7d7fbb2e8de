#include "libc.h"
struct stat a_stat;
struct statx a_statx;
struct semid_ds a_semid_ds;
